// What a cancelled await throws.
#pragma once

#include "facts/facts.h"

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
  const models::Entry *Said;
  bool NothingElse; ///< false when the same type is thrown for errors, too
};

/// The cancellation types that a translation unit declares, by library. A library is an outermost namespace: what its
/// awaits throw when they are cancelled is a type of that namespace, or, where an error code says so, one that carries
/// the codes of that namespace.
class CancellationTypes {
public:
  explicit CancellationTypes(Facts &All);

  bool empty() const { return Types.empty(); }

  /// What awaiting \p Await may throw because it was cancelled. Nothing for an await that cannot throw or suspend, that
  /// is shielded, that gives its error as a value, or that calls a coroutine of the user out of which none comes.
  std::vector<CancellationType> thrownBy(const clang::CoawaitExpr &Await) const;

  /// The awaits in \p S whose cancellation leaves it: no handler in \p S ends it.
  struct Escaping {
    const clang::CoawaitExpr *Await;
    CancellationType Type;
  };
  std::vector<Escaping> escapingFrom(const clang::Stmt *S) const;

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
  bool runsOnlyShielded(const clang::FunctionDecl &F, unsigned Depth) const;
  bool goesOnBy(const clang::CoawaitExpr &Await, unsigned Depth) const;

  Facts &All;
  const models::ModelSet &Models;
  std::vector<OfLibrary> Types;
  /// What comes out of a coroutine; nothing while that is being found out.
  mutable llvm::DenseMap<const clang::FunctionDecl *, std::optional<std::vector<Escaping>>> EscapingFrom;
};

/// The declaration called \p QualifiedName, as models write names, or null.
const clang::NamedDecl *declarationNamed(clang::ASTContext &Context, llvm::StringRef QualifiedName);

/// True when \p Handler catches every exception of the class \p Thrown.
bool catches(const clang::CXXCatchStmt &Handler, const clang::CXXRecordDecl &Thrown);

/// The handler of \p Try that gets what is \p Thrown in it, or null.
const clang::CXXCatchStmt *handlerFor(const clang::CXXTryStmt &Try, const clang::CXXRecordDecl &Thrown);

/// True when \p Await gives its error as a value, or puts it into a variable of the caller: it throws none.
bool givesErrorAsValue(const clang::CoawaitExpr &Await, const models::ModelSet &Models);

/// The variable or structured binding that holds the error which \p Await gives as a value; null when there is none.
const clang::ValueDecl *errorVariableOf(const clang::CoawaitExpr &Await, const clang::FunctionDecl &F,
                                        const models::ModelSet &Models);

} // namespace asynctidy::facts
