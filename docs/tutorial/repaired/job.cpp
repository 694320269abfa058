#include "job.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cctype>
#include <chrono>
#include <cstdlib>

namespace jobs {

using boost::asio::awaitable;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;

namespace {

tcp::endpoint local(int port) {
  return {boost::asio::ip::address_v4::loopback(), static_cast<unsigned short>(port)};
}

} // namespace

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
  if (work.kind == "repeat")
    co_return co_await repeat(number);
  if (work.kind == "ask")
    co_return co_await ask(number);
  if (work.kind == "knock")
    co_return co_await knock(number);
  if (work.kind == "earn")
    co_return co_await earn(number);
  if (work.kind == "save")
    co_return co_await save(number);
  if (work.kind == "spend")
    co_return co_await spend(number);
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

awaitable<result> runner::repeat(int times) {
  int done = 0;
  do {
    co_await pause(10);
  } while (++done < times);
  co_return result{std::to_string(times) + " times"};
}

awaitable<result> runner::ask(int port) {
  std::string answer;
  try {
    tcp::socket other(executor_);
    co_await other.async_connect(local(port), use_awaitable);
    co_await boost::asio::async_read_until(other, boost::asio::dynamic_buffer(answer), '\n', use_awaitable);
    answer.pop_back();
  } catch (const std::exception &failure) {
    answer = std::string("no answer: ") + failure.what();
  }
  co_return result{answer};
}

awaitable<result> runner::knock(int port) {
  using namespace boost::asio::experimental::awaitable_operators;
  const auto first = co_await (knock_until_somebody_opens(port) || pause(100)); // who comes second is cancelled
  co_return result{first.index() == 0 ? "open" : "nobody there"};
}

awaitable<void> runner::knock_until_somebody_opens(int port) {
  for (;;) {
    try {
      co_await pause(10);
      tcp::socket other(executor_);
      co_await other.async_connect(local(port), use_awaitable);
      co_return;
    } catch (const boost::system::system_error &failure) {
      if (failure.code() == boost::asio::error::operation_aborted)
        throw;
    }
  }
}

awaitable<result> runner::earn(int amount) {
  {
    auto guard = co_await purse_lock_.scoped_lock();
    purse_ += amount;
  }
  co_return result{std::to_string(co_await earned()) + " earned"};
}

awaitable<int> runner::earned() {
  auto guard = co_await purse_lock_.scoped_lock();
  co_return purse_;
}

awaitable<result> runner::save(int amount) {
  auto purse = co_await purse_lock_.scoped_lock();
  co_await pause(20); // the bank is slow
  auto saved = co_await savings_lock_.scoped_lock();
  purse_ -= amount;
  savings_ += amount;
  co_return result{"saved " + std::to_string(amount)};
}

awaitable<result> runner::spend(int amount) {
  auto purse = co_await purse_lock_.scoped_lock();
  co_await pause(20); // the bank is slow
  auto saved = co_await savings_lock_.scoped_lock();
  savings_ -= amount;
  purse_ += amount;
  co_return result{"spent " + std::to_string(amount)};
}

awaitable<void> runner::pause(int milliseconds) {
  boost::asio::steady_timer timer(executor_, std::chrono::milliseconds(milliseconds));
  co_await timer.async_wait(use_awaitable);
}

} // namespace jobs
