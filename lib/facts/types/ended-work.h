// What ends the work that was started with an object: what models say of functions, and of types whose destructors do.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::facts {

/// The objects whose work has ended when \p Call returns.
llvm::SmallVector<const clang::Expr *, 1> workEndedBy(const clang::CallExpr &Call, const models::ModelSet &Models);

/// Whether the destructor of a \p T ends work, whosever: of the object, of a member, of what it refers to.
bool destructorEndsWork(clang::QualType T, const models::ModelSet &Models);

/// Whether the destructor of a \p T ends all work that was started with the object or, with \p Part, with that member
/// of it. That of a smart pointer ends what its pointee's does.
bool endsItsWork(clang::QualType T, const clang::FieldDecl *Part, const models::ModelSet &Models);

} // namespace asynctidy::facts
