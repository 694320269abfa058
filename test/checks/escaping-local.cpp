// RUN: %check_async async-escaping-local %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
#include "lifetime.h"
#include <span>
#include <utility>

using grove::eager;
using grove::tick;

void log(const std::string &);
std::string name();
bool c();
task<> reads(const std::string &text) { co_await tick(); log(text); }
task<> reads_view(std::string_view text) { co_await tick(); log(std::string(text)); }
task<> takes(std::string text) { co_await tick(); log(text); }
eager late(const std::string &text) { co_await tick(); log(text); }
eager early(const std::string &text) { log(text); co_await tick(); }
struct client {
  int id = 0;
  task<> fetch() { co_await tick(); log(std::to_string(id)); }
};

// A task that leaves with references to what dies.
task<> of_local() {
  std::string text = name();
  return reads(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs [async-escaping-local]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-16]]:62: note: the coroutine uses the destroyed object here
}
task<> of_parameter(std::string text) {
  return reads(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-22]]:62: note: the coroutine uses the destroyed object here
}
task<> of_view() {
  std::string text = name();
  return reads_view(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'reads_view' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-28]]:77: note: the coroutine uses the destroyed object here
}
task<> named_first() {
  std::string text = name();
  auto t = reads(text);
  return t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-37]]:62: note: the coroutine uses the destroyed object here
}
task<> of_object() {
  client c;
  return c.fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'c' on which 'fetch' is called is destroyed before the coroutine runs [async-escaping-local]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'c' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-37]]:56: note: the coroutine uses the destroyed object here
}
eager of_eager() {
  std::string text = name();
  return late(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'late' refers to is destroyed while the coroutine still runs [async-escaping-local]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-48]]:60: note: the coroutine uses the destroyed object here
}
task<> either() {
  std::string text = name();
  if (c())
    return takes(text);
  return reads(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-60]]:62: note: the coroutine uses the destroyed object here
}
task<> combined() {
  std::string text = name();
  return grove::when_all(reads(text), tick());
  // CHECK-MESSAGES: :[[@LINE-1]]:26: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-67]]:62: note: the coroutine uses the destroyed object here
}
task<task<>> from_coroutine() {
  std::string text = name();
  co_await tick();
  co_return reads(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed before the coroutine runs
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: 'text' is destroyed when this function returns the work here
  // CHECK-MESSAGES: :[[@LINE-75]]:62: note: the coroutine uses the destroyed object here
}

// Views and references of a coroutine's own.
task<std::string_view> view_of_local() {
  std::string text = name();
  co_await tick();
  co_return text;
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' is destroyed with this coroutine, before the caller can use the returned view or reference to it [async-escaping-local]
}
task<std::span<int>> span_of_local() {
  std::vector<int> numbers = {1, 2};
  co_await tick();
  co_return std::span<int>(numbers);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'numbers' is destroyed with this coroutine, before the caller can use the returned view or reference to it
}
task<const char *> pointer_to_local() {
  std::string text = name();
  co_await tick();
  co_return text.c_str();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'text' is destroyed with this coroutine, before the caller can use the returned view or reference to it
}
task<std::string_view> view_of_temporary() {
  co_await tick();
  co_return name();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: temporary is destroyed before the caller can use the returned view or reference to it [async-escaping-local]
}

// What stays, or is not looked at.
task<> by_value() {
  std::string text = name();
  return takes(text);
}
task<> moved() {
  std::string text = name();
  return takes(std::move(text));
}
task<> passed_on(const std::string &text) { return reads(text); }
eager in_time() {
  std::string text = name();
  return early(text);
}
task<> awaited() {
  std::string text = name();
  co_await reads(text);
}
task<> of_static() {
  static std::string text = name();
  return reads(text);
}
task<> waited_for() {
  std::string text = name();
  grove::sync_wait(reads(text));
  return tick();
}
task<std::string_view> view_of_parameter(const std::string &text) {
  co_await tick();
  co_return text;
}
task<std::string_view> literal() {
  co_await tick();
  co_return "text";
}
task<std::string> copy() {
  std::string text = name();
  co_await tick();
  co_return text;
}
struct member {
  std::string text_;
  task<> start() { return reads(text_); }
  task<std::string_view> view() {
    co_await tick();
    co_return text_;
  }
};

// A handler that can never see the error.
task<> in_try(const std::string &text) {
  try {
    return reads(text);
  } catch (const std::exception &) {
  // CHECK-MESSAGES: :[[@LINE-2]]:5: warning: task returned by 'reads' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the first of these handlers
    return tick();
  }
}
task<> awaited_in_try(const std::string &text) {
  try {
    co_await reads(text);
  } catch (const std::exception &) {
    log("failed");
  }
}
