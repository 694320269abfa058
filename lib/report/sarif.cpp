#include "report/formats.h"
#include "report/markdown.h"
#include "report/report-root.h"
#include "report/sarif-limits.h"
#include "report/sentence.h"
#include "report/utf8.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using llvm::StringRef;
namespace json = llvm::json;

namespace asynctidy::report {
namespace {

class SarifWriter {
public:
  SarifWriter(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out) : R(R), Sources(Sources), J(Out, 1) {
    for (size_t I = 0; I < R.Rules.size(); ++I)
      RuleIndex.try_emplace(R.Rules[I].Name, I);
  }

  void write(const std::vector<const Finding *> &Shown, size_t Outside) {
    J.object([&] {
      text("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      text("version", "2.1.0");
      J.attributeArray("runs", [&] {
        J.object([&] {
          J.attributeObject("tool", [&] { J.attributeObject("driver", [&] { driver(); }); });
          J.attributeObject("automationDetails", [&] { text("id", "async-tidy/"); });
          text("columnKind", "utf16CodeUnits");
          J.attributeArray("invocations", [&] { J.object([&] { invocation(Shown.size(), Outside); }); });
          J.attributeArray("results", [&] {
            for (const Finding *F : Shown)
              J.object([&] { result(*F); });
          });
        });
      });
    });
  }

private:
  void text(StringRef Key, StringRef Value) { J.attribute(Key, repaired(Value)); }
  void message(StringRef Key, StringRef Value) {
    J.attributeObject(Key, [&] { text("text", Value); });
  }

  void driver() {
    text("name", "async-tidy");
    text("fullName", "async-tidy " + R.Version + " (LLVM " + R.LlvmVersion + ")");
    text("semanticVersion", R.Version);
    text("informationUri", R.Homepage);
    J.attributeArray("rules", [&] {
      for (const Rule &Each : R.Rules)
        J.object([&] { rule(Each); });
    });
  }

  void rule(const Rule &Each) {
    const Page Help = renderPage(Each.Page);
    text("id", Each.Name);
    text("helpUri", pageOf(Each));
    text("name", pascalCase(stem(Each)));
    message("shortDescription", Each.Summary);
    message("fullDescription", cutTo(MostDescription, Each.Summary));
    J.attributeObject("help", [&] {
      text("text", Help.Text);
      text("markdown", Help.Markdown);
    });
    J.attributeObject("defaultConfiguration", [&] {
      J.attribute("enabled", !Each.IsOptIn);
      text("level", "warning");
    });
    J.attributeObject("properties", [&] {
      text("precision", MeasuredPrecision);
      text("problem.severity", "warning");
      J.attributeArray("tags", [&] {
        for (const StringRef Tag : {StringRef("coroutines"), StringRef("concurrency"), StringRef(Each.Family)})
          J.value(Tag);
      });
    });
  }

  std::string pageOf(const Rule &Each) const {
    return R.Homepage + "/blob/v" + R.Version + "/" +
           (Each.Document.empty() ? "docs/checks/" + stem(Each).str() + ".md" : Each.Document);
  }

  static StringRef stem(const Rule &Each) { return StringRef(Each.Name).drop_front(StringRef("async-").size()); }

  void invocation(size_t Shown, size_t Outside) {
    J.attribute("executionSuccessful", R.succeeded());
    std::vector<Problem> Said = R.Problems;
    if (Outside)
      Said.push_back({std::to_string(Outside) + (Outside == 1 ? " finding is" : " findings are") +
                          " left out, being in files outside of the project's root: see --root",
                      ""});
    if (const size_t Cut = R.Findings.size() - Outside - Shown)
      Said.push_back({std::to_string(Cut) + " findings are left out, the least certain ones, since code hosts take no "
                                            "larger report",
                      ""});
    J.attributeArray("toolExecutionNotifications", [&] {
      for (const Problem &P : Said)
        J.object([&] { notification(P, &P >= Said.data() + R.Problems.size()); });
    });
  }

  void notification(const Problem &P, bool IsRemark) {
    text("level", IsRemark ? "warning" : "error");
    message("message", P.Message);
    if (const auto Below = pathBelow(R.Root, P.File))
      J.attributeArray("locations",
                       [&] { J.object([&] { J.attributeObject("physicalLocation", [&] { artifact(*Below); }); }); });
  }

  void result(const Finding &F) {
    text("ruleId", F.Check);
    if (const auto Index = RuleIndex.find(F.Check); Index != RuleIndex.end())
      J.attribute("ruleIndex", static_cast<int64_t>(Index->second));
    text("level", F.IsError ? "error" : F.confidence() == summaries::Confidence::Sure ? "warning" : "note");
    message("message", sentenceAbout(F));
    J.attributeArray("locations", [&] {
      J.object([&] {
        physical(F.At);
        if (!F.Function.empty())
          J.attributeArray("logicalLocations", [&] {
            J.object([&] {
              text("fullyQualifiedName", F.Function);
              text("kind", "function");
            });
          });
      });
    });
    related(F);
    if (!F.Steps.empty())
      J.attributeArray("codeFlows", [&] { J.object([&] { threads(F); }); });
    fixes(F);
    J.attributeObject("partialFingerprints", [&] {
      text("asyncTidy/v1", F.Known.Fingerprint);
      if (!F.Known.LineHash.empty())
        text("primaryLocationLineHash", F.Known.LineHash);
    });
    properties(F);
  }

  void properties(const Finding &F) {
    J.attributeObject("properties", [&] {
      text("confidence", nameOf(F.confidence()));
      if (!F.Assumes.empty())
        J.attributeArray("assumptions", [&] {
          for (const StringRef Text : assumptionsOf(F))
            J.value(Text);
        });
      for (const auto &[Key, Value] :
           std::initializer_list<std::pair<StringRef, const std::string &>>{{"function", F.Function},
                                                                            {"subject", F.Subject},
                                                                            {"advice", F.Advice},
                                                                            {"reason", F.Reason},
                                                                            {"source", F.Source}})
        if (!Value.empty())
          text(Key, Value);
    });
  }

  /// Steps that stand outside of the root have a message only.
  void location(const Step &S) {
    physical(S.At);
    message("message", S.Message);
  }

  void related(const Finding &F) {
    if (F.Steps.empty() && F.Related.empty())
      return;
    J.attributeArray("relatedLocations", [&] {
      int64_t Id = 0;
      for (const std::vector<Step> *Part : {&F.Steps, &F.Related})
        for (const Step &S : llvm::ArrayRef(*Part).take_front(MostLocations - Id))
          J.object([&] {
            J.attribute("id", Id++);
            location(S);
          });
    });
  }

  /// One thread flow for each actor, in the order in which they appear.
  void threads(const Finding &F) {
    std::vector<std::string> Actors;
    for (const Step &S : F.Steps)
      if (!llvm::is_contained(Actors, S.Actor))
        Actors.push_back(S.Actor);
    const size_t MostSteps = MostFlowLocations / Actors.size();
    J.attributeArray("threadFlows", [&] {
      for (const std::string &Actor : Actors)
        J.object([&] {
          if (!Actor.empty()) {
            text("id", Actor);
            message("message", Actor);
          }
          J.attributeArray("locations", [&] {
            size_t Left = MostSteps;
            for (const Step &S : F.Steps)
              if (S.Actor == Actor && Left && Left--)
                J.object([&] { J.attributeObject("location", [&] { location(S); }); });
          });
        });
    });
  }

  void fixes(const Finding &F) {
    if (F.Fix.empty() || !llvm::all_of(F.Fix, [&](const Edit &E) { return E.Line && pathBelow(R.Root, E.File); }))
      return;
    J.attributeArray("fixes", [&] {
      J.object([&] {
        message("description", F.Advice.empty() ? "apply the fix" : StringRef(F.Advice));
        J.attributeArray("artifactChanges", [&] {
          for (size_t I = 0; I < F.Fix.size();) {
            const std::string &File = F.Fix[I].File;
            J.object([&] {
              artifact(*pathBelow(R.Root, File));
              J.attributeArray("replacements", [&] {
                for (; I < F.Fix.size() && F.Fix[I].File == File; ++I)
                  J.object([&] { replacement(F.Fix[I]); });
              });
            });
          }
        });
      });
    });
  }

  void replacement(const Edit &E) {
    J.attributeObject("deletedRegion", [&] {
      J.attribute("startLine", E.Line);
      J.attribute("startColumn", column(E.File, E.Line, E.Column));
      J.attribute("endLine", E.EndLine);
      J.attribute("endColumn", column(E.File, E.EndLine, E.EndColumn));
    });
    message("insertedContent", E.Text);
  }

  void artifact(StringRef Below) {
    J.attributeObject("artifactLocation", [&] { text("uri", uriOf(Below)); });
  }

  void physical(const Place &At) {
    const auto Below = pathBelow(R.Root, At.File);
    if (!Below)
      return;
    J.attributeObject("physicalLocation", [&] {
      artifact(*Below);
      if (At.Line)
        J.attributeObject("region", [&] {
          J.attribute("startLine", At.Line);
          J.attribute("startColumn", column(At.File, At.Line, At.Column));
          if (At.EndColumn > At.Column)
            J.attribute("endColumn", column(At.File, At.Line, At.EndColumn));
        });
    });
  }

  /// \p Column, in bytes, as a column in UTF-16 code units; as it is where the source cannot be read.
  int64_t column(StringRef File, unsigned Line, unsigned Column) {
    const SourceText *Text = Sources.of(File);
    if (!Text || Column == 0)
      return std::max(Column, 1u);
    return static_cast<int64_t>(utf16Length(Text->line(Line).take_front(Column - 1)) + 1);
  }

  static std::string pascalCase(StringRef Words) {
    std::string Name;
    for (const StringRef Word : llvm::split(Words, '-'))
      Name += llvm::toUpper(Word.front()) + Word.drop_front().str();
    return Name;
  }

  const Run &R;
  SourceFiles &Sources;
  json::OStream J;
  std::map<StringRef, size_t> RuleIndex;
};

std::string written(const Run &R, SourceFiles &Sources, const std::vector<const Finding *> &Shown, size_t Outside) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  SarifWriter(R, Sources, Out).write(Shown, Outside);
  Out << '\n';
  return Text;
}

} // namespace

void writeSarif(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out) {
  std::vector<const Finding *> Shown;
  for (const Finding &F : R.Findings)
    if (pathBelow(R.Root, F.At.File))
      Shown.push_back(&F);
  const size_t Outside = R.Findings.size() - Shown.size();
  keepMostCertain(Shown, MostResults);
  std::string Text = written(R, Sources, Shown, Outside);
  while (const size_t Fits = resultsThatFit(Text, Shown.size())) {
    if (Fits == Shown.size())
      break;
    keepMostCertain(Shown, Fits);
    Text = written(R, Sources, Shown, Outside);
  }
  Out << Text;
}

} // namespace asynctidy::report
