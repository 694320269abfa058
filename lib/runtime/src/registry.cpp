#include "async/detail/registry.hpp"

#include "async/scheduler.hpp"

#include <mutex>

namespace async::detail {

namespace {

struct all_loops {
  std::mutex lock;
  intrusive_list<scheduler, in_loops> loops;
};

all_loops &loops() {
  static all_loops &instance = *new all_loops; // may be looked at until the process has ended
  return instance;
}

} // namespace

void registry::add(scheduler &loop) {
  all_loops &all = loops();
  const std::lock_guard locked(all.lock);
  all.loops.push_back(loop);
}

void registry::for_each(const std::function<void(scheduler &)> &visit) {
  all_loops &all = loops();
  const std::lock_guard locked(all.lock);
  for (scheduler &loop : all.loops)
    visit(loop);
}

void registry::remove(scheduler &loop) noexcept {
  all_loops &all = loops();
  const std::lock_guard locked(all.lock);
  static_cast<link<in_loops> &>(loop).unlink();
}

} // namespace async::detail
