// Computes values on several threads and consumes them in order, so that results do not depend on timing.
#pragma once

#include <algorithm>
#include <deque>
#include <future>
#include <thread>
#include <type_traits>

namespace asynctidy::summaries {

/// Calls \p UseOne on this thread with the results of \p MakeOne for 0, 1, ... \p Count - 1, until it returns false.
/// MakeOne runs on other threads, for a few numbers ahead, so it must be thread-safe.
template <class Make, class Use> void inOrder(size_t Count, Make MakeOne, Use UseOne) {
  const size_t Ahead = std::max(2u, std::thread::hardware_concurrency());
  std::deque<std::future<std::invoke_result_t<Make, size_t>>> Pending;
  size_t Next = 0;
  for (size_t I = 0; I < Count; ++I) {
    for (; Next < Count && Next < I + Ahead; ++Next)
      Pending.push_back(std::async(std::launch::async, MakeOne, Next));
    auto Made = Pending.front().get();
    Pending.pop_front();
    if (!UseOne(std::move(Made)))
      return;
  }
}

} // namespace asynctidy::summaries
