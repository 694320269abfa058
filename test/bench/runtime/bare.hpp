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

/// Coroutines that wait, in the order in which they came.
template <class Waiter> class line {
public:
  bool empty() const noexcept { return !first_; }
  void push(Waiter &added) noexcept {
    *last_ = &added;
    last_ = &added.next;
  }
  /// Makes the first ready to run.
  Waiter &wake_one() {
    Waiter &first = *first_;
    ready.push_back(first.waiter);
    first_ = first.next;
    if (!first_)
      last_ = &first_;
    return first;
  }

private:
  Waiter *first_ = nullptr;
  Waiter **last_ = &first_;
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
      wanted.waiters_.push(*this);
    }
    guard await_resume() const noexcept { return guard(wanted); }
  };

  acquisition lock() noexcept { return {*this}; }

private:
  void unlock() {
    if (waiters_.empty())
      locked_ = false;
    else
      waiters_.wake_one();
  }

  bool locked_ = false;
  line<acquisition> waiters_;
};

/// A bounded queue of numbers.
class queue {
public:
  explicit queue(std::size_t capacity) noexcept : capacity_(capacity) {}

  struct put_operation {
    queue &into;
    int item;
    put_operation *next = nullptr;
    std::coroutine_handle<> waiter{};

    bool await_ready() const {
      if (into.consumers_.empty() && into.items_.size() >= into.capacity_)
        return false;
      into.add(item);
      return true;
    }
    void await_suspend(std::coroutine_handle<> caller) noexcept {
      waiter = caller;
      into.producers_.push(*this);
    }
    void await_resume() const noexcept {}
  };

  struct get_operation {
    queue &from;
    int item = 0;
    get_operation *next = nullptr;
    std::coroutine_handle<> waiter{};

    bool await_ready() {
      if (from.items_.empty())
        return false;
      item = from.items_.front();
      from.items_.pop_front();
      if (!from.producers_.empty())
        from.add(from.producers_.wake_one().item);
      return true;
    }
    void await_suspend(std::coroutine_handle<> caller) noexcept {
      waiter = caller;
      from.consumers_.push(*this);
    }
    int await_resume() const noexcept { return item; }
  };

  put_operation put(int item) noexcept { return {*this, item}; }
  get_operation get() noexcept { return {*this}; }

private:
  void add(int item) {
    if (consumers_.empty())
      items_.push_back(item);
    else
      consumers_.wake_one().item = item;
  }

  std::size_t capacity_;
  std::deque<int> items_;
  line<put_operation> producers_;
  line<get_operation> consumers_;
};

} // namespace bare
