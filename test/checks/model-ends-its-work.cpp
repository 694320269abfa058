// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --suffix=,WITHOUT --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --suffix=,WITH --config "{CheckOptions: {AsyncModels: '%S/../Inputs/lifetime.yaml;%S/../Inputs/mending.yaml'}}"
// `ends-its-work` of a function, and of a type whose destructor does so.
#include "lifetime.h"

using grove::eager;
using grove::executor;
using grove::fire;
using grove::tick;

void log(int);
task<> adds(int &sum) {
  co_await tick();
  ++sum;
}

task<> writes(std::string &text) {
  co_await tick();
  text += ".";
}

/// Its destructor calls what ends its work.
struct machine {
  int state_ = 0;
  executor ex_;
  task<> run() {
    co_await tick();
    log(state_);
  }
  eager runs_at_once() {
    co_await tick();
    log(state_);
  }
  int stop() const;
  ~machine() { stop(); }
};
/// The destructor is out of sight.
struct said_machine {
  int state_ = 0;
  task<> run() {
    co_await tick();
    log(state_);
  }
  template <class F> void every(F &&f) { grove::on_readable(1, f); }
  ~said_machine();
};
/// It has the same, of its own, which nothing speaks of.
struct unknown_machine {
  int state_ = 0;
  task<> run() {
    co_await tick();
    log(state_);
  }
  int stop() const;
  ~unknown_machine() { stop(); }
};

// A coroutine of the object.
void of_the_object(executor ex) {
  machine m;
  said_machine s;
  unknown_machine u;
  grove::spawn(ex, m.run(), grove::detached);
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:20: warning: 'm' on which 'run' is called is destroyed while the coroutine still runs [async-dangling-this]
  grove::spawn(ex, s.run(), grove::detached);
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:20: warning: 's' on which 'run' is called is destroyed while the coroutine still runs [async-dangling-this]
  grove::spawn(ex, u.run(), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'u' on which 'run' is called is destroyed while the coroutine still runs [async-dangling-this]
}
// Work that has not begun has not ended either.
task<> begins_later() {
  auto made = machine().run();
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: temporary object on which 'run' is called is destroyed before the coroutine runs [async-dangling-this]
  auto begun = machine().runs_at_once();
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:16: warning: temporary object on which 'runs_at_once' is called is destroyed while the coroutine still runs [async-dangling-this]
  co_await made;
  co_await begun;
}
task<> leaves_its_scope(executor ex) {
  task<> kept;
  {
    machine m;
    kept = m.run();
    // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'm' on which 'run' is called is destroyed before the coroutine runs [async-dangling-this]
  }
  co_await kept;
}
// Work that was started with the object, and work that only knows it.
void started_with(executor ex) {
  machine m;
  grove::spawn(m.ex_, adds(m.state_), grove::detached);
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:23: warning: 'm' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  machine n;
  grove::spawn(ex, adds(n.state_), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'n' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}

/// What runs the work of others.
struct wheel {
  template <class Work> void turn(Work &&work) const { grove::spawn(executor(), work, grove::detached); }
  int stop() const;
  void count() const;
  int turns() const;
};
int drain(const wheel &);
int look(const wheel &);
void ended_by_a_call(const wheel &w) {
  int sum = 0;
  w.turn(adds(sum));
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:10: warning: 'sum' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  w.stop();
}
void ended_by_a_free_call(const wheel &w) {
  int sum = 0;
  w.turn(adds(sum));
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:10: warning: 'sum' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  drain(w);
}
void ended_by_nothing(const wheel &w, const wheel &other) {
  int sum = 0;
  w.turn(adds(sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'sum' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  w.turns();
  look(w);
  other.stop();
}

/// A guard that ends it.
struct closer {
  const wheel &of;
  ~closer() { of.stop(); }
};
struct counter {
  const wheel &of;
  ~counter() { of.turns(); }
};
void ended_by_a_guard(const wheel &w) {
  int sum = 0;
  closer guard{w};
  w.turn(adds(sum));
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:10: warning: 'sum' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void ended_by_a_guard_too_late(const wheel &w) {
  closer guard{w};
  std::string text;
  w.turn(writes(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'text' that parameter 'text' of 'writes' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void not_ended_by_a_guard(const wheel &w) {
  int sum = 0;
  counter guard{w};
  w.turn(adds(sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'sum' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}

/// An owner that ends the work of a member, by a call or by its member's destructor.
struct pump {
  template <class Work> void turn(Work &&work) { grove::spawn(executor(), work, grove::detached); }
};
struct owner {
  int sum = 0;
  wheel wheel_;
  wheel other_;
  ~owner() { wheel_.stop(); }
};
struct owner_of_pump {
  int sum = 0;
  pump pump_;
};
struct owner_of_early_pump {
  pump pump_;
  std::string text;
  int sum = 0;
};
struct derived_owner : owner_of_pump {
  std::string text;
};
void ended_by_its_owner() {
  owner o;
  o.wheel_.turn(adds(o.sum));
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:17: warning: 'o' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void another_than_it_ends() {
  owner o;
  o.other_.turn(adds(o.sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'o' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void ended_with_a_member() {
  owner_of_pump p;
  p.pump_.turn(adds(p.sum));
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:16: warning: 'p' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void ended_with_a_member_too_late() {
  owner_of_early_pump e;
  e.pump_.turn(adds(e.sum));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'e' that parameter 'sum' of 'adds' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void ended_with_a_base() {
  derived_owner d;
  d.pump_.turn(writes(d.text));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'd' that parameter 'text' of 'writes' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}

/// A callback that the object itself keeps.
void calls_back() {
  said_machine s;
  s.every([&s] { log(s.state_); });
  // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:11: warning: 's' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
  grove::on_readable(1, [&s] { log(s.state_); });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 's' that this callable refers to is destroyed before the callable is called [async-continuation-capture]
}

/// Reference-counted objects.
struct session : std::enable_shared_from_this<session> {
  executor ex_;
  int id = 0;
  wheel wheel_;
  task<> run() {
    co_await tick();
    log(id);
  }
  void turn() {
    wheel_.turn(run());
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:17: warning: 'this' does not keep its object alive
    grove::spawn(ex_, run(), grove::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'this' does not keep its object alive
  }
  ~session() { wheel_.stop(); }
};
struct whole_session : std::enable_shared_from_this<whole_session> {
  executor ex_;
  int id = 0;
  machine machine_;
  fire run() {
    // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'run' does not keep its object alive
    co_await tick();
    log(id);
  }
};
struct ended_session : std::enable_shared_from_this<ended_session> {
  int id = 0;
  fire run() {
    // CHECK-MESSAGES-WITHOUT: :[[@LINE-1]]:8: warning: 'run' does not keep its object alive
    co_await tick();
    log(id);
  }
  ~ended_session();
};
