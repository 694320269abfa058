#include "kinds.h"

namespace asynctidy::mutate {

const KindInfo &infoOf(Kind K) {
  static const KindInfo Infos[KindCount] = {
      {"lost", "A lost `co_await`", {}},
      {"sleep", "A sleep three calls below a coroutine, in one file", {"async-blocking-call"}},
      {"sleep-elsewhere", "A sleep three calls below a coroutine, in other files", {"async-blocking-call"}},
      {"lock", "A `std::lock_guard` before an await", {"async-lock-across-suspension"}},
      {"swap", "Two mutexes, swapped in one of two functions", {"async-lock-order"}},
      {"catch-all",
       "A `catch (...) {}` around an await in a loop",
       {"async-swallowed-cancellation", "async-swallowed-exception"}},
      {"temporary",
       "Work that uses a temporary or an inner local, awaited later",
       {"async-dangling-parameter", "async-dangling-capture"}},
      {"capture",
       "The coroutine of a closure that dies, awaited later",
       {"async-dangling-capture", "async-dangling-parameter"}},
      {"self",
       "Work that is started without a reference to its object",
       {"async-dangling-this", "async-continuation-capture"}},
      {"iterator", "An iterator kept across an await", {"async-stale-reference"}},
  };
  return Infos[unsigned(K)];
}

} // namespace asynctidy::mutate
