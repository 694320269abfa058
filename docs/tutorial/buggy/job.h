// What clients ask for, and the work itself.
#pragma once

#include "async-mutex.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace jobs {

class session;

using job_id = int;

struct job {
  job_id id = 0;
  std::string kind; ///< "upper", "count", "sleep", "exclusive", "measure", "audit", "later", "repeat", "ask", "knock",
                    ///< "earn", "save" or "spend"
  std::string argument;
  std::shared_ptr<session> owner; ///< whom the result is sent to

  /// Called instead of running the job when the queue has no room for it.
  std::function<void()> on_dropped;
};

/// The lines of a result.
using result = std::vector<std::string>;

/// Runs jobs. One of a kind that says "exclusive" runs alone among its like.
class runner {
public:
  explicit runner(boost::asio::io_context &context)
      : context_(context), executor_(context.get_executor()), exclusive_(executor_), purse_lock_(executor_),
        savings_lock_(executor_) {}

  boost::asio::awaitable<result> run(const job &work);

  /// How many jobs were begun. May be asked from any thread, by whoever watches the server.
  int begun() const;

private:
  boost::asio::awaitable<result> measure(int milliseconds);
  boost::asio::awaitable<result> run_exclusive(int milliseconds);
  boost::asio::awaitable<int> count_slowly();
  int count_now();
  result audit();
  boost::asio::awaitable<result> later(int milliseconds);
  boost::asio::awaitable<result> repeat(int times);
  boost::asio::awaitable<result> ask(int port);
  boost::asio::awaitable<result> knock(int port);
  boost::asio::awaitable<void> knock_until_somebody_opens(int port);
  boost::asio::awaitable<result> earn(int amount);
  boost::asio::awaitable<int> earned();
  boost::asio::awaitable<result> save(int amount);
  boost::asio::awaitable<result> spend(int amount);
  boost::asio::awaitable<void> pause(int milliseconds);

  boost::asio::io_context &context_;
  boost::asio::any_io_executor executor_;
  async_mutex exclusive_;
  int running_exclusive_ = 0;
  async_mutex purse_lock_, savings_lock_;
  int purse_ = 0;   ///< under purse_lock_
  int savings_ = 0; ///< under savings_lock_
  mutable std::mutex statistics_;
  int begun_ = 0; ///< under statistics_
};

} // namespace jobs
