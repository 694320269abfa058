#pragma once

#include "checks/async-check.h"
#include "checks/lifetime/dangling-fixes.h"
#include "facts/dangling-work.h"

namespace asynctidy::checks {

/// What the checks on work that outlives what it refers to have in common: how it is told. Which of them a finding
/// belongs to is decided in one place, so that none is reported twice.
class DanglingCheck : public AsyncCheck {
protected:
  enum class Concern { Parameter, Capture, This, EscapingLocal, ScopeOrder, Continuation };

  DanglingCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context, Concern Mine)
      : AsyncCheck(Name, Context), Mine(Mine) {}

  /// True for a finding that an option of the check takes out.
  virtual bool isExempt(const facts::DanglingWork &) const { return false; }

  /// Edits that surely mend it in \p F.
  virtual Edits fixes(const facts::DanglingWork &Work, const clang::FunctionDecl &F, facts::Facts &Facts) const {
    return awaitAtOnce(Work, F, Facts);
  }

  void examine(const clang::FunctionDecl &F, facts::Facts &Facts) override;

private:
  static Concern concernOf(const facts::DanglingWork &Work);
  void report(const facts::DanglingWork &Work, const clang::FunctionDecl &F, facts::Facts &Facts);
  void noteLife(const facts::DanglingWork &Work);
  void noteUse(const facts::DanglingWork &Work);

  const Concern Mine;
};

} // namespace asynctidy::checks
