// RUN: %check_async 'async-*' %s --suffix=,NAMED
// RUN: %check_async 'async-*' %s --suffix=,NAMED --likely
// RUN: %check_renamed %s
// REQUIRES: llvm-22, programs
//
// Seastar: futures are eager, coroutines by coroutine_traits; units, gates and aborts.
#ifdef REAL_LIBRARY
#include <seastar/core/abort_source.hh>
#include <seastar/core/condition-variable.hh>
#include <seastar/core/coroutine.hh>
#include <seastar/core/do_with.hh>
#include <seastar/core/gate.hh>
#include <seastar/core/loop.hh>
#include <seastar/core/rwlock.hh>
#include <seastar/core/semaphore.hh>
#include <seastar/core/shared_mutex.hh>
#include <seastar/core/sleep.hh>
#include <seastar/core/smp.hh>
#include <seastar/core/thread.hh>
#include <seastar/core/timer.hh>
#include <seastar/core/when_all.hh>
#else
#include "stand-ins/seastar.h"
#endif
#include <chrono>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
namespace ss = seastar;

void log(const std::string &);
std::string name();
ss::future<> flush();
ss::future<int> read_page(int id);
ss::future<int> read_named(const std::string &path);

// ---- Work that is lost
ss::future<> discards() {
  flush();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'flush' is discarded, so its exceptions are lost [async-discarded-result]
  read_page(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'read_page' is discarded, so its exceptions are lost [async-discarded-result]
  (void)flush(); // on purpose: it has begun, and runs on
  std::ignore = flush();
  co_await flush();
  co_await read_page(2);
  read_page(3).then([](int page) { log(std::to_string(page)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'then' is discarded, so its exceptions are lost [async-discarded-result]
  (void)read_page(4).then([](int) {}).handle_exception([](std::exception_ptr) {});
}
ss::future<> forgets(bool quick) {
  auto page = read_page(1); // MISSED: async-unawaited-task: an early return may mean to drop it; see the option EarlyExits
  if (quick)
    co_return;
  co_await std::move(page);
}
ss::future<> twice() {
  auto page = flush();
  co_await std::move(page);
  co_await std::move(page);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable 'page' is awaited again after an earlier await consumed it, so this await does nothing, fails or is undefined behaviour [async-double-await]
}
ss::future<> joined() {
  auto first = flush();
  auto second = read_page(1);
  co_await ss::when_all(std::move(first), std::move(second));
}
ss::future<int> passes_on() { return read_page(7); }
ss::future<> stored(std::vector<ss::future<>> &all) {
  all.push_back(flush());
  co_return;
}
void timers(ss::timer<> &timer) {
  timer.set_callback([] { return flush(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: awaitable returned by this lambda is ignored by 'noncopyable_function<void ()>', so its exceptions are lost [async-task-in-void-callback]
  timer.set_callback([] { (void)flush(); });
}

// ---- Units and locks
class cache {
  ss::semaphore _load{1};
  ss::semaphore _write{1};
  ss::semaphore _many{10};
  ss::rwlock _map;
  ss::shared_mutex _mutex;
  std::mutex _thread;
  std::map<int, std::string> _pages;
  int _total = 0;

public:
  ss::future<> held_as_future() {
    auto units = ss::get_units(_load, 1); // RENAMED: async-unawaited-task
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:10: warning: 'units' is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock [async-unawaited-guard]
    _pages.clear();
    co_await flush();
  }
  ss::future<> dies_at_once() {
    co_await ss::get_units(_load, 1);
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:5: warning: guard that this 'co_await' returns is discarded, so its lock is released at once [async-unawaited-guard]
    _pages.clear();
    co_await flush();
  }
  ss::future<> discards_holder() {
    co_await _map.hold_write_lock();
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:5: warning: guard that this 'co_await' returns is discarded, so its lock is released at once [async-unawaited-guard]
    _pages.clear();
  }
  ss::future<> held() {
    auto units = co_await ss::get_units(_load, 1);
    _pages.clear();
    co_await flush();
  }
  ss::future<> load_then_write() {
    auto load = co_await ss::get_units(_load, 1);
    auto write = co_await ss::get_units(_write, 1);
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:5: warning: 'cache::_write' can be locked here while 'cache::_load' is held, and elsewhere in the opposite order, so two tasks can deadlock [async-lock-order]
    co_await flush();
  }
  ss::future<> write_then_load() {
    auto write = co_await ss::get_units(_write, 1);
    auto load = co_await ss::get_units(_load, 1);
    co_await flush();
  }
  ss::future<> many_in_order() {
    auto load = co_await ss::get_units(_load, 1);
    auto many = co_await ss::get_units(_many, 1);
    co_await flush();
  }
  ss::future<> inner() {
    auto units = co_await ss::get_units(_load, 1);
    co_await flush();
  }
  ss::future<> outer() {
    auto units = co_await ss::get_units(_load, 1);
    co_await inner();
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:14: warning: 'inner' can lock 'cache::_load', which is still held here, and then this task waits for itself indefinitely [async-self-deadlock]
  }
  ss::future<> outer_released() {
    {
      auto units = co_await ss::get_units(_load, 1);
      _pages.clear();
    }
    co_await inner();
  }
  ss::future<> outer_returned() {
    auto units = co_await ss::get_units(_load, 1);
    units.return_all();
    co_await inner();
  }
  ss::future<> write_again() {
    auto holder = co_await _map.hold_write_lock();
    auto again = co_await _map.hold_read_lock();
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:5: warning: 'cache::_map' is locked again by the task that holds it, which then waits for itself indefinitely [async-self-deadlock]
  }
  ss::future<> by_hand() {
    co_await _mutex.lock();
    co_await _mutex.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache::_mutex' is locked again by the task that holds it, which then waits for itself indefinitely [async-self-deadlock]
    _mutex.unlock();
  }
  ss::future<> by_hand_released() {
    co_await _mutex.lock();
    _mutex.unlock();
    co_await _mutex.lock();
    _mutex.unlock();
  }
  ss::future<> thread_lock() {
    std::lock_guard guard(_thread);
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: '_thread' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await flush();
  }
  ss::future<> thread_lock_released() {
    {
      std::lock_guard guard(_thread);
      _pages.clear();
    }
    co_await flush();
  }
  ss::future<> adds_unguarded(int id) {
    _total = _total + co_await read_page(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '_total' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  ss::future<> adds(int id) {
    int page = co_await read_page(id);
    _total += page;
  }
  ss::future<> adds_guarded(int id) {
    auto units = co_await ss::get_units(_write, 1);
    _total = _total + co_await read_page(id);
    // CHECK-MESSAGES-NAMED-LIKELY: :[[@LINE-1]]:5: warning: '_total' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  ss::future<> walks() {
    for (auto &[id, page] : _pages) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over '_pages' suspends, so its iterator dangles if the element it is at is removed meanwhile [async-stale-reference]
      co_await read_page(id);
      log(page);
    }
  }
  ss::future<> finds(int id) {
    auto found = _pages.find(id);
    co_await flush();
    if (found != _pages.end())
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'found' points into '_pages' and is used after a suspension, so it dangles if what it refers to was removed meanwhile [async-stale-reference]
      log(found->second);
  }
  ss::future<> finds_after(int id) {
    co_await flush();
    auto found = _pages.find(id);
    if (found != _pages.end())
      log(found->second);
  }
  ss::future<> walks_a_copy() {
    auto copy = _pages;
    for (auto &[id, page] : copy) {
      co_await read_page(id);
      log(page);
    }
  }
  void drop(int id) { _pages.erase(id); }
};

// ---- What blocks
ss::future<> blocks() {
  std::this_thread::sleep_for(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  co_await ss::sleep(1ms);
  std::ifstream file("settings");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the constructor of 'basic_ifstream' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  co_await ss::async([] { std::this_thread::sleep_for(1ms); });
  co_await ss::smp::submit_to(1, [] { return 1; });
}
ss::future<> waits() {
  auto page = read_page(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: awaitable 'page' is never awaited, so its exceptions are lost [async-unawaited-task]
  log(std::to_string(read_page(2).get()));
  // CHECK-MESSAGES-NAMED-LIKELY: :[[@LINE-1]]:22: warning: 'get' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  co_await ss::async([] { read_page(3).get(); });
}
ss::future<> waits_when_ready() {
  auto page = read_page(1);
  if (page.available())
    log(std::to_string(page.get()));
  else
    co_await std::move(page);
}

// ---- Aborts
ss::future<> retries(ss::abort_source &as) {
  for (;;) {
    try {
      co_await ss::sleep_abortable(1s, as);
      co_await flush();
    } catch (...) {
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
      log("again");
    }
  }
}
ss::future<> retries_typed(ss::abort_source &as) {
  for (;;) {
    try {
      co_await ss::sleep_abortable(1s, as);
    } catch (const ss::abort_requested_exception &) {
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
      log("aborted");
    }
  }
}
ss::future<> ends_on_abort(ss::abort_source &as) {
  for (;;) {
    try {
      co_await ss::sleep_abortable(1s, as);
      co_await flush();
    } catch (const ss::abort_requested_exception &) {
      co_return;
    } catch (...) {
      log("again");
    }
  }
}
ss::future<> tests_the_source(ss::abort_source &as) {
  while (!as.abort_requested()) {
    try {
      co_await ss::sleep_abortable(1s, as);
    } catch (...) {
      log("again");
    }
  }
}
ss::future<> ignores() {
  try {
    co_await flush();
  } catch (...) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception of a 'co_await', so a failure looks like success [async-swallowed-exception]
}
ss::future<> in_try_awaited() {
  try {
    co_await flush();
  } catch (const std::exception &failure) {
    log(failure.what());
  }
}

// ---- Lifetimes
ss::future<int> returns_local() {
  std::string path = name();
  return read_named(path); // MISSED: async-escaping-local: its body is not in sight, and may take a copy before it suspends
}
ss::future<> reads(const std::string &path) {
  co_await flush();
  log(path);
}
ss::future<> in_try(const std::string &path) {
  try {
    return reads(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reads' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  } catch (...) {
    log("never");
    return ss::make_ready_future<>();
  }
}
ss::future<> starts(ss::gate &gate) {
  std::string path = name();
  (void)reads(path); // MISSED: async-dangling-parameter: what is awaited below may wait for it
  auto holder = gate.hold();
  co_await reads(path);
  co_await reads(name());
}
void starts_plain() {
  std::string path = name();
  (void)reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
ss::future<> temporary() {
  return reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
ss::future<> one_after_the_other() {
  std::string path = name();
  auto first = reads(path);
  auto second = reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs, if an exception leaves the scope before the task is awaited [async-scope-order]
  co_await std::move(first); // when it throws, 'second' goes on without 'path'
  co_await std::move(second);
}
ss::future<> both_at_once() {
  std::string path = name();
  auto first = reads(path);
  auto second = reads(path);
  co_await ss::when_all(std::move(first), std::move(second));
}
ss::future<> kept() {
  return ss::do_with(name(), [](std::string &path) { return reads(path); });
}
ss::future<> continuation(std::string text) {
  return flush().then([text]() -> ss::future<> {
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:23: warning: this closure is destroyed by 'then' while the coroutine still uses its captures [async-dangling-capture]
    co_await flush();
    log(text);
  });
}
ss::future<> continuation_refers() {
  std::string text = name();
  return flush().then([&text] { log(text); });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:23: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
}
ss::future<> continuation_plain(std::string text) {
  return flush().then([text = std::move(text)] { log(text); });
}
ss::future<> continuation_safe(std::string text) {
  co_await flush().then(ss::coroutine::lambda([text]() -> ss::future<> {
    co_await flush();
    log(text);
  }));
}
ss::future<> gated(ss::gate &gate, std::string text) {
  return ss::with_gate(gate, [text]() -> ss::future<> {
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:10: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    co_await flush();
    log(text);
  });
}
ss::future<> gated_awaited(ss::gate &gate, std::string text) {
  co_await ss::with_gate(gate, [text]() -> ss::future<> {
    co_await flush();
    log(text);
  });
}
class connection : public ss::enable_lw_shared_from_this<connection> {
  std::string _peer;

public:
  ss::future<> serve() {
    co_await flush();
    log(_peer);
  }
  ss::future<> serve_held() {
    auto self = shared_from_this();
    co_await flush();
    log(_peer);
  }
  void start() {
    (void)serve();
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:11: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
    (void)serve_held();
  }
};
