#pragma once

#include "facts/unit/test-code.h"
#include "facts/unit/translation-unit.h"
#include "report/details.h"
#include "summaries/assumptions.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "llvm/ADT/DenseSet.h"

namespace asynctidy::checks {

/// What a finding is about: the callee, variable or lock, as messages call it. Part of the finding's identity, so it
/// must not depend on the version of Clang or on the instantiation.
class Subject {
public:
  Subject(const clang::NamedDecl &D);
  Subject(const clang::NamedDecl *D) : Subject(*D) {}
  Subject(llvm::StringRef Text);
  Subject(const std::string &Text) : Subject(llvm::StringRef(Text)) {}
  Subject(const char *Text) : Subject(llvm::StringRef(Text)) {}

  const std::string &text() const { return Text; }

private:
  std::string Text; ///< without quotes
};

/// What the expression \p E, a call or a `co_await` of one, is about: the callee, or the variable that it names.
Subject subjectOf(const clang::Expr &E);

/// The base of all checks: handles the module-wide options and the facts of the translation unit, and helps to report
/// each place once. A derived check examines one function at a time.
class AsyncCheck : public clang::tidy::ClangTidyCheck {
public:
  AsyncCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

  bool isLanguageVersionSupported(const clang::LangOptions &Lang) const override { return Lang.CPlusPlus20; }
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) final;
  void check(const clang::ast_matchers::MatchFinder::MatchResult &Result) final;

protected:
  /// Whether the check is off until its option Enable is set; see checks/opt-in.h.
  virtual bool isOptIn() const { return false; }

  /// Called for every function of the user's code with a body; instantiations before their template.
  virtual void examine(const clang::FunctionDecl &, facts::TranslationUnit &) {}
  /// Called for every expression outside of function bodies.
  virtual void examineInitializer(const clang::Expr &, facts::TranslationUnit &) {}
  /// Called once, after all functions.
  virtual void examineUnit(facts::TranslationUnit &) {}

  /// Whether to report a finding at \p Location that makes the assumptions \p Made: the option Confidence lets it, it
  /// is not in a test if that is harmless there, and it is the first at its place, which instantiations of a template
  /// share.
  bool isNew(clang::SourceLocation Location, facts::FindingKind Kind, summaries::Assumptions Made = {});
  bool isNew(clang::SourceLocation Location, summaries::Assumptions Made = {}) {
    return isNew(Location, facts::FindingKind::Other, Made);
  }

  /// Begins a finding at \p At about \p About, with \p Message as for clang-tidy's diag(). Its notes follow. Call
  /// isNew() first, which says what the finding assumes.
  clang::DiagnosticBuilder warn(clang::SourceLocation At, const Subject &About, llvm::StringRef Message);

  /// Adds a note to the finding that was begun last.
  clang::DiagnosticBuilder note(clang::SourceLocation At, llvm::StringRef Message,
                                report::NoteRole Role = report::NoteRole::Step);

  /// Adds a note with no more in it than \p Message, which is a link's: it says whether it is for texts or data.
  void noteStep(clang::SourceLocation At, llvm::StringRef Message, report::NoteDetails How);

  /// Ends the notes of a finding at \p At with its assumptions, if it makes any.
  void noteAssumptions(clang::SourceLocation At, summaries::Assumptions Made);

  /// Adds a note at \p At with what the model \p Reason says.
  void noteReason(clang::SourceLocation At, const models::Entry &Reason);

  /// Inserts `co_await ` before \p Operand, with parentheses where needed, if \p F surely accepts it; else no fix-it.
  llvm::SmallVector<clang::FixItHint, 2> awaitFix(const clang::Expr &Operand, const clang::FunctionDecl &F,
                                                  facts::TranslationUnit &Unit) const;

  /// Replaces \p Call by \p Awaiting, the text of a `co_await` expression, if \p F may suspend there; else no fix-it.
  llvm::SmallVector<clang::FixItHint, 2> replaceFix(const clang::CallExpr &Call, llvm::StringRef Awaiting,
                                                    const clang::FunctionDecl &F, facts::TranslationUnit &Unit) const;

private:
  using ClangTidyCheck::diag; // use warn() and note()

  report::Details *lastDetails() const;

  const std::string Name; ///< "async-discarded-result"
  facts::Settings Module;
  const std::string LeastConfidence;          ///< as configured
  facts::TranslationUnit *Examined = nullptr; ///< the unit that check() is at
  summaries::Assumptions Assumed;             ///< of the finding that isNew() was asked for last
  llvm::DenseSet<clang::SourceLocation> Reported;
};

/// Where \p Call begins: that of an object at the object. Clang 22 begins it at its parenthesis.
clang::SourceLocation beginOf(const clang::CallExpr &Call);

/// "task", "generator" or "awaitable".
llvm::StringRef nounFor(const facts::Work &Work);

} // namespace asynctidy::checks
