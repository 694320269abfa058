#include "checks/lifetime/dangling-capture.h"

namespace asynctidy::checks {

DanglingCaptureCheck::DanglingCaptureCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::Capture) {}

Edits DanglingCaptureCheck::fixes(const facts::DanglingWork &Work, const clang::FunctionDecl &F,
                                  facts::Facts &Facts) const {
  const Edits Awaited = awaitAtOnce(Work, F, Facts);
  return Awaited.empty() ? nameClosure(Work, F, Facts) : Awaited;
}

} // namespace asynctidy::checks
