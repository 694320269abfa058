// Which functions a function calls, and how.
#pragma once

#include "models/model-set.h"
#include "summaries/function-facts.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// One call. Its parts belong to the AST.
struct CallSite {
  const clang::Stmt *At; ///< the call; the declaration whose object's destructor runs; the await of a task made before
  const clang::FunctionDecl *Callee;
  summaries::Call::Way How = summaries::Call::Way::Plain;
  bool IsVirtual = false;              ///< any overrider of Callee may run
  const clang::Expr *Object = nullptr; ///< of a member function; null for the caller's `this` and for destructors
  llvm::ArrayRef<const clang::Expr *> Arguments = {}; ///< by parameter
  const clang::VarDecl *Ends = nullptr;               ///< the local that is destroyed here
  bool OnlyOnce = false; ///< only the first call of the function makes it: where an object of static storage is made
};

/// Calls \p Visit for every call that \p F makes, in source order. Counted as calls: constructors, destructors of
/// locals (and, in a destructor, of members and bases), the awaiter's functions at an await, the makers of tasks in an
/// awaited container, and callables passed to a function that calls them before it returns, as models say. Callables
/// passed to other functions are not.
void forEachCall(const clang::FunctionDecl &F, const models::ModelSet &Models,
                 llvm::function_ref<void(const CallSite &)> Visit);

} // namespace asynctidy::facts
