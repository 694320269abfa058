#include "planted-report.h"

#include "kinds.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

namespace asynctidy::mutate {
namespace {

enum class Verdict { DoesNotCompile, Failed, AtLine, Elsewhere, Missed };

struct Judged {
  Verdict Result = Verdict::Failed;
  std::vector<Finding> Right, Others; ///< new findings: the expected ones at the line, and all others
  std::vector<Finding> OfControl;     ///< new findings in the control without a bug: two locks in one order
  std::vector<Finding> Errors;
};

Judged judge(const Outcome &O) {
  Judged J;
  if (!O.Baseline.Finished || !llvm::all_of(O.Mutants, [](const RunResult &R) { return R.Finished; }))
    return J;
  for (const RunResult &R : O.Mutants)
    llvm::copy_if(R.Findings, std::back_inserter(J.Errors), isError);
  J.Result = Verdict::DoesNotCompile;
  if (!J.Errors.empty())
    return J;
  J.Result = Verdict::Missed;
  const llvm::ArrayRef<llvm::StringRef> Wanted = infoOf(O.Where.What).Checks;
  for (const Finding &F : newFindings(O.Baseline, O.Mutants.back())) {
    if (isOfCompiler(F))
      continue;
    const bool IsWanted = llvm::is_contained(Wanted, F.Check);
    (IsWanted && isAt(F, O.Where) ? J.Right : J.Others).push_back(F);
    if (IsWanted && J.Result == Verdict::Missed)
      J.Result = Verdict::Elsewhere;
  }
  for (const RunResult &Control : llvm::drop_end(O.Mutants))
    llvm::copy_if(newFindings(O.Baseline, Control), std::back_inserter(J.OfControl),
                  [](const Finding &F) { return !isOfCompiler(F); });
  if (!J.Right.empty())
    J.Result = Verdict::AtLine;
  return J;
}

bool isNoisy(const Outcome &O, const Judged &J) {
  return J.Right.size() > O.Where.Bugs || !J.OfControl.empty() || (J.Result != Verdict::Elsewhere && !J.Others.empty());
}

struct Tally {
  unsigned Mutants = 0, Compile = 0, AtLine = 0, Elsewhere = 0, Missed = 0, Dormant = 0, Noisy = 0, Failed = 0;

  void add(const Outcome &O, const Judged &J) {
    ++Mutants;
    Failed += J.Result == Verdict::Failed;
    if (J.Result < Verdict::AtLine)
      return;
    ++Compile;
    AtLine += J.Result == Verdict::AtLine;
    Elsewhere += J.Result == Verdict::Elsewhere;
    Missed += J.Result == Verdict::Missed;
    Dormant += J.Result == Verdict::Missed && !O.Where.Instantiated;
    Noisy += isNoisy(O, J);
  }
};

void printRow(llvm::StringRef Name, unsigned Places, unsigned Left, const Tally &T, llvm::raw_ostream &OS) {
  OS << "| " << Name << " | " << Places << " | " << Left << " | " << T.Mutants << " | " << T.Compile << " | "
     << share(T.AtLine, T.Compile) << " | " << T.Elsewhere << " | " << T.Missed << " | " << T.Dormant << " | "
     << T.Noisy << " | " << T.Failed << " |\n";
}

llvm::StringRef causeOf(const Place &P) {
  if (!P.Instantiated)
    return "in a template that nothing instantiates";
  if (P.InMacroArgument)
    return "in the argument of a macro";
  return "other";
}

void printFindings(llvm::StringRef What, const std::vector<Finding> &Findings, llvm::raw_ostream &OS) {
  for (const Finding &F : Findings) {
    printFinding(F, OS << "  - " << What << ": ");
    OS << '\n';
  }
}

using Lists = std::map<std::string, std::vector<std::string>>;

void print(const Lists &ByCause, llvm::raw_ostream &OS) {
  for (const auto &[Cause, Items] : ByCause) {
    OS << Cause << ": " << Items.size() << "\n\n";
    for (const std::string &Item : Items)
      OS << "- " << Item;
    OS << '\n';
  }
}

} // namespace

void reportPlanted(Kind What, const Sighted &Seen, const std::vector<Outcome> &Outcomes, llvm::raw_ostream &OS,
                   bool ListAll) {
  std::map<std::string, Tally> PerBase;
  std::map<std::string, unsigned> LeftPerBase;
  Lists Left, Unexpected, Broken;
  Tally All;
  std::string Every;
  llvm::raw_string_ostream List(Every);
  for (const Sighted::LeftOut &One : Seen.Left) {
    ++LeftPerBase[One.CodeBase];
    Left[One.Why].push_back(One.CodeBase + '/' + One.Shown + '\n');
  }
  for (const Outcome &O : Outcomes) {
    if (O.Where.What != What)
      continue;
    const Judged J = judge(O);
    PerBase[O.CodeBase].add(O, J);
    All.add(O, J);
    std::string Text;
    llvm::raw_string_ostream Item(Text);
    Item << O.CodeBase << '/' << O.Shown;
    if (O.Where.OtherLine != O.Where.Line)
      Item << " and " << O.Where.OtherLine;
    Item << '\n';
    printFindings("here", J.Right, Item);
    printFindings("elsewhere", J.Others, Item);
    printFindings("without the bug", J.OfControl, Item);
    if (J.Result == Verdict::DoesNotCompile) {
      printFindings("error", {J.Errors.front()}, Item);
      Broken["does not compile"].push_back(Text);
    } else if (J.Result != Verdict::AtLine || isNoisy(O, J)) {
      Unexpected[J.Result == Verdict::Failed      ? "crashed or timed out"
                 : J.Result == Verdict::AtLine    ? "reported, with other new findings"
                 : J.Result == Verdict::Elsewhere ? "only reported elsewhere"
                                                  : causeOf(O.Where).str()]
          .push_back(Text);
    }
    List << "- " << Text;
  }
  OS << "## " << infoOf(What).Title << "\n\n"
     << "| code base | places | no bug there | mutants | compile | reported at the line | only elsewhere | missed "
        "| of these in templates nothing instantiates | other new findings | crashed or timed out |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|\n";
  unsigned Places = 0;
  for (const auto &[Name, Count] : Seen.Places) {
    printRow(Name, Count, LeftPerBase[Name], PerBase[Name], OS);
    Places += Count;
  }
  printRow("**all**", Places, Seen.Left.size(), All, OS);
  OS << "\n### Left out, by reason\n\n";
  for (const auto &[Why, Items] : Left)
    OS << "- " << Why << ": " << Items.size() << '\n';
  OS << "\n### Not as expected, by cause\n\n";
  print(Unexpected, OS);
  if (!ListAll)
    return;
  OS << "### Where it was left out\n\n";
  print(Left, OS);
  print(Broken, OS);
  OS << "### Every mutant\n\n" << List.str() << '\n';
}

} // namespace asynctidy::mutate
