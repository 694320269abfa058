// Work that is cancelled, for the programs of this folder.
#pragma once

#include "evidence.hpp"

/// Waits for a peer that never answers.
inline async::task<> connect() { co_await async::sleep_for(std::chrono::hours(1)); }

/// Starts \p runs, cancels it and waits for its end, which may be a failure or the cancellation.
inline async::task<> start_and_cancel(async::task<> runs) {
  auto victim = async::spawn(std::move(runs), "client");
  co_await async::yield();
  victim.cancel();
  co_await victim.ended();
}
