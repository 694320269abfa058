// Making a diagnostics engine: its options are shared until LLVM 20 and borrowed from 21 on.
#pragma once

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "llvm/Config/llvm-config.h"

#include <memory>

namespace asynctidy::compat {

/// A diagnostics engine of its own, which hands everything to \p Consumer and owns nothing of it.
class OwnDiagnosticsEngine {
public:
  explicit OwnDiagnosticsEngine(clang::DiagnosticConsumer &Consumer)
#if LLVM_VERSION_MAJOR >= 21
      : Engine(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(), Options, &Consumer, /*ShouldOwnClient=*/false){}
#else
      : Engine(new clang::DiagnosticIDs, new clang::DiagnosticOptions, &Consumer, /*ShouldOwnClient=*/false) {
  }
#endif

        clang::DiagnosticsEngine
        & operator*() {
    return Engine;
  }
  clang::DiagnosticsEngine *operator->() { return &Engine; }

private:
#if LLVM_VERSION_MAJOR >= 21
  clang::DiagnosticOptions Options;
#endif
  clang::DiagnosticsEngine Engine;
};

} // namespace asynctidy::compat
