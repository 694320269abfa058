// Calls that change nothing, although their declarations would let them: what models say of functions.
#pragma once

#include "models/model-set.h"

#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// Whether a call of \p F leaves the object it is called on, and all else that others can see, as it is.
bool leavesObject(const clang::FunctionDecl &F, const models::ModelSet &Models);

/// Whether it leaves its argument \p Index, counted from 0, as it is.
bool leavesArgument(const clang::FunctionDecl &F, unsigned Index, const models::ModelSet &Models);

/// True when the bodies of all member functions of \p Class that may change something are visible in this file, and it
/// has no friends.
bool isWholeClassVisible(const clang::CXXRecordDecl &Class, const models::ModelSet &Models);

} // namespace asynctidy::facts
