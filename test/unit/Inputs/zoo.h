// Task types of different making, each written as a library would write it. "Making" is what structure shows: who
// starts the body, who owns the frame, and how the type is awaited.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace zoo {

// ---- task: a lazy class template with symmetric transfer. Member `operator co_await`; the promise is an alias of a
// template that a file which only calls never instantiates, and inherits what says it is lazy.
template <class T> class task;

namespace detail {

class task_promise_base {
  struct final_awaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> h) noexcept {
      return h.promise().continuation;
    }
    void await_resume() noexcept {}
  };

public:
  auto initial_suspend() noexcept { return std::suspend_always{}; }
  auto final_suspend() noexcept { return final_awaiter{}; }
  void unhandled_exception() noexcept;
  std::coroutine_handle<> continuation = std::noop_coroutine();
};

template <class T> class task_promise final : public task_promise_base {
public:
  task<T> get_return_object() noexcept;
  void return_value(T v) { value = std::move(v); }
  T result() { return std::move(value); }

private:
  T value;
};

template <> class task_promise<void> final : public task_promise_base {
public:
  task<void> get_return_object() noexcept;
  void return_void() noexcept {}
  void result() {}
};

} // namespace detail

template <class T = void> class task {
public:
  using promise_type = detail::task_promise<T>;

private:
  struct awaiter {
    std::coroutine_handle<promise_type> coroutine;
    bool await_ready() const noexcept { return !coroutine || coroutine.done(); }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
      coroutine.promise().continuation = awaiting;
      return coroutine;
    }
    decltype(auto) await_resume() { return coroutine.promise().result(); }
  };

public:
  task() noexcept = default;
  explicit task(std::coroutine_handle<promise_type> h) : coroutine(h) {}
  task(task &&other) noexcept : coroutine(std::exchange(other.coroutine, nullptr)) {}
  task(const task &) = delete;
  task &operator=(task &&other) noexcept {
    std::swap(coroutine, other.coroutine);
    return *this;
  }
  ~task() {
    if (coroutine)
      coroutine.destroy();
  }
  bool valid() const noexcept { return static_cast<bool>(coroutine); }
  explicit operator bool() const noexcept { return static_cast<bool>(coroutine); }
  auto operator co_await() const & noexcept { return awaiter{coroutine}; }
  auto operator co_await() && noexcept { return awaiter{coroutine}; }

private:
  std::coroutine_handle<promise_type> coroutine;
};

template <class T> task<T> detail::task_promise<T>::get_return_object() noexcept {
  return task<T>(std::coroutine_handle<task_promise>::from_promise(*this));
}
inline task<void> detail::task_promise<void>::get_return_object() noexcept {
  return task<void>(std::coroutine_handle<task_promise>::from_promise(*this));
}

