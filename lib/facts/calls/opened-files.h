// Descriptors of files that a function has opened.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// Whether the first argument of \p Call, in \p In, is a local that \p In has from a function of C that models say
/// blocks to open a file, and is never assigned again. Of a file there is no other kind of descriptor than one that
/// waits.
bool isOfOpenedFile(const clang::CallExpr &Call, const clang::FunctionDecl &In, const models::ModelSet &Models);

} // namespace asynctidy::facts
