#pragma once

#include "async/detail/frame.hpp"
#include "async/detail/intrusive_list.hpp"
#include "async/report.hpp"
#include "async/wait_queue.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace async {
class scheduler;
}

namespace async::detail {

struct in_ready_list;
struct in_registry;

/// One delivery of a cancellation, shared by all copies of the exception. When the last of them dies although the task
/// has not ended, the task has swallowed its cancellation.
class cancel_delivery {
public:
  cancel_delivery(task_record &task, std::vector<const void *> requesters, std::source_location where) noexcept;
  cancel_delivery(const cancel_delivery &) = delete;
  cancel_delivery &operator=(const cancel_delivery &) = delete;
  ~cancel_delivery();

  std::source_location where() const noexcept { return where_; }
  bool consume(const void *requester) noexcept;

private:
  friend class task_record;

  task_record *task_; ///< null when the task has ended
  std::vector<const void *> requesters_;
  std::source_location where_;
};

/// Everything the runtime knows about one task. Lives as long as the task runs or anybody refers to it: handles and
/// holds count as references, and so does the scheduler until the task has ended.
class task_record : public link<in_ready_list>, public link<in_registry> {
public:
  enum class state : std::uint8_t { ready, running, waiting, finished };
  enum class outcome : std::uint8_t { none, value, failed, cancelled };
  /// What became of the handle; decides what is reported when the task ends.
  enum class ownership : std::uint8_t {
    owned,     ///< a handle can see the result
    dropped,   ///< the handle died although it could
    abandoned, ///< the same while an exception was unwinding its owner
    detached,  ///< given up on purpose: only a failure is reported
    taken,     ///< the result was handed out
  };

  task_record(scheduler &runs_on, std::string name, std::source_location spawned_at);
  task_record(const task_record &) = delete;
  task_record &operator=(const task_record &) = delete;
  virtual ~task_record();

  void retain() noexcept { ++references_; }
  void release() noexcept {
    if (--references_ == 0)
      delete this;
  }

  /// Takes the result out of the finished coroutine and destroys that. Called once, by the scheduler.
  virtual void collect() = 0;
  /// The exception the task ended with and nobody has taken, or null.
  virtual std::exception_ptr failure() const noexcept = 0;
  virtual bool gives_value() const noexcept = 0;
  /// Destroys the coroutine wherever it is suspended.
  virtual void destroy_frame() noexcept = 0;

  bool finished() const noexcept { return at == state::finished; }

  /// Asks the task to end; \p requester tells the request from others and may withdraw it. The cancellation is
  /// delivered at the suspension point where the task waits, or at its next one. False when the task has ended.
  bool cancel(const void *requester) noexcept;

  /// Takes back a request that was not delivered yet. False when it was.
  bool withdraw(const void *requester) noexcept;

  /// Whether the next suspension point must throw.
  bool must_throw() const noexcept { return !requests_.empty() && shields == 0; }
  bool cancel_requested() const noexcept { return cancel_requested_; }

  /// Delivers the pending requests. \throws cancelled, always
  [[noreturn]] void throw_cancelled(std::source_location where);

  /// Called at each suspension point: a task that gets here after it swallowed a cancellation went on.
  void check_swallowed(std::source_location where);

  /// The task has ended: \p how, and its coroutine has been collected. Reports what nobody will see.
  void end(outcome how) noexcept;

  /// Handle semantics: see task_handle.
  void handle_dropped() noexcept;
  /// The handle gives the task up on purpose.
  void handle_detached() noexcept;

  /// Whether \p object is a variable of one of the coroutines of this task.
  bool has_variable(const void *object) const noexcept;

  /// "task 'name'"
  std::string description() const;
  task_snapshot snapshot() const;
  std::vector<stack_entry> stack() const;

  scheduler &runs_on;
  std::uint64_t id;
  std::string name;
  std::string parent;
  std::source_location spawned_at;
  std::source_location defined_at; ///< its first coroutine
  frame *leaf = nullptr;           ///< the coroutine that runs or waits; null when the task has ended
  frame *root = nullptr;
  wait *waiting = nullptr; ///< the wait the task is parked in, while state is waiting
  wait_queue joiners;      ///< those who wait for the end of this task
  unsigned shields = 0;    ///< while positive, cancellations stay pending
  unsigned timeouts = 0;   ///< armed timers that will cancel this task: while positive, it is not hopeless
  state at = state::ready;
  outcome ended = outcome::none;
  ownership owner = ownership::owned;
  std::string lost_resource; ///< what the task waits for, when that was destroyed
  bool explained = false;    ///< a report has said already why this task waits for ever

private:
  friend class cancel_delivery;

  struct swallowed_cancellation {
    std::source_location delivered_at;
    std::string function; ///< that caught it
    bool by_root;
  };

  void check_swallowed_at_end();
  void report_swallowed(std::string what_next, std::source_location where);
  void report_unseen();

  std::vector<const void *> requests_;
  std::unique_ptr<swallowed_cancellation> swallowed_;
  std::vector<cancel_delivery *> deliveries_; ///< whose exceptions are alive
  unsigned references_ = 0;
  bool cutting_short_ = false; ///< a cancellation has ended a wait and is about to be delivered
  bool dropped_after_end_ = false;
  bool cancel_requested_ = false;
};

/// Whether \p thrown is a `cancelled`.
bool is_cancellation(const std::exception_ptr &thrown);

/// A counted reference to a task_record.
template <class Record> class record_ref {
public:
  record_ref() noexcept = default;
  explicit record_ref(Record *to) noexcept : to_(to) {
    if (to_)
      to_->retain();
  }
  record_ref(const record_ref &other) noexcept : record_ref(other.to_) {}
  record_ref(record_ref &&other) noexcept : to_(std::exchange(other.to_, nullptr)) {}
  record_ref &operator=(record_ref other) noexcept {
    std::swap(to_, other.to_);
    return *this;
  }
  ~record_ref() {
    if (to_)
      to_->release();
  }

  Record *get() const noexcept { return to_; }
  Record *operator->() const noexcept { return to_; }
  Record &operator*() const noexcept { return *to_; }
  explicit operator bool() const noexcept { return to_ != nullptr; }

private:
  Record *to_ = nullptr;
};

} // namespace async::detail
