#include "report/html/page-data.h"

#include "report/html/changed-lines.h"
#include "report/html/excerpts.h"
#include "report/report-root.h"
#include "report/utf8.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::report {
namespace {

using summaries::Confidence;

/// Findings of one check or file.
struct Sum {
  size_t Sure = 0, Likely = 0;

  void add(const Finding &F) { ++(F.confidence() == Confidence::Sure ? Sure : Likely); }
};

class DataWriter {
public:
  DataWriter(const Run &R, const std::vector<const Finding *> &Shown, SourceFiles &Sources, llvm::raw_ostream &Out)
      : R(R), Shown(Shown), Sources(Sources), J(Out) {}

  void write() {
    J.object([&] {
      text("version", R.Version);
      text("llvm", R.LlvmVersion);
      J.attribute("analysed", static_cast<int64_t>(R.Files));
      J.attribute("total", static_cast<int64_t>(R.Findings.size()));
      J.attributeArray("problems", [&] {
        for (const Problem &P : R.Problems)
          J.object([&] {
            text("message", P.Message);
            optional("file", P.File.empty() ? "" : path(P.File));
          });
      });
      sums();
      J.attributeArray("assumptions", [&] {
        for (const auto &[Each, Text] : summaries::AssumptionTexts)
          J.value(Text);
      });
      J.attributeArray("findings", [&] {
        for (const Finding *F : Shown)
          J.object([&] { finding(*F); });
      });
      J.attributeObject("locks", [&] { locks(); });
      J.attributeArray("files", [&] { // the last: the others number them
        for (const auto &[File, Number] : Files)
          J.object([&] { file(File); });
      });
    });
  }

private:
  void text(StringRef Key, StringRef Value) { J.attribute(Key, repaired(Value)); }
  void optional(StringRef Key, StringRef Value) {
    if (!Value.empty())
      text(Key, Value);
  }

  /// Below the root, or absolute.
  std::string path(StringRef File) const { return pathBelow(R.Root, File).value_or(File.str()); }

  int64_t number(StringRef File) {
    return static_cast<int64_t>(Files.insert({File.str(), Files.size()}).first->second);
  }

  void sums() {
    llvm::StringMap<Sum> ByCheck;
    llvm::MapVector<int64_t, Sum> ByFile;
    for (const Finding &F : R.Findings) {
      ByCheck[F.Check].add(F);
      ByFile[number(F.At.File)].add(F);
    }
    const auto Add = [&](const Sum &S) {
      J.attribute("sure", static_cast<int64_t>(S.Sure));
      J.attribute("likely", static_cast<int64_t>(S.Likely));
    };
    J.attributeArray("checks", [&] {
      for (const Rule &Each : R.Rules)
        J.object([&] {
          text("name", Each.Name);
          text("family", Each.Family);
          text("summary", Each.Summary);
          Add(ByCheck.lookup(Each.Name));
        });
    });
    J.attributeArray("byFile", [&] {
      for (const auto &[File, S] : ByFile)
        J.object([&] {
          J.attribute("file", File);
          Add(S);
        });
    });
  }

  /// Begin and end of the range of \p At in UTF-16 code units of its line; both 0 when it is not shown.
  std::pair<int64_t, int64_t> range(const Place &At) {
    const bool IsShown = At.Column && At.Column < At.EndColumn && At.Column <= Excerpts::MostOfLine;
    const SourceText *Source = IsShown ? Sources.of(At.File) : nullptr;
    if (!Source)
      return {0, 0};
    const StringRef Line = Source->line(At.Line).take_front(Excerpts::MostOfLine);
    const size_t Begin = utf16Length(Line.take_front(At.Column - 1));
    return {Begin, Begin + utf16Length(Line.slice(At.Column - 1, At.EndColumn - 1))};
  }

  /// File, line, column and range.
  void place(StringRef Key, const Place &At) {
    J.attributeArray(Key, [&] {
      J.value(number(At.File));
      J.value(At.Line);
      J.value(At.Column);
      const auto [Begin, End] = range(At);
      J.value(Begin);
      J.value(End);
    });
    Wanted.want(At.File, At.Line);
  }

