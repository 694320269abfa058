#include "async/timer.hpp"

#include "async/detail/footprint.hpp"

#include <algorithm>
#include <iterator>

namespace async {

void timer::disarm() noexcept {
  if (!list_)
    return;
  list_->armed_.erase(this);
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
  armed_.insert(&added);
}

std::size_t timer_list::count_first() const noexcept {
  return static_cast<std::size_t>(std::count_if(
      armed_.begin(), armed_.end(), [this](const timer *armed) { return armed->deadline_ == next_deadline(); }));
}

bool timer_list::matters_among_first() const noexcept {
  return std::any_of(armed_.begin(), armed_.end(), [this](const timer *armed) {
    return armed->deadline_ == next_deadline() && !armed->only_wakes();
  });
}

void timer_list::fire(std::size_t index) noexcept {
  timer &due = **std::next(armed_.begin(), static_cast<std::ptrdiff_t>(index));
  due.disarm();
  detail::touch_everything();
  due.fire();
}

} // namespace async
