#pragma once

#include "async/wait_queue.hpp"

#include <coroutine>
#include <optional>
#include <source_location>
#include <string_view>

namespace async::detail {

class ownership;
class acquisition;

/// A resource that tasks hold while other tasks wait for it; the base of mutex, shared_mutex and semaphore. Fair: a new
/// task waits behind all waiting tasks, and a released resource is passed directly to the task that has waited longest,
/// so no task can overtake.
class holdable {
public:
  holdable(const holdable &) = delete; // ownerships and waits point here
  holdable &operator=(const holdable &) = delete;

protected:
  /// As for wait_queue.
  holdable(std::string_view kind, released_by rule, std::string_view name) : waiters_(*this, kind, rule, name) {}
  ~holdable() = default;

  /// Takes it for \p given, if that is possible without waiting. \throws usage_error, which begins with \p by_what,
  /// outside of tasks
  bool try_take(ownership &given, const char *by_what, bool to_share, std::source_location where);

  /// Must be called by code that reads the state of this; see wait_queue.
  void looked_at() const noexcept { waiters_.looked_at(); }

  /// Makes \p watching active() as long as this lives.
  void be_watched_by(hold &watching) noexcept { watching.watch(waiters_); }

private:
  friend class ownership;
  friend class acquisition;

  class line final : public wait_queue {
  public:
    line(holdable &of, std::string_view kind, released_by rule, std::string_view name)
        : wait_queue(kind, rule, name), of_(of) {}

  private:
    void gave_up(wait &) noexcept override { of_.grant_waiters(); }

    holdable &of_;
  };

  /// Whether one more task may hold it, shared or exclusively.
  virtual bool is_free(bool to_share) const noexcept = 0;
  virtual void taken(bool shared) noexcept = 0;
  virtual void given_back(bool shared) noexcept = 0;

  bool must_wait(bool to_share) const noexcept { return !waiters_.empty() || !is_free(to_share); }

  /// Passes it to as many waiters as can hold it now, in FIFO order.
  void grant_waiters() noexcept;

  line waiters_;
};

/// The base of guards and permits: a task holds a resource until this is destroyed. May be moved to another task; may
/// outlive the resource and then does nothing.
class ownership {
public:
  ownership(ownership &&) noexcept = default;
  ownership &operator=(ownership &&other) noexcept {
    if (this != &other) {
      let_go();
      of_ = other.of_;
      hold_ = std::move(other.hold_);
    }
    return *this;
  }
  ~ownership() { let_go(); }

  /// Whether it holds a resource.
  bool owns() const noexcept { return hold_.active(); }

protected:
  ownership() noexcept = default;

  void let_go() noexcept;
  /// Releases the resource. \throws usage_error, with the sentence \p otherwise, when nothing is held
  void let_go(const char *otherwise, std::source_location where);

  /// \pre owns(), for both
  holdable &of() const noexcept { return *of_; }
  bool shared() const noexcept { return hold_.shares(); }

private:
  friend class holdable;
  friend class acquisition;

  void take(holdable &wanted, task_record &holder, std::source_location where, bool shares) noexcept;
  /// Like a move to where the holder will find it.
  void take_over(ownership &other) noexcept;

  holdable *of_ = nullptr; ///< valid while hold_ is active
  hold hold_;
};

/// A place in the queue for a resource, taken when awaited.
class acquisition : public wait {
public:
  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    return suspend(caller.promise());
  }

protected:
  acquisition(holdable &wanted, bool shares, std::source_location where) noexcept
      : wait(wanted.waiters_, where, report_kind::guard_never_held, shares), wanted_(wanted) {}
  ~acquisition() = default;

  /// Ends the wait and gives the resource to \p given. \throws cancelled, usage_error when the resource was destroyed
  void give_to(ownership &given);

private:
  friend class holdable;

  bool suspend(frame &caller);

  holdable &wanted_;
  struct granted final : ownership {
  } granted_; ///< set by the releasing holder; passed on when the waiter is destroyed before it runs
};

/// The result of lock() and acquire(): an acquisition that gives an \p Ownership.
template <class Ownership>
class [[nodiscard("nothing is held until this is awaited")]] acquisition_of : public acquisition {
public:
  acquisition_of(holdable &wanted, bool shares, std::source_location where) noexcept
      : acquisition(wanted, shares, where) {}

  Ownership await_resume() {
    Ownership given;
    give_to(given);
    return given;
  }
};

} // namespace async::detail
