#include "job.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cctype>
#include <chrono>
#include <cstdlib>

namespace jobs {

using boost::asio::awaitable;
using boost::asio::use_awaitable;

awaitable<result> runner::run(const job &work) {
  const int number = std::atoi(work.argument.c_str());
  {
    std::lock_guard guard(statistics_);
    ++begun_;
  }
  if (work.kind == "upper") {
    std::string text = work.argument;
    for (char &c : text)
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    co_return result{text};
  }
  if (work.kind == "count") {
    result lines;
    for (int i = 1; i <= number; ++i)
      lines.push_back(std::to_string(i));
    co_return lines;
  }
  if (work.kind == "sleep") {
    co_await pause(number);
    co_return result{"slept"};
  }
  if (work.kind == "exclusive")
    co_return co_await run_exclusive(number);
  if (work.kind == "measure")
    co_return co_await measure(number);
  if (work.kind == "audit")
    co_return co_await audit();
  if (work.kind == "later")
    co_return co_await later(number);
  co_return result{"unknown kind of job: " + work.kind};
}

awaitable<result> runner::run_exclusive(int milliseconds) {
  auto alone = co_await exclusive_.scoped_lock();
  ++running_exclusive_;
  const int with_me = running_exclusive_;
  co_await pause(milliseconds);
  --running_exclusive_;
  co_return result{with_me == 1 ? "ran alone" : "did not run alone"};
}

awaitable<result> runner::measure(int milliseconds) {
  const int before = begun();
  co_await pause(milliseconds);
  co_return result{std::to_string(begun() - before) + " jobs"};
}

int runner::begun() const {
  std::lock_guard guard(statistics_);
  return begun_;
}

awaitable<int> runner::count_slowly() {
  co_await pause(10);
  co_return begun();
}

awaitable<result> runner::audit() { co_return result{std::to_string(co_await count_slowly()) + " in all"}; }

awaitable<result> runner::later(int milliseconds) {
  co_await pause(milliseconds);
  co_return result{"after " + std::to_string(milliseconds)};
}

awaitable<void> runner::pause(int milliseconds) {
  boost::asio::steady_timer timer(executor_, std::chrono::milliseconds(milliseconds));
  co_await timer.async_wait(use_awaitable);
}

} // namespace jobs
