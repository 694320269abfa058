// Work that is kept in a local variable, and where it runs.
#pragma once

#include "facts/calls/escape.h"
#include "facts/syntax/parents.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <map>

namespace asynctidy::analyses {

/// The locals of one function that keep work. For the analysis of dangling work.
class WorkInLocals {
public:
  WorkInLocals(const clang::FunctionDecl &F, facts::TranslationUnit &Unit, const facts::Parents &Up,
               const facts::Escapes &Where)
      : F(F), Unit(Unit), Up(Up), Where(Where) {}

  /// The first use of \p Kept that runs the work created at \p Made; null when there is none.
  const clang::Stmt *firstRun(const clang::VarDecl &Kept, const clang::Stmt &Made) const;

  struct Outcome {
    const clang::Stmt *Runs = nullptr;   ///< the use that runs the work after the other local is destroyed
    const clang::Stmt *Handed = nullptr; ///< the call that takes the work before that
    const clang::Stmt *Throws =
        nullptr; ///< an await with an exception that may destroy both locals while the work continues
  };
  /// \p Work refers to \p Local and escapes into \p Kept as \p Goes says. With \p RunsAlone it has started, and its
  /// destructor does not wait for it.
  Outcome follow(const clang::Expr &Work, const facts::Escape &Goes, const clang::VarDecl &Local,
                 const clang::VarDecl &Kept, bool RunsAlone) const;

private:
  enum class Mention { Nothing, Runs, Refills };
  using Meanings = llvm::DenseMap<const clang::Stmt *, Mention>;
  Mention meaningOf(const clang::DeclRefExpr &Name) const;
  const Meanings &meaningsOf(const clang::VarDecl &V) const;
  bool startsRange(const clang::CXXMemberCallExpr &Call) const;
  llvm::SmallVector<const clang::DeclRefExpr *, 4> mentionsOf(const clang::VarDecl &V) const;

  const clang::FunctionDecl &F;
  facts::TranslationUnit &Unit;
  const facts::Parents &Up;
  const facts::Escapes &Where;
  mutable std::map<const clang::VarDecl *, Meanings> Known; ///< see meaningsOf()
};

} // namespace asynctidy::analyses
