// RUN: %check_async async-lock-order %s

#include "locks.h"
#include "task.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

task<> work();
bool c();

// Both halves in sight.
namespace direct {
std::mutex a, b;
void one() {
  std::lock_guard first(a);
  std::lock_guard second(b);
}
void other() {
  std::lock_guard first(b);
  std::unique_lock second(a);
  // CHECK-MESSAGES: :[[@LINE-5]]:3: warning: 'direct::b' can be locked here while 'direct::a' is held, and elsewhere in the opposite order, so two threads can deadlock [async-lock-order]
  // CHECK-MESSAGES: :[[@LINE-7]]:3: note: 'direct::a' is locked here
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: 'direct::b' is locked here
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: 'direct::a' can be locked here while 'direct::b' is held
}
} // namespace direct

// Members of one class, through calls; each cycle once, however many ways lead round it.
struct bank {
  std::mutex accounts, journal;
  void write() { std::lock_guard entry(journal); }
  void write_twice() { write(); write(); }
  void transfer() {
    std::lock_guard guard(accounts);
    write_twice();
  }
  void audit() {
    std::lock_guard guard(journal);
    accounts.lock();
    // CHECK-MESSAGES: :[[@LINE-5]]:5: warning: 'bank::journal' can be locked here while 'bank::accounts' is held
    // CHECK-MESSAGES: :[[@LINE-7]]:5: note: 'bank::accounts' is locked here
    // CHECK-MESSAGES: :[[@LINE-7]]:5: note: 'transfer' calls 'write_twice' here
    // CHECK-MESSAGES: :[[@LINE-11]]:24: note: 'write_twice' calls 'write' here
    // CHECK-MESSAGES: :[[@LINE-13]]:18: note: 'bank::journal' can be locked here while 'bank::accounts' is held
    // CHECK-MESSAGES: :[[@LINE-7]]:5: note: 'bank::journal' is locked here
    // CHECK-MESSAGES: :[[@LINE-7]]:5: note: 'bank::accounts' can be locked here while 'bank::journal' is held
    accounts.unlock();
  }
  void audit_again() {
    std::lock_guard guard(journal);
    std::lock_guard other(accounts);
  }
};

// A circle of three.
namespace circle {
std::mutex a, b, c;
void one() { std::lock_guard x(a); std::lock_guard y(b); }
void two() { std::lock_guard x(b); std::lock_guard y(c); }
void three() { std::lock_guard x(c); std::lock_guard y(a); }
// CHECK-MESSAGES: :[[@LINE-3]]:36: warning: 'circle::b' can be locked here while 'circle::a' is held, which closes a cycle of 3 locks, so 3 threads can deadlock [async-lock-order]
// CHECK-MESSAGES: :[[@LINE-4]]:14: note: 'circle::a' is locked here
// CHECK-MESSAGES: :[[@LINE-4]]:14: note: 'circle::b' is locked here
// CHECK-MESSAGES: :[[@LINE-5]]:36: note: 'circle::c' can be locked here while 'circle::b' is held
// CHECK-MESSAGES: :[[@LINE-5]]:16: note: 'circle::c' is locked here
// CHECK-MESSAGES: :[[@LINE-6]]:38: note: 'circle::a' can be locked here while 'circle::c' is held
} // namespace circle

// Locks for coroutines, through what is awaited.
struct vault {
  maple::mutex accounts, journal;
  task<> write() {
    auto entry = co_await journal.scoped_lock();
  }
  task<> transfer() {
    auto guard = co_await accounts.scoped_lock();
    co_await write();
  }
  task<> audit() {
    auto guard = co_await journal.scoped_lock();
    auto other = co_await accounts.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-5]]:14: warning: 'vault::journal' can be locked here while 'vault::accounts' is held, and elsewhere in the opposite order, so two tasks can deadlock [async-lock-order]
    // CHECK-MESSAGES: :[[@LINE-7]]:5: note: 'vault::accounts' is locked here
    // CHECK-MESSAGES: :[[@LINE-7]]:14: note: 'transfer' awaits 'write' here
    // CHECK-MESSAGES: :[[@LINE-12]]:5: note: 'vault::journal' can be locked here while 'vault::accounts' is held
    // CHECK-MESSAGES: :[[@LINE-6]]:5: note: 'vault::journal' is locked here
    // CHECK-MESSAGES: :[[@LINE-6]]:5: note: 'vault::accounts' can be locked here while 'vault::journal' is held
  }
};

