#include "async/event_loop.hpp"

#include <chrono>

namespace async {

namespace {

/// A busy loop looks at its descriptors once in so many rounds: each look is a system call.
constexpr std::size_t rounds_between_polls = 64;

} // namespace

event_loop::event_loop() : poller_(std::make_shared<detail::poller>()) {}

event_loop::submitter event_loop::make_submitter() {
  std::shared_ptr<event_loop> shared = submitters_.lock();
  if (!shared) {
    // When the last submitter dies, the loop must look again whether anything can still wake it.
    shared = std::shared_ptr<event_loop>(this, [](event_loop *loop) { loop->interrupt(); });
    submitters_ = shared;
  }
  return submitter(std::move(shared));
}

event_loop &event_loop::required(const char *by_what, std::source_location where) {
  auto *loop = dynamic_cast<event_loop *>(&scheduler::required(by_what, where).drives());
  if (!loop)
    throw usage_error(std::string(by_what) + " needs an async::event_loop: run the program on one", where);
  return *loop;
}

void event_loop::check_own(const detail::descriptor &used, const char *by_what, std::source_location where) {
  if (!used.watched_by(required(by_what, where).descriptors()))
    throw usage_error(std::string(by_what) + " of what another event_loop watches: use it in the loop that made it",
                      where);
}

time_point event_loop::now() const noexcept { return std::chrono::steady_clock::now(); }

void event_loop::poll() {
  if (++rounds_ % rounds_between_polls == 0)
    poller_->wait(duration::zero());
}

void event_loop::idle(std::optional<time_point> until) {
  poller_->wait(until ? std::optional(*until - now()) : std::nullopt);
}

} // namespace async
