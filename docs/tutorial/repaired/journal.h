// A file with one line for each job that was accepted, so that a restart knows what was promised.
#pragma once

#include "async-mutex.h"
#include "job.h"

#include <fstream>

namespace jobs {

class journal {
public:
  explicit journal(boost::asio::any_io_executor executor) : mutex_(executor) {}

  boost::asio::awaitable<boost::system::error_code> open(std::string path);
  boost::asio::awaitable<void> record(job_id id, std::string kind);

private:
  async_mutex mutex_;
  std::ofstream file_;
};

} // namespace jobs
