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
  };
  return Infos[unsigned(K)];
}

} // namespace asynctidy::mutate
