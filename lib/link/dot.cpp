#include "link/dot.h"

#include "link/lock-cycles.h"

namespace asynctidy::link {
namespace {

std::string quoted(llvm::StringRef Text) {
  std::string Result = "\"";
  for (const char C : Text) {
    if (C == '"' || C == '\\')
      Result += '\\';
    if (C == '\n')
      Result += "\\n";
    else
      Result += C;
  }
  return Result + "\"";
}

std::string toText(const Place &P, const Strings &Names) {
  return Names[P.File].str() + ":" + std::to_string(P.Line) + ":" + std::to_string(P.Column);
}

} // namespace

void writeDot(llvm::raw_ostream &Out, const Program &Whole, const LockGraph &Locks) {
  const Strings &Names = Whole.strings();
  std::vector<bool> IsAsync(Locks.size(), false), IsUsed(Locks.size(), false), IsInCycle(Locks.edges().size(), false);
  std::vector<LockNesting> Shown; // by edge
  for (const LockGraph::Edge &E : Locks.edges()) {
    const LockNesting &Nesting = Shown.emplace_back(Locks.expanded(E.Witnesses.front()));
    IsUsed[E.Held] = IsUsed[E.Acquired] = true;
    IsAsync[E.Held] = Nesting.Held.IsAsync;
    IsAsync[E.Acquired] = Nesting.Acquired.IsAsync;
  }
  for (const LockCycle &Cycle : cyclesOf(Locks).Cycles)
    for (const size_t E : Cycle.Edges)
      IsInCycle[E] = true;

  Out << "digraph locks {\n  rankdir=LR;\n  node [shape=box];\n";
  for (LockGraph::Node N = 0; N < Locks.size(); ++N)
    if (IsUsed[N])
      Out << "  n" << N << " [label=" << quoted(Locks.name(N)) << (IsAsync[N] ? ", shape=ellipse" : "") << "];\n";
  for (size_t I = 0; I < Locks.edges().size(); ++I) {
    const LockGraph::Edge &E = Locks.edges()[I];
    const LockNesting &Nesting = Shown[I];
    std::string Tooltip = Nesting.IsDeclared ? "declared" : "held since " + toText(Nesting.Since, Names);
    for (const Step &S : Nesting.Calls)
      Tooltip += "\n" + toText(S.At, Names) + ": " + Names[S.Caller].str() + " calls " + Names[S.Callee].str();
    Tooltip += (Nesting.IsDeclared ? " at " : "\nlocked at ") + toText(Nesting.At, Names);
    Out << "  n" << E.Held << " -> n" << E.Acquired << " [label=" << quoted(toText(Nesting.begin(), Names))
        << ", tooltip=" << quoted(Tooltip) << (IsInCycle[I] ? ", color=red, fontcolor=red" : "") << "];\n";
  }
  Out << "}\n";
}

} // namespace asynctidy::link
