#include "async/scheduler.hpp"

#include "async/detail/deadlock.hpp"
#include "async/detail/registry.hpp"
#include "async/detail/thread_lock.hpp"
#include "async/detail/trace.hpp"
#include "async/errors.hpp"

#include <string>
#include <utility>
#include <vector>

namespace async {

namespace {

thread_local scheduler *current_scheduler = nullptr;

/// How many times left-over tasks are resumed at most, so that one that ignores its cancellation cannot hold up run().
constexpr std::size_t steps_to_end = 10'000;

} // namespace

namespace detail {

void resume_next(task_record &task, std::coroutine_handle<> next) noexcept { task.runs_on.next_ = next; }

} // namespace detail

scheduler::scheduler(driver &drives, std::source_location where) : driver_(drives) {
  if (current_scheduler)
    throw usage_error("run was called inside of a task; co_await the task instead", where);
  if (driver_.drives_.exchange(true))
    throw usage_error("run was called on a loop that runs on another thread; submit the task to it instead", where);
  current_scheduler = this;
  detail::registry::add(*this);
}

scheduler::~scheduler() {
  detail::registry::remove(*this);
  current_scheduler = nullptr;
  driver_.drives_ = false;
}

scheduler *scheduler::current() noexcept { return current_scheduler; }

scheduler &scheduler::required(const char *by_what, std::source_location where) {
  if (!current_scheduler)
    throw usage_error(std::string(by_what) + " needs a running loop: call it from a task that async::run runs", where);
  return *current_scheduler;
}

detail::task_record &scheduler::required_task(const char *by_what, std::source_location where) {
  detail::task_record *task = current_scheduler ? current_scheduler->running_ : nullptr;
  if (!task)
    throw usage_error(std::string(by_what) + " makes sense only in a task that async::run runs", where);
  return *task;
}

void scheduler::start(detail::task_record &task, detail::frame &root) {
  task.retain();
  task.root = task.leaf = &root;
  task.defined_at = root.created;
  root.in_task = &task;
  spawning_.changed(); // tasks are numbered
  task.control.changed();
  tasks_.push_back(task);
  detail::trace(&trace_hooks::begin, task);
  make_ready(task);
}

void scheduler::make_ready(detail::task_record &task) noexcept {
  task.at = detail::task_record::state::ready;
  ready_.push_back(task);
  ++ready_count_;
}

void scheduler::run(detail::task_record &main, duration grace) {
  main_ = &main;
  try {
    while (!main.finished()) {
      if (step())
        continue;
      detail::end_recording();
      report_standstill();
      throw deadlock_error("task '" + main.name + "' can never end: nothing is left that could wake it");
    }
    report_pending();
  } catch (...) {
    close(grace);
    throw;
  }
  close(grace);
}

bool scheduler::step(std::optional<time_point> latest) {
  if (round_left_ == 0 || driver_.every_step_is_a_round()) {
    driver_.poll();
    driver_.run_posted();
    fire_timers();
    round_left_ = ready_count_;
  }
  if (ready_count_ == 0) {
    if (timers_.empty() && outside_waits_ == 0 && !driver_.can_be_woken())
      return false;
    std::optional<time_point> until = latest;
    if (!timers_.empty() && (!until || timers_.next_deadline() < *until))
      until = timers_.next_deadline();
    driver_.idle(until);
    return true;
  }
  if (round_left_ > 0)
    --round_left_;
  if (!closing_)
    driver_.before_step();
  if (detail::task_record *next = pick())
    resume(*next);
  return true;
}

detail::task_record *scheduler::pick() {
  std::size_t index = 0;
  if (!closing_) {
    const bool time_may_pass = driver_.timers_may_overtake() && !timers_.empty();
    index = driver_.pick(ready_, ready_count_, time_may_pass);
  }
  if (index == ready_count_) {
    driver_.idle(timers_.next_deadline());
    fire_timers();
    return nullptr;
  }
  detail::task_record &next = ready_.at(index);
  static_cast<detail::link<detail::in_ready_list> &>(next).unlink();
  --ready_count_;
  return &next;
}

void scheduler::fire_timers() {
  if (!timers_.empty())
    timers_.fire_due(driver_.now(), [this](std::size_t ties) { return closing_ ? 0 : driver_.choose(ties); });
}

void scheduler::resume(detail::task_record &task) {
  running_ = &task;
  task.at = detail::task_record::state::running;
  pulse_.beat();
  detail::trace(&trace_hooks::resume, task);
  next_ = task.leaf->handle;
  while (next_)
    std::exchange(next_, nullptr).resume();
  pulse_.beat();
  if (!task.leaf)
    finish(task);
  else
    suspended(task);
  running_ = nullptr;
  if (orphans_)
    report_orphans();
}

void scheduler::suspended(detail::task_record &task) {
  detail::trace(&trace_hooks::suspend, task);
  if (detail::held_lock_count > 0)
    detail::report_held_locks(task);
}

void scheduler::finish(detail::task_record &task) {
  using outcome = detail::task_record::outcome;
  task.collect();
  task.joiners.changed();
  if (&task == main_)
    detail::touch_everything(); // ends the run
  outcome how = outcome::value;
  if (const std::exception_ptr thrown = task.failure())
    how = detail::is_cancellation(thrown) ? outcome::cancelled : outcome::failed;
  static_cast<detail::link<detail::in_registry> &>(task).unlink();
  task.end(how);
  detail::trace(&trace_hooks::end, task);
  if (task.watcher)
    task.watcher->ended(task);
  task.joiners.wake_all();
  main_ended_ = main_ended_ || &task == main_;
  task.release();
}

void scheduler::report_orphans() {
  orphans_ = false;
  detail::touch_everything();
  if (main_ended_)
    return; // the queue died with main: its waiters are pending at shutdown, like all others
  for (detail::task_record &task : tasks_) {
    if (task.at != detail::task_record::state::waiting || task.waiting->waits_in() || task.explained)
      continue;
    task.explained = true;
    emit({.kind = report_kind::never_completed,
          .message = task.description() + " waits for " + task.lost_resource,
          .task = task.name,
          .where = task.waiting->where(),
          .stack = task.stack()});
  }
}

void scheduler::report_standstill() {
  std::vector<task_snapshot> stuck;
  detail::task_record *first = nullptr;
  std::vector<wait_edge> cycle;
  for (detail::task_record &task : tasks_) {
    if (task.explained)
      return; // what the other tasks wait for is, as far as can be known, what was reported already
    if (!first)
      first = &task;
    if (cycle.empty())
      cycle = detail::find_cycle(task);
    stuck.push_back(task.snapshot());
  }
  std::vector<report_note> notes = detail::notes_of(cycle);
  if (notes.empty())
    for (const task_snapshot &task : stuck)
      notes.push_back({"task '" + task.name + "' waits for " + task.waits_for, *task.waits_at});
  emit({.kind = report_kind::deadlock,
        .message = stuck.size() == 1
                       ? first->description() + " waits for " + stuck.front().waits_for + " and nothing can wake it"
                       : "all " + std::to_string(stuck.size()) + " tasks wait and nothing can wake any of them",
        .task = first->name,
        .where = first->waiting->where(),
        .notes = std::move(notes),
        .stack = first->stack(),
        .cycle = std::move(cycle),
        .tasks = std::move(stuck)});
}

void scheduler::report_pending() {
  std::vector<task_snapshot> pending;
  detail::task_record *first = nullptr;
  for (detail::task_record &task : tasks_) {
    if (task.explained || task.cancel_requested())
      continue;
    if (!first)
      first = &task;
    pending.push_back(task.snapshot());
  }
  if (!first)
    return;
  std::vector<report_note> notes;
  for (const task_snapshot &task : pending)
    notes.push_back({"task '" + task.name + "' is " + task.state +
                         (task.waits_for.empty() ? std::string() : " for " + task.waits_for),
                     task.waits_at ? *task.waits_at : task.spawned_at});
  emit({.kind = report_kind::pending_at_shutdown,
        .message = pending.size() == 1 ? first->description() + " had not ended when run() did"
                                       : std::to_string(pending.size()) + " tasks had not ended when run() did",
        .task = first->name,
        .where = first->spawned_at,
        .notes = std::move(notes),
        .stack = first->stack(),
        .cycle = {},
        .tasks = std::move(pending)});
}

void scheduler::close(duration grace) {
  closing_ = true;
  detail::end_recording();
  std::vector<detail::record_ref<detail::task_record>> left;
  for (detail::task_record &task : tasks_)
    left.emplace_back(&task);
  for (const auto &task : left)
    task->cancel(this);
  const time_point deadline = now() + grace;
  for (std::size_t steps = 0; steps < steps_to_end && !tasks_.empty(); ++steps)
    if (now() >= deadline || !step(deadline))
      break;
  destroy_tasks();
}

void scheduler::destroy_tasks() noexcept {
  // The youngest first: what a task uses mostly belongs to those that came before it. Destructors may still spawn.
  while (!tasks_.empty()) {
    detail::task_record &ended = tasks_.back();
    static_cast<detail::link<detail::in_ready_list> &>(ended).unlink();
    static_cast<detail::link<detail::in_registry> &>(ended).unlink();
    ended.leaf = nullptr;
    ended.end(detail::task_record::outcome::cancelled);
    detail::trace(&trace_hooks::end, ended);
    ended.destroy_frame();
    ended.release();
  }
  ready_count_ = 0;
}

} // namespace async
