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

/// Which tasks can end a wait. The deadlock verdict rests on this.
enum class released_by : std::uint8_t {
  anyone,       ///< any task may (event, queue): hopeless only when all tasks wait
  a_holder,     ///< one of the holders must let go (mutex, semaphore): hopeless when all of them are
  every_holder, ///< all holders must come to an end (join): hopeless when one of them is
  in_turn,      ///< all holders, and then all that wait longer, must let go, except among sharers: hopeless when one is
  clock,        ///< the loop's own timers
  outside,      ///< another thread or the kernel: never hopeless
};

/// A FIFO queue of waiting tasks, and the only way to wait in this library.
///
/// Every primitive parks its waiters here instead of keeping a list of its own, so the task dump, the deadlock report
/// and cancellation each have one thing to understand. Belongs to the thread of its loop, like everything built on it.
class wait_queue {
public:
  /// \p kind names the resource in reports ("mutex", "event"), \p name tells it from others of its kind.
  wait_queue(std::string_view kind, released_by rule, std::string_view name = {});

  wait_queue(const wait_queue &) = delete; // waits and holds point here
  wait_queue &operator=(const wait_queue &) = delete;

  /// Tasks that still wait here can never be woken: they are reported as `never-completed` when the task that
  /// destroyed this goes on, and as pending when run() ends with it.
  ~wait_queue();

  bool empty() const noexcept {
    looked_at();
    return waits_.empty();
  }
  std::size_t size() const noexcept {
    looked_at();
    return waits_.size();
  }

  /// The longest parked wait. \pre not empty
  wait &front() const noexcept {
    looked_at();
    return waits_.front();
  }

  /// A primitive says that its state is read or written, without a wait being parked, woken or held: an exploration
  /// that leaves out equivalent orders must know of every access.
  void looked_at() const noexcept { shared_.looked_at(); }
  void changed() const noexcept { shared_.changed(); }

  /// Makes the task of \p parked ready. It does not run inside this call: nothing in this library resumes inline.
  /// \pre \p parked is parked here
  void wake(wait &parked) noexcept;

  /// Wakes the longest parked wait and returns it, or null when there is none.
  wait *wake_one() noexcept;

  /// Wakes all, longest parked first.
  void wake_all() noexcept;

  /// For instance "mutex 'accounts'".
  std::string description() const;

  std::string_view kind() const noexcept { return kind_; }
  std::string_view name() const noexcept { return name_; }
  released_by rule() const noexcept { return rule_; }

  /// Every task whose doing \p parked depends on, with the hold that says so: the holds on this resource, for a join
  /// the task that must end, and where waits end in turn, those before it. Sharers do not keep each other out.
  /// \pre \p parked is parked here
  template <class Visitor> void for_each_holder(const wait &parked, Visitor visit) const;

protected:
  /// \p left was cut short and is no longer here: other tasks may be able to go on now.
  virtual void gave_up(wait &left) noexcept;

  friend class wait;
  friend class hold;
  friend class detail::task_record;

  detail::intrusive_list<wait, detail::in_wait_queue> waits_;
  detail::intrusive_list<hold, detail::in_holders> holds_;
  std::string_view kind_;
  std::string name_;
  detail::task_record *ends_ = nullptr; ///< the task whose end is waited for
  released_by rule_;
  detail::shared_object shared_; ///< what this guards, its waits and its holds
};

/// That a task holds (part of) a resource. Lives in the guard that will release it.
class hold : private detail::link<detail::in_holders> {
public:
  hold() noexcept = default; // holds nothing

  /// The guard moved. Unless it went to a variable of its task, it is not certain which task will release the resource:
  /// then only the verdict over all tasks counts on this hold.
  hold(hold &&other) noexcept;
  hold &operator=(hold &&other) noexcept;
  ~hold() { drop(); }

  /// \p holder has held \p resource since \p where; \p shares it with other tasks that want to share it too.
  void take(wait_queue &resource, detail::task_record &holder, std::source_location where,
            bool shares = false) noexcept;

  /// No task holds \p resource by this, but it is active() as long as \p resource lives.
  void watch(wait_queue &resource) noexcept;

  /// Like a move, to where the holder will find it: it stays certain.
  void take_over(hold &other) noexcept;

  void drop() noexcept;

  /// Whether something is held; false also after the resource died.
  bool active() const noexcept { return resource_ != nullptr; }

  /// \pre active(), for all that follow
  detail::task_record *holder() const noexcept { return holder_; } ///< null for one that only watches
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
///     park(); return true;
///
/// and its await_resume begins with leave(). Being awaited is a cancellation point even when it does not suspend.
class [[nodiscard("nothing waits until this is awaited")]] wait : private detail::link<detail::in_wait_queue> {
public:
  wait(const wait &) = delete; // its queue points here
  wait &operator=(const wait &) = delete;

  bool await_ready() const noexcept { return false; } // the task is known only in await_suspend

  /// The task that waits. \pre entered
  detail::task_record &waiter() const noexcept { return *task_; }
  /// Null when the queue died while this was parked in it.
  wait_queue *waits_in() const noexcept { return queue_; }
  /// What is waited for, as in wait_queue::description().
  std::string resource() const;
  std::source_location where() const noexcept { return where_; }
  /// Whether this waits for a share only, which other tasks may have at the same time.
  bool shares() const noexcept { return shares_; }

protected:
  /// \p unawaited is what is reported when this dies without having been awaited.
  wait(wait_queue &queue, std::source_location where, report_kind unawaited = report_kind::never_awaited,
       bool shares = false) noexcept
      : queue_(&queue), where_(where), unawaited_(unawaited), shares_(shares) {}

  /// Not virtual, never deleted through this base: awaiters live in coroutine frames.
  ~wait();

  /// Records which task waits. Returns false when a cancellation is pending; it is then thrown by leave().
  /// \throws usage_error when another task waits with this. One task may use it again when it is over.
  bool enter(detail::frame &caller);

  bool parked() const noexcept { return stage_ == stage::parked; }

  /// Puts the task to sleep in the queue. \pre enter() returned true
  void park();

  /// To be called first in await_resume. \throws cancelled when the wait was cut short
  void leave();

private:
  template <class, class> friend class detail::intrusive_list;
  friend class wait_queue;
  friend class detail::task_record;

  enum class stage : std::uint8_t { unawaited, over, entered, parked, woken, interrupted };

  /// Takes the parked task out of the queue and makes it ready.
  void end(stage how) noexcept;
  /// The task is put into the queue, or taken out.
  void note_change() noexcept;

  wait_queue *queue_;
  detail::task_record *task_ = nullptr;
  std::source_location where_;
  report_kind unawaited_;
  stage stage_ = stage::unawaited;
  bool shares_ = false;
};

template <class Visitor> void wait_queue::for_each_holder(const wait &parked, Visitor visit) const {
  looked_at();
  if (ends_)
    visit(*ends_, static_cast<const hold *>(nullptr));
  for (hold &held : holds_)
    if (held.holder() && (!held.shares() || !parked.shares()))
      visit(*held.holder(), static_cast<const hold *>(&held));
  if (rule_ != released_by::in_turn)
    return;
  for (wait &earlier : waits_) {
    if (&earlier == &parked)
      return;
    if (!earlier.shares() || !parked.shares())
      visit(earlier.waiter(), static_cast<const hold *>(nullptr));
  }
}

} // namespace async
