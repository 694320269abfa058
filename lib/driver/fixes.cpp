#include "driver/fixes.h"

#include "driver/messages.h"
#include "driver/path-globs.h"

#include "clang-tidy/ClangTidy.h"
#include "clang/Format/Format.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <map>

using clang::tidy::ClangTidyError;
using clang::tooling::Replacement;
using clang::tooling::Replacements;
using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace asynctidy::driver {
namespace {

llvm::Error writeAtomically(StringRef Path, StringRef Text) {
  const std::string Target = realPath(Path);
  const llvm::ErrorOr<fs::perms> Existing = fs::getPermissions(Target);
  llvm::Expected<fs::TempFile> Aside = fs::TempFile::create(Target + ".%%%%%%%%.tmp");
  if (!Aside)
    return Aside.takeError();
  {
    llvm::raw_fd_ostream Out(Aside->FD, /*shouldClose=*/false);
    Out << Text;
    Out.flush();
    if (const std::error_code EC = Out.error()) {
      Out.clear_error();
      llvm::consumeError(Aside->discard());
      return llvm::errorCodeToError(EC);
    }
  }
  if (Existing)
    if (const std::error_code EC = fs::setPermissions(Aside->FD, *Existing)) {
      llvm::consumeError(Aside->discard());
      return llvm::errorCodeToError(EC);
    }
  return Aside->keep(Target);
}

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
  return writeAtomically(File, *Fixed);
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
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  clang::tidy::exportReplacements(/*MainFilePath=*/"", {Errors.begin(), Errors.end()}, Out);
  if (llvm::Error Why = writeAtomically(Path, Out.str()))
    return sentence("cannot write '" + Path + "': " + llvm::toString(std::move(Why)));
  return llvm::Error::success();
}

} // namespace asynctidy::driver
