#include "driver/doctor-compiling.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using clang::tidy::ClangTidyError;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

/// Headers that come with clang itself.
bool isClangs(StringRef Header) {
  constexpr StringRef Names[] = {"stddef.h", "stdarg.h",   "stdbool.h",  "float.h",
                                 "limits.h", "stdalign.h", "stdatomic.h"};
  return llvm::is_contained(Names, Header) || Header.ends_with("intrin.h");
}

/// Headers of the C++ library have neither a folder nor an extension.
bool isStandardLibrarys(StringRef Header) { return !Header.contains('/') && !Header.contains('.'); }

/// The highest version of GCC that is installed: clang takes the C++ library of that one, whether it is there or not.
unsigned newestGcc() {
  unsigned Newest = 0;
  std::error_code EC, Inner;
  for (fs::directory_iterator Target("/usr/lib/gcc", EC), End; Target != End && !EC; Target.increment(EC))
    for (fs::directory_iterator It(Target->path(), Inner); It != End && !Inner; It.increment(Inner))
      if (unsigned Version; !path::filename(It->path()).split('.').first.getAsInteger(10, Version))
        Newest = std::max(Newest, Version);
  return Newest;
}

std::string remedyFor(StringRef Header) {
  if (isClangs(Header))
    return "clang's own headers are not where it looks: install libclang-common-" + std::to_string(LLVM_VERSION_MAJOR) +
           "-dev, and take '-nostdinc' and '-resource-dir' out of the command";
  if (!isStandardLibrarys(Header))
    return "if the build makes it, build once; if another compiler finds it by itself, name its directory with "
           "'--extra-arg=-I...'";
  const unsigned Gcc = newestGcc();
  const std::string Library = "libstdc++-" + std::to_string(Gcc) + "-dev";
  if (Gcc && !fs::is_directory("/usr/include/c++/" + std::to_string(Gcc)))
    return "clang takes the C++ library of the newest GCC, " + std::to_string(Gcc) +
           ", whose headers are not there: install " + Library;
  return "the C++ library of the command is not there: install it (" + (Gcc ? Library : std::string("libstdc++-dev")) +
         ", or libc++-dev for '-stdlib=libc++')";
}

std::string placeOf(const ClangTidyError &E) {
  if (E.Message.FilePath.empty())
    return {};
  const auto Text = llvm::MemoryBuffer::getFile(E.Message.FilePath);
  const size_t Line = Text ? (*Text)->getBuffer().take_front(E.Message.FileOffset).count('\n') + 1 : 0;
  return E.Message.FilePath + (Line ? ":" + std::to_string(Line) : "") + ": ";
}

} // namespace

std::string whyNotCompiled(const Result &R) {
  const auto First = llvm::find_if(
      R.Errors, [](const ClangTidyError &E) { return E.DiagLevel == ClangTidyError::Error && !isFinding(E); });
  if (First == R.Errors.end())
    return {};
  StringRef Header = First->Message.Message;
  const std::string Said = placeOf(*First) + First->Message.Message;
  if (!Header.consume_front("'") || !Header.consume_back("' file not found"))
    return Said;
  return Said + "; " + remedyFor(Header);
}

} // namespace asynctidy::driver
