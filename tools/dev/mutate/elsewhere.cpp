#include "elsewhere.h"

#include "kinds.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace asynctidy::mutate {
namespace {

bool run(ArrayRef<StringRef> Arguments) {
  std::string Why;
  if (sys::ExecuteAndWait(ASYNC_TIDY, Arguments, std::nullopt, {}, /*SecondsToWait=*/120, 0, &Why) == 0)
    return true;
  errs() << "async-mutate: " << join(Arguments, " ") << " failed" << (Why.empty() ? "" : ": ") << Why << '\n';
  return false;
}

} // namespace

std::optional<std::string> makeIndexOfHelpers(StringRef Directory) {
  SmallVector<std::string, 3> Sources;
  for (StringRef Text : HelperFiles) {
    Sources.push_back((Directory + "/helper" + Twine(Sources.size() + 1) + ".cpp").str());
    std::error_code Error;
    raw_fd_ostream(Sources.back(), Error) << Text;
    if (Error) {
      errs() << "async-mutate: cannot write " << Sources.back() << '\n';
      return std::nullopt;
    }
  }
  const std::string Facts = (Directory + "/facts").str(), Index = (Directory + "/helpers.index").str();
  SmallVector<StringRef, 12> Collect = {"async-tidy", "facts", "--quiet"};
  Collect.append(Sources.begin(), Sources.end());
  Collect.append({"-o", Facts, "--root", Directory, "--", "-std=c++20"});
  if (!run(Collect) || !run({"async-tidy", "link", Facts, "-o", Index, "--root", Directory}))
    return std::nullopt;
  return Index;
}

} // namespace asynctidy::mutate
