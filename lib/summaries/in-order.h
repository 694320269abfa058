// Work that several threads do ahead and one uses in order, so that the result does not depend on which was faster.
#pragma once

#include <algorithm>
#include <deque>
#include <future>
#include <thread>
#include <type_traits>

namespace asynctidy::summaries {

/// Calls \p UseOne on this thread with what \p MakeOne gives for 0, 1, ... \p Count - 1, until it returns false.
/// MakeOne runs on other threads, for a few numbers ahead.
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
