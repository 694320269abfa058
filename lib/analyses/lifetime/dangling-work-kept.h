// Work that waits in a local variable, and what becomes of it there.
#pragma once

#include "facts/calls/escape.h"
#include "facts/syntax/parents.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::analyses {

/// The locals of one function that keep work. For the analysis of dangling work.
class WorkInLocals {
public:
  WorkInLocals(const clang::FunctionDecl &F, facts::TranslationUnit &Unit, const facts::Parents &Up,
               const facts::Escapes &Where)
      : F(F), Unit(Unit), Up(Up), Where(Where) {}

  /// The first mention of \p Kept that lets the work run which was made at \p Made.
  const clang::Stmt *firstRun(const clang::VarDecl &Kept, const clang::Stmt &Made) const;

  struct Outcome {
    const clang::Stmt *Runs = nullptr;   ///< the mention that lets the work run when the other local is gone
    const clang::Stmt *Handed = nullptr; ///< what takes the work over before
    const clang::Stmt *Throws = nullptr; ///< what may end both locals by an exception while the work goes on
  };
  /// \p Work refers to \p Local and goes into \p Kept as \p Goes says; with \p RunsAlone it has begun, and nothing
  /// waits for it.
  Outcome follow(const clang::Expr &Work, const facts::Escape &Goes, const clang::VarDecl &Local,
                 const clang::VarDecl &Kept, bool RunsAlone) const;

private:
  enum class Mention { Nothing, Runs, Refills };
  Mention meaningOf(const clang::DeclRefExpr &Name) const;
  bool startsRange(const clang::CXXMemberCallExpr &Call) const;
  llvm::SmallVector<const clang::DeclRefExpr *, 4> mentionsOf(const clang::VarDecl &V) const;

  const clang::FunctionDecl &F;
  facts::TranslationUnit &Unit;
  const facts::Parents &Up;
  const facts::Escapes &Where;
};

} // namespace asynctidy::analyses
