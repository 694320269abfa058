#pragma once

#include "analyses/lifetime/dangling-work.h"
#include "checks/async-check.h"
#include "checks/lifetime/dangling-fixes.h"

namespace asynctidy::checks {

/// The base of the checks for work that outlives an object it refers to. It builds the messages, and assigns each
/// finding to one check, so that none is reported twice.
class DanglingCheck : public AsyncCheck {
protected:
  enum class Concern { Parameter, Capture, This, EscapingLocal, ScopeOrder, Continuation };

  DanglingCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context, Concern Mine)
      : AsyncCheck(Name, Context), Mine(Mine) {}

  /// True for a finding that an option of the check excludes.
  virtual bool isExempt(const analyses::DanglingWork &) const { return false; }

  /// Edits in \p F that surely fix the bug.
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
