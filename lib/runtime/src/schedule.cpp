#include "schedule.hpp"

#include "async/errors.hpp"

#include <charconv>

namespace async::detail {

void drop_trailing_zeros(choices &made) noexcept {
  while (!made.empty() && made.back() == 0)
    made.pop_back();
}

std::string text_of(choices made) {
  drop_trailing_zeros(made);
  std::string text;
  for (const std::uint16_t choice : made)
    text += (text.empty() ? "" : ".") + std::to_string(choice);
  return text;
}

choices choices_of(std::string_view schedule, std::source_location where) {
  choices made;
  const char *at = schedule.data();
  const char *const end = at + schedule.size();
  while (at != end) {
    std::uint16_t choice = 0;
    const auto [after, error] = std::from_chars(at, end, choice);
    if (error != std::errc() || (after != end && (*after != '.' || after + 1 == end)))
      throw usage_error("not a schedule, which is numbers separated by dots: " + std::string(schedule), where);
    made.push_back(choice);
    at = after == end ? end : after + 1;
  }
  return made;
}

std::size_t run_choices::choose(std::size_t options) {
  if (ended_)
    return 0;
  const std::size_t choice = next(options);
  options_.push_back(static_cast<std::uint16_t>(options));
  made_.push_back(static_cast<std::uint16_t>(choice));
  return choice;
}

std::size_t run_choices::next(std::size_t options) {
  const std::size_t at = options_.size();
  if (at >= script_.size())
    return random_ ? (*random_)() % options : 0;
  if (script_[at] >= options)
    diverged_ = true;
  return diverged_ ? 0 : script_[at];
}

void run_choices::step() {
  if (ended_ || steps_left_ == 0)
    throw out_of_steps();
  --steps_left_;
}

} // namespace async::detail
