// Coroutines that need what they are given early, late or never, and who lets them run. The names that the built-in
// models know are those of the reference runtime and of three libraries.
#pragma once

#include "zoo.h"

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace async {
template <class Work> void spawn(Work &&) {}
struct task_group {
  template <class Work> void spawn(Work &&) {}
  zoo::task<> join();
};
} // namespace async
namespace cppcoro {
template <class Work> void sync_wait(Work &&) {}
} // namespace cppcoro
namespace folly {
struct Future {
  template <class F> Future thenValue(F &&) { return {}; }
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
} // namespace folly
namespace boost::asio {
struct basic_waitable_timer {
  template <class F> void async_wait(F &&) {}
};
struct io_context {
  void run();
};
} // namespace boost::asio

/// Its destructor waits.
struct crew {
  template <class Work> void start(Work &&work) { async::spawn(std::forward<Work>(work)); }
  void join();
  ~crew() { join(); }
};

bool c();
std::string name();
const std::string &global_name();
void use(const std::string &);
void use(int);
zoo::task<> tick();
folly::Future read_value();
template <class... Tasks> zoo::task<> all(Tasks...);

inline zoo::task<> reads(const std::string &text) {
  use(text);
  co_return;
}
inline zoo::task<> reads_view(std::string_view text) {
  use(std::string(text));
  co_return;
}
inline zoo::task<> reads_pointer(const int *p) {
  use(*p);
  co_return;
}
inline zoo::task<> takes(std::string text) {
  use(text);
  co_return;
}
inline zoo::task<> ignores(const std::string &) { co_await tick(); }
inline zoo::started starts(const std::string &text) {
  co_await tick();
  use(text);
}
inline zoo::started starts_early(const std::string &text) {
  use(text);
  co_await tick();
}
inline zoo::detached fires(const std::string &text) {
  co_await tick();
  use(text);
}
zoo::task<> elsewhere(const std::string &text);

struct client {
  std::string text;
  int id = 0;
  zoo::task<> fetch() {
    co_await tick();
    use(id);
  }
  zoo::task<> nothing() { co_await tick(); }
  const std::string &ref() const { return text; }
};
client make_client();
std::unique_ptr<client> new_client();
