#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace async {

/// What a report is about. The text name of each kind is the enumerator with dashes: "never-awaited".
enum class report_kind : std::uint8_t {
  never_awaited,               ///< a task or wait was made and destroyed without having been awaited
  awaited_twice,               ///< a task was awaited after its one result had been used up
  result_dropped,              ///< the result of spawned work was lost
  exception_lost,              ///< spawned work failed and its exception was lost
  guard_never_held,            ///< an acquisition was made and never awaited, so nothing was locked
  deadlock,                    ///< tasks wait and cannot be woken
  loop_blocked,                ///< a task blocked the thread of its loop too long
  cancellation_swallowed,      ///< a task caught its cancellation and continued
  pending_at_shutdown,         ///< tasks had not ended when run() ended
  never_completed,             ///< the resource that a task waits for was destroyed
  lock_held_across_suspension, ///< a thread mutex was held while its holder waited
  lost_update,                 ///< a written value was computed from one that another task has changed since
  no_progress,                 ///< no task of a loop has run for too long
};

/// The kind's name in texts and JSON, for instance "never-awaited".
std::string_view name_of(report_kind kind) noexcept;

/// One coroutine of a task's stack and the place it is suspended at.
struct stack_entry {
  std::string function{};
  std::source_location where{};
};

/// A further place of a report, with a sentence that explains it.
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
  std::optional<std::source_location> held_since{}; ///< none where the waiter waits for the holder itself
};

/// The state of a task at one moment. Plain data: it stays valid when the task ends.
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

/// One detected problem, with all details.
struct report {
  report_kind kind{};
  std::string message{};        ///< one sentence
  std::string task{};           ///< name of the task it is about; empty outside of tasks
  std::source_location where{}; ///< always a place in the user's code
  std::vector<report_note> notes{};
  std::vector<stack_entry> stack{};   ///< the await chain of `task`, from the innermost coroutine outwards
  std::vector<wait_edge> cycle{};     ///< deadlock: the edges in order; the last holder is the first waiter
  std::vector<task_snapshot> tasks{}; ///< deadlock, pending-at-shutdown, no-progress: every task concerned
  /// A native call stack, innermost first: of the blocking call for loop-blocked, of the creation of the task for
  /// never-awaited, if it was recorded. Empty unless debugging.
  std::vector<std::string> native{};
};

/// The report as lines of text, the first "KIND: message", without a final line break.
/// Equal runs give equal texts.
std::string to_text(const report &what);

/// The report as one JSON object on one line, keys sorted.
std::string to_json(const report &what);

using report_handler = std::function<void(const report &)>;

/// Sends all reports of the process, from any thread, one at a time, to \p handler, except those of loops with their
/// own handler (event_loop::set_report_handler). An empty handler restores the default, which prints to standard error.
/// Returns the previous handler, which is not called any more.
///
/// A handler may use the library. If a handler throws, its report is printed and the exception is dropped.
report_handler set_report_handler(report_handler handler);

/// During its lifetime, keeps the reports made on this thread instead of passing them to the handler. Captures nest:
/// the innermost gets the reports.
class report_capture {
public:
  report_capture() noexcept;
  report_capture(const report_capture &) = delete;
  report_capture &operator=(const report_capture &) = delete;
  ~report_capture();

  const std::vector<report> &reports() const noexcept { return reports_; }

  /// Moves the reports out.
  std::vector<report> take() noexcept;

private:
  friend void emit(report made);

  std::vector<report> reports_;
  report_capture *outer_;
};

/// Passes \p made to the innermost capture of this thread, or else to the handler of its loop, or else to that of the
/// process. A report without a task gets the running task and its stack. Does nothing while the loop of this thread is
/// shutting down, because the report before the shutdown covers the unfinished tasks.
///
/// With the word error in the environment's ASYNC_DEBUG the process ends with a failing status after the first report
/// that reached the handler.
void emit(report made);

} // namespace async
