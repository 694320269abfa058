#pragma once

#include "async/driver.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace async::detail {

/// What was chosen wherever there was more than one possibility, in order; 0 beyond the end.
using choices = std::vector<std::uint16_t>;

void drop_trailing_zeros(choices &made) noexcept;

/// Numbers separated by dots; zeros at the end are left out.
std::string text_of(choices made);

/// \throws usage_error
choices choices_of(std::string_view schedule, std::source_location where);

/// Thrown out of a run that has taken all the steps it may, or that is over for another reason.
struct out_of_steps {};

/// Says what one run chooses: first what a script says, then always 0 or at random. Notes what it was asked.
class run_choices {
public:
  /// \p script must outlive this. \p steps is how many steps the run may take.
  run_choices(const choices &script, std::size_t steps) : script_(script), steps_left_(steps) {}
  run_choices(const choices &script, std::size_t steps, std::uint64_t seed) : run_choices(script, steps) {
    random_.emplace(seed);
  }

  /// \pre \p options > 1
  std::size_t choose(std::size_t options);

  /// To be called before each step. \throws out_of_steps
  void step();

  /// Nothing of what is chosen from now on belongs to the schedule, and the next step is one too many.
  void end() noexcept { ended_ = true; }
  bool ended() const noexcept { return ended_; }

  const choices &made() const noexcept { return made_; }
  /// How many options there were each time.
  const choices &options() const noexcept { return options_; }
  /// Whether the program had other choices than those the script was made for.
  bool diverged() const noexcept { return diverged_ || options_.size() < script_.size(); }

private:
  std::size_t next(std::size_t options);

  const choices &script_;
  std::optional<std::mt19937_64> random_;
  choices made_;
  choices options_;
  std::size_t steps_left_;
  bool diverged_ = false;
  bool ended_ = false;
};

} // namespace async::detail
