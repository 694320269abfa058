// What is used of clangd. Its headers are not shipped, so its functions are declared here, those that the linker wraps
// under the names that it gives them: realX() is clangd's function, wrappedX() what clangd calls instead. The mangled
// names are the same in LLVM 19 and 22, but for one. The test of defaults fails if clangd no longer calls one of them.
#pragma once

#include "compat/preamble.h"
#include "compat/tidy-provider.h"

#include "clang/Frontend/PrecompiledPreamble.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdio>
#include <memory>
#include <optional>

#define ASYNC_REAL(Mangled) __asm__("__real_" Mangled)
#define ASYNC_WRAPPED(Mangled) __asm__("__wrap_" Mangled)

namespace clang::clangd {

int clangdMain(int Argc, char **Argv);

} // namespace clang::clangd

namespace asynctidy::editor {

// The checks that clangd has when no configuration names any. It is asked last, after all
// configuration, and from several threads.
#define ASYNC_NAME "_ZN5clang6clangd20provideDefaultChecksEv"
compat::TidyProvider realDefaultChecks() ASYNC_REAL(ASYNC_NAME);
compat::TidyProvider wrappedDefaultChecks() ASYNC_WRAPPED(ASYNC_NAME);
#undef ASYNC_NAME

// Whether a check costs little, by measurements of clangd's authors; nothing for one that they have not measured.
#define ASYNC_NAME "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
std::optional<bool> realIsFastCheck(llvm::StringRef Check) ASYNC_REAL(ASYNC_NAME);
std::optional<bool> wrappedIsFastCheck(llvm::StringRef Check) ASYNC_WRAPPED(ASYNC_NAME);
#undef ASYNC_NAME

// What clangd talks to the editor through. Only its pointer is passed on here.
class Transport;
struct NotDestroyedHere {
  void operator()(Transport *) const { llvm_unreachable("clangd destroys it"); }
};
using TransportPointer = std::unique_ptr<Transport, NotDestroyedHere>; // passed like the std::unique_ptr of clangd
#define ASYNC_NAME "_ZN5clang6clangd16newJSONTransportEP8_IO_FILERN4llvm11raw_ostreamEPS4_bNS0_15JSONStreamStyleE"
TransportPointer realTransport(std::FILE *In, llvm::raw_ostream &Out, llvm::raw_ostream *Mirror, bool Pretty,
                               unsigned Style) ASYNC_REAL(ASYNC_NAME);
TransportPointer wrappedTransport(std::FILE *In, llvm::raw_ostream &Out, llvm::raw_ostream *Mirror, bool Pretty,
                                  unsigned Style) ASYNC_WRAPPED(ASYNC_NAME);
#undef ASYNC_NAME

// Parses what a file includes, once for many edits. A function of Clang's that clangd calls.
llvm::ErrorOr<clang::PrecompiledPreamble>
realBuildPreamble(const clang::CompilerInvocation &Invocation, const llvm::MemoryBuffer *File,
                  clang::PreambleBounds Bounds, compat::PreambleDiagnostics Diagnostics,
                  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                  std::shared_ptr<clang::PCHContainerOperations> Containers, bool StoreInMemory,
                  llvm::StringRef StoragePath, clang::PreambleCallbacks &Callbacks) ASYNC_REAL(ASYNC_BUILD_PREAMBLE);
llvm::ErrorOr<clang::PrecompiledPreamble> wrappedBuildPreamble(
    const clang::CompilerInvocation &Invocation, const llvm::MemoryBuffer *File, clang::PreambleBounds Bounds,
    compat::PreambleDiagnostics Diagnostics, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
    std::shared_ptr<clang::PCHContainerOperations> Containers, bool StoreInMemory, llvm::StringRef StoragePath,
    clang::PreambleCallbacks &Callbacks) ASYNC_WRAPPED(ASYNC_BUILD_PREAMBLE);

} // namespace asynctidy::editor
