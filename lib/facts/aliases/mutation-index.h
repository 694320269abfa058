// Mutations of members and variables that several functions of one file can access.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/types/containers.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

#include <vector>

namespace asynctidy::facts {

/// One place where elements are added to or removed from a container, or an object is assigned to.
struct Mutation {
  const clang::FunctionDecl *In;
  const clang::Stmt *At;
  Effect Does;
  unsigned StepsBehind; ///< see SharedObject
  Stability Across;     ///< what stays valid nevertheless
  bool ByCaller;        ///< a caller may make it, by the reference that In returns
};

/// `swap(one, other)`, of whatever namespace.
bool isSwap(const clang::CallExpr &Call);

/// The mutations in some functions. Left out are mutations of objects that no other code can access yet or any more: of
/// a constructor's or destructor's own object, and of locals of the function itself. Instantiations of a template count
/// as one: members and parameters are identified by their source location.
class MutationIndex {
public:
  MutationIndex(llvm::ArrayRef<const clang::FunctionDecl *> Functions, const models::ModelSet &Models);

  llvm::ArrayRef<Mutation> of(const clang::ValueDecl &Declared) const;

  /// What callers pass for a reference or pointer parameter.
  enum class Argument {
    Unknown, ///< no call of the function is visible
    Owned,   ///< every caller passes an object that only the caller can access
    Shared,  ///< some caller passes a shared object, or one object to several concurrent calls
  };
  Argument passedFor(const clang::ParmVarDecl &Parameter) const;

private:
  /// How the task that a call returns is used.
  struct Use {
    bool InLoop = false;
    bool HandedOn = false; ///< passed to another call, such as spawn
  };

  void look(const clang::Stmt &S, const clang::FunctionDecl &F, Use How);
  void call(const clang::CallExpr &Call, const clang::FunctionDecl &F);
  void dependentCall(const clang::CallExpr &Call, const clang::FunctionDecl &F);
  void pass(const clang::CallExpr &Call, const clang::FunctionDecl &F, Use How);
  void note(const clang::Expr *Object, Effect Does, const clang::Stmt &At, const clang::FunctionDecl &F,
            Stability Across = {});

  const models::ModelSet &Models; ///< while it is made
  llvm::DenseMap<clang::SourceLocation, std::vector<Mutation>> ByDeclaration;
  llvm::DenseMap<clang::SourceLocation, bool> Passed; ///< parameter → whether some argument is shared
};

/// The index of the user's code in \p Unit, built at the first request.
const MutationIndex &mutationIndex(TranslationUnit &Unit);

} // namespace asynctidy::facts
