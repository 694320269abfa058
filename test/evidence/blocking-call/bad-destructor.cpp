// bad: loop-blocked
// Two calls down, in a destructor, and only when the worker is late.
#include "evidence.hpp"

#include <condition_variable>
#include <mutex>

class worker_threads {
public:
  explicit worker_threads(std::shared_ptr<bool> idle) : idle_(std::move(idle)) {}
  ~worker_threads() { wait_until_idle(); }

private:
  void wait_until_idle() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(5), [this] { return *idle_; });
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<bool> idle_;
};

async::task<> finish(std::shared_ptr<bool> idle) {
  *idle = true;
  co_return;
}

async::task<> compute(std::shared_ptr<bool> idle) {
  worker_threads workers(idle); // <- async-blocking-call
  co_await async::yield();
}

async::task<> program() {
  auto idle = std::make_shared<bool>(false);
  auto computes = async::spawn(compute(idle), "compute");
  auto finishes = async::spawn(finish(idle), "finish");
  co_await computes;
  co_await finishes;
}

int main() { return evidence::explore(program); }
