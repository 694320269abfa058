#include "driver/lock-picture.h"

#include "driver/graphviz.h"
#include "driver/structured.h"
#include "link/lock-cycles.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cmath>
#include <map>

using llvm::StringRef;

namespace asynctidy::driver {

using report::LockPicture;

namespace {

/// Orders besides those of cycles. A larger picture shows nothing to people, and takes Graphviz minutes.
constexpr size_t MostOthers = 300;
constexpr unsigned SecondsToLayOut = 60;

constexpr double UnitsOfInch = 72;
constexpr double WidthOfLetter = 7.3, HeightOfLock = 30; ///< of the page's font for names

/// Copies what is shown of the graph.
class Copy {
public:
  Copy(link::Analysis &Known, StringRef Root, report::SourceFiles &Sources)
      : Whole(Known.program()), Graph(Known.lockGraph()), Root(Root), Sources(Sources) {}

  LockPicture made() {
    std::map<size_t, const link::LockGraph::Witness *> Witnesses; // by edge
    std::map<size_t, std::string> Cycles;                         // likewise
    for (const link::LockCycle &Cycle : link::cyclesOf(Graph).Cycles)
      for (size_t I = 0; I < Cycle.Edges.size(); ++I)
        if (Witnesses.try_emplace(Cycle.Edges[I], Cycle.Witnesses[I]).second)
          Cycles[Cycle.Edges[I]] = link::subjectOf(Graph, Cycle);
    size_t Others = 0;
    for (size_t E = 0; E < Graph.edges().size(); ++E) {
      const auto Cyclic = Witnesses.find(E);
      if (Cyclic != Witnesses.end())
        add(Graph.edges()[E], *Cyclic->second, Cycles[E]);
      else if (++Others <= MostOthers)
        add(Graph.edges()[E], Graph.edges()[E].Witnesses.front(), "");
      else
        ++Picture.LeftOut;
    }
    return std::move(Picture);
  }

private:
  size_t lock(link::LockGraph::Node N, bool IsForTasks) {
    const auto [At, New] = Numbers.try_emplace(N, Picture.Locks.size());
    if (New)
      Picture.Locks.push_back({Graph.name(N)});
    Picture.Locks[At->second].IsForTasks |= IsForTasks;
    return At->second;
  }

  void add(const link::LockGraph::Edge &E, const link::LockGraph::Witness &W, std::string Cycle) {
    const summaries::LockNesting Nesting = Graph.expanded(W);
    const size_t Held = lock(E.Held, Nesting.Held.IsAsync), Acquired = lock(E.Acquired, Nesting.Acquired.IsAsync);
    LockPicture::Order O = {Held, Acquired, {}};
    O.Cycle = std::move(Cycle);
    for (const link::Finding::Note &Note : link::notesOf(Whole, Graph, E, Nesting))
      O.Path.push_back({linkedPlace(Note.At, Whole.strings(), Root, Sources), Note.Message, ""});
    Picture.Orders.push_back(std::move(O));
  }

  const link::Program &Whole;
  const link::LockGraph &Graph;
  StringRef Root;
  report::SourceFiles &Sources;
  llvm::DenseMap<link::LockGraph::Node, size_t> Numbers;
  LockPicture Picture;
};

/// A line of Graphviz's form "plain".
class Words {
public:
  explicit Words(StringRef Line) { Line.split(Parts, ' ', -1, /*KeepEmpty=*/false); }

