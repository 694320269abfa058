#include "report.h"

#include "kinds.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"

namespace asynctidy::mutate {
namespace {

struct Tally {
  unsigned Planted = 0, Broken = 0, Sure = 0, Found = 0, Elsewhere = 0, Missed = 0, Dormant = 0, Others = 0;

  void add(const Planting &P, const Judged &J) {
    if (J.Is == Verdict::DoesNotCompile || J.Is == Verdict::Failed) {
      ++Broken;
      return;
    }
    ++Planted;
    Sure += J.Is == Verdict::Sure;
    Found += J.Is == Verdict::Sure || J.Is == Verdict::Likely;
    Elsewhere += J.Is == Verdict::Elsewhere;
    Missed += J.Is == Verdict::Missed;
    Dormant += J.Is == Verdict::Missed && !P.Where.IsInstantiated;
    Others += J.Is != Verdict::Elsewhere && !J.Others.empty();
  }
};

void print(llvm::StringRef Name, const Tally &T, llvm::raw_ostream &OS) {
  auto Share = [&](unsigned Part) {
    OS << " | " << Part;
    if (T.Planted)
      OS << llvm::format(" (%.0f %%)", 100.0 * Part / T.Planted);
  };
  OS << "| " << Name << " | " << T.Planted;
  Share(T.Sure);
  Share(T.Found);
  OS << " | " << T.Elsewhere << " | " << T.Missed << " | " << T.Dormant << " | " << T.Others << " | " << T.Broken
     << " |\n";
}

void printTable(llvm::StringRef What, const std::map<unsigned, Tally> &Rows,
                llvm::function_ref<std::string(unsigned)> NameOf, llvm::raw_ostream &OS) {
  OS << "| " << What
     << " | planted | found by default | with likely | only elsewhere | missed | of these in templates nothing "
        "instantiates | other new findings | left out |\n|---|---|---|---|---|---|---|---|---|\n";
  for (const auto &[Row, T] : Rows)
    print(NameOf(Row), T, OS);
  OS << '\n';
}

llvm::StringRef nameOf(Verdict V) {
  static constexpr llvm::StringLiteral Names[] = {"failed", "does not compile", "found",
                                                  "likely", "elsewhere",        "missed"};
  return Names[unsigned(V)];
}

} // namespace

Judged judge(const Planting &P) {
  Judged J;
  if (!P.Before->Finished || !P.After->Finished || !P.Before->Compiles)
    return J;
  J.Is = Verdict::DoesNotCompile;
  if (!P.After->Compiles)
    return J;
  J.Is = Verdict::Missed;
  const std::vector<llvm::StringRef> &Wanted = kinds()[P.Where.Kind].Checks;
  for (const auto &[F, Count] : P.After->Findings) {
    const auto Known = P.Before->Findings.find(F);
    if (Known != P.Before->Findings.end() && Known->second >= Count)
      continue;
    const bool IsWanted = Wanted.empty() || llvm::is_contained(Wanted, F.Check);
    const bool IsHere = F.File == P.Where.File && P.Where.has(F.Line);
    (IsWanted && IsHere ? J.Right : J.Others).push_back(F);
    if (IsWanted)
      J.Is = std::min(J.Is, !IsHere ? Verdict::Elsewhere : F.IsLikely ? Verdict::Likely : Verdict::Sure);
  }
  return J;
}

void report(const std::vector<Planting> &All, bool ListAll, llvm::raw_ostream &OS) {
  std::map<unsigned, Tally> ByKind, ByCodeBase;
  std::vector<std::string> CodeBases;
  for (const Planting &P : All) {
    const Judged J = judge(P);
    const auto Base = llvm::find(CodeBases, P.Of->CodeBase);
    ByCodeBase[Base - CodeBases.begin()].add(P, J);
    if (Base == CodeBases.end())
      CodeBases.push_back(P.Of->CodeBase);
    ByKind[P.Where.Kind].add(P, J);
  }
  printTable("planted bug", ByKind, [](unsigned Kind) { return kinds()[Kind].Title.str(); }, OS);
  printTable("code base", ByCodeBase, [&](unsigned Base) { return CodeBases[Base]; }, OS);
  if (!ListAll)
    return;
  for (const Planting &P : All) {
    const Judged J = judge(P);
    OS << "- " << nameOf(J.Is) << ": " << kinds()[P.Where.Kind].Name << " in " << P.Where.File << ':' << P.Where.line()
       << (P.Where.IsInstantiated ? "\n" : ", not instantiated\n");
    for (auto [What, Findings] : {std::pair("here", &J.Right), {"other", &J.Others}})
      for (const Finding &F : *Findings)
        OS << "  - " << What << ": " << F.File << ':' << F.Line << ' ' << F.Message << " [" << F.Check
           << (F.IsLikely ? ", likely]\n" : "]\n");
  }
}

void writeJson(const std::vector<Planting> &All, llvm::raw_ostream &OS) {
  llvm::json::OStream J(OS, 1);
  J.array([&] {
    for (const Planting &P : All) {
      J.object([&] {
        J.attribute("kind", kinds()[P.Where.Kind].Name);
        J.attributeArray("checks", [&] {
          for (const llvm::StringRef Check : kinds()[P.Where.Kind].Checks)
            J.value(Check);
        });
        J.attribute("unit", P.Of->Command.Filename);
        J.attribute("file", P.Where.File);
        J.attributeArray("lines", [&] {
          for (const Span &S : P.Where.Lines)
            J.value(llvm::json::Array{S.Begin, S.End});
        });
        J.attributeArray("edits", [&] {
          for (const Edit &E : P.Where.Edits)
            J.object([&] {
              J.attribute("begin", E.Blank.Begin);
              J.attribute("end", E.Blank.End);
              J.attribute("text", E.Text);
            });
        });
      });
    }
  });
  OS << '\n';
}

} // namespace asynctidy::mutate
