#include "driver/fixes.h"

#include "driver/path-globs.h"
#include "report/output-file.h"

#include "clang-tidy/ClangTidy.h"
#include "clang/Format/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using clang::tidy::ClangTidyError;
using clang::tooling::Replacement;
using clang::tooling::Replacements;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

llvm::Error fixFile(StringRef File, const Replacements &Wanted, StringRef FormatStyle) {
  auto Buffer =
      llvm::MemoryBuffer::getFile(File, /*IsText=*/false, /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
  if (!Buffer)
    return llvm::errorCodeToError(Buffer.getError());
  const StringRef Code = (*Buffer)->getBuffer();
  llvm::Expected<clang::format::FormatStyle> Style = clang::format::getStyle(FormatStyle, File, "none");
  if (!Style)
    return Style.takeError();
  llvm::Expected<Replacements> Clean = clang::format::cleanupAroundReplacements(Code, Wanted, *Style);
  if (!Clean)
    return Clean.takeError();
  llvm::Expected<Replacements> Formatted = clang::format::formatReplacements(Code, *Clean, *Style);
  if (!Formatted)
    return Formatted.takeError();
  llvm::Expected<std::string> Fixed = clang::tooling::applyAllReplacements(Code, *Formatted);
  if (!Fixed)
    return Fixed.takeError();
  return report::replaceFile(File, [&](llvm::raw_ostream &Out) { Out << *Fixed; });
}

} // namespace

AppliedFixes applyFixes(const std::vector<Reported> &Errors, ConfigProvider &Config) {
  std::map<std::string, Replacements> ByFile;
  std::map<std::string, size_t> FixesIn;
  AppliedFixes Applied;
  for (const ClangTidyError &E : Errors)
    for (const auto &Entry : E.Message.Fix) {
      const std::string File = realPath(Entry.first()); // writes through links, and merges two names of one file
      ++FixesIn[File];
      for (const Replacement &R : Entry.second)
        if (llvm::Error Clash = ByFile[File].add({File, R.getOffset(), R.getLength(), R.getReplacementText()}))
          Applied.Problems.push_back("a fix in '" + File + "' was left out: " + llvm::toString(std::move(Clash)));
    }
  for (const auto &[File, Wanted] : ByFile) {
    if (llvm::Error Why = fixFile(File, Wanted, Config.getOptions(File).FormatStyle.value_or("none"))) {
      Applied.Problems.push_back("cannot fix '" + File + "': " + llvm::toString(std::move(Why)));
      continue;
    }
    Applied.Fixes += FixesIn[File];
    ++Applied.Files;
  }
  return Applied;
}

llvm::Error exportFixes(const std::vector<Reported> &Errors, StringRef Path) {
  return report::writeFile(Path, [&](llvm::raw_ostream &Out) {
    clang::tidy::exportReplacements(/*MainFilePath=*/"", {Errors.begin(), Errors.end()}, Out);
  });
}

} // namespace asynctidy::driver
