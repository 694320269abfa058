// Exceptions and error codes that report cancellation.
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
/// the codes of that namespace. A class of the user that is derived from such a type counts as the library's when a
/// handler names it.
class CancellationTypes {
public:
  explicit CancellationTypes(TranslationUnit &Unit);

  bool empty() const { return Types.empty(); }

  /// The types that \p Await may throw because it was cancelled. Empty for an await that cannot throw or suspend, that
  /// is shielded, that returns its error as a value, or that runs a coroutine of the user which lets no cancellation
  /// out.
  std::vector<CancellationType> thrownBy(const clang::CoawaitExpr &Await) const;

  /// An await in a block whose cancellation leaves the block: no handler inside stops it.
  struct Escaping {
    const clang::CoawaitExpr *Await; ///< null for a `throw` of a cancellation
    CancellationType Type;
  };
  std::vector<Escaping> escapingFrom(const clang::Stmt &Block) const;

  /// Whether the user's code in this file runs the coroutine \p F only where it cannot be cancelled: as an argument of
  /// a shielding function, or in a coroutine for which the same is true.
  bool runsOnlyShielded(const clang::FunctionDecl &F) const { return runsOnlyShielded(F, /*Depth=*/4); }

  /// Whether a coroutine that already knows of its cancellation continues its work by \p Await: the await may suspend,
  /// is not shielded (as clean-up is), and does not run a coroutine of the user to which neither applies.
  bool goesOnBy(const clang::CoawaitExpr &Await) const { return goesOnBy(Await, /*Depth=*/4); }

  /// Whether \p Await belongs to a library that may also report cancellation as an error code.
  bool mayGiveCode(const clang::CoawaitExpr &Await) const;

  /// True when \p S names an error code that means cancellation.
  bool namesCancelledError(const clang::Stmt &S) const;

private:
  struct OfLibrary {
    const clang::NamespaceDecl *Library;
    CancellationType Type;
  };
  void addDerived();
  /// What throwing a \p Class tells: a cancellation, if it is such a type or derived from one.
  std::optional<CancellationType> asCancellation(const clang::CXXRecordDecl &Class) const;
  /// The cancellations that \p Handler throws in the place of the one it has caught; none when it may throw anything
  /// else.
  std::vector<CancellationType> thrownInstead(const clang::CXXCatchStmt &Handler) const;
  bool canThrow(const clang::CoawaitExpr &Await) const;
  void collectEscaping(const clang::Stmt &S, std::vector<Escaping> &Out) const;
  bool runsOnlyShielded(const clang::FunctionDecl &F, unsigned Depth) const;
  bool goesOnBy(const clang::CoawaitExpr &Await, unsigned Depth) const;

  TranslationUnit &Unit;
  const models::ModelSet &Models;
  std::vector<OfLibrary> Types;
  /// The cancellations that leave a coroutine; nothing while they are being computed.
  mutable llvm::DenseMap<const clang::FunctionDecl *, std::optional<std::vector<Escaping>>> EscapingFrom;
  mutable unsigned Running = 0; ///< the number of coroutines being computed
  mutable llvm::DenseMap<const clang::Stmt *, std::vector<Escaping>> OutOfBlock;
};

/// The types of \p Unit, collected at the first request.
const CancellationTypes &cancellationTypes(TranslationUnit &Unit);

} // namespace asynctidy::facts
