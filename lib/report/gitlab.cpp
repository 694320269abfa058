#include "report/formats.h"
#include "report/report-root.h"
#include "report/sentence.h"
#include "report/utf8.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::report {
namespace {

/// GitLab compares branches by this alone, and keeps one finding of each: where several files have equal identities,
/// the file takes part.
std::string fingerprintIn(const Finding &F, StringRef Path, bool IsUnique) {
  return IsUnique ? F.Known.Fingerprint
                  : llvm::toHex(llvm::BLAKE3::hash<16>(llvm::arrayRefFromStringRef(
                                    (llvm::Twine(F.Known.Fingerprint) + "\n" + Path).str())),
                                /*LowerCase=*/true);
}

StringRef severityOf(const Finding &F) {
  if (F.IsError)
    return "critical";
  return F.confidence() == summaries::Confidence::Sure ? "major" : "minor";
}

} // namespace

void writeGitlab(const Run &R, SourceFiles &, llvm::raw_ostream &Out) {
  llvm::StringMap<unsigned> Times;
  for (const Finding &F : R.Findings)
    ++Times[F.Known.Fingerprint];
  llvm::json::OStream J(Out, 1);
  J.array([&] {
    for (const Finding &F : R.Findings) {
      const auto Path = pathBelow(R.Root, F.At.File);
      if (!Path) // the host knows no other files
        continue;
      J.object([&] {
        J.attribute("description", repaired(sentenceAbout(F)));
        J.attribute("check_name", F.Check);
        J.attribute("fingerprint", fingerprintIn(F, *Path, Times[F.Known.Fingerprint] == 1));
        J.attribute("severity", severityOf(F));
        J.attributeObject("location", [&] {
          J.attribute("path", repaired(*Path));
          J.attributeObject("lines", [&] { J.attribute("begin", std::max(F.At.Line, 1u)); });
        });
      });
    }
  });
  Out << '\n';
}

} // namespace asynctidy::report
