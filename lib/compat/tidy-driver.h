// What differs between LLVM 19 and 22 for code that calls clang-tidy's library.
#pragma once

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "llvm/Config/llvm-config.h"

#if LLVM_VERSION_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#endif

#include <memory>

namespace asynctidy::compat {

#if LLVM_VERSION_MAJOR >= 22
namespace driver_options = clang::options;
inline const llvm::opt::OptTable &driverOptions() { return clang::getDriverOptTable(); }
#else
namespace driver_options = clang::driver::options;
inline const llvm::opt::OptTable &driverOptions() { return clang::driver::getDriverOptTable(); }
#endif

/// The engine through which the checks of \p Context report to \p Consumer. Must outlive their use of it.
inline std::unique_ptr<clang::DiagnosticsEngine> makeDiagnostics(clang::tidy::ClangTidyContext &Context,
                                                                 clang::DiagnosticConsumer &Consumer) {
  llvm::IntrusiveRefCntPtr<clang::DiagnosticIDs> Ids(new clang::DiagnosticIDs);
#if LLVM_VERSION_MAJOR >= 22
  auto Options = std::make_unique<clang::DiagnosticOptions>();
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(Ids, *Options, &Consumer, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(Options), Engine.get());
#else
  llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> Options(new clang::DiagnosticOptions);
  auto Engine = std::make_unique<clang::DiagnosticsEngine>(Ids, Options, &Consumer, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(Engine.get());
#endif
  return Engine;
}

} // namespace asynctidy::compat
