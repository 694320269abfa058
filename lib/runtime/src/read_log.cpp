#include "async/detail/read_log.hpp"

#include "async/scheduler.hpp"

#include <algorithm>

namespace async::detail {

namespace {

task_record *running_task() noexcept {
  const scheduler *loop = scheduler::current();
  return loop ? loop->running() : nullptr;
}

} // namespace

read_log::read *read_log::latest_of(const task_record *task) noexcept {
  const auto found =
      std::find_if(reads_.begin(), reads_.end(), [&](const read &one) { return one.reader.get() == task; });
  return found == reads_.end() ? nullptr : &*found;
}

void read_log::note_read(std::source_location where) {
  shared_.looked_at();
  task_record *reader = running_task();
  if (!reader)
    return;
  std::erase_if(reads_, [&](const read &one) {
    return one.reader.get() == reader || one.reader->at == task_record::state::finished;
  });
  reads_.push_back({record_ref<task_record>(reader), where});
}

void read_log::check_write(std::source_location where) {
  shared_.changed();
  const task_record *writer = running_task();
  read *base = writer ? latest_of(writer) : nullptr;
  if (!base || !base->overtaken_at)
    return;
  emit({.kind = report_kind::lost_update,
        .message = writer->description() + " wrote " + (name_.empty() ? "a watched value" : "'" + name_ + "'") +
                   " from what it had read before " + base->overtaken_by + " changed it",
        .task = writer->name,
        .where = where,
        .notes = {{"the value was read", base->where}, {base->overtaken_by + " changed it", *base->overtaken_at}},
        .stack = writer->stack(),
        .cycle = {},
        .tasks = {}});
  base->overtaken_at.reset();
}

void read_log::note_change(std::source_location where) {
  const task_record *writer = running_task();
  for (read &one : reads_)
    if (one.reader.get() != writer && !one.overtaken_at) {
      one.overtaken_at = where;
      one.overtaken_by = writer ? writer->description() : "code outside of tasks";
    }
}

} // namespace async::detail
