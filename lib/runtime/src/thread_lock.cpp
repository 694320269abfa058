#include "async/detail/thread_lock.hpp"

#include "async/detail/baton.hpp"
#include "async/detail/deadlock.hpp"
#include "async/errors.hpp"
#include "async/scheduler.hpp"

#include <algorithm>
#include <utility>

namespace async::detail {

namespace {

/// What this thread holds, in order of locking.
intrusive_list<thread_lock, in_held_locks> &held_here() {
  thread_local intrusive_list<thread_lock, in_held_locks> held;
  return held;
}

const void *this_thread() noexcept {
  thread_local const char address = 0;
  return &address;
}

task_record *running_task() noexcept {
  const scheduler *loop = scheduler::current();
  return loop ? loop->running() : nullptr;
}

std::string name_of(const task_record *task) { return task ? task->name : "(no task)"; }

} // namespace

thread_lock::~thread_lock() {
  if (held_by_this_thread())
    --held_lock_count;
}

bool thread_lock::held_by_this_thread() const noexcept {
  return thread_.load(std::memory_order_relaxed) == this_thread();
}

void thread_lock::before_lock(std::source_location where) {
  touch_everything();
  scheduling_point();
  baton *const others = baton_of_thread;
  for (;;) {
    if (held_by_this_thread()) {
      if (recursive_)
        return;
      refuse("the thread waits for " + description() + ", which it holds itself", cycle_closed_at(where), where);
    }
    if (!others || !held_by_thread())
      return;
    if (std::vector<wait_edge> cycle = cycle_closed_at(where); !cycle.empty())
      refuse("threads wait for each other", std::move(cycle), where);
    if (others->wait_until_free({this, name_of(running_task()), place_of(where)}))
      continue;
    if (held_by_thread() && (!seat_ || others->ended(*seat_)))
      refuse("the thread waits for " + description() + ", which a thread that has ended still holds", {}, where);
    throw deadlock_error("the run was given up while a thread waited for " + description());
  }
}

bool thread_lock::before_try_lock() {
  touch_everything();
  scheduling_point();
  if (held_by_this_thread())
    return recursive_;
  return !baton_of_thread || !held_by_thread();
}

void thread_lock::locked(std::source_location where) {
  if (depth_++ > 0)
    return;
  thread_.store(this_thread(), std::memory_order_relaxed);
  seat_ = baton_of_thread ? std::optional(baton_of_thread->seat()) : std::nullopt;
  task_ = record_ref<task_record>(running_task());
  since_ = place_of(where);
  reported_ = false;
  held_here().push_back(*this);
  ++held_lock_count;
}

void thread_lock::before_unlock(std::source_location where) {
  touch_everything();
  if (!held_by_this_thread())
    throw usage_error("unlock of " + description() + ", which this thread does not hold", where);
  if (--depth_ > 0)
    return;
  unlink();
  --held_lock_count;
  task_ = {};
  thread_.store(nullptr, std::memory_order_relaxed);
}

std::string thread_lock::description() const { return name_.empty() ? "thread mutex" : "thread mutex '" + name_ + "'"; }

std::source_location thread_lock::place_of(std::source_location where) const {
  const task_record *task = running_task();
  const bool by_standard_library = std::string_view(where.file_name()).find("/c++/") != std::string_view::npos;
  // A guard cannot pass on its own place: the coroutine that made it is what is known.
  return by_standard_library && task ? task->leaf->created : where;
}

std::vector<wait_edge> thread_lock::cycle_closed_at(std::source_location where) const {
  std::vector<wait_edge> cycle;
  const task_record *waiter = running_task();
  const std::string first = name_of(waiter);
  std::string at = first;
  std::source_location waits_at = place_of(where);
  const thread_lock *wanted = this;
  // Each lock leads to its holder's thread, and that to the lock which that thread waits for.
  while (wanted && wanted->held_by_thread()) {
    const std::string holder = name_of(wanted->task_.get());
    cycle.push_back({at, wanted->description(), waits_at, holder, wanted->since_});
    const bool closed = wanted->held_by_this_thread();
    if (!closed && (!baton_of_thread || !wanted->seat_))
      return {};
    const baton::waiting here{wanted, first, waits_at};
    const baton::waiting &next = closed ? here : baton_of_thread->waiting_in(*wanted->seat_);
    if (next.wanted && next.task != holder)
      cycle.push_back({holder, "the thread of its loop", wanted->since_, next.task, std::nullopt});
    if (closed)
      return cycle;
    at = next.task;
    waits_at = next.where;
    wanted = next.wanted;
  }
  return {};
}

void thread_lock::refuse(std::string message, std::vector<wait_edge> cycle, std::source_location where) {
  const task_record *task = running_task();
  emit({.kind = report_kind::deadlock,
        .message = message,
        .task = name_of(task),
        .where = place_of(where),
        .notes = notes_of(cycle),
        .stack = task ? task->stack() : std::vector<stack_entry>(),
        .cycle = std::move(cycle),
        .tasks = {}});
  if (baton_of_thread)
    baton_of_thread->give_up();
  throw deadlock_error(std::move(message));
}

void report_held_locks(const task_record &suspended) {
  for (thread_lock &held : held_here()) {
    if (held.task_.get() != &suspended || std::exchange(held.reported_, true))
      continue;
    emit({.kind = report_kind::lock_held_across_suspension,
          .message = suspended.description() + " suspended while it held " + held.description(),
          .task = suspended.name,
          .where = suspended.leaf->awaiting,
          .notes = {{held.description() + " was locked", held.since_}},
          .stack = suspended.stack(),
          .cycle = {},
          .tasks = {}});
  }
}

} // namespace async::detail
