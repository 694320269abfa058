#include "async/driver.hpp"

namespace async {

std::size_t driver::choose(std::size_t) { return 0; }

std::size_t driver::pick(const detail::ready_tasks &, std::size_t count, bool time_may_pass) {
  const std::size_t options = count + (time_may_pass ? 1 : 0);
  return options > 1 ? choose(options) : 0;
}

driver::~driver() {
  if (handler_)
    detail::exchange_handler(handler_, {});
}

report_handler driver::set_report_handler(report_handler handler) {
  detail::loop_handler slot;
  {
    const std::lock_guard locked(lock_);
    if (!handler_)
      handler_ = std::make_shared<report_handler>();
    slot = handler_;
  }
  return detail::exchange_handler(slot, std::move(handler));
}

detail::loop_handler driver::handler() const {
  const std::lock_guard locked(lock_);
  return handler_;
}

void driver::interrupt() noexcept {
  {
    const std::lock_guard locked(lock_);
    interrupted_ = true;
  }
  changed_.notify_all();
}

void driver::post_job(std::unique_ptr<detail::job> added) {
  {
    const std::lock_guard locked(lock_);
    posted_.push_back(std::move(added));
    any_posted_.store(true, std::memory_order_relaxed);
  }
  interrupt();
}

void driver::run_posted() {
  if (!any_posted_.load(std::memory_order_relaxed))
    return;
  std::vector<std::unique_ptr<detail::job>> jobs;
  {
    const std::lock_guard locked(lock_);
    jobs.swap(posted_);
    any_posted_.store(false, std::memory_order_relaxed);
  }
  detail::touch_everything();
  for (const auto &each : jobs)
    each->run();
}

void driver::wait_for_post(std::optional<time_point> until) {
  std::unique_lock locked(lock_);
  const auto something = [this] { return interrupted_ || !posted_.empty(); };
  if (until)
    changed_.wait_until(locked, *until, something);
  else
    changed_.wait(locked, something);
  interrupted_ = false;
}

time_point real_time_driver::now() const noexcept { return std::chrono::steady_clock::now(); }

void real_time_driver::idle(std::optional<time_point> until) { wait_for_post(until); }

void virtual_time_driver::idle(std::optional<time_point> until) {
  if (!until)
    wait_for_post(std::nullopt);
  else if (*until > now_)
    now_ = *until;
}

} // namespace async
