#include "checks/suppression.h"

#include "checks/finding-places.h"
#include "compat/diagnostics-engine.h"
#include "summaries/check-set.h"

#include "clang-tidy/NoLintDirectiveHandler.h"
#include "clang/Tooling/Core/Diagnostic.h"
#include "llvm/ADT/DenseMap.h"

#include <memory>

using namespace clang;

namespace asynctidy::checks {
namespace {

/// clang-tidy's reader of NOLINT comments needs a diagnostic in flight; this emits one and tests it.
class Suppressions : private DiagnosticConsumer {
public:
  explicit Suppressions(SourceManager &Sources) : Sources(Sources), Engine(*this) {
    Engine->setSourceManager(&Sources);
    Probe = Engine->getCustomDiagID(DiagnosticsEngine::Warning, "probe");
  }

  summaries::CheckSet at(SourceLocation Location) {
    Silenced = {};
    if (Location.isValid() && mentionsNolint(Location))
      Engine->Report(Location, Probe);
    if (Location.isMacroID()) // facts only tell where the macro is used
      for (const auto &[Check, Name] : summaries::CheckNames)
        if (Silenced.contains(Check))
          FindingPlaces::add(Name, Location, Sources);
    return Silenced;
  }

private:
  /// A cheap test that excludes most files.
  bool mentionsNolint(SourceLocation Location) {
    const FileID File = Sources.getFileID(Sources.getExpansionLoc(Location));
    const auto [Known, New] = Mentions.try_emplace(File, false);
    if (New)
      Known->second = Sources.getBufferData(File).contains("NOLINT");
    return Known->second || Location.isMacroID();
  }

  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    llvm::SmallVector<tooling::Diagnostic, 0> Errors; // unbalanced blocks: clang-tidy itself reports them
    for (const auto &[Check, Name] : summaries::CheckNames)
      if (Comments.shouldSuppress(Level, Info, Name, Errors, /*AllowIO=*/true, /*EnableNoLintBlocks=*/true))
        Silenced |= Check;
  }

  SourceManager &Sources;
  compat::OwnDiagnosticsEngine Engine;
  tidy::NoLintDirectiveHandler Comments;
  unsigned Probe;
  summaries::CheckSet Silenced;
  llvm::DenseMap<FileID, bool> Mentions;
};

} // namespace

facts::Silencer suppressionsIn(SourceManager &Sources) {
  auto Comments = std::make_shared<Suppressions>(Sources);
  return [Comments](SourceLocation Location) { return Comments->at(Location); };
}

} // namespace asynctidy::checks
