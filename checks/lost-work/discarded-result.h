#pragma once

#include "checks/async-check.h"
#include "facts/calls/discards.h"

namespace asynctidy::checks {

/// Finds discarded tasks and awaitables, and discarded results of 'co_await' that must be used.
///
/// User documentation: docs/checks/discarded-result.md
class DiscardedResultCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void examineInitializer(const clang::Expr &E, facts::TranslationUnit &Unit) override;
  /// \p F is null outside of function bodies.
  void consider(const facts::Discard &Dropped, const clang::FunctionDecl *F, facts::TranslationUnit &Unit);
  void awaitedResult(const facts::Discard &Dropped, const clang::FunctionDecl *F, facts::TranslationUnit &Unit);
  void freshWork(const facts::Discard &Dropped, const clang::FunctionDecl *F, facts::TranslationUnit &Unit);
  void orphansWait(const clang::CallExpr &Call, const facts::Work &Lost, facts::TranslationUnit &Unit);
  void namedWork(const facts::Discard &Dropped, const clang::FunctionDecl *F, facts::TranslationUnit &Unit);
};

} // namespace asynctidy::checks
