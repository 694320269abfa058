// Work that runs no later than in a destructor, for the programs of this folder.
#pragma once

#include "evidence.hpp"

/// Lets its tasks run when it is joined, at the latest in its destructor.
class errands {
public:
  ~errands() { join(); }
  void add(async::task<> errand) { errands_.push_back(std::move(errand)); }
  void join() {
    async::virtual_time_driver time;
    for (auto &each : std::exchange(errands_, {}))
      async::run(std::move(each), {.drives = &time});
  }

private:
  std::vector<async::task<>> errands_;
};