  /// The next word, empty behind the last; the others say whether it is what they read.
  StringRef next() { return At < Parts.size() ? Parts[At++] : StringRef(); }
  bool next(double &Number) { return !next().getAsDouble(Number) && std::isfinite(Number); }
  bool next(size_t &Number) { return !next().getAsInteger(10, Number); }
  /// A name with the number of one of \p Size things: "n3".
  bool next(char Letter, size_t Size, size_t &Number) {
    StringRef Word = next();
    return Word.consume_front(StringRef(&Letter, 1)) && !Word.rtrim('_').getAsInteger(10, Number) && Number < Size;
  }
  /// From inches upwards to the page's units downwards.
  bool next(report::Point &P, double Height) {
    if (!next(P.X) || !next(P.Y))
      return false;
    P = {P.X * UnitsOfInch, Height - P.Y * UnitsOfInch};
    return true;
  }

private:
  llvm::SmallVector<StringRef> Parts;
  size_t At = 0;
};

bool readOrder(LockPicture &Picture, Words &Line) {
  size_t Held, Acquired, Points, Number;
  std::vector<report::Point> Curve;
  report::Point Label;
  if (!Line.next('n', Picture.Locks.size(), Held) || !Line.next('n', Picture.Locks.size(), Acquired) ||
      !Line.next(Points))
    return false;
  for (; Points; --Points)
    if (!Line.next(Curve.emplace_back(), Picture.Height))
      return false;
  if (!Line.next('e', Picture.Orders.size(), Number) || !Line.next(Label, Picture.Height))
    return false;
  Picture.Orders[Number].Curve = std::move(Curve);
  Picture.Orders[Number].Label = Label;
  return true;
}

} // namespace

std::string dotOf(const LockPicture &Picture) {
  std::string Dot;
  llvm::raw_string_ostream Out(Dot);
  Out << "digraph {\n  rankdir=LR; nodesep=0.35; ranksep=0.6;\n  node [shape=box, fixedsize=true, label=\"\"];\n"
         "  edge [fontname=\"Courier\", fontsize=11];\n";
  for (size_t I = 0; I < Picture.Locks.size(); ++I)
    Out << llvm::format("  n%zu [width=%.3f, height=%.3f];\n", I,
                        (double(Picture.Locks[I].Name.size()) * WidthOfLetter + 28) / UnitsOfInch,
                        HeightOfLock / UnitsOfInch);
  for (size_t I = 0; I < Picture.Orders.size(); ++I) {
    const LockPicture::Order &O = Picture.Orders[I];
    const size_t Length = O.Path.empty() ? 0 : llvm::sys::path::filename(O.Path.back().At.File).size() + 6;
    std::string Label = "e" + std::to_string(I);
    Label.resize(std::max(Label.size(), std::min<size_t>(Length, 40)), '_'); // as long as the page's text
    Out << "  n" << O.Held << " -> n" << O.Acquired << " [label=" << Label << "];\n";
  }
  Out << "}\n";
  return Dot;
}

bool layOut(LockPicture &Picture, StringRef Plain) {
  for (StringRef Rest = Plain; !Rest.empty();) {
    StringRef Text;
    std::tie(Text, Rest) = Rest.split('\n');
    Words Line(Text.rtrim('\r'));
    const StringRef Kind = Line.next();
    double Scale;
    size_t Lock;
    if (Kind == "graph") {
      if (!Line.next(Scale) || !Line.next(Picture.Width) || !Line.next(Picture.Height))
        return false;
      Picture.Width *= UnitsOfInch;
      Picture.Height *= UnitsOfInch;
    } else if (Kind == "node") {
      if (!Line.next('n', Picture.Locks.size(), Lock))
        return false;
      LockPicture::Lock &L = Picture.Locks[Lock];
      if (!Line.next(L.Centre, Picture.Height) || !Line.next(L.Width) || !Line.next(L.Height))
        return false;
      L.Width *= UnitsOfInch;
      L.Height *= UnitsOfInch;
    } else if (Kind == "edge" && !readOrder(Picture, Line)) {
      return false;
    }
  }
  Picture.IsLaidOut = Picture.Width > 0 &&
                      llvm::all_of(Picture.Locks, [](const LockPicture::Lock &L) { return L.Width > 0; }) &&
                      llvm::all_of(Picture.Orders, [](const LockPicture::Order &O) { return O.Curve.size() >= 4; });
  return Picture.IsLaidOut;
}

LockPicture lockPicture(link::Analysis &Known, StringRef Root, report::SourceFiles &Sources) {
  LockPicture Picture = Copy(Known, Root, Sources).made();
  const std::optional<std::string> Program = Picture.Locks.empty() ? std::nullopt : graphviz();
  if (!Program)
    return Picture;
  llvm::Expected<std::string> Plain = drawn(*Program, dotOf(Picture), "plain", SecondsToLayOut);
  if (Plain)
    layOut(Picture, *Plain);
  else
    llvm::consumeError(Plain.takeError()); // then the page has the list
  return Picture;
}

} // namespace asynctidy::driver
