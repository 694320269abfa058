#pragma once

#include "async/detail/task_record.hpp"
#include "async/spawn.hpp"
#include "async/task.hpp"
#include "async/wait_queue.hpp"

#include <coroutine>
#include <cstdint>
#include <functional>
#include <list>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace async {

/// The type of a task's result in a tuple or vector of results: T, std::monostate for void, a wrapper for a reference.
template <class T>
using value_of = std::conditional_t<
    std::is_void_v<T>, std::monostate,
    std::conditional_t<std::is_reference_v<T>, std::reference_wrapper<std::remove_reference_t<T>>, T>>;

} // namespace async

namespace async::detail {

/// Tasks that one task has started and that must end before it continues; the base of task_group and the combinators.
///
/// Lives in a coroutine of the parent, and tells the deadlock verdict which tasks the parent waits for.
class children {
public:
  children(const children &) = delete; // the children point here
  children &operator=(const children &) = delete;

  /// Waits for the decision (see decide()), and then, shielded from cancellation, until all children have ended.
  /// \throws cancelled when the parent is cancelled before the decision; then the children were cancelled and have
  /// ended
  task<> join(std::source_location where);

protected:
  /// \p kind names this in reports. The decision is made when one child has ended (\p needed is a_holder) or when all
  /// have (every_holder); or earlier by decide().
  children(std::string_view kind, released_by needed, std::source_location where);
  ~children() = default;

  /// Adds the new task \p started; after the decision it is cancelled at once.
  void add(task_record &started);

  /// The parent needs no more results: cancels all children that have not ended.
  void decide() noexcept;

  /// Cancels all children, each once.
  void cancel_all() noexcept;

  task_record &parent() const noexcept { return parent_; }
  std::source_location where() const noexcept { return where_; }

private:
  class child final : public end_watcher {
  public:
    child(children &of, task_record &started, std::source_location where) noexcept;
    ~child() { task_->watcher = nullptr; }

    void cancel() noexcept;
    void ended(task_record &task) noexcept override;

    std::list<child>::iterator self;

  private:
    children &of_;
    record_ref<task_record> task_;
    hold decides_;
    hold lives_;
    bool cancelled_ = false;
  };

  class [[nodiscard("nothing waits until this is awaited")]] wait_operation : public wait {
  public:
    wait_operation(wait_queue &queue, bool over, std::source_location where) noexcept
        : wait(queue, where), over_(over) {}

    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!enter(caller.promise()) || over_)
        return false;
      enqueue();
      return true;
    }
    void await_resume() { leave(); }

  private:
    bool over_;
  };

  virtual void child_ended(task_record &ended) noexcept = 0;

  task_record &parent_;
  std::source_location where_;
  bool decided_ = false;
  wait_queue decision_;
  wait_queue ends_;
  std::list<child> living_;
};

/// When the children have given enough of the result.
enum class enough : std::uint8_t {
  all,     ///< when all have ended
  failure, ///< when one has failed, or all have ended
  first,   ///< when one has ended
};

/// Children that are started together. When there is enough, those that have not ended are cancelled. Failures that
/// were not taken are reported as `exception-lost` on destruction.
class siblings final : public children {
public:
  siblings(std::string_view kind, enough rule, std::source_location where)
      : children(kind, rule == enough::first ? released_by::a_holder : released_by::every_holder, where), rule_(rule) {}
  ~siblings();

  /// \pre \p work is valid
  template <class T> record_ref<spawned<T>> start(task<T> work) {
    record_ref<spawned<T>> started = detail::start(parent().runs_on, std::move(work), {}, where());
    add(*started);
    return started;
  }

  /// The child that was enough by itself; null when all were needed.
  task_record *decisive() const noexcept { return decisive_.get(); }

  /// Throws the exception of decisive(). \pre it failed
  [[noreturn]] void throw_failure();

private:
  void child_ended(task_record &ended) noexcept override;

  enough rule_;
  record_ref<task_record> decisive_;
  std::vector<record_ref<task_record>> failed_;
};

/// Called before starting any of several tasks. \throws usage_error when one is empty
void check_valid(bool valid, const char *by_what, std::source_location where);
/// \throws usage_error when there is no task
void check_not_empty(bool empty, const char *by_what, std::source_location where);

/// Takes the result of a child that has ended. \throws its exception, task_cancelled when it was cancelled
template <class T> value_of<T> take_result(spawned<T> &ended, std::source_location where) {
  check_joined(ended, where);
  if constexpr (std::is_void_v<T>) {
    ended.outcome().take();
    return {};
  } else {
    return ended.outcome().take();
  }
}

} // namespace async::detail
