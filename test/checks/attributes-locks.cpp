// RUN: %check_async async-self-deadlock,async-lock-across-suspension %s
//
// The thread-safety attributes: what is held, what is taken, and which spellings are one lock.
#include "task.h"
#include <mutex>

class __attribute__((capability("mutex"))) Mutex {
public:
  void enter() __attribute__((acquire_capability()));
  bool tryEnter() __attribute__((try_acquire_capability(true)));
  void leave() __attribute__((release_capability()));
  void assertEntered() __attribute__((assert_capability()));
  void lock();
  void unlock();
  const Mutex &operator!() const { return *this; } // for requires_capability(!m)
};
task<> tick();
void g();

// ---- acquire_capability, release_capability: functions of any name, also of a parameter

Mutex global;
void takes_it(Mutex &m) __attribute__((acquire_capability(m)));
void leaves_it(Mutex &m) __attribute__((release_capability(m)));
void takes_it_unsaid(Mutex &m);
task<> by_member() {
  global.enter();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'global' is still held where this coroutine suspends
  co_await tick();
  global.leave();
  co_await tick();
}
task<> by_function(Mutex &own, Mutex &other) {
  takes_it(own);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'own' is still held where this coroutine suspends
  takes_it_unsaid(other);
  co_await tick();
  leaves_it(own);
  co_await tick();
}

// ---- try_acquire_capability

task<> tried() {
  if (!global.tryEnter()) {
    co_await tick();
    co_return;
  }
  global.leave();
  co_await tick();
}

// ---- requires_capability: held at entry, on whichever declaration it stands

struct account {
  Mutex mutex;
  task<> deposit() __attribute__((requires_capability(mutex)));
  task<> withdraw();
  void update(Mutex &m) __attribute__((requires_capability(m)));
  void update_unsaid(Mutex &m);
};
task<> account::deposit() {
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: 'mutex' is still held where this coroutine suspends
  co_await tick();
}
task<> account::withdraw() { co_await tick(); }
void account::update(Mutex &given) {
  std::lock_guard again(given);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: parameter 1 is locked again by the thread that holds it, which then blocks indefinitely [async-self-deadlock]
}
void account::update_unsaid(Mutex &given) { std::lock_guard again(given); }

// ---- assert_capability: a caller holds it

task<> asserts() {
  co_await tick();
  global.assertEntered();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'global' is still held where this coroutine suspends
  co_await tick();
}

// ---- lock_returned: two spellings of one lock

class cache {
public:
  Mutex &mutex() __attribute__((lock_returned(mutex_)));
  Mutex &mutex_unsaid();
  void clear() {
    std::lock_guard first(mutex_);
    std::lock_guard second(mutex());
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'cache::mutex_' is locked again
  }
  void clear_unsaid() {
    std::lock_guard first(mutex_);
    std::lock_guard second(mutex_unsaid());
  }
  Mutex mutex_;
};
Mutex &mutex_of(cache &c) __attribute__((lock_returned(c.mutex_)));
void clear_all(cache &one, cache &other) {
  std::lock_guard first(one.mutex_);
  std::lock_guard second(mutex_of(one));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'cache::mutex_' is locked again
  std::lock_guard third(mutex_of(other));
}

// ---- locks_excluded: it takes the lock itself

class store {
public:
  void put() __attribute__((locks_excluded(mutex_)));
  void flush() __attribute__((requires_capability(!mutex_)));
  void get();
  void put_and_wait() __attribute__((locks_excluded(mutex_))) { std::lock_guard l(mutex_); }
  task<> drain() __attribute__((locks_excluded(mutex_)));
  void all() {
    std::lock_guard l(mutex_);
    put();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'put' is declared to be called without 'store::mutex_', which is still held here, so this thread blocks indefinitely [async-self-deadlock]
    flush();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'flush' is declared to be called without 'store::mutex_'
    get();
    put_and_wait();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'put_and_wait' can lock 'store::mutex_', which is still held here, and then this thread blocks indefinitely
    auto later = drain(); // it does not run yet
  }
  void after() {
    { std::lock_guard l(mutex_); }
    put();
  }
  task<> flush_later() __attribute__((requires_capability(!mutex_))) { co_await tick(); }
  Mutex mutex_;
};
void of_another(store &one, store &other) {
  std::lock_guard l(one.mutex_);
  other.put();
  one.put();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'put' is declared to be called without 'store::mutex_'
}