  void steps(StringRef Key, const std::vector<Step> &Steps) {
    if (Steps.empty())
      return;
    J.attributeArray(Key, [&] {
      for (const Step &S : Steps)
        J.object([&] {
          text("message", S.Message);
          place("at", S.At);
          optional("actor", S.Actor);
        });
    });
  }

  void finding(const Finding &F) {
    text("check", F.Check);
    text("message", F.Message);
    place("at", F.At);
    if (F.IsError)
      J.attribute("isError", true);
    optional("function", F.Function);
    optional("subject", F.Subject);
    optional("advice", F.Advice);
    optional("reason", F.Reason);
    optional("source", F.Source);
    text("fingerprint", F.Known.Fingerprint);
    if (!F.Assumes.empty())
      J.attributeArray("assumes", [&] {
        for (size_t I = 0; I < std::size(summaries::AssumptionTexts); ++I)
          if (F.Assumes.contains(summaries::AssumptionTexts[I].first))
            J.value(static_cast<int64_t>(I));
      });
    steps("steps", F.Steps);
    steps("related", F.Related);
    if (!F.Fix.empty())
      J.attributeArray("fix", [&] {
        for (const ChangedLines &Lines : changedLines(F.Fix, Sources))
          J.object([&] {
            J.attribute("file", number(Lines.File));
            J.attribute("line", Lines.Line);
            text("before", Lines.Before);
            text("after", Lines.After);
          });
      });
  }

  void file(StringRef File) {
    text("path", path(File));
    J.attributeArray("excerpts", [&] {
      for (const Excerpt &E : Wanted.of(File, Sources))
        J.object([&] {
          J.attribute("first", E.First);
          J.attributeArray("lines", [&] { llvm::for_each(E.Lines, [&](const std::string &L) { J.value(L); }); });
          J.attributeArray("colours", [&] { llvm::for_each(E.Colours, [&](const std::string &C) { J.value(C); }); });
        });
    });
  }

  void point(const Point &P) {
    J.value(P.X);
    J.value(P.Y);
  }

  void locks() {
    LockPicture Picture = R.Locks;
    connect(Picture, R.Findings);
    llvm::DenseMap<const Finding *, int64_t> Numbers;
    for (size_t I = 0; I < Shown.size(); ++I)
      Numbers[Shown[I]] = static_cast<int64_t>(I);
    J.attribute("leftOut", static_cast<int64_t>(Picture.LeftOut));
    if (Picture.IsLaidOut) {
      J.attribute("width", Picture.Width);
      J.attribute("height", Picture.Height);
    }
    J.attributeArray("nodes", [&] {
      for (const LockPicture::Lock &L : Picture.Locks)
        J.object([&] {
          text("name", L.Name);
          J.attribute("isForTasks", L.IsForTasks);
          J.attributeArray("box", [&] { point(L.Centre), point({L.Width, L.Height}); });
        });
    });
    J.attributeArray("edges", [&] {
      for (const LockPicture::Order &O : Picture.Orders)
        J.object([&] {
          J.attribute("from", static_cast<int64_t>(O.Held));
          J.attribute("to", static_cast<int64_t>(O.Acquired));
          J.attribute("isCyclic", !O.Cycle.empty());
          if (const auto Number = O.Finding ? Numbers.find(&R.Findings[*O.Finding]) : Numbers.end();
              Number != Numbers.end()) {
            J.attribute("finding", Number->second);
            J.attribute("step", static_cast<int64_t>(O.Step));
          }
          steps("path", O.Path);
          if (Picture.IsLaidOut) {
            J.attributeArray("curve", [&] { llvm::for_each(O.Curve, [&](const Point &P) { point(P); }); });
            J.attributeArray("label", [&] { point(O.Label); });
          }
        });
    });
  }

  const Run &R;
  const std::vector<const Finding *> &Shown;
  SourceFiles &Sources;
  llvm::json::OStream J;
  llvm::MapVector<std::string, size_t, std::map<std::string, unsigned>> Files; ///< numbered as they come
  Excerpts Wanted;
};

} // namespace

std::string pageData(const Run &R, const std::vector<const Finding *> &Shown, SourceFiles &Sources) {
  std::string Json;
  llvm::raw_string_ostream Out(Json);
  DataWriter(R, Shown, Sources, Out).write();
  return Out.str();
}

} // namespace asynctidy::report
