#include "checks/lifetime/dangling-capture.h"

#include "checks/lifetime/dangling-fixes.h"

namespace asynctidy::checks {

DanglingCaptureCheck::DanglingCaptureCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::Capture) {}

Edits DanglingCaptureCheck::fixes(const analyses::DanglingWork &Work, const clang::FunctionDecl &F,
                                  facts::TranslationUnit &Unit) const {
  const Edits Awaited = awaitAtOnce(Work, F, Unit);
  return Awaited.empty() ? nameClosure(Work, F, Unit) : Awaited;
}

} // namespace asynctidy::checks
