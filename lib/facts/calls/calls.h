// Which functions a function calls, and how.
#pragma once

#include "models/model-set.h"
#include "summaries/function-facts.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

struct CallSite {
  const clang::Stmt *At; ///< the call; the declaration whose object's destructor runs; the await of a task made before
  const clang::FunctionDecl *Callee;
  summaries::Call::Way How = summaries::Call::Way::Plain;
  bool IsVirtual = false;              ///< any overrider of Callee may run
  const clang::Expr *Object = nullptr; ///< of a member function; null for the caller's own and for destructors
  llvm::ArrayRef<const clang::Expr *> Arguments = {}; ///< by parameter
  const clang::VarDecl *Ends = nullptr;               ///< the local whose end of life this is
};

/// Calls \p Visit for every call that \p F makes, in the order of its source. Seen as calls are constructors,
/// destructors of locals (and, in a destructor, of members and bases), what an await calls of its awaiter, the tasks
/// that a container which is awaited was filled with, and callables handed to a function that models say calls them
/// before it returns. Callables handed to anybody else are nobody's call here.
void forEachCall(const clang::FunctionDecl &F, const models::ModelSet &Models,
                 llvm::function_ref<void(const CallSite &)> Visit);

} // namespace asynctidy::facts
