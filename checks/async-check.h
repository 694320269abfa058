#pragma once

#include "facts/unit/translation-unit.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "llvm/ADT/DenseSet.h"

namespace asynctidy::checks {

/// What all checks share: the module-wide options, the facts of the translation unit, each place reported once. A check
/// says what it thinks of one function at a time.
class AsyncCheck : public clang::tidy::ClangTidyCheck {
public:
  AsyncCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

  bool isLanguageVersionSupported(const clang::LangOptions &Lang) const override { return Lang.CPlusPlus20; }
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;

protected:
  /// Whether it reports nothing until its option Enable turns it on; see checks/opt-in.h.
  virtual bool isOptIn() const { return false; }

  /// Called for every function of the user's code with a body; instantiations before their template.
  virtual void examine(const clang::FunctionDecl &, facts::TranslationUnit &) {}
  /// Called for every expression outside of all bodies.
  virtual void examineInitializer(const clang::Expr &, facts::TranslationUnit &) {}
  /// Called once, after all functions.
  virtual void examineUnit(facts::TranslationUnit &) {}

  /// True the first time it is asked about \p Location: instantiations of a template share their places.
  bool firstAt(clang::SourceLocation Location);

  /// Adds the note at \p At that says why a finding is one, as the model \p Reason has it, and where that is written.
  void noteReason(clang::SourceLocation At, const models::Entry &Reason);

  /// `co_await ` in front of \p Operand (with parentheses where an operator needs them), if \p F surely accepts it;
  /// else no fix-it.
  llvm::SmallVector<clang::FixItHint, 2> awaitFix(const clang::Expr &Operand, const clang::FunctionDecl &F,
                                                  facts::TranslationUnit &Unit) const;

  /// \p Awaiting, a `co_await` expression, in the place of \p Call, where \p F may suspend.
  llvm::SmallVector<clang::FixItHint, 2> replaceFix(const clang::CallExpr &Call, llvm::StringRef Awaiting,
                                                    const clang::FunctionDecl &F, facts::TranslationUnit &Unit) const;

private:
  const std::string Name; ///< "async-discarded-result"
  facts::Settings Module;
  llvm::DenseSet<clang::SourceLocation> Reported;
};

/// "task", "generator" or "awaitable".
llvm::StringRef nounFor(const facts::Work &Work);

} // namespace asynctidy::checks
