#include "driver/index-file.h"

#include "driver/command-output.h"
#include "driver/path-globs.h"
#include "link/index.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// \p Path relative to \p Directory; both must be absolute and without dots.
std::string relativePath(StringRef Path, StringRef Directory) {
  namespace path = llvm::sys::path;
  auto P = path::begin(Path), PEnd = path::end(Path);
  auto D = path::begin(Directory), DEnd = path::end(Directory);
  for (; P != PEnd && D != DEnd && *P == *D; ++P, ++D)
    ;
  llvm::SmallString<256> Result;
  for (; D != DEnd; ++D)
    path::append(Result, "..");
  for (; P != PEnd; ++P)
    path::append(Result, *P);
  return Result.empty() ? "." : Result.str().str();
}

link::IndexInfo describe(const std::vector<summaries::UnitInfo> &Units, StringRef IndexPath, StringRef Root) {
  link::IndexInfo Info;
  Info.Tool = ASYNC_TIDY_VERSION;
  Info.Root = relativePath(Root, llvm::sys::path::parent_path(absolutePath(IndexPath)));
  for (const summaries::UnitInfo &Unit : Units) {
    llvm::append_range(Info.Files, Unit.Inputs);
    Info.MainFiles.push_back(Unit.MainFile);
  }
  llvm::sort(Info.Files);
  Info.Files.erase(std::unique(Info.Files.begin(), Info.Files.end()), Info.Files.end());
  return Info;
}

} // namespace

llvm::Error writeIndexFile(StringRef Path, link::Analysis &Known, const std::vector<summaries::UnitInfo> &Units,
                           StringRef Root) {
  if (llvm::Error E = checkOutput(Path, {"SQLite format 3"}))
    return E;
  return link::writeIndex(realPath(Path), Known, describe(Units, Path, Root));
}

} // namespace asynctidy::driver
