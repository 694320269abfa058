// Tasks of different making, under invented names: nothing may be known by its name.
//
//   birch::lazy<T>   lazy, without symmetric transfer; await functions in the task itself; [[nodiscard]] on the class
//   birch::job       lazy, no template
//   cedar::eager<T>  begins at once and owns its frame; free `operator co_await` found as a friend
//   cedar::ticket    begins at once, no template; its frame frees itself, an exception stays in the shared state
//   alder::future<T> no promise_type of its own: std::coroutine_traits; free `operator co_await` in its namespace
//   alder::courier   detached: fire and forget
//   alder::crew      waits in its destructor
//   elm::sequence<T> a generator
//   elm::stream<T>   an asynchronous generator
#pragma once
#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace birch {

template <class T> class [[nodiscard]] lazy {
public:
  struct promise_type {
    std::coroutine_handle<> waiter;
    std::optional<T> value;
    std::exception_ptr error;
    lazy get_return_object() { return lazy(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct awaiter {
        bool await_ready() noexcept { return false; }
        void await_suspend(std::coroutine_handle<promise_type> done) noexcept {
          if (done.promise().waiter)
            done.promise().waiter.resume();
        }
        void await_resume() noexcept {}
      };
      return awaiter{};
    }
    void return_value(T t) { value = std::move(t); }
    void unhandled_exception() { error = std::current_exception(); }
  };

  explicit lazy(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  lazy(lazy &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~lazy() { reset(); }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    handle_.promise().waiter = waiter;
    handle_.resume();
  }
  T await_resume() { return std::move(*handle_.promise().value); }

private:
  void reset() {
    if (handle_)
      handle_.destroy();
  }
  std::coroutine_handle<promise_type> handle_;
};

class job {
public:
  struct promise_type {
    job get_return_object() { return job{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    // Not std::suspend_always, but as good as.
    struct begin_later {
      constexpr bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<>) const noexcept {}
      void await_resume() const noexcept {}
    };
    begin_later initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  struct awaiter {
    std::coroutine_handle<promise_type> handle;
    bool await_ready() const noexcept { return handle.done(); }
    void await_suspend(std::coroutine_handle<>) { handle.resume(); }
    void await_resume() {}
  };
  explicit job(std::coroutine_handle<promise_type> handle) : frame_(handle.address()) {}
  awaiter operator co_await() const {
    return {std::coroutine_handle<promise_type>::from_address(frame_.get())};
  }

private:
  struct destroy_frame {
    void operator()(void *frame) const { std::coroutine_handle<>::from_address(frame).destroy(); }
  };
  std::unique_ptr<void, destroy_frame> frame_;
};

} // namespace birch

namespace cedar {

template <class T> class eager {
public:
  struct promise_type {
    std::coroutine_handle<> waiter;
    T value{};
    eager get_return_object() { return eager(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T t) { value = t; }
    void unhandled_exception() { std::terminate(); }
  };

  explicit eager(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  eager(eager &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~eager() {
    if (handle_)
      handle_.destroy();
  }

  friend auto operator co_await(const eager &task) noexcept {
    struct awaiter {
      std::coroutine_handle<promise_type> handle;
      bool await_ready() { return handle.done(); }
      void await_suspend(std::coroutine_handle<> waiter) { handle.promise().waiter = waiter; }
      T await_resume() { return handle.promise().value; }
    };
    return awaiter{task.handle_};
  }

private:
  std::coroutine_handle<promise_type> handle_;
};

class ticket {
public:
  struct state {
    bool done = false;
    std::exception_ptr error;
    std::coroutine_handle<> waiter;
  };
  struct promise_type {
    std::shared_ptr<state> shared = std::make_shared<state>();
    ticket get_return_object() { return ticket(shared); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() { shared->done = true; }
    void unhandled_exception() { shared->error = std::current_exception(); }
  };
  explicit ticket(std::shared_ptr<state> shared) : state_(std::move(shared)) {}

  bool await_ready() const { return state_->done; }
  void await_suspend(std::coroutine_handle<> waiter) { state_->waiter = waiter; }
  void await_resume() const {
    if (state_->error)
      std::rethrow_exception(state_->error);
  }

private:
  std::shared_ptr<state> state_;
};

} // namespace cedar

namespace alder {

// A future as servers have them: coroutines are only one way to make one.
template <class... T> class future {
public:
  future() = default;
  future(future &&) noexcept;
  future &operator=(future &&) noexcept;
  ~future();
  bool available() const noexcept;
  bool failed() const noexcept;
  template <class F> future<> then(F &&f);
  void ignore_ready_future() noexcept;

private:
  void *state_ = nullptr;
};

template <class... T> struct future_awaiter {
  future<T...> waited;
  bool await_ready() const noexcept { return waited.available(); }
  void await_suspend(std::coroutine_handle<> waiter) noexcept;
  void await_resume();
};
template <class T> struct future_awaiter<T> {
  future<T> waited;
  bool await_ready() const noexcept { return waited.available(); }
  void await_suspend(std::coroutine_handle<> waiter) noexcept;
  T await_resume();
};
template <class... T> auto operator co_await(future<T...> f) noexcept { return future_awaiter<T...>{std::move(f)}; }

// Same shape, fewer features: made by threads, never by coroutines.
class errand {
public:
  errand(errand &&) noexcept;
  ~errand();
  bool done() const noexcept;
};
struct errand_awaiter {
  errand &waited;
  bool await_ready() const noexcept { return waited.done(); }
  void await_suspend(std::coroutine_handle<>);
  int await_resume();
};
errand_awaiter operator co_await(errand &&);
errand run_errand();

struct courier {
  struct promise_type {
    courier get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

// A task whose destructor waits for it.
class crew {
public:
  struct promise_type {
    crew get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  crew(crew &&) noexcept;
  ~crew() { join(); }
  void join();
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();

private:
  void *state_;
};

} // namespace alder

template <class... T, class... Arguments> struct std::coroutine_traits<alder::future<T...>, Arguments...> {
  struct promise_type {
    alder::future<T...> get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    template <class U> void return_value(U &&);
    void unhandled_exception() noexcept;
  };
};
template <class... Arguments> struct std::coroutine_traits<alder::future<>, Arguments...> {
  struct promise_type {
    alder::future<> get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception() noexcept;
  };
};

namespace elm {

template <class T> class sequence {
public:
  struct promise_type {
    const T *now = nullptr;
    sequence get_return_object() { return sequence(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const T &value) noexcept {
      now = &value;
      return {};
    }
    void await_transform() = delete;
    void return_void() {}
    void unhandled_exception() { throw; }
  };
  struct sentinel {};
  struct iterator {
    std::coroutine_handle<promise_type> handle;
    const T &operator*() const { return *handle.promise().now; }
    iterator &operator++() {
      handle.resume();
      return *this;
    }
    bool operator==(sentinel) const { return handle.done(); }
  };
  explicit sequence(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  sequence(sequence &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~sequence() {
    if (handle_)
      handle_.destroy();
  }
  iterator begin() {
    handle_.resume();
    return {handle_};
  }
  sentinel end() { return {}; }

private:
  std::coroutine_handle<promise_type> handle_;
};

template <class T> class stream {
public:
  struct promise_type {
    stream get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T value) noexcept;
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  struct next_awaiter {
    bool await_ready();
    void await_suspend(std::coroutine_handle<>);
    std::optional<T> await_resume();
  };
  stream(stream &&) noexcept;
  ~stream() {
    if (handle_)
      handle_.destroy();
  }
  next_awaiter next();

private:
  std::coroutine_handle<promise_type> handle_;
};

} // namespace elm
