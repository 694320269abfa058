#include "checks/linked-findings.h"

#include "checks/suppression.h"
#include "link/check-names.h"
#include "link/index.h"

using namespace clang;

namespace asynctidy::checks {

/// The index that an option names, if it can be used.
struct LinkedFindings::KnownElsewhere {
  std::unique_ptr<link::Index> Index; ///< null: only this file is known

  explicit KnownElsewhere(facts::TranslationUnit &Unit) {
    if (Unit.settings().Index.empty())
      return;
    if (auto Opened = link::Index::open(Unit.findFile(Unit.settings().Index)))
      Index = std::move(*Opened);
    else
      Unit.complain(Opened.takeError());
  }
};

struct LinkedFindings::OfUnit : facts::Analysis<facts::WholeUnit, std::unique_ptr<LinkedFindings>> {
  static Result run(facts::WholeUnit, facts::TranslationUnit &Unit) {
    return std::unique_ptr<LinkedFindings>(new LinkedFindings(Unit, KnownElsewhere(Unit)));
  }
};

LinkedFindings::LinkedFindings(facts::TranslationUnit &Unit, const KnownElsewhere &Known)
    : Program(Unit, Known.Index ? facts::UnitProgram::Scope::Whole : facts::UnitProgram::Scope::OneFile,
              Known.Index ? Known.Index->root() : "", suppressionsIn(Unit.context().getSourceManager())) {
  if (const link::Index *Index = Known.Index.get())
    if (llvm::Error E = Index->fill(Program.program(), [Index](llvm::StringRef Path, llvm::StringRef Digest) {
          return Index->isFresh(Path, Digest);
        }))
      Unit.complain(std::move(E));
  Findings = link::findingsOf(Program.program(), link::AllChecks);
}

const LinkedFindings &LinkedFindings::of(facts::TranslationUnit &Unit) { return *Unit.get<OfUnit>({}); }

} // namespace asynctidy::checks
