#pragma once

#include "analyses/lifetime/dangling-work.h"
#include "checks/async-check.h"
#include "checks/lifetime/dangling-fixes.h"

namespace asynctidy::checks {

/// What the checks on work that outlives what it refers to have in common: how it is told. Which of them a finding
/// belongs to is decided in one place, so that none is reported twice.
class DanglingCheck : public AsyncCheck {
protected:
  enum class Concern { Parameter, Capture, This, EscapingLocal, ScopeOrder, Continuation };

  DanglingCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context, Concern Mine)
      : AsyncCheck(Name, Context), Mine(Mine) {}

  /// True for a finding that an option of the check takes out.
  virtual bool isExempt(const analyses::DanglingWork &) const { return false; }

  /// Edits that surely mend it in \p F.
  virtual Edits fixes(const analyses::DanglingWork &Work, const clang::FunctionDecl &F,
                      facts::TranslationUnit &Unit) const {
    return awaitAtOnce(Work, F, Unit);
  }

  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;

private:
  static Concern concernOf(const analyses::DanglingWork &Work);
  void report(const analyses::DanglingWork &Work, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);
  void noteLife(const analyses::DanglingWork &Work);
  void noteUse(const analyses::DanglingWork &Work);

  const Concern Mine;
};

} // namespace asynctidy::checks
