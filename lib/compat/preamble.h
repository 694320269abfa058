// How LLVM 19 and 22 build a precompiled preamble: the type of one parameter differs, and with it the linker's name.
#pragma once

#include "clang/Basic/Diagnostic.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

#define ASYNC_BUILD_PREAMBLE_BEFORE                                                                                    \
  "_ZN5clang19PrecompiledPreamble5BuildERKNS_18CompilerInvocationEPKN4llvm12MemoryBufferENS_14PreambleBoundsE"
#define ASYNC_BUILD_PREAMBLE_AFTER                                                                                     \
  "INS4_3vfs10FileSystemEEESt10shared_ptrINS_22PCHContainerOperationsEEbNS4_9StringRefERNS_17PreambleCallbacksE"

/// ASYNC_BUILD_PREAMBLE is the linker's name of clang::PrecompiledPreamble::Build.
#if LLVM_VERSION_MAJOR >= 22
using PreambleDiagnostics = llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine>;
#define ASYNC_BUILD_PREAMBLE                                                                                           \
  ASYNC_BUILD_PREAMBLE_BEFORE "NS4_18IntrusiveRefCntPtrINS_17DiagnosticsEngineEEENS9_" ASYNC_BUILD_PREAMBLE_AFTER
#else
using PreambleDiagnostics = clang::DiagnosticsEngine &;
#define ASYNC_BUILD_PREAMBLE                                                                                           \
  ASYNC_BUILD_PREAMBLE_BEFORE "RNS_17DiagnosticsEngineENS4_18IntrusiveRefCntPtr" ASYNC_BUILD_PREAMBLE_AFTER
#endif

} // namespace asynctidy::compat
