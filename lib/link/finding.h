// A finding of a check of the whole program.
#pragma once

#include "link/vocabulary.h"
#include "summaries/assumptions.h"

#include <string>
#include <vector>

namespace asynctidy::link {

/// One warning, with notes for each step of its path, in order.
struct Finding {
  struct Note {
    Place At;
    std::string Message;
  };
  CheckId Check;
  Place At;
  std::string Message;
  std::vector<Note> Notes;
  summaries::Assumptions Assumes = {};
};

} // namespace asynctidy::link
