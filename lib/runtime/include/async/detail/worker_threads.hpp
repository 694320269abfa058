#pragma once

#include "async/detail/job.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace async::detail {

/// A pool of threads for calls that block. It grows to the maximal number of simultaneous jobs, up to a limit; further
/// jobs wait.
class worker_threads {
public:
  worker_threads() = default;
  worker_threads(const worker_threads &) = delete; // the threads refer to this
  worker_threads &operator=(const worker_threads &) = delete;

  /// Waits until all jobs are done, including those that have not started.
  ~worker_threads();

  /// \throws std::system_error when there is no thread and none can be created
  void run(std::unique_ptr<job> work);

private:
  void work();

  std::mutex lock_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<job>> jobs_;
  std::size_t idle_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

} // namespace async::detail
