#include "report.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Format.h"

#include <set>

namespace asynctidy::mutate {
namespace {

enum class Verdict { NoMutant, DoesNotCompile, Failed, AtLine, Elsewhere, Missed };

struct Judged {
  Verdict Result = Verdict::NoMutant;
  bool CompilerWarns = false;
  std::vector<Finding> AtLine, Others; ///< new findings of ours
  std::vector<Finding> OfCompiler;     ///< compiler errors, or else new compiler warnings there
};

/// Whether the operand's type or callee is declared [[nodiscard]]: then the compiler warns in the mutant.
bool isNoDiscard(const Outcome &O) {
  return llvm::any_of(O.Mutants[DeleteAwait].Findings, [&](const Finding &F) {
    llvm::StringRef Message = F.Message;
    return isAt(F, O.Where) && (Message.contains("'nodiscard' attribute") || Message.contains("'warn_unused_result'"));
  });
}

Judged judge(const Outcome &O, MutantKind Kind) {
  Judged J;
  if (O.Where.InMacroBody)
    return J;
  const RunResult &Mutant = O.Mutants[Kind];
  J.Result = Verdict::Failed;
  if (!O.Baseline.Finished || !Mutant.Finished)
    return J;
  J.Result = Verdict::DoesNotCompile;
  llvm::copy_if(Mutant.Findings, std::back_inserter(J.OfCompiler), isError);
  if (!J.OfCompiler.empty())
    return J;

  for (const Finding &F : newFindings(O.Baseline, Mutant)) {
    const bool Here = isAt(F, O.Where);
    if (!isOfCompiler(F))
      (Here ? J.AtLine : J.Others).push_back(F);
    else if (Here)
      J.OfCompiler.push_back(F);
  }
  J.CompilerWarns = !J.OfCompiler.empty();
  J.Result = !J.AtLine.empty() ? Verdict::AtLine : !J.Others.empty() ? Verdict::Elsewhere : Verdict::Missed;
  return J;
}

/// The probable cause of a missed report.
llvm::StringRef causeOf(const Place &P) {
  if (P.InMacroBody)
    return "written in a macro's body";
  if (!P.Instantiated)
    return "in a template that nothing instantiates";
  if (P.InMacroArgument)
    return "in the argument of a macro";
  if (P.IsGlvalue)
    return "the operand is a glvalue: the object lives on";
  if (P.NeverSuspends)
    return "the operand never suspends";
  if (P.OnlyByAwaitTransform)
    return "awaitable only by the promise's await_transform";
  return "other";
}

struct Tally {
  unsigned Places = 0, Mutants = 0, Compile = 0, Failed = 0, AtLine = 0, Elsewhere = 0, Missed = 0, Noisy = 0;
  unsigned CompilerWarns = 0, NoAttribute = 0, NoAttributeAtLine = 0;

