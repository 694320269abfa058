#include "driver/catalogue-commands.h"

#include "checks/catalogue.h"
#include "driver/messages.h"
#include "driver/suppression-findings.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// Renders Markdown for a terminal: headings in bold, code indented by four columns, everything else verbatim.
void renderMarkdown(StringRef Text, llvm::raw_ostream &Out) {
  const bool Bold = Out.has_colors();
  bool InCode = false;
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    if (Line.starts_with("```")) {
      InCode = !InCode;
      continue;
    }
    if (InCode) {
      Out << (Line.empty() ? "" : "    ") << Line << '\n';
      continue;
    }
    if (!Line.starts_with("#")) {
      Out << Line << '\n';
      continue;
    }
    const StringRef Heading = Line.ltrim('#').ltrim();
    if (Bold)
      Out.changeColor(llvm::raw_ostream::SAVEDCOLOR, /*Bold=*/true);
    Out << Heading;
    if (Bold)
      Out.resetColor();
    Out << '\n';
  }
}

} // namespace

/// With the rule that findings may have and no option about checks takes, for its options ask for it.
static std::vector<CatalogueEntry> listed(bool ChecksOnly, const report::Rule &Suppressions) {
  std::vector<CatalogueEntry> All = catalogue().vec();
  if (!ChecksOnly) {
    CatalogueEntry Added;
    Added.Name = Suppressions.Name;
    Added.Family = Suppressions.Family;
    Added.Since = "0.1";
    Added.Summary = Suppressions.Summary;
    All.push_back(Added);
  }
  return All;
}

ExitCode listChecks(const Options &O, llvm::raw_ostream &Out) {
  const report::Rule Suppressions = suppressionRule();
  const std::vector<CatalogueEntry> All = listed(O.NamesOnly, Suppressions);
  size_t NameWidth = 0, FamilyWidth = 0;
  for (const CatalogueEntry &Check : All) {
    NameWidth = std::max(NameWidth, Check.Name.size());
    FamilyWidth = std::max(FamilyWidth, Check.Family.size());
  }
  for (const CatalogueEntry &Check : All) {
    if (O.NamesOnly)
      Out << Check.Name << '\n';
    else
      Out << llvm::left_justify(Check.Name, NameWidth) << "  " << llvm::left_justify(Check.Family, FamilyWidth)
          << "  since " << Check.Since << "  " << Check.Summary << '\n';
  }
  return Clean;
}

ExitCode explainCheck(const Options &O, llvm::raw_ostream &Out) {
  const std::string Name = StringRef(O.Topic).starts_with("async-") ? O.Topic : "async-" + O.Topic;
  if (const CatalogueEntry *Check = findInCatalogue(Name)) {
    renderMarkdown(Check->Page, Out);
    return Clean;
  }
  if (Name == SuppressionRule) {
    renderMarkdown(suppressionRule().Page, Out);
    return Clean;
  }
  llvm::SmallVector<StringRef, 16> Names;
  for (const CatalogueEntry &Check : catalogue())
    Names.push_back(Check.Name);
  Names.push_back(SuppressionRule);
  const std::string Hint = didYouMean(Name, Names);
  say("there is no check '" + O.Topic + "'" + (Hint.empty() ? "; 'async-tidy list' shows all" : Hint));
  return NotEverythingAnalysed;
}

} // namespace asynctidy::driver
