// RUN: %check_async async-lock-order %s
//
// `acquired_before`, `acquired_after`: code that takes the locks in another order is enough, where without them two
// places are needed that differ.
#include <mutex>

class __attribute__((capability("mutex"))) Mutex {
public:
  void lock();
  void unlock();
};

struct bank {
  Mutex customers __attribute__((acquired_before(accounts)));
  Mutex accounts;
  Mutex log __attribute__((acquired_after(accounts)));
  Mutex unordered;
  // Each of these takes two locks in the declared order, or in none that is declared.
  void in_order() {
    std::lock_guard first(customers);
    std::lock_guard second(accounts);
    std::lock_guard third(log);
  }
  void without_order() {
    std::lock_guard first(log);
    std::lock_guard second(unordered);
  }
};
struct branch : bank {};

struct other_bank {
  Mutex customers __attribute__((acquired_before(accounts)));
  Mutex accounts;
  Mutex log __attribute__((acquired_after(accounts)));
  void against_before() {
    std::lock_guard first(accounts);
    std::lock_guard second(customers);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'other_bank::customers' can be locked here while 'other_bank::accounts' is held, against the declared order, so two threads can deadlock [async-lock-order]
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'other_bank::accounts' is locked here
    // CHECK-MESSAGES: :[[@LINE-8]]:9: note: 'other_bank::customers' is declared to be locked before 'other_bank::accounts' here
  }
  void take_accounts() { std::lock_guard l(accounts); }
  void against_after() {
    std::lock_guard first(log);
    take_accounts();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'other_bank::accounts' can be locked here while 'other_bank::log' is held, against the declared order, so two threads can deadlock
  }
};

struct unsaid_bank {
  Mutex customers, accounts;
  void backwards() {
    std::lock_guard first(accounts);
    std::lock_guard second(customers);
  }
};

// Locks with static storage; a cycle of declarations alone says nothing of code.
Mutex inner;
Mutex outer __attribute__((acquired_before(inner)));
void global_order() {
  std::lock_guard first(inner);
  std::lock_guard second(outer);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'outer' can be locked here while 'inner' is held, against the declared order, so two threads can deadlock
}
extern Mutex one;
Mutex two __attribute__((acquired_before(one)));
Mutex one __attribute__((acquired_before(two)));
void each() {
  { std::lock_guard l(one); }
  { std::lock_guard l(two); }
}
