// RUN: %check_async async-discarded-result %s
//
// Types that only a promise's await_transform makes awaitable: sure or silent.

#include "ports.h"
#include "task.h"

hazel::routine<int> request();
hazel::routine<void> session();
hazel::operation<void(int)> wait_for(int);

hazel::routine<void> in_its_own_library(hazel::socket &s) {
  request();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'request' is discarded, so it never runs [async-discarded-result]
  // CHECK-FIXES: {{^}}  co_await request();{{$}}
  session();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'session' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await session();{{$}}
  s.read_some();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'read_some' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await s.read_some();{{$}}
  s.connect();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'connect' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await s.connect();{{$}}
  wait_for(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'wait_for' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await wait_for(1);{{$}}
  (void)request();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'request' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  (void)co_await request();{{$}}
  co_await s.connect();
  co_await request();
}

// Outside of the library's coroutines an operation is only a value, and a task of it is still a task.
void plain(hazel::socket &s) {
  session();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'session' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  session();{{$}}
  s.connect();
}
task<> of_another_library(hazel::socket &s) {
  s.connect();
  co_return;
}

// What await_transform does with any callable says nothing of a type.
struct visitor {
  void *operator()(void *frame);
};
visitor make_visitor();
std::error_code get_error();
hazel::routine<void> not_awaitable() {
  make_visitor();
  get_error();
  co_return;
}

// A promise that takes one type by a plain overload, and all by a template.
namespace larch {
struct token {};
struct signal {};
struct fiber {
  struct promise_type {
    fiber get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
    std::suspend_always await_transform(token);
    template <class T> std::suspend_always await_transform(T &&);
  };
  ~fiber();
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
fiber run();
token get_token();
signal get_signal();
int get_number();
fiber caller() {
  get_token();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'get_token' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await get_token();{{$}}
  get_signal();
  get_number();
  run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'run' is discarded, so it never runs
  co_return;
}
// What this file awaits somewhere is awaitable.
fiber awaits_it() { co_await run(); }
} // namespace larch

// await_transform that is deleted for some.
namespace rowan {
struct fiber {
  struct promise_type {
    fiber get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
    void await_transform(task<int>) = delete;
    task<> await_transform(task<>);
  };
  ~fiber();
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
task<int> value();
task<> send();
fiber caller() {
  value();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'value' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  value();{{$}}
  send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'send' is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await send();{{$}}
  co_return;
}
} // namespace rowan

// A user's own library needs no namespace.
struct query {};
struct transaction {
  struct promise_type {
    transaction get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
    std::suspend_always await_transform(query);
  };
  ~transaction();
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
query select(const char *);
transaction caller() {
  select("x");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'select' is discarded, so the code goes on without it
  // CHECK-FIXES: {{^}}  co_await select("x");{{$}}
  co_return;
}
