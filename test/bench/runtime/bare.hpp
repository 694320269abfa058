#pragma once

#include <coroutine>
#include <cstddef>
#include <deque>
#include <exception>
#include <utility>

/// The least that a coroutine runtime can be: what the reference runtime is measured against. It knows nothing about
/// its tasks, so it can neither cancel them nor say anything about them.
namespace bare {

class task {
public:
  struct promise_type {
    struct final_awaiter {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> ended) const noexcept {
        return ended.promise().continuation;
      }
      void await_resume() const noexcept {}
    };

    task get_return_object() noexcept { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    final_awaiter final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { failure = std::current_exception(); }

    std::coroutine_handle<> continuation = std::noop_coroutine();
    std::exception_ptr failure;
  };

  task(task &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  ~task() {
    if (handle_)
      handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
    handle_.promise().continuation = caller;
    return handle_;
  }
  void await_resume() const {
    if (handle_.promise().failure)
      std::rethrow_exception(handle_.promise().failure);
  }

  std::coroutine_handle<promise_type> handle() const noexcept { return handle_; }

private:
  explicit task(std::coroutine_handle<promise_type> handle) noexcept : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

inline std::deque<std::coroutine_handle<>> ready;

inline void run(task main) {
  ready.push_back(main.handle());
  while (!ready.empty()) {
    const std::coroutine_handle<> next = ready.front();
    ready.pop_front();
    next.resume();
  }
  main.await_resume();
}

struct yield {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> caller) const { ready.push_back(caller); }
  void await_resume() const noexcept {}
};

/// A task of its own, which is joined by awaiting this.
class spawned {
public:
  explicit spawned(task work) : work_(std::move(work)) { ready.push_back(work_.handle()); }

  bool await_ready() const noexcept { return work_.handle().done(); }
  void await_suspend(std::coroutine_handle<> caller) const noexcept { work_.handle().promise().continuation = caller; }
  void await_resume() const { work_.await_resume(); }

private:
  task work_;
};

class mutex {
public:
  class guard {
  public:
    explicit guard(mutex &held) noexcept : held_(&held) {}
    guard(guard &&other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
    ~guard() {
      if (held_)
        held_->unlock();
    }

  private:
    mutex *held_;
  };

  struct acquisition {
    mutex &wanted;
    acquisition *next = nullptr;
    std::coroutine_handle<> waiter{};

    bool await_ready() const noexcept { return !std::exchange(wanted.locked_, true); }
    void await_suspend(std::coroutine_handle<> caller) noexcept {
      waiter = caller;
      *wanted.last_ = this;
      wanted.last_ = &next;
    }
    guard await_resume() const noexcept { return guard(wanted); }
  };

  acquisition lock() noexcept { return {*this}; }

private:
  void unlock() {
    if (!first_) {
      locked_ = false;
      return;
    }
    ready.push_back(first_->waiter);
    first_ = first_->next;
    if (!first_)
      last_ = &first_;
  }

  bool locked_ = false;
  acquisition *first_ = nullptr;
  acquisition **last_ = &first_;
};

} // namespace bare