// ---- job: lazy, no template, no symmetric transfer, its own awaiter.
class job {
public:
  struct promise_type {
    job get_return_object() { return job(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_void() {}
  };
  job(job &&other) noexcept : coroutine(std::exchange(other.coroutine, nullptr)) {}
  ~job() { reset(); }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    coroutine.resume();
    h.resume();
  }
  void await_resume();

private:
  explicit job(std::coroutine_handle<promise_type> h) : coroutine(h) {}
  void reset() {
    if (coroutine)
      coroutine.destroy();
  }
  std::coroutine_handle<promise_type> coroutine;
};

// ---- hot: eager, owns its frame through a member, awaited by a friend operator.
template <class T> class frame_owner {
public:
  explicit frame_owner(std::coroutine_handle<T> h) : handle(h) {}
  frame_owner(frame_owner &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
  ~frame_owner() {
    if (handle)
      handle.destroy();
  }
  std::coroutine_handle<T> handle;
};

template <class T> class hot {
public:
  struct promise_type {
    hot get_return_object() { return hot(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_value(T) {}
  };
  struct awaiter {
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<>);
    T await_resume();
  };
  friend awaiter operator co_await(hot &&) noexcept { return {}; }

private:
  explicit hot(std::coroutine_handle<promise_type> h) : frame(h) {}
  frame_owner<promise_type> frame;
};

// ---- started: eager, the frame destroys itself, awaited by a free operator of the namespace.
struct started {
  struct promise_type {
    started get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_void() {}
  };
  void *state = nullptr;
};
struct started_awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
started_awaiter operator co_await(const started &) noexcept;

// ---- detached: nobody can await it, and it owns nothing.
struct detached {
  struct promise_type {
    detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() { std::terminate(); }
    void return_void() {}
  };
};

// ---- generator: owns its frame, yields, is not awaited.
template <class T> class generator {
public:
  struct promise_type {
    generator get_return_object() { return generator(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T v) {
      value = std::move(v);
      return {};
    }
    void unhandled_exception() {}
    void return_void() {}
    T value;
  };
  generator(generator &&other) noexcept : coroutine(std::exchange(other.coroutine, nullptr)) {}
  ~generator() {
    if (coroutine)
      coroutine.destroy();
  }
  bool next();

private:
  explicit generator(std::coroutine_handle<promise_type> h) : coroutine(h) {}
  std::coroutine_handle<promise_type> coroutine;
};

// ---- runner: owns its frame; neither awaited nor a generator: something calls run() on it.
class runner {
public:
  struct promise_type {
    runner get_return_object() { return runner(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_void() {}
  };
  runner(runner &&other) noexcept : coroutine(std::exchange(other.coroutine, nullptr)) {}
  ~runner() {
    if (coroutine)
      coroutine.destroy();
  }
  void run() { coroutine.resume(); }

private:
  explicit runner(std::coroutine_handle<promise_type> h) : coroutine(h) {}
  std::coroutine_handle<promise_type> coroutine;
};

// ---- future: future-like. The promise comes by a partial specialisation of std::coroutine_traits, the awaiter by a
// free operator template, and the type is final and [[nodiscard]].
template <class... T> class [[nodiscard]] future {
public:
  future(future &&) noexcept;
  ~future();
  bool available() const noexcept;
  bool failed() const noexcept;
  template <class F> future<> then(F &&);
};

template <class... T> struct future_awaiter {
  future<T...> waited;
  bool await_ready() const noexcept { return waited.available() && !waited.failed(); }
  template <class Promise> void await_suspend(std::coroutine_handle<Promise>) noexcept;
  auto await_resume() { return value(); }
  int value();
};
template <class... T> auto operator co_await(future<T...> f) noexcept { return future_awaiter<T...>{std::move(f)}; }

template <class... T> struct future_promise {
  future<T...> get_return_object();
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept;
  template <class... U> void return_value(U &&...);
};

// ---- picky: a task whose promise transforms what it awaits.
class picky {
public:
  struct promise_type {
    picky get_return_object() { return picky(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_void() {}
    std::suspend_always await_transform(job &&);                     // names a class
    template <class T> std::suspend_always await_transform(task<T>); // names a template
    void await_transform(started) = delete;                          // takes it back
    template <class F> std::suspend_always await_transform(F &&, decltype(std::declval<F>().ticket()) * = nullptr);
  };
  picky(picky &&other) noexcept : coroutine(std::exchange(other.coroutine, nullptr)) {}
  ~picky() {
    if (coroutine)
      coroutine.destroy();
  }
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  void await_resume();

private:
  explicit picky(std::coroutine_handle<promise_type> h) : coroutine(h) {}
  std::coroutine_handle<promise_type> coroutine;
};

// ---- operation: an awaitable without a promise.
struct operation {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
operation read();

// ---- mutex: awaiting its lock() gives a guard.
class mutex;
class guard {
public:
  guard(guard &&other) noexcept : owner(std::exchange(other.owner, nullptr)) {}
  ~guard();

private:
  mutex *owner;
};
struct lock_operation {
  bool await_ready() const noexcept;
  bool await_suspend(std::coroutine_handle<>) noexcept;
  [[nodiscard]] guard await_resume() noexcept;
};
class mutex {
public:
  lock_operation lock();
  void unlock();
};
inline guard::~guard() {
  if (owner)
    owner->unlock();
}

} // namespace zoo

template <class... T, class... Args> struct std::coroutine_traits<zoo::future<T...>, Args...> {
  using promise_type = zoo::future_promise<T...>;
};
