// RUN: %check_async async-stale-reference %s
// RUN: %check_async async-stale-reference %s --likely
//
// References to what lies in an awaited temporary, in libraries that only declare their functions.
#include "task.h"
#include <memory>
#include <string>
#include <string_view>
#include <vector>

void log(int);
void log(std::string_view);

// Futures with a shared state, which promises give and await_transform takes.
namespace brook {
template <class T> struct future {
  future(const future &) noexcept;
  future(future &&) noexcept;
  ~future();
  const T &get() const;
};
template <class T> struct single {
  single(single &&) noexcept;
  ~single();
};
template <class T> struct future_awaiter {
  const future<T> &of;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>);
  const T &await_resume();
};
template <class T> struct single_awaiter {
  single<T> &of;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <class R> struct promise_base {
  R get_return_object();
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void unhandled_exception();
  template <class U> future_awaiter<U> await_transform(const future<U> &f) { return {f}; }
  template <class U> single_awaiter<U> await_transform(single<U> &&s) { return {s}; }
};
template <class R, class T> struct promise : promise_base<R> {
  void return_value(T);
};
} // namespace brook
template <class T, class... A> struct std::coroutine_traits<brook::future<T>, A...> {
  using promise_type = brook::promise<brook::future<T>, T>;
};
template <class T, class... A> struct std::coroutine_traits<brook::single<T>, A...> {
  using promise_type = brook::promise<brook::single<T>, T>;
};

struct owner {
  std::string name;
  int rank;
  const std::string &title() const { return name; }
};
brook::future<std::vector<owner>> owners();
brook::single<std::vector<owner>> owners_once();
struct cache {
  brook::future<std::vector<owner>> entry_;
  brook::future<std::vector<owner>> cached();
  brook::future<std::vector<owner>> kept() { return entry_; }
};

brook::future<int> bound() {
  const auto &all = co_await owners();
  log(all.front().rank);
  // CHECK-MESSAGES: :[[@LINE-2]]:21: warning: 'all' refers to a result stored in a task that is destroyed at the end of this statement, so it dangles [async-stale-reference]
  // CHECK-MESSAGES: :[[@LINE-2]]:7: note: 'all' is used here
  co_return 0;
}
brook::future<int> range() {
  for (const auto &each : co_await owners())
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: range of this loop is stored in a task that is destroyed before the first iteration, so its iterators dangle
    log(each.rank);
  co_return 0;
}
brook::future<int> element() {
  const auto &first = (co_await owners()).front();
  log(first.rank);
  // CHECK-MESSAGES: :[[@LINE-2]]:24: warning: 'first' refers to a result stored in a task that is destroyed at the end of this statement
  co_return 0;
}
brook::future<int> view() {
  std::string_view name = (co_await owners()).front().name;
  log(name);
  // CHECK-MESSAGES: :[[@LINE-2]]:28: warning: 'name' refers to a result stored in a task that is destroyed at the end of this statement
  co_return 0;
}
// Another copy may be kept where it comes from.
brook::future<int> maybe_cached(cache &from) {
  const auto &all = co_await from.cached();
  log(all.front().rank);
  // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:21: warning: 'all' refers to a result stored in a task
  // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:7: note: 'all' is used here
  // CHECK-MESSAGES-LIKELY: :[[@LINE-4]]:21: note: this is likely rather than sure, because it assumes that the awaited task, which can be copied, is the only one that keeps its result
  co_return 0;
}
brook::future<int> surely_cached(cache &from) {
  const auto &all = co_await from.kept();
  log(all.front().rank);
  co_return 0;
}

brook::future<int> values() {
  auto all = co_await owners();
  const auto &own = co_await owners_once(); // a value, which the reference prolongs
  auto pending = owners();
  const auto &named = co_await pending;
  const int rank = (co_await owners()).front().rank;
  const auto name = (co_await owners()).front().name;
  log(all.front().rank + own.front().rank + named.front().rank + rank);
  log(name);
  for (const auto &each : co_await owners_once())
    log(each.rank);
  co_return 0;
}

// A value of its own that dies before the loop.
struct report {
  std::vector<owner> rows_;
  const std::vector<owner> &rows() const { return rows_; }
  std::vector<owner> copy_of_rows() const;
  const std::vector<owner> &elsewhere() const;
};
brook::single<report> make_report();
brook::single<std::shared_ptr<report>> shared_report();
brook::single<std::unique_ptr<report>> unique_report();
brook::single<int> rows() {
  for (const auto &row : (co_await make_report()).rows())
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: range of this loop is a part of a temporary that is destroyed before the first iteration, so its iterators dangle
    log(row.rank);
  for (const auto &row : (co_await make_report()).elsewhere())
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:27: warning: range of this loop is a part of a temporary
    log(row.rank);
  for (const auto &row : (co_await make_report()).copy_of_rows())
    log(row.rank);
  for (const auto &row : (co_await make_report()).rows_)
    log(row.rank);
  for (const auto &row : (co_await shared_report())->rows())
    log(row.rank);
  for (const auto &row : (co_await unique_report())->rows_)
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: range of this loop is a part of a temporary
    log(row.rank);
  co_return 0;
}
