#include "report/formats.h"
#include "report/report-root.h"
#include "report/sentence.h"
#include "report/utf8.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::report {
namespace {

/// Raised when a member changes its meaning or goes; a new member leaves it.
constexpr int SchemaVersion = 1;

class JsonWriter {
public:
  JsonWriter(const Run &R, llvm::raw_ostream &Out) : R(R), J(Out, 1) {}

  void write() {
    J.object([&] {
      J.attribute("schemaVersion", SchemaVersion);
      J.attributeObject("tool", [&] {
        text("name", "async-tidy");
        text("version", R.Version);
        text("llvmVersion", R.LlvmVersion);
      });
      J.attributeArray("findings", [&] {
        for (const Finding &F : R.Findings)
          J.object([&] { finding(F); });
      });
      J.attributeArray("problems", [&] {
        for (const Problem &P : R.Problems)
          J.object([&] {
            text("message", P.Message);
            optional("file", path(P.File));
          });
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

  void place(const Place &At) {
    text("file", path(At.File));
    J.attribute("line", At.Line);
    J.attribute("column", At.Column);
    if (At.EndColumn)
      J.attribute("endColumn", At.EndColumn);
  }

  void finding(const Finding &F) {
    text("check", F.Check);
    text("message", F.Message);
    text("severity", F.IsError ? "error" : "warning");
    text("confidence", nameOf(F.confidence()));
    J.attributeObject("place", [&] { place(F.At); });
    optional("function", F.Function);
    optional("subject", F.Subject);
    optional("advice", F.Advice);
    optional("reason", F.Reason);
    optional("source", F.Source);
    J.attributeArray("assumptions", [&] {
      for (const StringRef Text : assumptionsOf(F))
        J.value(Text);
    });
    steps("steps", F.Steps);
    steps("related", F.Related);
    J.attributeArray("fix", [&] {
      for (const Edit &E : F.Fix)
        J.object([&] {
          text("file", path(E.File));
          J.attribute("offset", E.Offset);
          J.attribute("length", E.Length);
          text("text", E.Text);
        });
    });
    J.attributeObject("identity", [&] {
      text("fingerprint", F.Known.Fingerprint);
      J.attribute("number", F.Known.Number);
      optional("lineHash", F.Known.LineHash);
    });
  }

  void steps(StringRef Key, const std::vector<Step> &Steps) {
    J.attributeArray(Key, [&] {
      for (const Step &S : Steps)
        J.object([&] {
          text("message", S.Message);
          J.attributeObject("place", [&] { place(S.At); });
          optional("actor", S.Actor);
        });
    });
  }

  const Run &R;
  llvm::json::OStream J;
};

} // namespace

void writeJson(const Run &R, SourceFiles &, llvm::raw_ostream &Out) {
  JsonWriter(R, Out).write();
  Out << '\n';
}

} // namespace asynctidy::report
