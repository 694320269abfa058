#pragma once

#include "async/detail/footprint.hpp"
#include "async/detail/frame.hpp"
#include "async/detail/intrusive_list.hpp"
#include "async/report.hpp"

#include <coroutine>
#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

namespace async {

class wait;
class hold;

namespace detail {
class task_record;
struct in_wait_queue;
struct in_holders;
} // namespace detail

/// Which tasks can end a wait. Deadlock detection is based on this.
enum class released_by : std::uint8_t {
  any_task,     ///< any task (event, queue): hopeless only when all tasks wait
  a_holder,     ///< one of the holders must release it (mutex, semaphore): hopeless when all of them are
  every_holder, ///< all holders must end (join): hopeless when one of them is
  in_turn,      ///< all holders, then all longer waiting tasks must release it, except sharers: hopeless when one is
  clock,        ///< the loop's own timers
  outside,      ///< another thread or the kernel: never hopeless
};

/// A FIFO queue of waiting tasks, and the only way to wait in this library.
///
/// Every primitive keeps its waiting tasks here instead of in its own list, so that the task dump, deadlock detection
/// and cancellation handle all primitives alike. Belongs to the thread of its loop, like everything built on it.
class wait_queue {
public:
  /// \p kind names the resource in reports ("mutex", "event"), \p name identifies it among those of its kind.
  wait_queue(std::string_view kind, released_by rule, std::string_view name = {});

  wait_queue(const wait_queue &) = delete; // waits and holds point here
  wait_queue &operator=(const wait_queue &) = delete;

  /// Tasks that still wait here can never be woken: they are reported as `never-completed` when the task that destroys
  /// this continues, and as pending when run() ends with it.
  ~wait_queue();

  bool empty() const noexcept {
    looked_at();
    return waits_.empty();
  }
  std::size_t size() const noexcept {
    looked_at();
    return waits_.size();
  }

  /// The longest wait. \pre not empty
  wait &front() const noexcept {
    looked_at();
    return waits_.front();
  }

  /// Called by a primitive when its state is read or written without a change of the queue or the holds: an exploration
  /// that leaves out equivalent orders must know of every access.
  void looked_at() const noexcept { shared_.looked_at(); }
  void changed() const noexcept { shared_.changed(); }

  /// Makes the task of \p suspended ready. It does not run inside this call: nothing in this library resumes inline.
  /// \pre \p suspended is in this queue
  void wake(wait &suspended) noexcept;

  /// Wakes the longest wait and returns it, or null when there is none.
  wait *wake_one() noexcept;

  /// Wakes all, longest waiting first.
  void wake_all() noexcept;

  /// For instance "mutex 'accounts'".
  std::string description() const;

  std::string_view kind() const noexcept { return kind_; }
  std::string_view name() const noexcept { return name_; }
  released_by rule() const noexcept { return rule_; }

  /// Visits every task that \p suspended depends on, with its hold: the holders of this resource, for a join the task
  /// that must end, and for waits that end in turn, the earlier ones. Sharers do not exclude each other.
  /// \pre \p suspended is in this queue
  template <class Visitor> void for_each_holder(const wait &suspended, Visitor visit) const;

protected:
  /// \p left was interrupted and removed: other tasks may be able to continue now.
  virtual void gave_up(wait &left) noexcept;

  friend class wait;
  friend class hold;
  friend class detail::task_record;

  detail::intrusive_list<wait, detail::in_wait_queue> waits_;
  detail::intrusive_list<hold, detail::in_holders> holds_;
  std::string_view kind_;
  std::string name_;
  detail::task_record *ends_ = nullptr; ///< for joins, the task that must end
  released_by rule_;
  detail::shared_object shared_; ///< represents the resource, its waits and its holds
};

/// A task's hold on a resource, or on a part of it. A member of the guard that will release it.
class hold : private detail::link<detail::in_holders> {
public:
  hold() noexcept = default; // holds nothing

  /// The guard was moved. Unless it is now in a variable of its task, it is uncertain which task will release the
  /// resource: then only the deadlock detection over all tasks uses this hold.
  hold(hold &&other) noexcept;
  hold &operator=(hold &&other) noexcept;
  ~hold() { drop(); }