// A task made first and awaited later holds what is held where it is awaited.
struct stored {
  maple::mutex accounts, journal;
  task<> write() { auto entry = co_await journal.scoped_lock(); }
  task<> transfer() {
    auto later = write();
    auto guard = co_await accounts.scoped_lock();
    co_await std::move(later);
  }
  task<> audit() {
    auto guard = co_await journal.scoped_lock();
    auto other = co_await accounts.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-5]]:5: warning: 'stored::journal' can be locked here while 'stored::accounts' is held
    // CHECK-MESSAGES: :[[@LINE-7]]:5: note: 'stored::accounts' is locked here
    // CHECK-MESSAGES: :[[@LINE-7]]:5: note: 'transfer' awaits 'write' here
    // CHECK-MESSAGES: :[[@LINE-12]]:20: note: 'stored::journal' can be locked here while 'stored::accounts' is held
    // CHECK-MESSAGES: :[[@LINE-6]]:5: note: 'stored::journal' is locked here
    // CHECK-MESSAGES: :[[@LINE-6]]:5: note: 'stored::accounts' can be locked here while 'stored::journal' is held
  }
};

// A wait on a condition takes its lock back with the other one held.
struct waits {
  std::mutex outer, inner;
  std::condition_variable changed;
  void one() {
    std::unique_lock<std::mutex> in(inner);
    std::unique_lock<std::mutex> out(outer);
    in.unlock();
    in.lock();
    // CHECK-MESSAGES: :[[@LINE-3]]:5: warning: 'waits::outer' can be locked here while 'waits::inner' is held
    // CHECK-MESSAGES: :[[@LINE-5]]:5: note: 'waits::inner' is locked here
    // CHECK-MESSAGES: :[[@LINE-5]]:5: note: 'waits::outer' is locked here
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: 'waits::inner' can be locked here while 'waits::outer' is held
  }
};
struct waits_again {
  std::mutex outer, inner;
  std::condition_variable changed;
  void one() {
    std::unique_lock in(inner);
    std::unique_lock out(outer);
    changed.wait(in);
    // CHECK-MESSAGES: :[[@LINE-2]]:5: warning: 'waits_again::outer' can be locked here while 'waits_again::inner' is held
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: 'waits_again::inner' is locked here
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: 'waits_again::outer' is locked here
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: 'waits_again::inner' can be locked here while 'waits_again::outer' is held
  }
};

// Through a parameter, and in an instance of a template.
struct registry {
  std::mutex table, log;
};
template <class Mutex> void log_under(Mutex &m) { std::lock_guard guard(m); }
void adds(registry &r) {
  std::lock_guard guard(r.table);
  log_under(r.log);
}
void drops(registry &r) {
  std::lock_guard guard(r.log);
  std::lock_guard other(r.table);
  // CHECK-MESSAGES: :[[@LINE-5]]:3: warning: 'registry::log' can be locked here while 'registry::table' is held
  // CHECK-MESSAGES: :[[@LINE-7]]:3: note: 'registry::table' is locked here
  // CHECK-MESSAGES: :[[@LINE-7]]:3: note: 'adds' calls 'log_under' here
  // CHECK-MESSAGES: :[[@LINE-11]]:51: note: 'registry::log' can be locked here while 'registry::table' is held
  // CHECK-MESSAGES: :[[@LINE-6]]:3: note: 'registry::log' is locked here
  // CHECK-MESSAGES: :[[@LINE-6]]:3: note: 'registry::table' can be locked here while 'registry::log' is held
}

// Objects that a function only points to.
struct session {
  std::mutex mutex;
};
struct sessions {
  std::mutex mutex;
  std::shared_ptr<session> find();
  void one() {
    auto found = find();
    std::lock_guard guard(found->mutex);
    std::lock_guard all(mutex);
  }
  void other() {
    std::lock_guard all(mutex);
    auto found = find();
    std::lock_guard guard(found->mutex);
    // CHECK-MESSAGES: :[[@LINE-6]]:5: warning: 'sessions::mutex' can be locked here while 'session::mutex' is held
    // CHECK-MESSAGES: :[[@LINE-8]]:5: note: 'session::mutex' is locked here
    // CHECK-MESSAGES: :[[@LINE-5]]:5: note: 'sessions::mutex' is locked here
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: 'session::mutex' can be locked here while 'sessions::mutex' is held
  }
};

// ---- silent

