#include "async/detail/footprint.hpp"

#include <algorithm>

namespace async::detail {

void footprint::add(std::uint64_t object, bool changed) {
  const auto found =
      std::find_if(accesses_.begin(), accesses_.end(), [&](const access &one) { return one.object == object; });
  if (found == accesses_.end())
    accesses_.push_back({object, changed});
  else
    found->changed = found->changed || changed;
}

bool footprint::conflicts_with(const footprint &other) const noexcept {
  if (everything_ || other.everything_)
    return true;
  return std::any_of(accesses_.begin(), accesses_.end(), [&](const access &mine) {
    return std::any_of(other.accesses_.begin(), other.accesses_.end(), [&](const access &theirs) {
      return mine.object == theirs.object && (mine.changed || theirs.changed);
    });
  });
}

step_recorder::step_recorder() noexcept { recording = this; }

step_recorder::~step_recorder() { recording = nullptr; }

} // namespace async::detail
