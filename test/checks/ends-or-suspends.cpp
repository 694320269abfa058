// RUN: %check_async async-stale-reference,async-stale-write,async-lock-across-suspension,async-discarded-result,async-unawaited-task %s
//
// An await that ends its coroutine is no suspension; a handle of begun work is not the task that it was made of.
#include <coroutine>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

template <class T> struct outcome {
  std::optional<T> value;
  std::string error;
};
template <class T> struct started;
template <class T> struct promise;

// Ready when there is a value, else the coroutine is completed with the error.
template <class T> struct or_return {
  outcome<T> &&from;
  bool await_ready() const noexcept { return from.value.has_value(); }
  template <class P> std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) {
    return h.promise().finish(std::move(from.error));
  }
  T await_resume() { return std::move(*from.value); }
};
// The same, by destroying the frame.
template <class T> struct or_destroy {
  outcome<T> &from;
  bool await_ready() const noexcept { return from.value.has_value(); }
  void await_suspend(std::coroutine_handle<> h) { h.destroy(); }
  T await_resume() { return std::move(*from.value); }
};
// Ready when there is a value, else another coroutine goes on later.
void call_later(std::coroutine_handle<>);
template <class T> struct or_later {
  outcome<T> &from;
  bool await_ready() const noexcept { return from.value.has_value(); }
  void await_suspend(std::coroutine_handle<> h) { call_later(h); }
  T await_resume() { return std::move(*from.value); }
};
template <class T> struct in_promise {
  outcome<T> &from;
  bool await_ready() const noexcept { return from.value.has_value(); }
  template <class P> void await_suspend(std::coroutine_handle<P> h) { h.promise().resume_when_there(); }
  T await_resume() { return std::move(*from.value); }
};

template <class T> struct lazy {
  using promise_type = promise<T>;
  lazy(lazy &&) noexcept;
  ~lazy();
  started<T> start() &&;
  bool await_ready();
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <class T> struct started {
  using promise_type = promise<T>;
  started(started &&) noexcept;
  ~started();
  bool await_ready();
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <class T> struct promise {
  struct at_end {
    bool await_ready() noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() noexcept {}
  };
  lazy<T> get_return_object();
  std::suspend_always initial_suspend() noexcept;
  at_end final_suspend() noexcept;
  void unhandled_exception();
  void return_value(outcome<T>);
  std::coroutine_handle<> finish(std::string error) {
    return_value({std::nullopt, std::move(error)});
    return final_suspend().await_suspend(std::coroutine_handle<promise>::from_promise(*this));
  }
  void resume_when_there();
  template <class A> A &&await_transform(A &&a) { return static_cast<A &&>(a); }
};

outcome<int> parse(int);
lazy<int> fetch();

class registry {
public:
  lazy<int> all() {
    for (int entry : entries_)
      (void)co_await or_return<int>{parse(entry)};
    co_return {1, ""};
  }
  lazy<int> all_destroyed() {
    for (int entry : entries_) {
      auto one = parse(entry);
      (void)co_await or_destroy<int>{one};
    }
    co_return {1, ""};
  }
  lazy<int> all_later() {
    for (int entry : entries_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'entries_'{{.*}} [async-stale-reference]
      auto one = parse(entry);
      (void)co_await or_later<int>{one};
    }
    co_return {1, ""};
  }
  lazy<int> all_in_promise() {
    for (int entry : entries_) {
      // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}'entries_'{{.*}} [async-stale-reference]
      auto one = parse(entry);
      (void)co_await in_promise<int>{one};
    }
    co_return {1, ""};
  }
  lazy<int> add(int entry) {
    entries_.push_back(entry);
    co_return {entry, ""};
  }
  lazy<int> locked() {
    std::lock_guard guard(mutex_);
    co_return {co_await or_return<int>{parse(1)}, ""};
  }
  lazy<int> locked_later() {
    auto one = parse(1);
    std::lock_guard guard(mutex_);
    co_return {co_await or_later<int>{one}, ""};
    // CHECK-MESSAGES: :[[@LINE-2]]:{{[0-9]+}}: warning: {{.*}} [async-lock-across-suspension]
  }

private:
  std::mutex mutex_;
  std::vector<int> entries_;
};

void begins() {
  (void)fetch().start();
  auto running = fetch().start();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'running' is never awaited, so the code goes on without it [async-unawaited-task]
  (void)fetch();
  // CHECK-MESSAGES: :[[@LINE-1]]:{{[0-9]+}}: warning: {{.*}}so it never runs [async-discarded-result]
}

// ---- an operation that resumes when it is made

struct advance {
  explicit advance(std::coroutine_handle<> producer) { producer.resume(); }
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
struct begin_operation : advance {
  explicit begin_operation(std::coroutine_handle<> producer) : advance(producer) {}
};
struct keeps_handle {
  explicit keeps_handle(std::coroutine_handle<> producer) : producer(producer) {}
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
  std::coroutine_handle<> producer;
};
struct source {
  begin_operation begin() { return begin_operation(producer); }
  keeps_handle next() { return keeps_handle(producer); }
  std::coroutine_handle<> producer;
};
void steps(source &s) {
  auto begun = s.begin();
  s.begin();
  auto next = s.next();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: awaitable 'next' is never awaited, so the code goes on without it [async-unawaited-task]
}

// ---- a value or an error, which coroutines may return and await: it is there when the call returns

template <class T> struct result {
  struct promise_type {
    result get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T);
  };
  struct awaiter {
    result *from;
    bool await_ready() noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    T await_resume();
  };
  awaiter operator co_await();
  bool has_error() const;
};
result<int> read_now();
bool looks() {
  result<int> read = read_now();
  return read.has_error();
}
void drops() { read_now(); }

template <class T> struct maybe {
  struct promise_type {
    maybe get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T);
  };
  struct awaiter {
    maybe *from;
    bool await_ready() noexcept { return from->there; }
    void await_suspend(std::coroutine_handle<> h) noexcept { h.destroy(); }
    T await_resume();
  };
  awaiter operator co_await();
  bool there;
};
maybe<int> find_now();
bool asks() {
  maybe<int> found = find_now();
  return found.there;
}
