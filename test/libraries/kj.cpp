// RUN: %check_async 'async-*' %s --suffix=,NAMED
// RUN: %check_async 'async-*' %s --suffix=,NAMED --likely
// RUN: %check_renamed %s
// REQUIRES: llvm-22, programs
//
// kj: coroutines are eager, and a promise that is destroyed cancels its work; continuations, task sets, counted objects.
#ifdef REAL_LIBRARY
#include <kj/async-io.h>
#include <kj/async.h>
#include <kj/mutex.h>
#include <kj/refcount.h>
#include <kj/thread.h>
#include <kj/timer.h>
#else
#include "stand-ins/kj.h"
#endif
#include <chrono>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

void log(const std::string &);
void log(const kj::Exception &);
std::string name();
kj::Promise<void> save();
kj::Promise<int> load(int id);

// ---- Work that is lost
kj::Promise<void> discards(kj::Timer &timer, kj::AsyncIoStream &stream, kj::ArrayPtr<const kj::byte> text,
                           kj::Duration second) {
  save();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'save' is discarded, so its exceptions are lost [async-discarded-result]
  (void)load(1); // MISSED: async-discarded-result: a cast to void may be meant, but it cancels the work
  timer.afterDelay(second);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'afterDelay' is discarded, so its exceptions are lost [async-discarded-result]
  stream.write(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'write' is discarded, so its exceptions are lost [async-discarded-result]
  save().then([] {});
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'then' is discarded, so its exceptions are lost [async-discarded-result]
  co_await save();
  co_await timer.afterDelay(second);
  co_await timer.timeoutAfter(second, load(2));
  co_await stream.write(text);
  save().detach([](kj::Exception &&failure) { log(failure); });
}
kj::Promise<void> forgets() {
  auto page = load(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: awaitable 'page' is never awaited, so its exceptions are lost [async-unawaited-task]
  co_await save();
}
kj::Promise<void> twice() {
  auto saved = save();
  co_await saved;
  co_await saved;
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: awaitable 'saved' is awaited again after an earlier await consumed it, so this await does nothing, fails or is undefined behaviour [async-double-await]
}
kj::Promise<void> after_move(kj::TaskSet &tasks) {
  auto saved = save();
  tasks.add(std::move(saved));
  co_await saved;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable 'saved' is awaited after it was moved from, so this await does nothing, fails or is undefined behaviour [async-double-await]
}
kj::Promise<void> joined() {
  auto first = save();
  auto second = save();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: awaitable 'second' has begun and is not awaited when an exception leaves the scope, so nothing waits for it on that path [async-unawaited-task]
  co_await first;
  co_await second;
}
kj::Promise<void> races(kj::Timer &timer, kj::Duration second) {
  auto saved = save();
  co_await saved.exclusiveJoin(timer.afterDelay(second));
}
kj::Promise<int> passes_on() { return load(1); }
void held(kj::TaskSet &tasks) { tasks.add(save()); }
void callbacks() {
  std::function<void()> later = [] { (void)save(); };
  std::function<void()> lost = [] { return save(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:32: warning: awaitable returned by this lambda is ignored by 'function<void ()>', so its exceptions are lost [async-task-in-void-callback]
  kj::Thread([] { return save(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: awaitable returned by this lambda is ignored by 'Function<void ()>', so its exceptions are lost [async-task-in-void-callback]
}

// ---- Locks and shared state
class cache {
  kj::MutexGuarded<int> pages_;
  kj::MutexGuarded<int> names_;
  std::mutex thread_;
  std::map<int, std::string> map_;
  int total_ = 0;

public:
  kj::Promise<void> guarded() {
    auto pages = pages_.lockExclusive();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: a thread lock is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await save();
  }
  kj::Promise<void> thread_lock() {
    std::lock_guard guard(thread_);
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'thread_' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
    co_await save();
  }
  kj::Promise<void> guarded_released() {
    {
      auto pages = pages_.lockExclusive();
      *pages = 1;
    }
    co_await save();
  }
  kj::Promise<void> guarded_given_back() {
    auto pages = pages_.lockExclusive();
    *pages = 1;
    pages.release();
    co_await save();
  }
  kj::Promise<void> guarded_statement() {
    *pages_.lockExclusive() = 1;
    co_await save();
  }
  void pages_then_names() {
    auto pages = pages_.lockExclusive();
    auto names = names_.lockExclusive(); // MISSED: async-lock-order: a lock that a function of its owner takes and its guard gives back
  }
  void names_then_pages() {
    auto names = names_.lockExclusive();
    auto pages = pages_.lockExclusive();
  }
  void clear() {
    auto pages = pages_.lockExclusive();
    *pages = 0;
  }
  void clear_again() {
    auto pages = pages_.lockExclusive();
    clear(); // MISSED: async-self-deadlock: a lock that a function of its owner takes and its guard gives back
  }
  kj::Promise<void> adds_unguarded(int id) {
    total_ = total_ + co_await load(id);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost [async-stale-write]
  }
  kj::Promise<void> adds(int id) {
    int page = co_await load(id);
    total_ = total_ + page;
  }
  kj::Promise<void> walks() {
    for (auto &[id, page] : map_) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'map_' suspends, so its iterator dangles if the element it is at is removed meanwhile [async-stale-reference]
      co_await load(id);
      log(page);
    }
  }
  kj::Promise<void> walks_a_copy() {
    auto copy = map_;
    for (auto &[id, page] : copy) {
      co_await load(id);
      log(page);
    }
  }
  kj::Promise<void> finds(int id) {
    auto found = map_.find(id);
    co_await save();
    if (found != map_.end())
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'found' points into 'map_' and is used after a suspension, so it dangles if what it refers to was removed meanwhile [async-stale-reference]
      log(found->second);
  }
  kj::Promise<void> finds_after(int id) {
    co_await save();
    auto found = map_.find(id);
    if (found != map_.end())
      log(found->second);
  }
  void drop(int id) { map_.erase(id); }
};

// ---- What blocks
kj::Promise<void> blocks() {
  std::this_thread::sleep_for(1ms);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  std::ifstream file("settings");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the constructor of 'basic_ifstream' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  co_await save();
}
struct context {
  kj::WaitScope &scope; // a coroutine cannot take one as a parameter
};
kj::Promise<void> waits(context &thread_context, const kj::Executor &executor) {
  save().wait(thread_context.scope);
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'wait' runs an event loop on the thread of this coroutine, which goes on only when that loop returns [async-blocking-wait]
  executor.executeSync([] { return 1; });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:3: warning: 'executeSync' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine [async-blocking-wait]
  co_await executor.executeAsync([] { std::this_thread::sleep_for(1ms); });
  kj::Thread thread([] { std::this_thread::sleep_for(1ms); });
}
int outside() {
  kj::EventLoop loop;
  kj::WaitScope scope(loop);
  return load(1).wait(scope);
}

// ---- Errors
kj::Promise<void> ignores() {
  try {
    co_await save();
  } catch (...) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception of a 'co_await', so a failure looks like success [async-swallowed-exception]
}
kj::Promise<void> logs() {
  try {
    co_await save();
  } catch (const kj::Exception &failure) {
    log(failure);
  }
}

// ---- Lifetimes
kj::Promise<void> reads(const std::string &path) {
  co_await save();
  log(path);
}
kj::Promise<void> in_try(const std::string &path) {
  try {
    return reads(path);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'reads' leaves this 'try' before it is awaited, so these handlers catch none of its exceptions [async-escaping-local]
  } catch (const kj::Exception &failure) {
    log(failure);
    return kj::READY_NOW;
  }
}
kj::Promise<void> takes(std::string path) {
  co_await save();
  log(path);
}
kj::Promise<void> returns_local() {
  std::string path = name();
  return reads(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-escaping-local]
}
void starts(kj::TaskSet &tasks) {
  tasks.add(reads(name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  std::string path = name();
  tasks.add(reads(path));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  tasks.add(takes(name()));
}
kj::Promise<void> set_before_local(kj::TaskSet::ErrorHandler &handler) {
  kj::TaskSet tasks(handler);
  std::string path = name();
  tasks.add(reads(path));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'path' that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  co_await save();
}
kj::Promise<void> set_emptied(kj::TaskSet::ErrorHandler &handler) {
  kj::TaskSet tasks(handler);
  std::string path = name();
  tasks.add(reads(path));
  co_await tasks.onEmpty();
}
kj::Promise<void> awaits_temporary() {
  co_await reads(name());
  std::string path = name();
  co_await reads(path);
}
kj::Promise<void> temporary_kept() {
  auto task = reads(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: temporary that parameter 'path' of 'reads' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  co_await task;
}
kj::Promise<void> continuation(std::string text) {
  return save().then([text]() -> kj::Promise<void> {
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:22: warning: this closure is destroyed by 'then' while the coroutine still uses its captures [async-dangling-capture]
    co_await save();
    log(text);
  });
}
kj::Promise<void> continuation_captured(std::string text) {
  return save().then(kj::coCapture([text]() -> kj::Promise<void> {
    co_await save();
    log(text);
  }));
}
kj::Promise<void> continuation_refers() {
  std::string text = name();
  return save().then([&text] { log(text); });
  // CHECK-MESSAGES-NAMED: :[[@LINE-1]]:22: warning: 'text' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
}
kj::Promise<void> continuation_plain(std::string text) {
  return save().then([text] { log(text); });
}
void lambda(kj::TaskSet &tasks, int id) {
  tasks.add([id]() -> kj::Promise<void> {
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
    co_await load(id);
    co_await load(id);
  }());
  tasks.add([](int id) -> kj::Promise<void> {
    co_await load(id);
    co_await load(id);
  }(id));
}
class connection : public kj::Refcounted {
  std::string peer_;

public:
  kj::Promise<void> serve() {
    co_await save();
    log(peer_);
  }
  kj::Promise<void> serve_held() {
    auto self = kj::addRef(*this);
    co_await save();
    log(peer_);
  }
  void start(kj::TaskSet &tasks) {
    tasks.add(serve());
    // CHECK-MESSAGES-NAMED-LIKELY: :[[@LINE-1]]:15: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
    tasks.add(serve_held());
    tasks.add(serve().attach(kj::addRef(*this)));
  }
};
