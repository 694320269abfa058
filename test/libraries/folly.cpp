// RUN: %check_async 'async-*' %s --suffix=,NAMED
// RUN: %check_async 'async-*' %s --suffix=,NAMED --likely
// RUN: %check_renamed %s
// REQUIRES: llvm-22, programs
//
// folly::coro: Tasks are lazy, and awaited through await_transform; futures are eager.
#ifdef REAL_LIBRARY
#include <folly/CancellationToken.h>
#include <folly/coro/AsyncGenerator.h>
#include <folly/coro/AsyncScope.h>
#include <folly/coro/Baton.h>
#include <folly/coro/BlockingWait.h>
#include <folly/coro/Collect.h>
#include <folly/coro/Invoke.h>
#include <folly/coro/Mutex.h>
#include <folly/coro/Sleep.h>
#include <folly/coro/Task.h>
#include <folly/coro/Timeout.h>
#include <folly/executors/CPUThreadPoolExecutor.h>
#include <folly/executors/GlobalExecutor.h>
#include <folly/futures/Future.h>
#else
#include "stand-ins/folly.h"
#endif
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
namespace coro = folly::coro;

void log(const std::string &);
std::string name();
coro::Task<void> flush();
coro::Task<int> read(int id);
folly::SemiFuture<int> ask();
folly::Future<int> ask_here();

