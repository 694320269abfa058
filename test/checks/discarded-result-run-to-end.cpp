// RUN: %check_async async-discarded-result,async-unawaited-task %s
//
// Coroutines that begin at once and own their frame. At each await the scheduler chooses what goes on, so the call
// returns when nothing is left; where an awaiter only lets go of the thread, it returns at the first await.
#include <coroutine>
#include <exception>
#include <utility>

struct loop {
  std::coroutine_handle<> waiting;
  int running = 0;
  std::coroutine_handle<> completed(); // waits until something has happened
  std::coroutine_handle<> later(std::coroutine_handle<> c) {
    waiting = c;
    --running;
    return next();
  }
  std::coroutine_handle<> next() {
    if (running == 0)
      if (auto handle = completed()) {
        ++running;
        return handle;
      }
    return std::noop_coroutine();
  }
  std::coroutine_handle<> kept(std::coroutine_handle<> c) { return std::exchange(waiting, c); }
};
loop &events();

struct operation {
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) { return events().later(c); }
  void await_resume() {}
};
struct operation_ready {
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) { return c; }
  void await_resume() {}
};
struct operation_elsewhere {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>);
  void await_resume() {}
};
struct operation_that_keeps {
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> c) { return events().kept(c); }
  void await_resume() {}
};

struct job {
  struct promise_type {
    job get_return_object() { return job(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  explicit job(std::coroutine_handle<promise_type> handle) : handle(handle) {}
  job(job &&other) : handle(std::exchange(other.handle, nullptr)) {}
  ~job() {
    if (handle)
      handle.destroy();
  }
  bool await_ready() const { return handle.done(); }
  void await_suspend(std::coroutine_handle<>) const;
  void await_resume() const {}
  std::coroutine_handle<promise_type> handle;
};

job shows() {
  co_await operation();
  co_await operation_ready();
}
job goes_elsewhere() {
  co_await operation();
  co_await operation_elsewhere();
}
job is_kept() { co_await operation_that_keeps(); }
job unseen();

int main() {
  shows();
  auto shown = shows();
  goes_elsewhere();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'goes_elsewhere' is discarded, so its coroutine is destroyed unfinished at its first suspension [async-discarded-result]
  auto gone = goes_elsewhere();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'gone' is never awaited, so its coroutine may be destroyed unfinished at the end of the scope [async-unawaited-task]
  is_kept();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'is_kept' is discarded
  unseen();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'unseen' is discarded
}
job calls_it() {
  shows(); // a loop runs already: it comes back before the work has ended
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'shows' is discarded
  co_await operation();
}
