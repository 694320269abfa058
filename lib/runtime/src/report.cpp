#include "async/report.hpp"

#include "async/detail/debug.hpp"
#include "async/detail/deliver.hpp"
#include "async/detail/json.hpp"
#include "async/scheduler.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>

namespace async {

namespace {

thread_local report_capture *innermost_capture = nullptr;

struct handler_slot {
  std::recursive_mutex lock; ///< recursive: a handler may use the library
  report_handler handler;
};

handler_slot &handlers() {
  static handler_slot slot;
  return slot;
}

void print(const report &what) { std::fputs((to_text(what) + "\n").c_str(), stderr); }

std::atomic<int> reports_under_way = 0;

void fail_at_exit() {
  // A handler may hang indefinitely, so there must be an end.
  for (int patience = 1'000; patience > 0 && reports_under_way > 0; --patience)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::fflush(nullptr);
  std::_Exit(EXIT_FAILURE);
}

/// ASYNC_DEBUG=error: the process is to fail, but not before it has said everything it has to say.
void fail_process_if_asked() {
  static const bool asked = detail::debug_asked("error");
  if (!asked)
    return;
  static const int registered = std::atexit(fail_at_exit);
  static_cast<void>(registered);
}

std::string place_text(const std::source_location &where) {
  return std::string(where.file_name()) + ":" + std::to_string(where.line()) + ":" + std::to_string(where.column());
}

void add_stack(std::string &text, const std::vector<stack_entry> &stack, std::string_view indent) {
  for (const stack_entry &entry : stack)
    text.append("\n")
        .append(indent)
        .append("in ")
        .append(entry.function)
        .append("\n")
        .append(indent)
        .append("   ")
        .append(place_text(entry.where));
}

} // namespace

std::string_view name_of(report_kind kind) noexcept {
  switch (kind) {
  case report_kind::never_awaited:
    return "never-awaited";
  case report_kind::awaited_twice:
    return "awaited-twice";
  case report_kind::result_dropped:
    return "result-dropped";
  case report_kind::exception_lost:
    return "exception-lost";
  case report_kind::guard_never_held:
    return "guard-never-held";
  case report_kind::deadlock:
    return "deadlock";
  case report_kind::loop_blocked:
    return "loop-blocked";
  case report_kind::cancellation_swallowed:
    return "cancellation-swallowed";
  case report_kind::pending_at_shutdown:
    return "pending-at-shutdown";
  case report_kind::never_completed:
    return "never-completed";
  case report_kind::lock_held_across_suspension:
    return "lock-held-across-suspension";
  case report_kind::lost_update:
    return "lost-update";
  case report_kind::no_progress:
    return "no-progress";
  }
  return "";
}

std::string to_text(const report &what) {
  std::string text(name_of(what.kind));
  text += ": " + what.message;
  text += "\n  at " + place_text(what.where);
  if (!what.task.empty())
    text += " (task '" + what.task + "')";
  for (const report_note &note : what.notes)
    text += "\n  " + note.text + "\n    at " + place_text(note.where);
  if (!what.stack.empty())
    text += "\n  await chain of task '" + what.task + "':";
  add_stack(text, what.stack, "    ");
  for (const task_snapshot &task : what.tasks) {
    if (task.name == what.task)
      continue; // its chain stands above
    text += "\n  await chain of task '" + task.name + "':";
    add_stack(text, task.stack, "    ");
  }
  if (!what.native.empty())
    text += what.kind == report_kind::loop_blocked ? "\n  the thread is in:" : "\n  made in:";
  for (const std::string &call : what.native)
    text += "\n    " + call;
  return text;
}

std::string to_json(const report &what) {
  detail::json_object object;
  object.array("cycle", what.cycle, [](detail::json_object &edge, const wait_edge &of) {
    if (of.held_since)
      edge.place("held_since", *of.held_since);
    edge.text("holder", of.holder)
        .text("resource", of.resource)
        .text("waiter", of.waiter)
        .place("waits_at", of.waits_at);
  });
  object.text("kind", name_of(what.kind)).text("message", what.message);
  object.texts("native", what.native);
  object.array("notes", what.notes, [](detail::json_object &note, const report_note &of) {
    note.text("text", of.text).place("where", of.where);
  });
  object.array("stack", what.stack, detail::write_stack_entry);
  object.text("task", what.task);
  object.array("tasks", what.tasks, detail::write_task);
  object.place("where", what.where);
  return object.finish();
}

namespace detail {

report_under_way::report_under_way() {
  ++reports_under_way;
  fail_process_if_asked();
}

report_under_way::~report_under_way() {
  if (counts_)
    --reports_under_way;
}

void deliver(const report &made, const loop_handler &of_loop) {
  handler_slot &slot = handlers();
  const std::lock_guard locked(slot.lock);
  fail_process_if_asked();
  const report_handler handler = of_loop && *of_loop ? *of_loop : slot.handler; // it may set another one
  try {
    handler ? handler(made) : print(made);
  } catch (...) {
    print(made);
    std::fputs("  and the report handler threw an exception when it was given this\n", stderr);
  }
}

report_handler exchange_handler(const loop_handler &slot, report_handler handler) {
  const std::lock_guard locked(handlers().lock);
  return std::exchange(*slot, std::move(handler));
}

} // namespace detail

report_handler set_report_handler(report_handler handler) {
  handler_slot &slot = handlers();
  const std::lock_guard locked(slot.lock);
  return std::exchange(slot.handler, std::move(handler));
}

report_capture::report_capture() noexcept : outer_(std::exchange(innermost_capture, this)) {}

report_capture::~report_capture() { innermost_capture = outer_; }

std::vector<report> report_capture::take() noexcept { return std::exchange(reports_, {}); }

void emit(report made) {
  scheduler *const loop = scheduler::current();
  if (loop) {
    if (loop->closing())
      return;
    if (const detail::task_record *task = loop->running(); task && made.task.empty()) {
      made.task = task->name;
      made.stack = task->stack();
    }
  }
  if (innermost_capture) {
    innermost_capture->reports_.push_back(std::move(made));
    return;
  }
  detail::deliver(made, loop ? loop->drives().handler() : nullptr);
}

} // namespace async
