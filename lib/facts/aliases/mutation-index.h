// What the code of one file does to members and variables that several functions can reach.
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
};

/// All such places in some functions. Left out is what happens before or after everybody else can see the object: in
/// constructors and destructors to their own, and to locals of the function itself; and what models say does not
/// happen. Instances of a template count as one: members and parameters are told apart by where they are written.
class MutationIndex {
public:
  MutationIndex(llvm::ArrayRef<const clang::FunctionDecl *> Functions, const models::ModelSet &Models);

  llvm::ArrayRef<Mutation> of(const clang::ValueDecl &Declared) const;

  /// What calls pass for a parameter that is a reference or a pointer.
  enum class Argument {
    Unknown, ///< nobody calls the function here
    Owned,   ///< each caller passes what belongs to itself alone
    Shared,  ///< some caller passes what others can reach, or the same to each of many that run at a time
  };
  Argument passedFor(const clang::ParmVarDecl &Parameter) const;

private:
  /// How the task that a call makes is used.
  struct Use {
    bool InLoop = false;
    bool HandedOn = false; ///< to another call, as one spawns it
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

/// That of the user's code in \p Unit.
const MutationIndex &mutationIndex(TranslationUnit &Unit);

/// True when the bodies of all member functions of \p Class that may change something can be read in this file, and no
/// friend can do what they can.
bool isWholeClassVisible(const clang::CXXRecordDecl &Class, const models::ModelSet &Models);

} // namespace asynctidy::facts
