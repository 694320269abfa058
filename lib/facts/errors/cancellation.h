// What a cancelled await throws.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <vector>

namespace asynctidy::facts {

/// An exception type that means, or may mean, that work was cancelled.
struct CancellationType {
  const clang::CXXRecordDecl *Thrown;
  const models::Entry *Reason;
  bool NothingElse; ///< false when the same type is thrown for errors, too
};

/// The cancellation types that a translation unit declares, by library. A library is an outermost namespace: what its
/// awaits throw when they are cancelled is a type of that namespace, or, where an error code says so, one that carries
/// the codes of that namespace.
class CancellationTypes {
public:
  explicit CancellationTypes(TranslationUnit &Unit);

  bool empty() const { return Types.empty(); }

  /// What awaiting \p Await may throw because it was cancelled. Nothing for an await that cannot throw or suspend, that
  /// is shielded, that gives its error as a value, or that calls a coroutine of the user out of which none comes.
  std::vector<CancellationType> thrownBy(const clang::CoawaitExpr &Await) const;

  /// The awaits in \p Block, that of a `try`, whose cancellation leaves it: no handler in it ends it.
  struct Escaping {
    const clang::CoawaitExpr *Await;
    CancellationType Type;
  };
  std::vector<Escaping> escapingFrom(const clang::Stmt &Block) const;

  /// Whether all that the user's code of this file does with the coroutine \p F is to run it where nobody can cancel
  /// it: as an argument of what shields, or in a coroutine of which the same is true.
  bool runsOnlyShielded(const clang::FunctionDecl &F) const { return runsOnlyShielded(F, /*Depth=*/4); }

  /// Whether a coroutine that learned of its cancellation before goes on by \p Await: it may suspend, is not shielded,
  /// as clean-up is, and does not call a coroutine of the user that only does what is not to go on.
  bool goesOnBy(const clang::CoawaitExpr &Await) const { return goesOnBy(Await, /*Depth=*/4); }

  /// Whether \p Await belongs to a library whose cancellation may also arrive as an error code.
  bool mayGiveCode(const clang::CoawaitExpr &Await) const;

  /// True when \p S names an error code that says that work was cancelled.
  bool namesCancelledError(const clang::Stmt &S) const;

private:
  struct OfLibrary {
    const clang::NamespaceDecl *Library;
    CancellationType Type;
  };
  bool canThrow(const clang::CoawaitExpr &Await) const;
  void collectEscaping(const clang::Stmt &S, std::vector<Escaping> &Out) const;
  bool runsOnlyShielded(const clang::FunctionDecl &F, unsigned Depth) const;
  bool goesOnBy(const clang::CoawaitExpr &Await, unsigned Depth) const;

  TranslationUnit &Unit;
  const models::ModelSet &Models;
  std::vector<OfLibrary> Types;
  /// What comes out of a coroutine; nothing while that is being found out.
  mutable llvm::DenseMap<const clang::FunctionDecl *, std::optional<std::vector<Escaping>>> EscapingFrom;
  mutable unsigned Running = 0; ///< of those that are being found out
  mutable llvm::DenseMap<const clang::Stmt *, std::vector<Escaping>> OutOfBlock;
};

/// Those of \p Unit.
const CancellationTypes &cancellationTypes(TranslationUnit &Unit);

} // namespace asynctidy::facts