// ---- Work that is lost
coro::Task<void> discards() {
  flush();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'flush' is discarded, so it never runs [async-discarded-result]
  (void)read(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'read' is discarded, so it never runs [async-discarded-result]
  read(2).semi();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'semi' is discarded, so its exceptions are lost [async-discarded-result]
  coro::sleep(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'sleep' is discarded, so it never runs [async-discarded-result]
  coro::co_withExecutor(folly::getGlobalCPUExecutor(), flush());
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: awaitable returned by the call operator of 'WithExecutorFunction' is discarded, so it never runs [async-discarded-result]
  coro::co_withExecutor(folly::getGlobalCPUExecutor(), flush()).start();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: awaitable returned by 'start' is discarded, so its exceptions are lost [async-discarded-result]
  co_await flush();
  co_await coro::sleep(1ms);
  log(std::to_string(co_await read(3)));
  coro::co_withExecutor(folly::getGlobalCPUExecutor(), read(4)).start([](folly::Try<int> &&result) {
    if (result.hasException())
      log("failed");
  });
}
coro::Task<void> forgets() {
  auto page = read(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'page' is never awaited, so it never runs [async-unawaited-task]
  co_await flush();
}
coro::Task<void> twice() {
  auto page = flush();
  co_await std::move(page);
  co_await std::move(page);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task 'page' is awaited again after an earlier await consumed it, so this await does nothing, fails or is undefined behaviour [async-double-await]
}
coro::Task<void> joined() {
  auto first = flush();
  auto second = flush();
  co_await coro::collectAll(std::move(first), std::move(second));
}
coro::Task<void> joined_range() {
  std::vector<coro::Task<int>> pages;
  for (int id = 0; id < 3; ++id)
    pages.push_back(read(id));
  co_await coro::collectAllRange(std::move(pages));
}
coro::Task<int> passes_on() { return read(7); }
void callbacks(folly::CPUThreadPoolExecutor &pool) {
  pool.add([] { return flush(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs [async-task-in-void-callback]
  std::function<void()> later = [] { return flush(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: task returned by this lambda is ignored by 'function<void ()>', so it never runs [async-task-in-void-callback]
  pool.add([] { log("done"); });
}
coro::Task<int> parse(int id) {
  if (id < 0)
    throw std::invalid_argument("id");
  co_return co_await read(id);
}
coro::Task<void> settles() {
  co_await coro::collectAllTry(parse(1), parse(2));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: result of 'collectAllTry' holds the exceptions of its tasks but is never read, so a failure looks like success [async-swallowed-exception]
  auto [first, second] = co_await coro::collectAllTry(read(1), read(2));
  first.throwUnlessValue();
  second.throwUnlessValue();
}

// ---- Locks
class cache {
  coro::Mutex load_;
  coro::Mutex write_;
  std::mutex thread_;
  std::map<int, std::string> pages_;
  int total_ = 0;

public:
  coro::Task<void> held_as_operation() {
    auto lock = load_.co_scoped_lock();
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:10: warning: awaitable 'lock' is never awaited, so it never runs [async-unawaited-task]
    pages_.clear();
    co_await flush();
  }
  coro::Task<void> dies_at_once() {
    co_await load_.co_scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: guard that this 'co_await' returns is discarded, so its lock is released at once [async-unawaited-guard]
    pages_.clear();
    co_await flush();
  }
  coro::Task<void> held() {
    auto lock = co_await load_.co_scoped_lock();
    pages_.clear();
    co_await flush();
  }
  coro::Task<void> load_then_write() {
    auto load = co_await load_.co_scoped_lock();
    auto write = co_await write_.co_scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache::write_' can be locked here while 'cache::load_' is held, and elsewhere in the opposite order, so two tasks can deadlock [async-lock-order]
    co_await flush();
  }
  coro::Task<void> write_then_load() {
    auto write = co_await write_.co_scoped_lock();
    auto load = co_await load_.co_scoped_lock();
    co_await flush();
  }
  coro::Task<void> inner() {
    auto lock = co_await load_.co_scoped_lock();
    co_await flush();
  }
  coro::Task<void> outer() {
    auto lock = co_await load_.co_scoped_lock();
    co_await inner();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'inner' can lock 'cache::load_', which is still held here, and then this task waits for itself indefinitely [async-self-deadlock]
  }
  coro::Task<void> outer_joined() {
    auto lock = co_await load_.co_scoped_lock();
    co_await coro::collectAll(inner(), flush());
    // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'inner' can lock 'cache::load_', which is still held here, and then this task waits for itself indefinitely [async-self-deadlock]
  }
  coro::Task<void> outer_released() {
    {
      auto lock = co_await load_.co_scoped_lock();
      pages_.clear();
    }
    co_await inner();
  }
  coro::Task<void> outer_unlocked() {
    auto lock = co_await load_.co_scoped_lock();
    lock.unlock();
    co_await inner();
  }
  coro::Task<void> by_hand() {
    co_await write_.co_lock();
    co_await write_.co_lock();
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:5: warning: 'cache::write_' is locked again by the task that holds it, which then waits for itself indefinitely [async-self-deadlock]
    write_.unlock();
  }
  coro::Task<void> by_hand_released() {
    co_await write_.co_lock();
    write_.unlock();
    co_await write_.co_lock();
    write_.unlock();
  }
  coro::Task<void> thread_lock() {
    std::unique_lock lock(thread_);
    // CHECK-MESSAGES: :[[@LINE-1]]:22: warning: 'thread_' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await flush();
  }
  coro::Task<void> thread_lock_released() {
    std::unique_lock lock(thread_);
    pages_.clear();
    lock.unlock();
    co_await flush();
  }
  coro::Task<void> adds_unguarded(int id) {
    total_ = total_ + co_await read(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  coro::Task<void> adds_guarded(int id) {
    auto lock = co_await write_.co_scoped_lock();
    total_ = total_ + co_await read(id);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  coro::Task<void> adds(int id) {
    int page = co_await read(id);
    total_ = total_ + page;
  }
  coro::Task<void> walks() {
    for (auto &[id, page] : pages_) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'pages_' suspends, so its iterator dangles if the element it is at is removed meanwhile [async-stale-reference]
      co_await read(id);
      log(page);
    }
  }
  coro::Task<void> finds(int id) {
    std::string &page = pages_[id];
    co_await flush();
    log(page);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'page' refers into 'pages_' and is used after a suspension, so it dangles if what it refers to was removed meanwhile [async-stale-reference]
  }
  coro::Task<void> finds_after(int id) {
    co_await flush();
    std::string &page = pages_[id];
    log(page);
  }
  void drop(int id) { pages_.erase(id); }
};

// ---- What blocks
coro::Task<void> blocks() {
  std::this_thread::sleep_for(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  co_await coro::sleep(1ms);
  co_await folly::via(folly::getGlobalCPUExecutor(), [] { std::this_thread::sleep_for(1ms); });
}
coro::Task<void> waits() {
  coro::blockingWait(flush());
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'blockingWait' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  log(std::to_string(ask().get()));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:22: warning: 'get' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  log(std::to_string(ask_here().get()));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:22: warning: 'get' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  log(std::to_string(co_await ask()));
}
int facade() { return coro::blockingWait(read(1)); }
coro::Task<int> waits_behind() {
  co_return facade();
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:13: warning: 'facade' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
}
int outside() { return facade(); }

// ---- Cancellation
coro::Task<void> retries() {
  for (;;) {
    try {
      co_await coro::sleep(1s);
      co_await flush();
    } catch (...) {
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
      log("again");
    }
  }
}
coro::Task<void> retries_named() {
  for (;;) {
    try {
      co_await coro::sleep(1s);
    } catch (const folly::OperationCancelled &) {
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled [async-swallowed-cancellation]
      log("cancelled");
    }
  }
}
coro::Task<void> passes_cancellation_on() {
  for (;;) {
    try {
      co_await coro::sleep(1s);
      co_await flush();
    } catch (const folly::OperationCancelled &) {
      throw;
    } catch (...) {
      log("again");
    }
  }
}
coro::Task<void> tests_the_token() {
  for (;;) {
    const auto &token = co_await coro::co_current_cancellation_token;
    if (token.isCancellationRequested())
      co_return;
    try {
      co_await coro::sleep(1s);
    } catch (...) {
      log("again");
    }
  }
}
coro::Task<void> ignores() {
  try {
    co_await flush();
  } catch (...) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception of a 'co_await', so a failure looks like success [async-swallowed-exception]
}

// ---- Lifetimes
coro::Task<void> reads(const std::string &path) {
  co_await flush();
  log(path);
}
coro::Task<void> in_try(const std::string &path) {
  try {
    return reads(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reads' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  } catch (const std::exception &) {
    log("never");
    return flush();
  }
}
coro::Task<void> takes(std::string path) {
  co_await flush();
  log(path);
}
coro::Task<void> returns_local() {
  std::string path = name();
  return reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed before the coroutine runs [async-escaping-local]
}
void temporary() {
  coro::co_withExecutor(folly::getGlobalCPUExecutor(), reads(name())).start([](folly::Try<folly::Unit> &&) {});
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:56: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  coro::co_withExecutor(folly::getGlobalCPUExecutor(), takes(name())).start([](folly::Try<folly::Unit> &&) {}); // MISSED: async-detached-task: a handler that ignores a Try is not known
}
coro::Task<void> named_temporary() {
  auto later = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: temporary that parameter 'path' of 'reads' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await std::move(later);
}
coro::Task<void> awaited_temporary() {
  co_await reads(name());
  co_await coro::collectAll(reads(name()), reads(name()));
}
void scope_left(coro::AsyncScope &scope) {
  std::string path = name();
  scope.add(coro::co_withExecutor(folly::getGlobalCPUExecutor(), reads(path)));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:66: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
coro::Task<void> scope_before_local() {
  coro::AsyncScope scope;
  std::string path = name();
  scope.add(coro::co_withExecutor(folly::getGlobalCPUExecutor(), reads(path)));
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:66: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  co_await flush();
}
coro::Task<void> scope_joined() {
  std::string path = name();
  coro::AsyncScope scope;
  scope.add(coro::co_withExecutor(folly::getGlobalCPUExecutor(), reads(path)));
  co_await scope.joinAsync();
}
coro::Task<void> lambda_called(int id) {
  auto later = [id]() -> coro::Task<void> { log(std::to_string(id)); co_return; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
  co_await std::move(later);
}
coro::Task<void> lambda_awaited(int id) {
  co_await [id]() -> coro::Task<void> { log(std::to_string(id)); co_return; }();
}
coro::Task<void> lambda_invoked(int id) {
  auto later = coro::co_invoke([id]() -> coro::Task<void> { log(std::to_string(id)); co_return; });
  co_await std::move(later);
}
folly::Future<int> continuation_refers() {
  int count = 0;
  return ask_here().thenValue([&](int x) { return count += x; });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:31: warning: 'count' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
}
folly::Future<int> continuation(std::string text) {
  return ask_here().thenValue([text = std::move(text)](int x) { log(text); return x; });
}
coro::AsyncGenerator<int> numbers(const std::vector<int> &all) {
  for (int number : all)
    co_yield int(number);
}
std::vector<int> make_numbers();
coro::Task<void> generator_temporary() {
  auto generator = numbers(make_numbers());
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: temporary that parameter 'all' of 'numbers' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  while (auto item = co_await generator.next())
    log(std::to_string(*item));
}
coro::Task<void> generator_kept() {
  auto all = make_numbers();
  auto generator = numbers(all);
  while (auto item = co_await generator.next())
    log(std::to_string(*item));
}
class connection : public std::enable_shared_from_this<connection> {
  std::string peer_;

public:
  coro::Task<void> serve() {
    co_await flush();
    log(peer_);
  }
  void start(coro::AsyncScope &scope) {
    scope.add(coro::co_withExecutor(folly::getGlobalCPUExecutor(), serve()));
    // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:68: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
  }
  void start_held(coro::AsyncScope &scope) {
    scope.add(coro::co_withExecutor(
        folly::getGlobalCPUExecutor(),
        coro::co_invoke([self = shared_from_this()]() -> coro::Task<void> { co_await self->serve(); })));
  }
};
