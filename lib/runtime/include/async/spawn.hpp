#pragma once

#include "async/detail/task_record.hpp"
#include "async/scheduler.hpp"
#include "async/task.hpp"

#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace async {

namespace detail {

/// A task record with room for the result of its coroutine.
template <class T> class spawned final : public task_record {
public:
  spawned(scheduler &runs_on, std::string name, std::source_location spawned_at, task_promise<T> &root)
      : task_record(runs_on, std::move(name), spawned_at), root_(&root) {}

  ~spawned() override { spawned::destroy_frame(); }

  void collect() override {
    result_ = std::move(root_->outcome);
    spawned::destroy_frame();
  }

  std::exception_ptr failure() const noexcept override { return result_.exception(); }
  bool gives_value() const noexcept override { return !std::is_void_v<T>; }

  void destroy_frame() noexcept override {
    if (root_)
      std::exchange(root_, nullptr)->handle.destroy();
  }

  result<T> &outcome() noexcept { return result_; }

private:
  task_promise<T> *root_;
  result<T> result_;
};

/// The latest co_await of the task that is running.
std::source_location place_of_await() noexcept;

/// Where the coroutine that is running was awaited, or spawned if it is not awaited.
std::source_location place_of_caller() noexcept;

/// Makes \p work a separate task, ready to run, without a handle. \throws usage_error for an empty task
template <class T>
record_ref<spawned<T>> start(scheduler &loop, task<T> work, std::string_view name, std::source_location where) {
  task_promise<T> *root = work.release();
  if (!root)
    throw usage_error("spawn of an empty task: it was moved from, awaited, or never had a coroutine", where);
  record_ref<spawned<T>> record(new spawned<T>(loop, std::string(name), where, *root));
  loop.start(*record, *root);
  return record;
}

/// Marks the result of \p ended as taken. Returns when there is a value; \throws the exception for a joiner otherwise
void check_joined(task_record &ended, std::source_location where);

} // namespace detail

template <class T> class task_handle;

/// Starts \p work as a separate task in this thread's loop. The loop runs it later, not inside this call. \p name
/// identifies it in reports; empty for "task-N". \throws usage_error outside of run(), or for an empty task
template <class T>
task_handle<T> spawn(task<T> work, std::string_view name = {},
                     std::source_location where = std::source_location::current());

/// A wait for the end of a task, without taking the result.
class [[nodiscard("nothing waits until this is awaited")]] end_of_task : public wait {
public:
  end_of_task(detail::task_record &awaited, std::source_location where) noexcept
      : wait(awaited.joiners, where), awaited_(&awaited) {}

  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    if (!enter(caller.promise()) || awaited_->finished())
      return false;
    enqueue();
    return true;
  }
  void await_resume() { leave(); }

private:
  detail::record_ref<detail::task_record> awaited_;
};

/// A wait for the end of a task that takes its result.
template <class T> class [[nodiscard("the task is not joined until this is awaited")]] join_of_task : public wait {
public:
  join_of_task(detail::record_ref<detail::spawned<T>> awaited, std::source_location where) noexcept
      : wait(awaited->joiners, where), awaited_(std::move(awaited)) {}

  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    if (!enter(caller.promise()) || awaited_->finished())
      return false;
    enqueue();
    return true;
  }

  T await_resume() {
    leave();
    detail::check_joined(*awaited_, where());
    return awaited_->outcome().take();
  }

private:
  detail::record_ref<detail::spawned<T>> awaited_;
};

/// Owns a spawned task.
///
/// Awaiting it waits for the end and takes the result: the value, the exception, or task_cancelled when the task was
/// cancelled. Cancelling the task that awaits does not cancel the task. One result can be taken once.
///
/// Dropping a handle is reported. When the task has not ended, it continues, and its end is reported: as
/// `exception-lost` when it fails, as `pending-at-shutdown` when it does not end, and else as `result-dropped`. When an
/// exception is unwinding the owner, the task is cancelled instead. When the task has ended, a result that was not
/// taken is reported: an exception, or a value. After detach() only a failure is reported.
template <class T> class [[nodiscard("dropping the handle of a task loses its result")]] task_handle {
public:
  /// A handle without task.
  task_handle() noexcept = default;
  task_handle(task_handle &&) noexcept = default;
  task_handle &operator=(task_handle &&other) noexcept {
    if (this != &other) {
      drop();
      record_ = std::move(other.record_);
    }
    return *this;
  }
  ~task_handle() { drop(); }

  bool valid() const noexcept { return static_cast<bool>(record_); }

  // What follows throws usage_error for a handle without task.

  const std::string &name(std::source_location where = std::source_location::current()) const {
    return record("name", where).name;
  }
  bool finished(std::source_location where = std::source_location::current()) const {
    return record("finished", where).finished();
  }

  /// Requests cancellation: `cancelled` is thrown at the suspension point where the task waits, or at its next one.
  /// False when it has ended already.
  bool cancel(std::source_location where = std::source_location::current()) {
    detail::task_record &task = record("cancel", where);
    return task.cancel(&task);
  }

  /// Lets the task continue and ignores its result on purpose.
  void detach(std::source_location where = std::source_location::current()) {
    record("detach", where).handle_detached();
    record_ = {};
  }

  /// `co_await handle` is `co_await handle.join()`.
  join_of_task<T> join(std::source_location where = std::source_location::current()) const {
    static_cast<void>(record("join", where));
    return {record_, where};
  }

  /// Waits for the end without taking the result.
  end_of_task ended(std::source_location where = std::source_location::current()) const {
    return {record("ended", where), where};
  }

  /// The record, for the parts of the library that build on handles.
  detail::spawned<T> &record(const char *by_what = "record",
                             std::source_location where = std::source_location::current()) const {
    if (!record_)
      throw usage_error(std::string(by_what) + " of a task handle that has no task", where);
    return *record_;
  }

private:
  friend task_handle spawn<T>(task<T>, std::string_view, std::source_location);
  explicit task_handle(detail::spawned<T> &record) noexcept : record_(&record) {}

  void drop() noexcept {
    if (record_)
      record_->handle_dropped();
    record_ = {};
  }

  detail::record_ref<detail::spawned<T>> record_;
};

template <class T> join_of_task<T> operator co_await(const task_handle<T> &handle) {
  return handle.join(detail::place_of_await());
}

template <class T> task_handle<T> spawn(task<T> work, std::string_view name, std::source_location where) {
  return task_handle<T>(*detail::start(scheduler::required("spawn", where), std::move(work), name, where));
}

} // namespace async
