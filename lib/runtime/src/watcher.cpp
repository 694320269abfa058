#include "async/detail/watcher.hpp"

#include "async/detail/debug.hpp"
#include "async/detail/native_stack.hpp"
#include "async/detail/probe.hpp"
#include "async/scheduler.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <thread>
#include <utility>

namespace async::detail {

namespace {

constexpr int no_dump = -1;

/// How long a thread may take to look at itself.
constexpr duration patience = std::chrono::seconds(5);

/// How often is looked at a loop whose tasks run or may run at any time, as a part of the time that one may take.
duration pause_of(const watch_limits &limits) {
  return std::max<duration>(limits.blocked, std::chrono::milliseconds(1));
}

/// What the blocked thread sees of itself. No memory may be allocated: it may have been interrupted while doing that.
struct sighting {
  const scheduler *loop;
  std::uint64_t beats;

  bool still_blocked = false;
  char name[256] = {};
  struct entry {
    const char *function;
    std::source_location where;
  };
  std::array<entry, 64> chain{};
  std::size_t depth = 0;
  native_stack calls{};
};

void see(void *context, const void *interrupted) {
  auto &seen = *static_cast<sighting *>(context);
  const task_record *task = seen.loop->running();
  if (!task || seen.loop->pulse().beats() != seen.beats)
    return; // the step has ended meanwhile
  seen.still_blocked = true;
  std::strncpy(seen.name, task->name.c_str(), sizeof seen.name - 1);
  for (const frame *inner = task->leaf; inner && seen.depth < seen.chain.size(); inner = inner->caller)
    seen.chain[seen.depth++] = {inner->created.function_name(), inner->latest_place()};
  seen.calls.take(0);
  seen.calls.begin_at(interrupted);
}

std::string in_milliseconds(duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

report blocked_report(const watch &watched, const sighting &seen) {
  report made{.kind = report_kind::loop_blocked,
              .message = std::string("task '") + seen.name + "' has kept the thread of its loop for more than " +
                         in_milliseconds(watched.limits.blocked),
              .task = seen.name,
              .where = seen.depth > 0 ? seen.chain[0].where : watched.where,
              .notes = {{"the loop runs here", watched.where}},
              .native = seen.calls.describe()};
  for (std::size_t at = 0; at < seen.depth; ++at)
    made.stack.push_back({seen.chain[at].function, seen.chain[at].where});
  return made;
}

/// Made in the loop's own thread, which has nothing to do.
void report_no_progress(const scheduler *loop, std::uint64_t beats, duration limit) {
  scheduler *const here = scheduler::current();
  if (here != loop || here->pulse().beats() != beats || here->tasks().empty())
    return;
  report made{.kind = report_kind::no_progress,
              .message = "no task of the loop has run for more than " + in_milliseconds(limit)};
  for (const task_record &task : here->tasks()) {
    task_snapshot taken = task.snapshot();
    made.notes.push_back({"task '" + taken.name + "' is " + taken.state +
                              (taken.waits_for.empty() ? std::string() : " for " + taken.waits_for),
                          taken.waits_at ? *taken.waits_at : taken.spawned_at});
    made.tasks.push_back(std::move(taken));
  }
  made.task = made.tasks.front().name;
  made.where = made.notes.front().where;
  made.stack = made.tasks.front().stack;
  emit(std::move(made));
}

} // namespace

watcher &watcher::instance() {
  static watcher &only = *new watcher; // its thread ends with the process
  return only;
}

watcher::watcher() : dump_to_(no_dump) {
  std::thread([this] { work(); }).detach();
}

void watcher::add(watch &added) {
  added.loop.pulse().be_watched();
  {
    const std::lock_guard locked(lock_);
    watches_.push_back(&added);
  }
  bell_.ring();
}

void watcher::remove(watch &removed) {
  const std::lock_guard locked(lock_);
  std::erase(watches_, &removed);
}

void watcher::request_dump(int to) noexcept {
  dump_to_.store(to, std::memory_order_relaxed);
  bell_.ring();
}

void watcher::work() {
  for (;;) {
    if (const int to = dump_to_.exchange(no_dump); to != no_dump)
      dump_all_loops(to);
    std::optional<time_point> next;
    for (const finding &found : look(next))
      deliver(found.made, found.to);
    bell_.wait(next ? std::optional(*next - std::chrono::steady_clock::now()) : std::nullopt);
  }
}

std::vector<watcher::finding> watcher::look(std::optional<time_point> &next) {
  std::vector<finding> found;
  const std::lock_guard locked(lock_);
  for (watch *watched : watches_) {
    const time_point now = std::chrono::steady_clock::now();
    time_point again = now + pause_of(watched->limits);
    if (std::optional<report> made = look_at(*watched, now, again))
      found.push_back({*std::move(made), watched->loop.drives().handler(), {}});
    next = std::min(next.value_or(again), again);
  }
  return found;
}

std::optional<report> watcher::look_at(watch &watched, time_point now, time_point &next) {
  const std::uint64_t beats = watched.loop.pulse().beats();
  const time_point since = watched.loop.pulse().since();
  const bool runs = beats % 2 == 1;
  const duration limit = runs ? watched.limits.blocked : watched.limits.idle;
  if (limit == duration::zero() || watched.reported == beats + 1)
    return std::nullopt;
  if (now - since < limit) {
    next = std::min(next, since + limit);
    return std::nullopt;
  }
  watched.reported = beats + 1;
  if (!runs) {
    watched.loop.drives().post([loop = &watched.loop, beats, limit] { report_no_progress(loop, beats, limit); });
    return std::nullopt;
  }
  sighting seen{.loop = &watched.loop, .beats = beats};
  if (!probe(watched.loop.pulse().thread(), see, &seen, patience))
    return report{.kind = report_kind::loop_blocked,
                  .message = "a task has kept the thread of its loop for more than " + in_milliseconds(limit) +
                             ", and the thread takes no signals that would tell which",
                  .where = watched.where};
  if (!seen.still_blocked)
    return std::nullopt;
  return blocked_report(watched, seen);
}

watch::watch(scheduler &loop, watch_limits limits, std::source_location where)
    : loop(loop), limits(limits), where(where) {
  watcher::instance().add(*this);
}

watch::~watch() { watcher::instance().remove(*this); }

debugging::debugging(scheduler &loop, bool wanted, watch_limits limits, std::source_location where) {
  if (!wanted && !debug_asked("1"))
    return;
  stacks_wanted.fetch_add(1, std::memory_order_relaxed);
  watch_.emplace(loop, limits, where);
}

debugging::~debugging() {
  if (watch_)
    stacks_wanted.fetch_sub(1, std::memory_order_relaxed);
}

} // namespace async::detail
