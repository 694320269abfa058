// RUN: %check_async async-dangling-this,async-dangling-parameter,async-dangling-capture,async-continuation-capture,async-scope-order %s --config='{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}'
//
// Is the work over before the object that it uses? And does it use that object at all?
#include "lifetime.h"
#include <thread>
#include <utility>
#include <vector>

using namespace grove;

// ---- the destructor of the object waits, through helpers, members and owners

struct server {
  std::thread thread;
  int port = 0;
  task<> accept() { co_await reads(port); }
  static task<> reads(int);
  void stop() { end(); }
  void end() {
    if (thread.joinable())
      thread.join();
  }
  ~server() { stop(); }
};
struct owns_one {
  std::unique_ptr<server> inner;
  int port = 0;
  task<> accept() { co_await server::reads(port); }
};
struct has_a_jthread {
  std::jthread thread;
  int port = 0;
  task<> accept() { co_await server::reads(port); }
};
struct only_says_stop {
  int port = 0;
  task<> accept() { co_await server::reads(port); }
  void stop() { port = 0; }
  ~only_says_stop() { stop(); }
};
void by_destructor(executor ex) {
  server s;
  spawn(ex, s.accept());
  owns_one o;
  spawn(ex, o.accept());
  has_a_jthread j;
  spawn(ex, j.accept());
  only_says_stop n;
  spawn(ex, n.accept());
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'n' on which 'accept' is called is destroyed while the coroutine still runs
}

// ---- threads that were given the same object are joined, in a loop

struct channel {
  ~channel();
  int receive();
};
task<> sent(channel &, int);
task<> send_all(channel &c, int n) { co_await sent(c, n); }
void joined(executor ex) {
  channel c;
  spawn(ex, send_all(c, 10));
  std::vector<std::thread> group;
  group.emplace_back([&] { c.receive(); });
  for (auto &each : group)
    each.join();
}
void not_joined(executor ex) {
  channel c;
  spawn(ex, send_all(c, 10));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'c' that parameter 'c' of 'send_all' refers to is destroyed while the coroutine still runs
  std::vector<int> group(10);
  for (auto &each : group)
    ++each;
}

// ---- a wait is skipped only when the work says that it has ended

struct event_loop {
  void exec();
  void quit();
  ~event_loop();
};
struct context {
  event_loop loop;
  bool finished = false;
};
eager run(context &c) {
  co_await tick();
  c.finished = true;
  c.loop.quit();
}
void unless_finished(bool wait) {
  context c;
  run(c);
  if (!c.finished)
    c.loop.exec();
  context d;
  run(d);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'd' that parameter 'c' of 'run' refers to is destroyed while the coroutine still runs
  if (wait)
    d.loop.exec();
}

// ---- a result made of the same object is taken

struct source {
  ~source();
  void abort();
};
template <class T> struct result {
  struct promise_type {
    result get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_value(T);
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
  T get();
};
result<int> locked(source &);
promised sleep();
void takes_the_result() {
  source s;
  auto r = locked(s);
  sleep().then([&s] { s.abort(); });
  r.get();
}
void takes_nothing() {
  source s;
  sleep().then([&s] { s.abort(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 's' that this callable refers to is destroyed before the callable is called
}

// ---- an init-capture lives in the closure

struct service {
  int calls;
};
auto make_handler(service s) {
  return [func = s](int) mutable { return sleep().then([&func] { ++func.calls; }); };
}
auto makes_a_local(service s) {
  return [func = s](int) {
    service local = func;
    return sleep().then([&local] { ++local.calls; });
    // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'local' that this callable refers to is destroyed before the callable is called
  };
}

// ---- the elements of a container that moves on

promised put(std::vector<int>::iterator, std::vector<int>::iterator);
promised moves_on(std::vector<int> bufs) {
  auto i = bufs.begin(), e = bufs.end();
  return sleep().then([i, e] { return put(i, e); }).then([b = std::move(bufs)] {});
}
promised stays(std::vector<int> bufs) {
  auto i = bufs.begin(), e = bufs.end();
  return sleep().then([i, e] { return put(i, e); });
  // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'bufs' that this callable refers to is destroyed
}

// ---- a receiver takes its callback with it

struct object {
  virtual ~object();
};
struct window : object {
  void close();
};
namespace grove {
template <class F> void on_timeout(const object *receiver, F &&f) {}
template <class F> void on_timeout(const int *number, F &&f) {}
} // namespace grove
void receiver() {
  window w;
  grove::on_timeout(&w, [&w] { w.close(); });
  window other;
  grove::on_timeout(&w, [&other] { other.close(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'other' that this callable refers to is destroyed before the callable is called
  int n = 0;
  grove::on_timeout(&n, [&n] { ++n; });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'n' that this callable refers to is destroyed before the callable is called
}

// ---- a task that was moved on does not wait where it was, and another pointer's pointee is another object

task<> uses(int &n) {
  co_await tick();
  n = 1;
}
void moved_on(executor ex) {
  int n = 0;
  auto t = uses(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'n' that parameter 'n' of 'uses' refers to is destroyed while the coroutine still runs
  spawn(ex, std::move(t));
}
void two_pointers(executor ex) {
  auto p = std::make_unique<int>(1);
  spawn(ex, uses(*p));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'p' that parameter 'n' of 'uses' refers to is destroyed while the coroutine still runs
  auto q = std::make_unique<int>(1);
  spawn(ex, uses(*q));
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'q' that parameter 'n' of 'uses' refers to is destroyed while the coroutine still runs
}
