// A finding of a check of the whole program.
#pragma once

#include "link/vocabulary.h"
#include "report/details.h"
#include "summaries/assumptions.h"

#include <string>
#include <vector>

namespace asynctidy::link {

/// One warning, with notes for each step of its path, in order.
struct Finding {
  struct Note {
    Place At;
    std::string Message;
    report::NoteRole Role = report::NoteRole::Step;
    report::ShownIn Where = report::ShownIn::Both;
    std::string Actor = {}; ///< see report::NoteDetails
  };
  CheckId Check;
  Place At;
  std::string Message;
  std::vector<Note> Notes;
  summaries::Assumptions Assumes = {};
  Text Function = 0;        ///< FunctionFacts::Stable of the enclosing one
  std::string Subject = {}; ///< see report::Details
};

} // namespace asynctidy::link
