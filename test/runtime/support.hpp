#pragma once

#include <async/driver.hpp>
#include <async/report.hpp>
#include <async/run.hpp>
#include <async/sleep.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace runtime_test {

/// Runs \p main in virtual time.
template <class T> T run_virtually(async::task<T> main) {
  async::virtual_time_driver time;
  return async::run(std::move(main), {.drives = &time});
}

/// Runs what \p make gives in virtual time and returns the reports. A deadlock ends it; other exceptions come out.
template <class Make> std::vector<async::report> reports_of(Make make) {
  async::report_capture capture;
  try {
    run_virtually(make());
  } catch (const async::deadlock_error &) {
    // The report is what is asked for.
  }
  return capture.take();
}

inline std::vector<std::string> kinds_of(const std::vector<async::report> &reports) {
  std::vector<std::string> kinds;
  for (const async::report &made : reports)
    kinds.emplace_back(name_of(made.kind));
  return kinds;
}

template <class Make> std::vector<std::string> kinds_reported(Make make) {
  return kinds_of(reports_of(std::move(make)));
}

inline async::task<int> value_after(async::duration time, int value) {
  co_await async::sleep_for(time);
  co_return value;
}

inline async::task<> work_for(async::duration time) { co_await async::sleep_for(time); }

using kinds = std::vector<std::string>;

/// Moments of a test, in the order they happened.
using events = std::vector<std::string>;

/// Every report must say where.
inline void expect_places(const std::vector<async::report> &reports) {
  for (const async::report &made : reports) {
    EXPECT_GT(made.where.line(), 0u) << to_text(made);
    for (const async::report_note &note : made.notes)
      EXPECT_GT(note.where.line(), 0u) << to_text(made);
  }
}

} // namespace runtime_test
