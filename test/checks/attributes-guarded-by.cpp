// RUN: %check_async async-stale-write,async-stale-reference %s
//
// `guarded_by`, `pt_guarded_by`: only that lock keeps others away while the coroutine is suspended.
#include "locks.h"
#include "task.h"
#include <map>
#include <mutex>
#include <string>

class __attribute__((capability("mutex"))) Mutex {
public:
  void lock();
  bool try_lock();
  void unlock();
};
task<int> fetch();
task<> tick();

struct counters {
  Mutex mutex, other;
  int guarded __attribute__((guarded_by(mutex))) = 0;
  int *pointed __attribute__((pt_guarded_by(mutex))) = nullptr;
  int unsaid = 0;
  std::map<int, std::string> names __attribute__((guarded_by(mutex)));
  std::map<int, std::string> names_unsaid;

  task<> with_its_lock() {
    std::lock_guard l(mutex);
    const int old = guarded;
    guarded = old + co_await fetch();
  }
  task<> with_another_lock() {
    std::lock_guard l(other);
    const int old = guarded;
    guarded = old + co_await fetch();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'guarded' is overwritten with a value based on a read before a suspension
  }
  task<> of_a_pointee() {
    std::lock_guard l(other);
    const int old = *pointed;
    *pointed = old + co_await fetch();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '*pointed' is overwritten with a value based on a read before a suspension
  }
  task<> with_any_lock() {
    std::lock_guard l(other);
    const int old = unsaid;
    unsaid = old + co_await fetch();
  }
  void set() {
    std::lock_guard l(mutex);
    guarded = 0;
    *pointed = 0;
    unsaid = 0;
    names.clear();
    names_unsaid.clear();
  }
  task<> loop_with_another_lock() {
    std::lock_guard l(other);
    for (auto &[number, name] : names) {
      // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: this loop over 'names' suspends, so its iterator dangles if the element it is at is removed meanwhile [async-stale-reference]
      co_await tick();
    }
  }
  task<> loop_with_its_lock() {
    std::lock_guard l(mutex);
    for (auto &[number, name] : names)
      co_await tick();
  }
  task<> loop_with_any_lock() {
    std::lock_guard l(other);
    for (auto &[number, name] : names_unsaid)
      co_await tick();
  }
};

// Another lock does as well where all that write the object take it.
struct both {
  Mutex mutex, other;
  int value __attribute__((guarded_by(mutex))) = 0;
  task<> update() {
    std::lock_guard l(other);
    const int old = value;
    value = old + co_await fetch();
  }
  void set() {
    std::scoped_lock l(mutex, other);
    value = 0;
  }
};

// Locks of the object that the member is a member of.
struct node {
  Mutex mutex;
  int value __attribute__((guarded_by(mutex))) = 0;
};
void set(node &n) {
  std::lock_guard l(n.mutex);
  n.value = 0;
}
node left, right;
task<> of_one_node() {
  std::lock_guard l(left.mutex);
  const int old = left.value;
  left.value = old + co_await fetch();
}
task<> of_another_node() {
  std::lock_guard l(left.mutex);
  const int old = right.value;
  right.value = old + co_await fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'right.value' is overwritten with a value based on a read before a suspension
}

// A lock of tasks guards as well.
struct session {
  maple::mutex mutex, other;
  int value __attribute__((guarded_by(mutex))) = 0;
  task<> update() {
    auto l = co_await mutex.scoped_lock();
    const int old = value;
    value = old + co_await fetch();
  }
  task<> update_with_another() {
    auto l = co_await other.scoped_lock();
    const int old = value;
    value = old + co_await fetch();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'value' is overwritten with a value based on a read before a suspension
  }
};
