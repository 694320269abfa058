#include "facts/calls/callbacks.h"

#include "code.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;
using asynctidy::unit::modelsWith;

namespace {

using Words = std::vector<std::string>;

struct Case {
  std::string Body;
  Words Expected; ///< "CALLABLE by NAME" for each ignored callback
  const char *Why = "";
};

/// Expects these in `void test() { BODY }`. All cases are parsed at once: parsing is what takes time.
void expectIgnored(const std::vector<Case> &Cases, const ModelSet &Models = ModelSet::builtin()) {
  std::string Text = R"(
#include <algorithm>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>
#include "zoo.h"
zoo::task<int> work(); zoo::task<int> work_on(int); zoo::detached fire(); zoo::generator<int> generate(); int number();
zoo::task<int> &stored();
struct functor { zoo::task<int> operator()() const; };
struct two_calls { zoo::task<int> operator()(); int operator()(int); };
namespace lib {
void each(int, std::function<void()>);
void on_event(std::function<void(int)> handler);
template <class F> void repeat(F f);
template <class F> auto use_result(F f) { return f(); }
struct timer { template <class F> explicit timer(F f); template <class F> void every(int ms, F f); };
template <class S> class slot;
template <class R, class... A> struct slot<R(A...)> { template <class F> slot(F);
  template <class F> slot &operator=(F); };
template <class S> struct operation;
template <class... A> struct operation<void(A...)> { template <class I> explicit operation(I);
  template <class H> void operator()(H); };
template <class S> struct stored_callable;
template <class... A> struct stored_callable<void(A...)> { template <class F> explicit stored_callable(F);
  void operator()(A...); };
struct repeat_fn { template <class F> void operator()(F f) const; };
inline constexpr repeat_fn repeat_object;
}
std::vector<int> numbers;
)";
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "void test" + std::to_string(I) + "() { " + Cases[I].Body + " }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I) {
    Words Found;
    for (const IgnoredCallback &Ignored :
         ignoredCallbacksIn(writtenBody(C.function("test" + std::to_string(I))), Models))
      Found.push_back(C.text(*Ignored.Callable) + " by " + qualifiedName(*Ignored.IgnoredBy) +
                      (Ignored.Because ? " (model)" : ""));
    EXPECT_EQ(Found, Cases[I].Expected) << Cases[I].Body << "\n" << Cases[I].Why;
  }
}

const std::string Task = "[]() -> zoo::task<int> { co_return 1; }";

Words one(llvm::StringRef Callable, llvm::StringRef By) { return {(Callable + " by " + By).str()}; }

TEST(IgnoredCallbacks, ASignatureThatReturnsVoid) {
  expectIgnored({
      {"std::function<void()> f = " + Task + ";", one(Task, "std::function")},
      {"std::function<void()> f(work);", one("work", "std::function")},
      {"std::function<void()> f(&work);", one("&work", "std::function")},
      {"std::function<void()> f{functor{}};", one("functor{}", "std::function")},
      {"std::function<void(int)> f = work_on;", one("work_on", "std::function")},
      {"lib::each(1, work);", one("work", "std::function")},
      {"lib::on_event(work_on);", one("work_on", "std::function")},
      {"std::function<void()> f; f = work;", one("work", "std::function")},
      {"lib::slot<void()> s(work);", one("work", "lib::slot")},
      {"lib::stored_callable<void()> s(work);", one("work", "lib::stored_callable")},
      {"auto l = " + Task + "; std::function<void()> f = l;", one("l", "std::function")},
      {"auto l = " + Task + "; std::function<void()> f = std::move(l);", one("l", "std::function")},
  });
}

TEST(IgnoredCallbacks, GenericLambdasByTheCallTheyGot) {
  expectIgnored({
      {"std::function<void(int)> f = [](auto n) { return work_on(n); };",
       one("[](auto n) { return work_on(n); }", "std::function")},
  });
}

TEST(IgnoredCallbacks, SignaturesThatKeepTheResult) {
  expectIgnored({
      {"std::function<zoo::task<int>()> f = work;", {}},
      {"lib::slot<zoo::task<int>()> s(work);", {}},
      {"lib::operation<void(int)> o(work);", {}, "the signature is that of the handler it will be given"},
  });
}

TEST(IgnoredCallbacks, CallablesThatReturnNoWork) {
  expectIgnored({
      {"std::function<void()> f = number;", {}},
      {"std::function<void()> f = fire;", {}, "detached by design"},
      {"std::function<void()> f = [] {};", {}},
      {"std::function<void()> f = [] { work(); };", {}, "a discarded result inside it"},
      {"std::function<void()> f = stored;", {}, "a reference to a task kept elsewhere"},
      {"std::function<void()> f = two_calls{};", {}, "which call is not known"},
      {"std::function<void()> f; auto g = f; auto h = std::move(f); f = g; f = nullptr;", {}},
  });
}

TEST(IgnoredCallbacks, FunctionsThatModelsSpeakOf) {
  expectIgnored({
      {"std::thread t(work);", one("work", "std::thread (model)")},
      {"std::jthread t(" + Task + ");", one(Task, "std::jthread (model)")},
      {"std::thread t(number);", {}},
      {"std::for_each(numbers.begin(), numbers.end(), work_on);", one("work_on", "std::for_each (model)")},
      {"std::for_each(numbers.begin(), numbers.end(), [](int) {});", {}},
      {"std::ranges::for_each(numbers, work_on);", one("work_on", "std::ranges::for_each (model)")},
      {"std::once_flag o; std::call_once(o, work);", one("work", "std::call_once (model)")},
      {"std::transform(numbers.begin(), numbers.end(), numbers.begin(), [](int n) { return n; });", {}},
      {"lib::use_result(work);", {}},
  });
}

TEST(IgnoredCallbacks, OnlyTheArgumentsTheModelSpeaksOf) {
  expectIgnored({
      {"std::thread t([](auto f) { f(); }, work);", {}, "an argument for the callable"},
  });
}

TEST(IgnoredCallbacks, UsersModels) {
  expectIgnored({
      {"lib::repeat(work); lib::timer t(work); t.every(1, work); lib::repeat_object(work);", {}},
  });
  const ModelSet Models = modelsWith(R"(
- names: [lib::repeat, lib::timer::timer, lib::repeat_object]
  is: ignores-callable-result
  because: test
- name: lib::timer::every
  is: ignores-callable-result
  arguments: [2]
  because: test
)");
  expectIgnored({{"lib::repeat(work); lib::timer t(work); t.every(1, work); lib::repeat_object(work);",
                  {"work by lib::repeat (model)", "work by lib::timer (model)", "work by lib::timer::every (model)",
                   "work by lib::repeat_object (model)"}}},
                Models);
}

TEST(IgnoredCallbacks, DroppableWorkIsLeftAlone) {
  expectIgnored({{"std::function<void()> f = work;", {}}},
                modelsWith("- {name: 'zoo::task', is: droppable, because: test}\n"));
}

TEST(IgnoredCallbacks, NestedLambdasAreTheirOwnFunctions) {
  expectIgnored({
      {"auto l = [] { std::thread t(work); };", {}},
  });
}

} // namespace
