#include "checks/linked-findings.h"

#include "checks/suppression.h"
#include "link/fill.h"
#include "link/index-answers.h"
#include "link/index.h"
#include "link/program.h"

using namespace clang;

namespace asynctidy::checks {

/// The index that an option names; null when there is none or it cannot be read.
static std::unique_ptr<summaries::OtherFiles> otherFilesOf(facts::TranslationUnit &Unit) {
  if (Unit.settings().Index.empty())
    return nullptr;
  const std::string Path = Unit.findFile(Unit.settings().Index);
  llvm::Expected<std::unique_ptr<link::Index>> Opened = link::Index::open(Path);
  if (Opened)
    return link::noting(std::move(*Opened), Path);
  Unit.complain(Opened.takeError());
  return nullptr;
}

struct LinkedFindings::OfUnit : facts::Analysis<facts::WholeUnit, std::unique_ptr<LinkedFindings>> {
  static Result run(facts::WholeUnit, facts::TranslationUnit &Unit) {
    return std::unique_ptr<LinkedFindings>(new LinkedFindings(Unit, otherFilesOf(Unit).get()));
  }
};

LinkedFindings::LinkedFindings(facts::TranslationUnit &Of, const summaries::OtherFiles *Others)
    : Unit(Of, Others ? facts::ExtractedUnit::Scope::Whole : facts::ExtractedUnit::Scope::OneFile,
           Others ? Others->root() : "", suppressionsIn(Of.context().getSourceManager())) {
  link::Program Whole(Unit.strings());
  Whole.add(std::move(Unit.facts()));
  if (Others)
    if (llvm::Error E = link::fill(Whole, *Others))
      Of.complain(std::move(E));
  Whole.callOverriders();
  Findings = link::findingsOf(Whole);
}

const LinkedFindings &LinkedFindings::of(facts::TranslationUnit &Unit) { return *Unit.get<OfUnit>({}); }

} // namespace asynctidy::checks
