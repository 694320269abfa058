#include "job-queue.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace jobs {

using boost::asio::awaitable;
using boost::asio::use_awaitable;

job_queue::job_queue(boost::asio::any_io_executor executor, std::size_t capacity)
    : capacity_(capacity), changed_(executor, boost::asio::steady_timer::time_point::max()) {}

void job_queue::push(job work) {
  if (closed_)
    return work.on_dropped();
  if (waiting_.size() == capacity_) {
    waiting_.front().on_dropped();
    waiting_.pop_front();
  }
  waiting_.push_back(std::move(work));
  changed_.cancel_one();
}

awaitable<std::optional<job>> job_queue::pop() {
  while (waiting_.empty()) {
    if (closed_)
      co_return std::nullopt;
    boost::system::error_code woken;
    co_await changed_.async_wait(boost::asio::redirect_error(use_awaitable, woken));
  }
  job next = std::move(waiting_.front());
  waiting_.pop_front();
  co_return next;
}

void job_queue::close() {
  closed_ = true;
  changed_.cancel();
}

} // namespace jobs
