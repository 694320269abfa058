#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace async {

/// What a report says went wrong. The text name of each is the enumerator with dashes: "never-awaited".
enum class report_kind : std::uint8_t {
  never_awaited,               ///< a task or wait was made and destroyed without having been awaited
  awaited_twice,               ///< a task was awaited after its one result had been used up
  result_dropped,              ///< the result of spawned work can no longer be seen
  exception_lost,              ///< spawned work failed and its exception was lost
  guard_never_held,            ///< an acquisition was made and never awaited, so nothing was locked
  deadlock,                    ///< tasks wait that nothing can wake
  loop_blocked,                ///< a task kept the thread of its loop too long
  cancellation_swallowed,      ///< a task caught its cancellation and went on
  pending_at_shutdown,         ///< tasks had not ended when run() did
  never_completed,             ///< what a task waits for was destroyed
  lock_held_across_suspension, ///< a thread mutex was held while its holder waited
  lost_update,                 ///< a write was made from a value that had changed meanwhile
  no_progress,                 ///< no task of a loop has run for too long
};

/// The kind's name in texts and JSON, for instance "never-awaited".
std::string_view name_of(report_kind kind) noexcept;

/// One coroutine of a task's stack and the place it is suspended at.
struct stack_entry {
  std::string function{};
  std::source_location where{};
};

/// A second place that a report talks about, with the sentence that says why.
struct report_note {
  std::string text{};
  std::source_location where{};
};

/// One edge of a wait-for cycle: a task, what it waits for, and the task that holds that.
struct wait_edge {
  std::string waiter{};
  std::string resource{}; ///< for instance "mutex 'accounts'" or "task 'parser'"
  std::source_location waits_at{};
  std::string holder{};
  std::optional<std::source_location> held_since{}; ///< none where the holder itself is what is waited for
};

/// A task as it was at one moment. Plain data: it stays valid when the task ends.
struct task_snapshot {
  std::uint64_t id = 0; ///< counted from 1 in each loop, in order of spawning
  std::string name{};
  std::string parent{};                           ///< name of the task that spawned it; empty for the first
  std::string state{};                            ///< "ready", "running", "waiting" or "finished"
  std::string waits_for{};                        ///< empty unless waiting
  std::optional<std::source_location> waits_at{}; ///< none unless waiting
  std::source_location spawned_at{};
  std::vector<stack_entry> stack{}; ///< from the innermost coroutine outwards
};

/// One thing that went wrong, with everything that is known about it.
struct report {
  report_kind kind{};
  std::string message{};        ///< one sentence
  std::string task{};           ///< name of the task it is about; empty outside of tasks
  std::source_location where{}; ///< always a place in the user's code
  std::vector<report_note> notes{};
  std::vector<stack_entry> stack{};   ///< the await chain of `task`, from the innermost coroutine outwards
  std::vector<wait_edge> cycle{};     ///< deadlock: the edges in order; the last holder is the first waiter
  std::vector<task_snapshot> tasks{}; ///< deadlock, pending-at-shutdown, no-progress: every task concerned
  /// The calls of a thread, innermost first: loop-blocked has those that block, never-awaited those that made the task,
  /// if that was noted. Empty unless debugging.
  std::vector<std::string> native{};
};

/// The report as lines of text, the first "KIND: message", without a final line break.
/// Equal runs give equal texts.
std::string to_text(const report &what);

/// The report as one JSON object on one line, keys sorted.
std::string to_json(const report &what);

using report_handler = std::function<void(const report &)>;

/// Sends all reports of the process to \p handler, from whichever thread makes them, one at a time, except those of
/// loops that have a handler of their own (event_loop::set_report_handler). An empty handler restores the first one,
/// which prints to standard error. Returns the handler that was set before; it is not called any more then.
///
/// A handler may use the library. A report whose handler throws is printed, and the exception ends there.
report_handler set_report_handler(report_handler handler);

/// While it lives, keeps the reports made on this thread instead of handing them to the handler.
/// Captures nest: the innermost gets the reports.
class report_capture {
public:
  report_capture() noexcept;
  report_capture(const report_capture &) = delete;
  report_capture &operator=(const report_capture &) = delete;
  ~report_capture();

  const std::vector<report> &reports() const noexcept { return reports_; }

  /// Gives the reports away and starts again with none.
  std::vector<report> take() noexcept;

private:
  friend void emit(report made);

  std::vector<report> reports_;
  report_capture *outer_;
};

/// Hands \p made to the innermost capture of this thread, or else to the handler of its loop, or else to that of the
/// process. A report that names no task is given
/// the running one and its stack. Does nothing while the loop of this thread is shutting down: what its tasks leave
/// undone then is what the report before the shutdown was about.
///
/// With the word error in the environment's ASYNC_DEBUG the process ends with a failing status after the first report
/// that reached the handler.
void emit(report made);

} // namespace async
