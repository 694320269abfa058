// Code that macros make, by the names of the macros.
#pragma once

#include "models/model-set.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceLocation.h"

namespace asynctidy::facts {

/// Whether what stands at \p Location comes from a macro that models say \p Is so: from its text or from an argument.
bool isInMacro(clang::SourceLocation Location, models::Means Is, const clang::ASTContext &Context,
               const models::ModelSet &Models);

} // namespace asynctidy::facts
