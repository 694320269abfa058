#include "async/detail/worker_threads.hpp"

#include <algorithm>
#include <utility>

namespace async::detail {

namespace {

/// Most calls on other threads wait, so there may be more of them than processors.
std::size_t most_threads() { return std::min<std::size_t>(32, std::thread::hardware_concurrency() + 4); }

} // namespace

worker_threads::~worker_threads() {
  {
    const std::lock_guard locked(lock_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread &each : threads_)
    each.join();
}

void worker_threads::run(std::unique_ptr<job> work) {
  {
    const std::lock_guard locked(lock_);
    if (idle_ <= jobs_.size() && threads_.size() < most_threads())
      threads_.emplace_back([this] { this->work(); });
    jobs_.push_back(std::move(work));
  }
  changed_.notify_one();
}

void worker_threads::work() {
  std::unique_lock locked(lock_);
  for (;;) {
    ++idle_;
    changed_.wait(locked, [this] { return ending_ || !jobs_.empty(); });
    --idle_;
    if (jobs_.empty())
      return;
    const std::unique_ptr<job> next = std::move(jobs_.front());
    jobs_.pop_front();
    locked.unlock();
    next->run();
    locked.lock();
  }
}

} // namespace async::detail
