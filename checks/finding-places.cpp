#include "checks/finding-places.h"

#include "checks/finding-details.h"

using namespace clang;

namespace asynctidy::checks {

static thread_local std::vector<FindingPlace> *Current = nullptr;

FindingPlaces::FindingPlaces(std::vector<FindingPlace> &Into) { Current = &Into; }

FindingPlaces::~FindingPlaces() { Current = nullptr; }

void FindingPlaces::add(llvm::StringRef Check, SourceLocation At, const SourceManager &Sources) {
  if (!Current || At.isInvalid())
    return;
  FindingPlace &Added = Current->emplace_back();
  Added.Check = Check.str();
  placeAsDiagnostic(At, Sources, Added.File, Added.Offset);
  while (true) { // from a macro's text out to where it is used, as clang-tidy looks for comments
    const auto [File, Offset] = Sources.getDecomposedSpellingLoc(At);
    if (const auto Entry = Sources.getFileEntryRefForID(File))
      Added.Lines.push_back({Entry->getName().str(), Sources.getLineNumber(File, Offset)});
    if (!At.isMacroID())
      return;
    At = Sources.getImmediateExpansionRange(At).getBegin();
  }
}

} // namespace asynctidy::checks
