// RUN: %check_async 'async-*' %s --suffix=,NAMED
// RUN: %check_async 'async-*' %s --suffix=,NAMED --likely
// RUN: %check_renamed %s
// REQUIRES: llvm-22, programs
//
// Asio without Boost: awaitables are lazy, awaited through await_transform, and started by co_spawn; what an operation returns
// depends on its token. Boost.Asio's own headers are in boost-asio.cpp.
#ifdef REAL_LIBRARY
#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#else
#include "stand-ins/asio.h"
#endif
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using asio::awaitable;
using asio::detached;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

void log(const std::string &);
std::string name();
awaitable<void> save();
awaitable<int> load(int id);
awaitable<asio::error_code> handshake(tcp::socket &socket);

// ---- Work that is lost
awaitable<void> discards(tcp::socket &socket, asio::steady_timer &timer, std::array<char, 16> &data) {
  save();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'save' is discarded, so it never runs [async-discarded-result]
  (void)load(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'load' is discarded, so it never runs [async-discarded-result]
  timer.expires_after(1s);
  timer.async_wait(use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'async_wait' is discarded, so it never runs [async-discarded-result]
  asio::async_write(socket, asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'async_write' is discarded, so it never runs [async-discarded-result]
  asio::post(timer.get_executor(), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'post' is discarded, so it never runs [async-discarded-result]
  co_await handshake(socket);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded, so a failure goes unnoticed [async-discarded-result]
  co_await save();
  co_await timer.async_wait(use_awaitable);
  co_await asio::async_write(socket, asio::buffer(data), use_awaitable);
  asio::error_code failure;
  co_await timer.async_wait(asio::redirect_error(use_awaitable, failure));
  if (const auto failed = co_await handshake(socket))
    co_return;
  timer.async_wait(detached);
  timer.async_wait([](asio::error_code) {});
}
awaitable<void> forgets() {
  auto page = load(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'page' is never awaited, so it never runs [async-unawaited-task]
  co_await save();
}
awaitable<void> twice() {
  auto saved = save();
  co_await std::move(saved);
  co_await std::move(saved);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task 'saved' is awaited again after an earlier await consumed it, so this await does nothing, fails or is undefined behaviour [async-double-await]
}
awaitable<void> both() { co_await (save() && save()); }
awaitable<void> either(asio::steady_timer &timer) { co_await (save() || timer.async_wait(use_awaitable)); }
awaitable<int> passes_on() { return load(1); }
void callbacks(asio::io_context &context, asio::steady_timer &timer) {
  asio::post(context, [] { return save(); });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:23: warning: task returned by this lambda is ignored by 'post', so it never runs [async-task-in-void-callback]
  timer.async_wait([](asio::error_code) -> awaitable<void> { co_await save(); });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:20: warning: task returned by this lambda is ignored by 'async_wait', so it never runs [async-task-in-void-callback]
  std::function<void()> later = [] { return save(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs [async-task-in-void-callback]
  asio::post(context, [] { log("posted"); });
}
awaitable<void> serve() {
  for (;;)
    co_await save();
}
awaitable<void> serve_and_report() {
  try {
    co_await save();
  } catch (const std::exception &failure) {
    log(failure.what());
  }
}
void spawns(asio::io_context &context) {
  asio::co_spawn(context, serve(), detached);
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: coroutine of 'serve' is detached, so an exception ends it silently and the rest of the program goes on [async-detached-task]
  asio::co_spawn(context, serve(), [](std::exception_ptr) { log("ended"); });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:57: warning: completion handler ignores this exception, so a failure of 'serve' goes unnoticed [async-detached-task]
  asio::co_spawn(context, serve_and_report(), detached);
  asio::co_spawn(context, serve(), [](std::exception_ptr failure) {
    if (failure)
      log("failed");
  });
}

// ---- Locks and shared state
class cache {
  std::mutex pages_;
  std::mutex names_;
  std::map<int, std::string> map_;
  int total_ = 0;
  asio::steady_timer timer_;

public:
  awaitable<void> lock_held() {
    std::lock_guard guard(pages_);
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'pages_' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await timer_.async_wait(use_awaitable);
  }
  awaitable<void> lock_held_by_hand() {
    pages_.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'pages_' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await save();
    pages_.unlock();
  }
  awaitable<void> lock_released() {
    {
      std::lock_guard guard(pages_);
      map_.clear();
    }
    co_await save();
  }
  awaitable<void> executor_only() {
    std::lock_guard guard(pages_);
    auto executor = co_await asio::this_coro::executor; // never suspends
  }
  awaitable<void> lock_unlocked() {
    std::unique_lock guard(pages_);
    map_.clear();
    guard.unlock();
    co_await save();
  }
  void pages_then_names() {
    std::lock_guard pages(pages_);
    std::lock_guard names(names_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache::names_' can be locked here while 'cache::pages_' is held, and elsewhere in the opposite order, so two threads can deadlock [async-lock-order]
  }
  void names_then_pages() {
    std::lock_guard names(names_);
    std::lock_guard pages(pages_);
  }
  void clear() {
    std::lock_guard pages(pages_);
    map_.clear();
  }
  void clear_again() {
    std::lock_guard pages(pages_);
    clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'clear' can lock 'cache::pages_', which is still held here, and then this thread blocks indefinitely [async-self-deadlock]
  }
  awaitable<void> adds_unguarded(int id) {
    total_ = total_ + co_await load(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  awaitable<void> adds(int id) {
    int page = co_await load(id);
    total_ = total_ + page;
  }
  awaitable<void> walks() {
    for (auto &[id, page] : map_) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'map_' suspends, so its iterator dangles if the element it is at is removed meanwhile [async-stale-reference]
      co_await load(id);
      log(page);
    }
  }
  awaitable<void> walks_a_copy() {
    auto copy = map_;
    for (auto &[id, page] : copy) {
      co_await load(id);
      log(page);
    }
  }
  awaitable<void> finds(int id) {
    auto found = map_.find(id);
    co_await save();
    if (found != map_.end())
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'found' points into 'map_' and is used after a suspension, so it dangles if what it refers to was removed meanwhile [async-stale-reference]
      log(found->second);
  }
  awaitable<void> finds_after(int id) {
    co_await save();
    auto found = map_.find(id);
    if (found != map_.end())
      log(found->second);
  }
  void drop(int id) { map_.erase(id); }
};

// ---- What blocks
awaitable<void> blocks(tcp::socket &socket, tcp::acceptor &acceptor, asio::steady_timer &timer, std::array<char, 16> &data) {
  std::this_thread::sleep_for(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  timer.wait();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'wait' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  acceptor.accept();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'accept' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  asio::write(socket, asio::buffer(data));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'write' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  asio::read(socket, asio::buffer(data));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'read' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  co_await timer.async_wait(use_awaitable);
  co_await asio::async_read(socket, asio::buffer(data), use_awaitable);
  asio::post(timer.get_executor(), [] { std::this_thread::sleep_for(1ms); });
}
awaitable<void> waits(asio::io_context &context) {
  context.run();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'run' runs an event loop on the thread of this coroutine, which goes on only when that loop returns [async-blocking-wait]
  asio::co_spawn(context, save(), asio::use_future).get();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'get' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  co_await asio::co_spawn(context, save(), use_awaitable);
}
void outside(asio::io_context &context) {
  asio::co_spawn(context, serve_and_report(), detached);
  context.run();
}

// ---- Cancellation
awaitable<void> retries(asio::steady_timer &timer) {
  for (;;) {
    try {
      co_await timer.async_wait(use_awaitable);
      co_await save();
    } catch (...) {
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
      log("again");
    }
  }
}
awaitable<void> leaves_when_aborted(asio::steady_timer &timer) {
  for (;;) {
    try {
      co_await timer.async_wait(use_awaitable);
      co_await save();
    } catch (const std::system_error &failure) {
      if (failure.code() == asio::error::operation_aborted)
        co_return;
      log(failure.what());
    }
  }
}
awaitable<void> tests_the_state(asio::steady_timer &timer) {
  for (;;) {
    auto state = co_await asio::this_coro::cancellation_state;
    if (static_cast<bool>(state.cancelled()))
      co_return;
    asio::error_code failure;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, failure));
  }
}
awaitable<void> ends_session(tcp::socket &socket) {
  try {
    for (;;)
      co_await save();
  } catch (const std::exception &) {
    socket.close();
  }
}
awaitable<void> ignores() {
  try {
    co_await save();
  } catch (...) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception of a 'co_await', so a failure looks like success [async-swallowed-exception]
}

// ---- Lifetimes
awaitable<void> reads(const std::string &path) {
  co_await save();
  log(path);
}
awaitable<void> takes(std::string path) {
  co_await save();
  log(path);
}
awaitable<void> in_try(const std::string &path) {
  try {
    return reads(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reads' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  } catch (const std::exception &failure) {
    log(failure.what());
    return save();
  }
}
awaitable<void> returns_local() {
  std::string path = name();
  return reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed before the coroutine runs [async-escaping-local]
}
void starts(asio::io_context &context) {
  auto report = [](std::exception_ptr failure) {
    if (failure)
      log("failed");
  };
  asio::co_spawn(context, reads(name()), report);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  std::string path = name();
  asio::co_spawn(context, reads(path), report);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  asio::co_spawn(context, takes(path), report);
}
void starts_and_runs() {
  asio::io_context context;
  std::string path = name();
  asio::co_spawn(context, reads(path), [](std::exception_ptr failure) {
    if (failure)
      log("failed");
  });
  context.run();
}
awaitable<void> awaits_temporary() {
  co_await reads(name());
  std::string path = name();
  co_await reads(path);
}
awaitable<void> temporary_kept() {
  auto task = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: temporary that parameter 'path' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await std::move(task);
}
void lambda(asio::io_context &context, int id) {
  auto report = [](std::exception_ptr failure) {
    if (failure)
      log("failed");
  };
  asio::co_spawn(context, [id]() -> awaitable<void> { log(std::to_string(id)); co_return; }(), report);
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
  asio::co_spawn(context, [&]() -> awaitable<void> { log(std::to_string(id)); co_return; }, report);
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:27: warning: 'id' that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
  asio::co_spawn(context, [id]() -> awaitable<void> { log(std::to_string(id)); co_return; }, report);
}
void handlers(asio::steady_timer &timer) {
  int ticks = 0;
  timer.async_wait([&](asio::error_code) { ++ticks; });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:20: warning: 'ticks' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  timer.async_wait([ticks](asio::error_code) mutable { ++ticks; });
}
class session : public std::enable_shared_from_this<session> {
  tcp::socket socket_;
  std::array<char, 16> data_;

public:
  awaitable<void> run() {
    try {
      for (;;)
        co_await socket_.async_read_some(asio::buffer(data_), use_awaitable);
    } catch (const std::exception &failure) {
      log(failure.what());
    }
  }
  void start() {
    asio::co_spawn(socket_.get_executor(), run(), detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:44: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
  }
  void start_held() {
    asio::co_spawn(socket_.get_executor(), [self = shared_from_this()] { return self->run(); }, detached);
  }
  void read() {
    asio::async_read(socket_, asio::buffer(data_), [this](asio::error_code, std::size_t) { read(); });
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:52: warning: 'this' does not keep its object alive, so the object may be destroyed before the callable is called [async-continuation-capture]
  }
  void read_held() {
    asio::async_read(socket_, asio::buffer(data_),
                     [this, self = shared_from_this()](asio::error_code, std::size_t) { read_held(); });
  }
};
