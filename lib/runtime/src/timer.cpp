#include "async/timer.hpp"

#include "async/detail/footprint.hpp"

#include <algorithm>
#include <iterator>

namespace async {

void timer::disarm() noexcept {
  if (!list_)
    return;
  list_->armed_.erase(this);
  list_->mattering_ -= only_wakes_ ? 0 : 1;
  list_ = nullptr;
}

timer_list::~timer_list() {
  while (!empty())
    (*armed_.begin())->disarm();
}

void timer_list::arm(timer &added, time_point deadline) {
  added.list_ = this;
  added.deadline_ = deadline;
  added.sequence_ = ++sequence_;
  added.only_wakes_ = added.only_wakes();
  armed_.insert(&added);
  mattering_ += added.only_wakes_ ? 0 : 1;
}

std::size_t timer_list::count_choices() const noexcept {
  if (mattering_ == 0)
    return 1; // the common case, in which thousands may have one deadline
  const auto last = std::find_if(armed_.begin(), armed_.end(),
                                 [this](const timer *armed) { return armed->deadline_ != next_deadline(); });
  const bool matters = std::any_of(armed_.begin(), last, [](const timer *armed) { return !armed->only_wakes_; });
  return matters ? static_cast<std::size_t>(std::distance(armed_.begin(), last)) : 1;
}

void timer_list::fire(std::size_t index) noexcept {
  timer &due = **std::next(armed_.begin(), static_cast<std::ptrdiff_t>(index));
  due.disarm();
  detail::touch_everything();
  due.fire();
}

} // namespace async
