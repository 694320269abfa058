// The jobs that wait for a worker.
#pragma once

#include "job.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <deque>
#include <optional>

namespace jobs {

class job_queue {
public:
  job_queue(boost::asio::any_io_executor executor, std::size_t capacity);

  /// Adds a job. A full queue drops its oldest job first, a closed one the new job.
  void push(job work);

  /// The next job; waits for one. Nothing once the queue is closed and empty.
  boost::asio::awaitable<std::optional<job>> pop();

  void close();

private:
  std::deque<job> waiting_;
  std::size_t capacity_;
  bool closed_ = false;
  boost::asio::steady_timer changed_; ///< never expires: cancelling it wakes who waits
};

} // namespace jobs
