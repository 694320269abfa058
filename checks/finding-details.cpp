#include "checks/finding-details.h"

#include "clang/Tooling/Core/Diagnostic.h"

using namespace clang;

namespace asynctidy::checks {

static thread_local std::vector<report::Details> *Current = nullptr;

DetailsCollector::DetailsCollector(std::vector<report::Details> &Into) { Current = &Into; }

DetailsCollector::~DetailsCollector() { Current = nullptr; }

std::vector<report::Details> *DetailsCollector::current() { return Current; }

void placeAsDiagnostic(SourceLocation Location, const SourceManager &Sources, std::string &File, unsigned &Offset) {
  if (Location.isInvalid())
    return;
  const tooling::DiagnosticMessage Named("", Sources, Sources.getFileLoc(Location));
  File = Named.FilePath;
  Offset = Named.FileOffset;
}

} // namespace asynctidy::checks
