// RUN: %check_async async-unawaited-task,async-discarded-result %s --config='{CheckOptions: {AsyncModels: %S/../Inputs/not-lost.yaml}}'
//
// Values that may be awaited and dropped all the same, and their neighbours that may not.
#include "lifetime.h"
#include "task.h"
#include <exception>
#include <functional>
#include <thread>

task<> step();
grove::eager started();
bool open();
bool flag();

// ---- [[nodiscard]] on a void await_resume comes from a template

template <class T> struct told {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  [[nodiscard]] T await_resume();
};
told<void> nothing();
told<int> number();
task<> nodiscard() {
  co_await nothing();
  co_await number();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}nodiscard{{.*}} result of this 'co_await' is discarded
}

// ---- an optional whose promise is only a way to return early

template <class T> struct optional {
  struct promise_type {
    optional get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(T);
    void unhandled_exception() { std::terminate(); }
  };
  bool await_ready() const { return has; }
  void await_suspend(std::coroutine_handle<>) const {}
  T await_resume() const { return value; }
  T value{};
  bool has = false;
};
optional<int> find(int);
void optionals() {
  auto found = find(1);
  find(2);
}

// ---- a generator that is awaited for each value

struct messages {
  struct promise_type {
    messages get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int);
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
  messages(messages &&) noexcept;
  ~messages();
};
messages subscribe();
task<> relay() {
  auto all = subscribe();
  while (open())
    co_await all;
}
task<> forgotten() {
  auto all = subscribe();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'all' is never awaited
  co_await step();
}

// ---- an awaitable object whose state is asked for

struct event {
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>);
  void await_resume() const;
  bool is_set() const;
};
event make_event();
void asks() {
  auto ready = make_event();
  if (ready.is_set())
    return;
}
void asks_nothing() {
  auto ready = make_event();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: awaitable 'ready' is never awaited
}

// ---- work that its scope has started

struct operation {
  using sender_concept = int; // a sender: lazy
};
struct crew {
  operation spawn(task<>);
  operation ask(task<>);
  grove::eager spawn(int);
};
task<> begun(crew &c) {
  auto result = c.spawn(step());
  c.spawn(step());
  c.spawn(1); // a handle of what may fail
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'spawn' is discarded
  c.ask(step());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'ask' is discarded
  co_await step();
}

// ---- a chain whose last link has handled the failure

struct chain {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  template <class F> chain handle(F) { return {}; }
  template <class F> chain then(F) { return {}; }
};
chain write();
void log(const char *);
void quiet() noexcept;
void handled() {
  write().handle([](std::exception_ptr) {});
  write().handle([](std::exception_ptr) noexcept { log("failed"); });
  auto done = write().handle([](std::exception_ptr) { quiet(); });
}
void handler_throws() {
  write().handle([](std::exception_ptr) { log("failed"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'handle' is discarded
  write().handle([](std::exception_ptr) {}).then([] { log("done"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'then' is discarded
}

// ---- what became of a callable that cannot fail

template <class T> struct attempt {
  bool failed() const;
};
template <class F> struct posted {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  attempt<decltype(std::declval<F>()())> await_resume();
};
template <class F> posted<F> post(F) { return {}; }
task<> changes_the_thread() {
  co_await post([]() noexcept {});
  co_await post([] {});
  co_await post([] { log("may throw"); });
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded
  co_await post([]() noexcept { return 1; });
}

// ---- a use in a macro that expects an exception stands on every path

#define EXPECT_THROW(statement, type)                                                                                  \
  switch (0)                                                                                                           \
  case 0:                                                                                                              \
  default:                                                                                                             \
    if (flag())                                                                                                        \
      try {                                                                                                            \
        statement;                                                                                                     \
      } catch (type) {                                                                                                 \
      }                                                                                                                \
    else                                                                                                               \
      log("did not throw")
void get(task<>);
void expects() {
  auto fails = step();
  EXPECT_THROW(get(std::move(fails)), int);
}
template <class E, class F> void assert_throws(F &&f) {
  try {
    f();
  } catch (const E &) {
    return;
  } catch (...) {
  }
  log("did not throw");
}
template <class F> void tolerates(F &&f) {
  try {
    f();
  } catch (...) {
    return;
  }
}
void expects_in_a_function() {
  assert_throws<int>([] { step(); });
  assert_throws<int>([] {
    step();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: task returned by 'step' is discarded
    started();
  });
  tolerates([] { step(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: task returned by 'step' is discarded
}
void sometimes() {
  auto fails = step();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'fails' is not awaited on
  if (flag())
    get(std::move(fails));
}

// ---- the caller waits by an object that it has given to the work

struct server {
  std::thread thread;
  int port = 0;
  grove::eager start();
  void stop() { end(); }
  void end() {
    if (thread.joinable())
      thread.join();
  }
  ~server() { stop(); }
};
struct client {
  int port = 0;
  grove::eager start();
  ~client();
};
struct loop {
  bool finished = false;
  void exec();
};
grove::eager runs(loop &l);
void waits_by_destructor() {
  server s;
  s.start();
}
void waits_by_loop() {
  loop l;
  runs(l);
  if (!l.finished)
    l.exec();
}
void waits_by_nothing() {
  client c;
  c.start();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'start' is discarded
  loop l;
  runs(l);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'runs' is discarded
}
