#pragma once

#include "async/detail/footprint.hpp"
#include "async/detail/frame.hpp"
#include "async/detail/intrusive_list.hpp"
#include "async/report.hpp"
#include "async/wait_queue.hpp"

#include <cstdint>
#include <exception>
#include <memory>
#include <source_location>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace async {
class scheduler;
}

namespace async::detail {

struct in_ready_list;
struct in_registry;
struct context;

/// A request to cancel a task.
struct cancel_request {
  const void *requester; ///< identifies the request
  unsigned shields;      ///< the number of shields around the code to cancel: only further shields delay the request
};

/// Is called when a task has ended, in the loop and outside of any task, before the tasks that join it wake.
class end_watcher {
public:
  virtual void ended(task_record &task) noexcept = 0;

protected:
  ~end_watcher() = default;
};

/// One delivery of a cancellation, shared by all copies of the exception. When the last of them dies although the task
/// has not ended, the task has swallowed its cancellation.
class cancel_delivery {
public:
  cancel_delivery(task_record &task, std::vector<cancel_request> requests, std::source_location where) noexcept;
  cancel_delivery(const cancel_delivery &) = delete;
  cancel_delivery &operator=(const cancel_delivery &) = delete;
  ~cancel_delivery();

  std::source_location where() const noexcept { return where_; }
  bool consume(const void *requester) noexcept;
  void put_back() noexcept;

private:
  friend class task_record;

  task_record *task_; ///< null when the task has ended
  std::vector<cancel_request> requests_;
  std::source_location where_;
};

/// The runtime's data of one task; reference-counted. Handles and holds are references, and so is the scheduler until
/// the task has ended.
class task_record : public link<in_ready_list>, public link<in_registry> {
public:
  enum class state : std::uint8_t { ready, running, waiting, finished };
  enum class outcome : std::uint8_t { none, value, failed, cancelled };
  /// The fate of the handle, which decides what is reported when the task ends.
  enum class handle_fate : std::uint8_t {
    owned,     ///< a handle exists
    dropped,   ///< the handle was destroyed
    abandoned, ///< the same while an exception was unwinding its owner
    detached,  ///< detached on purpose: only a failure is reported
    taken,     ///< the result was taken
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

  /// Takes the result out of the finished coroutine and destroys the coroutine. Called once, by the scheduler.
  virtual void collect() = 0;
  /// The exception of the ended task, if it was not taken; else null.
  virtual std::exception_ptr failure() const noexcept = 0;
  virtual bool gives_value() const noexcept = 0;
  /// Destroys the coroutine wherever it is suspended.
  virtual void destroy_frame() noexcept = 0;

  bool finished() const noexcept {
    joiners.looked_at();
    return at == state::finished;
  }

  /// Requests cancellation; \p requester identifies the request and may withdraw it. The cancellation is delivered at
  /// the suspension point where the task waits, or at its next one, unless the task is in more than \p outer_shields
  /// shields then. False when the task has ended.
  bool cancel(const void *requester, unsigned outer_shields = 0) noexcept;

  /// Withdraws a request that was not delivered yet. False when it was delivered.
  bool withdraw(const void *requester) noexcept;

  /// Withdraws all requests of \p requester, delivered or not, because the code that they should end has ended.
  /// \pre the task is running
  void forget(const void *requester) noexcept;

  /// Whether the next suspension point must throw.
  bool must_throw() const noexcept;
  /// Whether there is a request that was not withdrawn.
  bool cancel_requested() const noexcept { return !accepted_.empty(); }

  /// A token that is stopped by a request that the current shields do not delay.
  std::stop_token stop_token();
  /// The task has left its innermost shield.
  void leave_shield() noexcept;

  /// Delivers the pending requests. \throws cancelled, always
  [[noreturn]] void throw_cancelled(std::source_location where);

  /// Called at each suspension point: reports a task that has swallowed a cancellation and continues.
  void check_swallowed(std::source_location where);

  /// The task has ended with \p how, and collect() was called. Reports lost results.
  void end(outcome how) noexcept;

  /// Handle semantics: see task_handle.
  void handle_dropped() noexcept;
  /// The handle was detached.
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
  frame *leaf = nullptr;           ///< the innermost coroutine, which runs or waits; null when the task has ended
  frame *root = nullptr;
  wait *waiting = nullptr;  ///< the current wait, while state is waiting
  wait_queue joiners;       ///< the tasks that wait for the end of this one
  shared_object control;    ///< requests and shields, and whether the task is ready; each of its steps changes it
  shared_object dependence; ///< what it waits for, if other tasks may have to act
  unsigned shields = 0;     ///< while positive, cancellations from outside of them stay pending
  unsigned timeouts = 0;    ///< armed timers that will cancel this task: while positive, it is not hopeless
  state at = state::ready;
  outcome ended = outcome::none;
  handle_fate owner = handle_fate::owned;
  std::string lost_resource; ///< the resource that the task waits for, if it was destroyed
  bool explained = false;    ///< a report has already explained why this task waits indefinitely
  end_watcher *watcher = nullptr;
  std::shared_ptr<const context> variables; ///< the values of its context_vars; null when none was set

private:
  friend class cancel_delivery;

  struct swallowed_cancellation {
    std::source_location delivered_at;
    std::string function; ///< the function that caught it
    bool by_root;
    std::vector<cancel_request> requests;
  };

  bool deliverable(const cancel_request &request) const noexcept { return request.shields >= shields; }
  /// Removes one or all requests of \p requester.
  void retract(const void *requester, bool all) noexcept;
  bool stop_was_requested(std::size_t within_shields) const noexcept;
  void check_swallowed_at_end();
  void report_swallowed(std::string what_next, std::source_location where);
  void report_unseen();

  std::vector<cancel_request> requests_; ///< not delivered yet
  std::vector<cancel_request> accepted_; ///< not withdrawn, delivered or not
  std::vector<std::stop_source> stops_;  ///< by number of shields, made on request
  std::unique_ptr<swallowed_cancellation> swallowed_;
  std::vector<cancel_delivery *> deliveries_; ///< with exceptions that still exist
  unsigned references_ = 0;
  bool cutting_short_ = false; ///< a cancellation has ended a wait and is about to be delivered
  bool dropped_after_end_ = false;
};

/// The message of an exception.
std::string sentence_of(const std::exception_ptr &thrown);

/// cancelled::put_back() for an exception that was kept. \pre it is a `cancelled`
void put_back(const std::exception_ptr &cancellation);

/// "ready" and so on.
const char *name_of(task_record::state at) noexcept;

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
