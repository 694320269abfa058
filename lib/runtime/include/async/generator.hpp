#pragma once

#include "async/task.hpp"

#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <utility>

namespace async {

template <class T> class generator;

namespace detail {

/// The end of a co_yield: resumes the coroutine that asked for the item, in the same task.
struct yield_awaiter {
  bool await_ready() const noexcept { return false; }

  template <class Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> yields) const noexcept {
    frame &self = yields.promise();
    frame &asked = *std::exchange(self.caller, nullptr);
    self.in_task->leaf = &asked;
    return transfer(*self.in_task, asked.handle);
  }

  void await_resume() const noexcept {}
};

template <class T> struct generator_promise final : promise_base {
  generator<T> get_return_object(std::source_location where = std::source_location::current()) noexcept;

  yield_awaiter yield_value(T item) {
    current.emplace(std::move(item));
    return {};
  }
  void return_void() noexcept {}
  void unhandled_exception() noexcept { thrown = std::current_exception(); }

  /// Whether a task has asked for an item and has not got it yet.
  bool runs() const noexcept { return caller && !handle.done(); }

  generator<T> *owner = nullptr; ///< null when the generator was destroyed while a task waited for an item
  std::optional<T> current;      ///< yielded, and not taken yet
  std::exception_ptr thrown;
};

/// The exception for a task that asks for an item while another task waits for one.
std::exception_ptr refuse_overlap(std::source_location where);
void report_next_never_awaited(std::source_location where) noexcept;

} // namespace detail

/// A coroutine that yields any number of T, one for each next(); it may co_await between them.
///
///     while (std::optional<line> next = co_await lines.next())
///       use(*next);
///
/// Lazy: nothing runs until next() is awaited, and then inside of the task that awaits it. Other tasks may ask at other
/// times, not at the same. A generator owns its coroutine, and may be destroyed before its end: then the coroutine's
/// variables are destroyed where it yielded, or, if a task waits for an item, when that has got it. What must be closed
/// with co_await belongs around the generator, with().
template <class T> class [[nodiscard("a generator does nothing until it is asked for an item")]] generator {
public:
  using promise_type = detail::generator_promise<T>;

  /// What next() returns.
  class [[nodiscard("nothing runs until this is awaited")]] next_operation {
  public:
    next_operation(const next_operation &) = delete;
    next_operation &operator=(const next_operation &) = delete;
    ~next_operation() {
      if (!awaited_)
        detail::report_next_never_awaited(where_);
      if (waits_)
        abandon(); // the task is destroyed where it waits
    }

    bool await_ready() const noexcept { return false; }

    template <class Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> asks) noexcept {
      detail::frame &caller = asks.promise();
      detail::touch_everything(); // tasks may share a generator
      awaited_ = true;
      const bool ended = from_.handle.done();
      if (!ended && from_.caller)
        refusal_ = detail::refuse_overlap(where_);
      if (ended || refusal_)
        return detail::transfer(*caller.in_task, asks);
      waits_ = true;
      from_.caller = &caller;
      from_.in_task = caller.in_task;
      caller.in_task->leaf = &from_;
      return detail::transfer(*caller.in_task, from_.handle);
    }

    std::optional<T> await_resume() {
      if (refusal_)
        std::rethrow_exception(std::move(refusal_));
      waits_ = false;
      const std::exception_ptr thrown = std::exchange(from_.thrown, nullptr);
      std::optional<T> item = std::exchange(from_.current, std::nullopt);
      if (!from_.owner)
        from_.handle.destroy();
      if (thrown)
        std::rethrow_exception(thrown);
      return item;
    }

  private:
    friend class generator;
    next_operation(promise_type &from, std::source_location where) noexcept : from_(from), where_(where) {}

    /// The coroutine waits on behalf of a task that was destroyed.
    void abandon() noexcept {
      if (from_.owner)
        from_.owner->promise_ = nullptr;
      from_.handle.destroy();
    }

    promise_type &from_;
    std::source_location where_;
    std::exception_ptr refusal_;
    bool awaited_ = false;
    bool waits_ = false; ///< for the item
  };

  /// A generator without a coroutine; asking it for an item is an error.
  generator() noexcept = default;
  generator(generator &&other) noexcept { take(other); }
  generator &operator=(generator &&other) noexcept {
    if (this != &other) {
      drop();
      take(other);
    }
    return *this;
  }
  ~generator() { drop(); }

  bool valid() const noexcept { return promise_ != nullptr; }

  /// Runs the coroutine until it yields, and returns the item; nothing when it has ended. An exception of the coroutine
  /// is thrown here, and ends it. \throws usage_error for a generator without coroutine, and to a task that asks while
  /// another task waits for its item
  next_operation next(std::source_location where = std::source_location::current()) {
    if (!promise_)
      throw usage_error("a generator was asked for an item after it had been moved from, or never had a coroutine",
                        where);
    return {*promise_, where};
  }

private:
  friend promise_type;
  explicit generator(promise_type &promise) noexcept : promise_(&promise) { promise.owner = this; }

  void take(generator &other) noexcept {
    promise_ = std::exchange(other.promise_, nullptr);
    if (promise_)
      promise_->owner = this;
  }

  void drop() noexcept {
    if (!promise_)
      return;
    if (promise_->runs())
      promise_->owner = nullptr; // the task that waits for the item destroys the coroutine
    else
      promise_->handle.destroy();
    promise_ = nullptr;
  }

  promise_type *promise_ = nullptr;
};

namespace detail {

template <class T> generator<T> generator_promise<T>::get_return_object(std::source_location where) noexcept {
  handle = std::coroutine_handle<generator_promise>::from_promise(*this);
  created = where;
  return generator<T>(*this);
}

} // namespace detail

} // namespace async
