// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}" --likely
#include "lifetime.h"
#include <memory>

using grove::eager;
using grove::executor;
using grove::fire;
using grove::tick;

void log(int);
struct client {
  int id = 0;
  task<> fetch() {
    co_await tick();
    log(id);
  }
  task<> fetch_elsewhere();
  task<> fetch_nothing() { co_await tick(); }
  eager fetch_early() {
    log(id);
    co_await tick();
  }
  fire fetch_late() {
    co_await tick();
    log(id);
  }
  static task<> fetch_static() { co_await tick(); }
  ~client();
};
client make_client();
client &the_client();
std::shared_ptr<client> shared_client();

// On a temporary or on a local that dies first.
task<> temporary() {
  auto t = make_client().fetch();
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-2]]:12: warning: temporary object on which 'fetch' is called is destroyed before the coroutine runs [async-dangling-this]
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-26]]:9: note: the coroutine uses the destroyed object here
}
task<> temporary_elsewhere() {
  auto t = make_client().fetch_elsewhere();
  co_await t;
  // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:12: warning: temporary object on which 'fetch_elsewhere' is called is destroyed before the coroutine runs
  // CHECK-MESSAGES-LIKELY: :[[@LINE-3]]:12: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES-LIKELY: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
}
void temporary_spawned(executor ex) {
  grove::spawn(ex, client().fetch(), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: temporary object on which 'fetch' is called is destroyed while the coroutine still runs [async-dangling-this]
  // CHECK-MESSAGES: :[[@LINE-2]]:20: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-40]]:9: note: the coroutine uses the destroyed object here
}
void temporary_eager() {
  client().fetch_late();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary object on which 'fetch_late' is called is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: the temporary is destroyed at the end of this statement
  // CHECK-MESSAGES: :[[@LINE-36]]:9: note: the coroutine uses the destroyed object here
}
void local_spawned(executor ex) {
  client c;
  grove::spawn(ex, c.fetch(), grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'c' on which 'fetch' is called is destroyed while the coroutine still runs [async-dangling-this]
  // CHECK-MESSAGES: :[[@LINE-3]]:10: note: 'c' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: the work is handed over here, and nothing waits for it before the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-54]]:9: note: the coroutine uses the destroyed object here
}
void local_eager() {
  client c;
  c.fetch_late();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'c' on which 'fetch_late' is called is destroyed while the coroutine still runs
  // CHECK-MESSAGES: :[[@LINE-3]]:10: note: 'c' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-51]]:9: note: the coroutine uses the destroyed object here
}
task<> inner_scope() {
  task<> t;
  {
    client c;
    t = c.fetch();
  }
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-3]]:9: warning: 'c' on which 'fetch' is called is destroyed before the coroutine runs [async-dangling-this]
  // CHECK-MESSAGES: :[[@LINE-5]]:12: note: 'c' is destroyed at the end of its scope
  // CHECK-MESSAGES: :[[@LINE-3]]:12: note: the work is used here, after the object is destroyed
  // CHECK-MESSAGES: :[[@LINE-73]]:9: note: the coroutine uses the destroyed object here
}

// Long enough.
task<> at_once() { co_await make_client().fetch(); }
void waited() { grove::sync_wait(make_client().fetch()); }
task<> same_scope() {
  client c;
  auto t = c.fetch();
  co_await t;
}
task<> uses_nothing() {
  auto t = make_client().fetch_nothing();
  auto u = make_client().fetch_static();
  auto v = make_client().fetch_early();
  co_await t;
  co_await u;
  co_await v;
}
void somebody_elses(executor ex) {
  grove::spawn(ex, the_client().fetch(), grove::detached);
}
void through_pointer(executor ex) {
  auto c = shared_client();
  grove::spawn(ex, c->fetch(), grove::detached);
}
void joined() {
  client c;
  grove::nursery n;
  n.spawn(c.fetch());
}
struct server {
  executor ex_;
  client client_;
  task<> run() {
    co_await tick();
    log(client_.id);
  }
  void start() {
    grove::spawn(ex_, run(), grove::detached);
    grove::spawn(ex_, client_.fetch(), grove::detached);
  }
};

// A reference-counted object: who holds it while the work runs?
struct session : std::enable_shared_from_this<session> {
  executor ex_;
  int id = 0;
  task<> run() {
    co_await tick();
    log(id);
  }
  task<> run_held() {
    auto self = shared_from_this();
    co_await tick();
    log(id);
  }
  static task<> run_given(std::shared_ptr<session> self) {
    co_await tick();
    log(self->id);
  }
  fire begin() {
    co_await tick();
    log(id);
    // CHECK-MESSAGES: :[[@LINE-3]]:8: warning: 'begin' does not keep its object alive, so the object may be destroyed while the coroutine is suspended [async-dangling-this]
    // CHECK-MESSAGES: :[[@LINE-2]]:9: note: the object is used here, after a suspension
  }
  fire begin_held() {
    auto self = shared_from_this();
    co_await tick();
    log(id);
  }
  void start() {
    grove::spawn(ex_, run(), grove::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
    // CHECK-MESSAGES: :[[@LINE-26]]:9: note: the coroutine uses the object here
  }
  void start_lambda() {
    grove::spawn(ex_, [this]() -> task<> {
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
      co_await tick();
      log(id);
    }, grove::detached);
  }
  void start_wrapper() {
    grove::spawn(ex_, [this] { return run(); }, grove::detached);
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: the work is handed over here, and nothing waits for it before the object is destroyed
  }
  void start_eager() {
    begin();
  }

  void start_held() {
    grove::spawn(ex_, run_held(), grove::detached);
    grove::spawn(ex_, run_given(shared_from_this()), grove::detached);
    grove::spawn(ex_, [this, self = shared_from_this()] { return run(); }, grove::detached);
    grove::spawn(ex_, [self = shared_from_this()] { return self->run(); }, grove::detached);
    auto self = shared_from_this();
    grove::spawn(ex_, [this, self]() -> task<> {
      co_await tick();
      log(id);
    }, grove::detached);
    begin_held();
  }
  task<> awaited() { co_await run(); }
};

// A coroutine that nobody can wait for.
struct window : std::enable_shared_from_this<window> {
  int id = 0;
  fire opened() {
    log(id);
    co_await tick();
    log(id);
    // CHECK-MESSAGES: :[[@LINE-4]]:8: warning: 'opened' does not keep its object alive, so the object may be destroyed while the coroutine is suspended
    // CHECK-MESSAGES: :[[@LINE-2]]:9: note: the object is used here, after a suspension
  }
  fire opened_held() {
    auto strong = shared_from_this();
    co_await tick();
    log(id);
  }
  fire opened_early() {
    log(id);
    co_await tick();
  }
  void open() {
    opened();
    opened_held();
  }
};
