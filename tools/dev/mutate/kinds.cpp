#include "kinds.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"

namespace asynctidy::mutate {

#define SAVED_ERROR "} catch (...) { planted_failure = ::std::current_exception(); }"
#define MEMBER_MUTEX                                                                                                   \
  "::std::mutex planted_mutex; int planted_size() { ::std::lock_guard<::std::mutex> planted_own(planted_mutex); "      \
  "return 0; }"

llvm::ArrayRef<KindInfo> kinds() {
  static const KindInfo All[] = {
      {"dropped", "`co_await x;` becomes `x;`", {}},
      {"named", "`co_await x;` becomes `auto t = x;`", {}},
      {"guard", "A guard whose `co_await` is left out", {}},
      {"foreign-guard",
       "A lock for coroutines, its `co_await` left out",
       {"async-unawaited-guard", "async-unawaited-task", "async-discarded-result"},
       "auto planted_pass = ::planted_door.enter(); "},
      {"twice", "A task that is awaited twice", {"async-double-await"}},
      {"callback", "A task returned to a `std::function<void()>`", {"async-task-in-void-callback"}},
      {"detached",
       "Work detached in a coroutine that loses its exception",
       {"async-detached-task", "async-swallowed-exception"}},
      {"temporary",
       "Work that uses a temporary or an inner local, awaited later",
       {"async-dangling-parameter", "async-dangling-capture", "async-scope-order"}},
      {"object", "Work of a temporary object, awaited later", {"async-dangling-this"}},
      {"capture",
       "The coroutine of a closure that dies, awaited later",
       {"async-dangling-capture", "async-dangling-parameter"}},
      {"escape",
       "Work that leaves a function with a reference to its local",
       {"async-escaping-local", "async-dangling-parameter"}},
      {"self",
       "Work that is started without a reference to its object",
       {"async-dangling-this", "async-continuation-capture", "async-dangling-capture"}},
      {"iterator",
       "An iterator kept across an await",
       {"async-stale-reference"},
       "auto planted_iterator = @planted_numbers.begin(); ",
       " int planted_value = *planted_iterator; (void)planted_value;",
       "::std::vector<int> planted_numbers; void planted_grow() { planted_numbers.push_back(0); }"},
      {"stale",
       "A write based on a read before an await",
       {"async-stale-write"},
       "int planted_before = @planted_count; ",
       " @planted_count = planted_before + 1;",
       "int planted_count = 0; void planted_bump() { ++planted_count; }"},
      {"sleep", "A sleep three calls below a coroutine, in one file", {"async-blocking-call"}, "::planted_nap(); "},
      {"sleep-elsewhere",
       "A sleep three calls below a coroutine, in other files",
       {"async-blocking-call"},
       "::planted_nap_elsewhere(); "},
      {"wait",
       "A wait for a `std::future`, one call below a coroutine",
       {"async-blocking-wait", "async-blocking-call"},
       "(void)::planted_ask(); "},
      {"twin",
       "A wait for what could be awaited",
       {"async-blocking-wait", "async-blocking-call"},
       "(void)::planted_work.outcome(); "},
      {"lock",
       "A `std::lock_guard` before an await",
       {"async-lock-across-suspension"},
       "::std::lock_guard<::std::mutex> planted_guard(::planted_mutex); "},
      {"swap", "Two mutexes, swapped in one of two functions", {"async-lock-order"}},
      {"relock", "A mutex taken again in what its holder calls", {"async-self-deadlock"}},
      {"relock-awaited", "A lock for coroutines taken again in what its holder awaits", {"async-self-deadlock"}},
      {"relock-foreign", "A lock for coroutines taken again, under foreign names", {"async-self-deadlock"}},
      {"resume-locked", "A handle resumed with a mutex held", {"async-resume-under-lock"}, {}, {}, MEMBER_MUTEX},
      {"call-locked", "A kept callable called with a mutex held", {"async-resume-under-lock"}, {}, {}, MEMBER_MUTEX},
      {"catch-all",
       "A `catch (...) {}` around an await in a loop",
       {"async-swallowed-cancellation", "async-swallowed-exception"},
       "try { ",
       " } catch (...) {}",
       {},
       Expression | Loop | Failure},
      {"lost-wakeup",
       "An await between the test of a condition and the wait for it",
       {"async-lost-wakeup"},
       "while (@planted_items.empty()) { ",
       " co_await @planted_changed.wait(); }",
       "::std::deque<int> planted_items; ::planted_condition planted_changed; "
       "void planted_push(int number) { planted_items.push_back(number); planted_changed.notify_all(); }",
       Expression},
      {"lost-wakeup-foreign",
       "An await between test and wait, under foreign names",
       {"async-lost-wakeup"},
       "while (@planted_orders.empty()) { ",
       " co_await @planted_news.news(); }",
       "::std::deque<int> planted_orders; ::planted_signal planted_news; "
       "void planted_order(int number) { planted_orders.push_back(number); planted_news.announce(); }",
       Expression},
      {"lost-error",
       "An exception saved around an await, and not thrown again",
       {"async-lost-cleanup", "async-swallowed-exception"},
       "::std::exception_ptr planted_failure; try { ",
       " " SAVED_ERROR,
       {},
       Expression | Failure},
      {"thrown-pointer",
       "An exception saved around an await, and thrown as a pointer",
       {"async-lost-cleanup"},
       "::std::exception_ptr planted_failure; try { ",
       " " SAVED_ERROR " if (planted_failure) throw planted_failure;",
       {},
       Expression | Failure},
      {"open-event",
       "An event that stays reset when an await throws",
       {"async-unresolved-promise"},
       "co_await @planted_ready; @planted_ready.reset(); ",
       " @planted_ready.set();",
       "::planted_event planted_ready;",
       Failure},
      {"open-event-foreign",
       "An event that stays down, under foreign names",
       {"async-unresolved-promise"},
       "co_await @planted_idle; @planted_idle.lower(); ",
       " @planted_idle.raise();",
       "::planted_flag planted_idle;",
       Failure},
      {"forgotten-handle", "An `await_suspend` with a path that forgets the handle", {"async-unresolved-promise"}},
  };
  return All;
}

unsigned kindNamed(llvm::StringRef Name) {
  const llvm::ArrayRef<KindInfo> All = kinds();
  for (unsigned I = 0; I < All.size(); ++I)
    if (All[I].Name == Name)
      return I;
  llvm::report_fatal_error("no kind has this name");
}

} // namespace asynctidy::mutate
