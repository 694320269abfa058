// Kinds of functions, and the code of a translation unit that is evaluated.
#pragma once

#include "facts/syntax/user-code.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/LambdaCapture.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace asynctidy::facts {

/// True for functions, methods and lambdas whose own body is a coroutine.
bool isCoroutine(const clang::FunctionDecl &F);

/// True for constructors, destructors, and operators that assign an object of the same class: no other code uses the
/// object meanwhile.
bool makesReplacesOrEndsObject(const clang::FunctionDecl &F);

/// True for the call operator of a lambda.
bool isLambda(const clang::FunctionDecl &F);

/// The capture of \p Variable in the lambda \p F; null when \p F is not a lambda or does not capture it.
const clang::LambdaCapture *captureOf(const clang::ValueDecl &Variable, const clang::FunctionDecl &F);

/// A call of a function that never returns.
bool isNoReturnCall(const clang::Stmt &S);

/// The body as it is written: without the promise machinery around a coroutine's. Null without a body.
const clang::Stmt *writtenBody(const clang::FunctionDecl &F);

/// The initializer of one member of an object, or of a base.
struct MemberInitializer {
  const clang::Expr *Value;
  const clang::FieldDecl *Member; ///< null: of a base, or of the whole object
};

/// Those that the constructor \p F runs before its body, its own and those at the members' declarations; none of
/// another function.
llvm::SmallVector<MemberInitializer, 2> memberInitializersOf(const clang::FunctionDecl &F);

/// Calls \p Visit for all that \p F evaluates itself: as forEachEvaluated() for its memberInitializersOf(), and then
/// for its writtenBody().
void forEachEvaluatedIn(const clang::FunctionDecl &F, llvm::function_ref<void(const clang::Stmt &)> Visit);

/// The evaluated code of the user, in the order of its declarations.
struct EvaluatedCode {
  /// Functions with a body: functions, methods, lambdas, members of local classes, and the instantiations of templates
  /// before the template itself, so that a check which reports each place once sees concrete types first. A template's
  /// own entry has a dependent body.
  std::vector<const clang::FunctionDecl *> Functions;
  /// Expressions outside of all bodies: initializers of namespace-scope variables, of members and in constructors, and
  /// default arguments.
  std::vector<const clang::Expr *> Initializers;
};

/// Collects the evaluated code of the user, as \p Paths defines it, in \p Context.
EvaluatedCode userCodeIn(clang::ASTContext &Context, const UserCode &Paths);

} // namespace asynctidy::facts
