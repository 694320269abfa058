// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// RUN: %check_async async-dangling-this %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}" --likely
//
// Work of `this` that runs on, when others own the object.
#include "lifetime.h"
#include <atomic>
#include <memory>

using grove::executor;
using grove::fire;
using grove::tick;
void log(int);

// Started while it is made; its destructor ends nothing.
struct widget {
  virtual ~widget();
};
template <class T> struct watcher {
  watcher(T *);
  watcher(const watcher &);
  ~watcher();
  T *operator->() const;
  explicit operator bool() const;
};
class panel : public widget {
public:
  panel() {
    (void)refresh();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:11: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs [async-dangling-this]
    // CHECK-MESSAGES-LIKELY: :[[@LINE+12]]:5: note: the object is used here, after a suspension
    // CHECK-MESSAGES-LIKELY: :[[@LINE-3]]:11: note: this is likely rather than sure, because it assumes that the owner of the object lets it go meanwhile
    (void)refresh_watched();
    (void)refresh_early();
    (void)refresh_flagged();
  }
  ~panel() override {}

private:
  grove::eager refresh() {
    shown_ = 0;
    co_await tick();
    shown_ = 1;
  }
  grove::eager refresh_watched() {
    watcher<panel> alive{this};
    co_await tick();
    if (alive)
      shown_ = 1;
  }
  grove::eager refresh_early() {
    shown_ = 0;
    co_await tick();
  }
  grove::eager refresh_flagged() {
    auto alive = alive_;
    co_await tick();
    if (*alive)
      shown_ = 1;
  }
  int shown_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// Held by shared pointers elsewhere.
class relay {
public:
  void accept(executor ex) {
    grove::spawn(ex, serve(), grove::detached);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:22: warning: 'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs
    // CHECK-MESSAGES-LIKELY: :[[@LINE-2]]:5: note: the work is handed over here
    grove::spawn(ex, [this]() -> task<> {
      // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:22: warning: 'this' does not keep its object alive
      co_await tick();
      log(served_);
    }, grove::detached);
  }
  void accept_later(executor ex) {
    grove::spawn(ex, [this] { return serve(); }, grove::detached);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:22: warning: 'this' does not keep its object alive
  }
  task<> awaited() { co_await serve(); }

private:
  task<> serve() {
    co_await tick();
    ++served_;
  }
  int served_ = 0;
};
void launch(executor ex) {
  auto one = std::make_shared<relay>();
  one->accept(ex);
}

// Reference-counted by operations of its own.
struct com_base {
  unsigned AddRef();
  unsigned Release();
};
struct document : com_base {
  int pages = 0;
  fire print() {
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:8: warning: 'print' does not keep its object alive, so the object may be destroyed while the coroutine is suspended
    co_await tick();
    log(pages);
  }
  fire print_held() {
    AddRef();
    co_await tick();
    log(pages);
    Release();
  }
};

// Its destructor, or a function that others await, ends the work.
class joined {
public:
  joined(executor ex) { grove::spawn(ex, run(), grove::detached); }
  ~joined() { stop(); }
  void stop();

private:
  task<> run() {
    co_await tick();
    ++rounds_;
  }
  int rounds_ = 0;
};
struct event {
  void set();
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
class announced {
public:
  announced(executor ex) { grove::spawn(ex, run(), grove::detached); }
  task<> stop() { co_await done_; }

private:
  task<> run() {
    co_await tick();
    ++rounds_;
    done_.set();
  }
  int rounds_ = 0;
  event done_;
};
class scoped {
public:
  scoped() { scope_.spawn(run()); }
  task<> stop() { co_await scope_.join(); }

private:
  task<> run() {
    co_await tick();
    ++rounds_;
  }
  int rounds_ = 0;
  grove::scope scope_;
};
// Nothing tells that such an object dies before its work.
class service {
public:
  void start(executor ex) { grove::spawn(ex, run(), grove::detached); }

private:
  task<> run() {
    co_await tick();
    ++rounds_;
  }
  int rounds_ = 0;
};
class global_service {
public:
  global_service() { (void)run(); }
  ~global_service() {}

private:
  grove::eager run() {
    co_await tick();
    ++rounds_;
  }
  int rounds_ = 0;
};
global_service &the_service() {
  static global_service one;
  return one;
}

// A flag tells the work to end, and does not wait for it.
class poller {
public:
  poller() {
    (void)poll();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:11: warning: 'this' does not keep its object alive
  }
  ~poller() { stop_ = true; }

private:
  grove::eager poll() {
    while (!stop_)
      co_await tick();
  }
  std::atomic<bool> stop_ = false;
};

// What an await itself uses is not used after it.
class waiter {
public:
  void begin(executor ex) {
    grove::spawn(ex, [this]() -> task<> { co_await wait(*this); }, grove::detached);
  }

private:
  static task<> wait(waiter &);
};
void holds_waiter(executor ex) {
  auto one = std::make_shared<waiter>();
  one->begin(ex);
}

// A part of the only object of a class, which is made at the first call and never dies.
class part_of_service {
public:
  part_of_service() { (void)serve(); }

private:
  grove::eager serve() {
    co_await tick();
    ++rounds_;
  }
  int rounds_ = 0;
};
class whole_service {
  std::unique_ptr<part_of_service> part_ = std::make_unique<part_of_service>();
  friend whole_service &the_whole_service();
};
whole_service &the_whole_service() {
  static whole_service one;
  return one;
}

// The same, which the object lets go.
class part_that_is_replaced {
public:
  part_that_is_replaced() {
    (void)serve();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:11: warning: 'this' does not keep its object alive
  }

private:
  grove::eager serve() {
    co_await tick();
    ++rounds_;
  }
  int rounds_ = 0;
};
class service_with_change {
public:
  void restart() { part_.reset(); }

private:
  std::unique_ptr<part_that_is_replaced> part_ = std::make_unique<part_that_is_replaced>();
};
service_with_change &the_service_with_change() {
  static service_with_change one;
  return one;
}