  void add(const Outcome &O, const Judged &J) {
    ++Places;
    Mutants += J.Result != Verdict::NoMutant;
    Failed += J.Result == Verdict::Failed;
    if (J.Result < Verdict::AtLine)
      return;
    ++Compile;
    AtLine += J.Result == Verdict::AtLine;
    Elsewhere += J.Result == Verdict::Elsewhere;
    Missed += J.Result == Verdict::Missed;
    Noisy += J.AtLine.size() > 1 || (!J.AtLine.empty() && !J.Others.empty());
    CompilerWarns += J.CompilerWarns;
    bool Attribute = isNoDiscard(O);
    NoAttribute += !Attribute;
    NoAttributeAtLine += !Attribute && J.Result == Verdict::AtLine;
  }
};

void printRow(llvm::StringRef Name, const Tally &T, llvm::raw_ostream &OS) {
  OS << "| " << Name << " | " << T.Places << " | " << T.Mutants << " | " << T.Compile << " | "
     << share(T.AtLine, T.Compile) << " | " << T.Elsewhere << " | " << T.Missed << " | " << T.Noisy << " | " << T.Failed
     << " | " << share(T.CompilerWarns, T.Compile) << " | " << share(T.NoAttribute, T.Compile) << " | "
     << share(T.NoAttributeAtLine, T.NoAttribute) << " |\n";
}

void printTable(const std::vector<Outcome> &Outcomes, MutantKind Kind, llvm::raw_ostream &OS) {
  OS << "| code base | places | mutants | compile | reported at the line | only elsewhere | missed "
        "| other new findings | crashed or timed out | the compiler warns there | no [[nodiscard]] "
        "| of these reported at the line |\n"
     << "|---|---|---|---|---|---|---|---|---|---|---|---|\n";
  std::map<std::string, Tally> PerBase;
  Tally All;
  for (const Outcome &O : Outcomes) {
    Judged J = judge(O, Kind);
    PerBase[O.CodeBase].add(O, J);
    All.add(O, J);
  }
  for (const auto &[Name, T] : PerBase)
    printRow(Name, T, OS);
  printRow("**all**", All, OS);
  OS << '\n';
}

void printMisses(const std::vector<Outcome> &Outcomes, MutantKind Kind, llvm::raw_ostream &OS) {
  std::map<std::string, std::vector<std::string>> ByCause;
  for (const Outcome &O : Outcomes) {
    Judged J = judge(O, Kind);
    bool Noisy = J.Result == Verdict::AtLine && (J.AtLine.size() > 1 || !J.Others.empty());
    if (J.Result == Verdict::DoesNotCompile || (J.Result == Verdict::AtLine && !Noisy))
      continue;
    std::string Text;
    llvm::raw_string_ostream Item(Text);
    Item << O.CodeBase << '/' << O.Shown << " `" << O.Where.Type << '`';
    for (const Finding &F : J.AtLine)
      printFinding(F, Item << "\n  - here: ");
    for (const Finding &F : J.Others)
      printFinding(F, Item << "\n  - elsewhere: ");
    std::string Cause = J.Result == Verdict::Failed ? "crashed or timed out"
                        : Noisy                     ? "reported, with other new findings"
                                                    : causeOf(O.Where).str();
    ByCause[Cause].push_back(std::move(Text));
  }
  for (const auto &[Cause, Items] : ByCause) {
    OS << Cause << ": " << Items.size() << "\n\n";
    for (const std::string &Item : Items)
      OS << "- " << Item << '\n';
    OS << '\n';
  }
}

llvm::StringRef name(Verdict V) {
  switch (V) {
  case Verdict::NoMutant:
    return "no mutant";
  case Verdict::DoesNotCompile:
    return "does not compile";
  case Verdict::Failed:
    return "crashed or timed out";
  case Verdict::AtLine:
    return "at the line";
  case Verdict::Elsewhere:
    return "elsewhere";
  case Verdict::Missed:
    return "missed";
  }
  return {};
}

} // namespace

std::vector<Finding> newFindings(const RunResult &Baseline, const RunResult &Mutant) {
  std::vector<Finding> Found;
  const std::map<Finding, int> Before = Baseline.counted();
  for (const auto &[F, Count] : Mutant.counted()) {
    const auto Known = Before.find(F);
    const int New = Count - (Known == Before.end() ? 0 : Known->second);
    Found.insert(Found.end(), std::max(New, 0), F);
  }
  return Found;
}

std::string share(unsigned Part, unsigned Whole) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << Part;
  if (Whole)
    OS << llvm::format(" (%.1f %%)", 100.0 * Part / Whole);
  return Text;
}

void printFinding(const Finding &F, llvm::raw_ostream &OS) {
  OS << llvm::StringRef(F.File).rsplit('/').second << ':' << F.Line << ' ' << F.Message << " [" << F.Check << ']';
}

void report(const std::map<std::string, CodeBase> &Bases, const std::vector<Outcome> &Outcomes, llvm::raw_ostream &OS,
            bool ListAll) {
  OS << "| code base | translation units | files with code | coroutines | `co_await …;` |\n|---|---|---|---|---|\n";
  for (const auto &[Name, Base] : Bases)
    OS << "| " << Name << " | " << Base.Units << " | " << Base.Files << " | " << Base.Coroutines << " | "
       << llvm::count_if(Outcomes, [&](const Outcome &O) { return O.CodeBase == Name; }) << " |\n";
  OS << '\n';
  static const char *const Titles[] = {"`co_await x;` becomes `x;`", "`co_await x;` becomes `auto async_mutant = x;`"};
  for (unsigned Kind = 0; Kind < MutantKinds; ++Kind) {
    OS << "## " << Titles[Kind] << "\n\n";
    printTable(Outcomes, MutantKind(Kind), OS);
    OS << "### Not reported at the line, by cause\n\n";
    printMisses(Outcomes, MutantKind(Kind), OS);
  }
  if (!ListAll)
    return;
  OS << "## Every mutant\n\n";
  for (const Outcome &O : Outcomes)
    for (unsigned Kind = 0; Kind < MutantKinds; ++Kind) {
      Judged J = judge(O, MutantKind(Kind));
      OS << "- " << O.CodeBase << '/' << O.Shown << " kind " << Kind + 1 << ": " << name(J.Result) << " `"
         << O.Where.Type << "`\n";
      for (const auto *List : {&J.OfCompiler, &J.AtLine, &J.Others})
        for (const Finding &F : *List) {
          printFinding(F, OS << "  - ");
          OS << '\n';
        }
    }
}

} // namespace asynctidy::mutate
