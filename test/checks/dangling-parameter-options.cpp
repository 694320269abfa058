// RUN: %check_async async-dangling-parameter %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml, async-dangling-parameter.DeclarationSite: true, async-dangling-parameter.LongLivedTypes: 'app::context'}}"
#include "lifetime.h"

using grove::eager;
using grove::tick;

namespace app {
struct context {
  int id = 0;
};
} // namespace app
void log(const std::string &);
void log(int);
app::context make();

task<> by_reference(const std::string &text) {
  co_await tick();
  log(text);
  // CHECK-MESSAGES: :[[@LINE-3]]:40: warning: parameter 'text' may refer to something that is destroyed while the coroutine still runs [async-dangling-parameter]
  // CHECK-MESSAGES: :[[@LINE-2]]:7: note: the coroutine uses 'text' here
}
task<> by_view(std::string_view text) {
  co_await tick();
  log(std::string(text));
  // CHECK-MESSAGES: :[[@LINE-3]]:33: warning: parameter 'text' may refer to something that is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-2]]:19: note: the coroutine uses 'text' here
}
task<> by_pointer(const int *number) {
  co_await tick();
  log(*number);
  // CHECK-MESSAGES: :[[@LINE-3]]:30: warning: parameter 'number' may refer to something that is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: the coroutine uses 'number' here
}
eager begins_late(const std::string &text) {
  co_await tick();
  log(text);
  // CHECK-MESSAGES: :[[@LINE-3]]:38: warning: parameter 'text' may refer to something that is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-2]]:7: note: the coroutine uses 'text' here
}
task<> by_value(std::string text) {
  co_await tick();
  log(text);
}
eager begins_early(const std::string &text) {
  log(text);
  co_await tick();
}
task<> long_lived(app::context &context, const app::context *pointer) {
  co_await tick();
  log(context.id + pointer->id);
}
task<> called() {
  const app::context *pointer = nullptr;
  auto context = make();
  task<> t;
  {
    auto inner = make();
    t = long_lived(inner, pointer);
  }
  co_await t;
}
task<> unused(const std::string &) { co_await tick(); }
void no_coroutine(const std::string &text) { log(text); }