namespace at_once {
std::mutex a, b;
void one() { std::scoped_lock both(a, b); }
void other() { std::scoped_lock both(b, a); }
void by_hand() { std::lock(a, b); a.unlock(); b.unlock(); }
void deferred() { std::unique_lock x(b, std::defer_lock), y(a, std::defer_lock); std::lock(x, y); }
} // namespace at_once

namespace tried {
std::mutex a, b;
void one() { std::lock_guard x(a); std::lock_guard y(b); }
void other() { std::lock_guard x(b); if (a.try_lock()) a.unlock(); }
void backs_off() { std::lock_guard x(b); std::unique_lock y(a, std::try_to_lock); if (!y) return; }
} // namespace tried

namespace one_after_the_other {
std::mutex a, b;
void one() { { std::lock_guard x(a); } std::lock_guard y(b); }
void other() { { std::lock_guard x(b); } std::lock_guard y(a); }
void unlocked() { std::unique_lock x(b); x.unlock(); std::lock_guard y(a); std::lock_guard z(b); }
} // namespace one_after_the_other

// Only one of the two ways runs at a time.
namespace gated {
std::mutex gate, a, b;
void one() { std::lock_guard g(gate); std::lock_guard x(a); std::lock_guard y(b); }
void other() { std::lock_guard g(gate); std::lock_guard x(b); std::lock_guard y(a); }
} // namespace gated

namespace gated_by_callers {
std::mutex gate, a, b;
static void one() { std::lock_guard x(a); std::lock_guard y(b); }
static void other() { std::lock_guard x(b); std::lock_guard y(a); }
void calls_one() { std::lock_guard g(gate); one(); }
void calls_other() { std::lock_guard g(gate); other(); }
} // namespace gated_by_callers

namespace readers {
std::shared_mutex a, b;
void one() { std::shared_lock x(a); std::shared_lock y(b); }
void other() { std::shared_lock x(b); std::shared_lock y(a); }
} // namespace readers

// Two objects of one class.
struct account { std::mutex mutex; };
void move_money(account &from, account &to) { std::lock_guard x(from.mutex); std::lock_guard y(to.mutex); }
void chain(std::vector<account> &v) { std::lock_guard x(v[0].mutex); std::lock_guard y(v[1].mutex); }

// What is only started holds nothing of who started it.
struct spawner {
  std::mutex a, b;
  void start() {
    std::lock_guard x(a);
    std::thread([this] { std::lock_guard y(b); }).detach();
  }
  void other() { std::lock_guard x(b); std::lock_guard y(a); }
};
struct unawaited {
  maple::mutex a, b;
  task<> takes_b() { auto y = co_await b.scoped_lock(); }
  task<> keeps() {
    auto x = co_await a.scoped_lock();
    pending = takes_b(); // lazy: it runs when somebody awaits it
  }
  task<> other() {
    auto x = co_await b.scoped_lock();
    auto y = co_await a.scoped_lock();
  }
  task<> pending;
};

// Nobody else knows an object that is being made, or ended.
struct made {
  std::mutex a, b;
  made() { std::lock_guard x(a); std::lock_guard y(b); }
  ~made() { std::lock_guard x(a); std::lock_guard y(b); }
  void other() { std::lock_guard x(b); std::lock_guard y(a); }
};

// A lock that lives in the function.
void own() { std::mutex a, b; { std::lock_guard x(a); std::lock_guard y(b); } std::lock_guard x(b); std::lock_guard y(a); }

// The user knows better at one of the places.
namespace silenced {
std::mutex a, b;
void one() { std::lock_guard x(a); std::lock_guard y(b); }
void other() {
  std::lock_guard x(b);
  std::lock_guard y(a); // NOLINT(async-lock-order)
}
} // namespace silenced

// What its holder takes again never comes to be held in another order: that is async-self-deadlock's.
namespace again {
std::mutex a, b;
void one() {
  std::lock_guard x(a);
  std::lock_guard y(b);
  std::lock_guard z(a);
}
} // namespace again

// Locks for coroutines by hand: an await with one held may give it up, and may not.
namespace by_hand {
struct own_mutex {
  task<> lock();
  void unlock();
};
own_mutex a, b;
task<> step();
task<> one() {
  co_await a.lock();
  co_await step();
  co_await b.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'by_hand::b' can be locked here while 'by_hand::a' is held, and elsewhere in the opposite order
  b.unlock();
  a.unlock();
}
task<> other() {
  co_await b.lock();
  co_await step();
  co_await a.lock();
  a.unlock();
  b.unlock();
}
} // namespace by_hand