  /// \p holder holds \p resource since \p where. With \p shares other tasks may share it.
  void take(wait_queue &resource, detail::task_record &holder, std::source_location where,
            bool shares = false) noexcept;

  /// Not a hold of a task; only active() as long as \p resource lives.
  void watch(wait_queue &resource) noexcept;

  /// Like a move to a variable of the holder: the releasing task stays certain.
  void take_over(hold &other) noexcept;

  void drop() noexcept;

  /// Whether a resource is held; false also after the resource was destroyed.
  bool active() const noexcept { return resource_ != nullptr; }

  /// \pre active(), for all that follow
  detail::task_record *holder() const noexcept { return holder_; } ///< null after watch()
  std::source_location since() const noexcept { return since_; }
  bool certain() const noexcept { return certain_; }
  bool shares() const noexcept { return shares_; }

private:
  template <class, class> friend class detail::intrusive_list;

  wait_queue *resource_ = nullptr;
  detail::task_record *holder_ = nullptr;
  std::source_location since_;
  bool certain_ = true;
  bool shares_ = false;
};

/// One wait of one task: the base of the awaiter that every primitive returns.
///
/// A derived awaiter's await_suspend reads
///
///     if (!enter(promise)) return false;     // a cancellation is pending: thrown by leave()
///     if (nothing to wait for) return false;
///     enqueue(); return true;
///
/// and its await_resume begins with leave(). Being awaited is a cancellation point even when it does not suspend.
class [[nodiscard("nothing waits until this is awaited")]] wait : private detail::link<detail::in_wait_queue> {
public:
  wait(const wait &) = delete; // its queue points here
  wait &operator=(const wait &) = delete;

  bool await_ready() const noexcept { return false; } // the task is known only in await_suspend

  /// The task that waits. \pre entered
  detail::task_record &waiter() const noexcept { return *task_; }
  /// Null when the queue was destroyed while this was in it.
  wait_queue *waits_in() const noexcept { return queue_; }
  /// The resource, as in wait_queue::description().
  std::string resource() const;
  std::source_location where() const noexcept { return where_; }
  /// Whether this waits for a share only, which other tasks may have at the same time.
  bool shares() const noexcept { return shares_; }

protected:
  /// \p unawaited is the report when this is destroyed without having been awaited.
  wait(wait_queue &queue, std::source_location where, report_kind unawaited = report_kind::never_awaited,
       bool shares = false) noexcept
      : queue_(&queue), where_(where), unawaited_(unawaited), shares_(shares) {}

  /// Not virtual, never deleted through this base: awaiters live in coroutine frames.
  ~wait();

  /// Records the waiting task. Returns false when a cancellation is pending; leave() throws it then.
  /// \throws usage_error when another task waits with this. The same task may use it again after the wait is over.
  bool enter(detail::frame &caller);

  bool suspended() const noexcept { return stage_ == stage::suspended; }

  /// Adds this to the queue; the caller must suspend the task. \pre enter() returned true
  void enqueue();

  /// Must be called first in await_resume. \throws cancelled when the wait was interrupted
  void leave();

private:
  template <class, class> friend class detail::intrusive_list;
  friend class wait_queue;
  friend class detail::task_record;

  enum class stage : std::uint8_t { unawaited, over, entered, suspended, woken, interrupted };

  /// Removes this from the queue and makes the task ready.
  void end(stage how) noexcept;
  /// Called when this is added to the queue or removed.
  void note_change() noexcept;

  wait_queue *queue_;
  detail::task_record *task_ = nullptr;
  std::source_location where_;
  report_kind unawaited_;
  stage stage_ = stage::unawaited;
  bool shares_ = false;
};

template <class Visitor> void wait_queue::for_each_holder(const wait &suspended, Visitor visit) const {
  looked_at();
  if (ends_)
    visit(*ends_, static_cast<const hold *>(nullptr));
  for (hold &held : holds_)
    if (held.holder() && (!held.shares() || !suspended.shares()))
      visit(*held.holder(), static_cast<const hold *>(&held));
  if (rule_ != released_by::in_turn)
    return;
  for (wait &earlier : waits_) {
    if (&earlier == &suspended)
      return;
    if (!earlier.shares() || !suspended.shares())
      visit(earlier.waiter(), static_cast<const hold *>(nullptr));
  }
}

} // namespace async
