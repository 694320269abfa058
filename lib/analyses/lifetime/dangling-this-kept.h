// Objects that may die while work of theirs, which they have started themselves, runs on.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"

namespace asynctidy::analyses {

/// Whether objects of \p Class are seen to die one by one, or \p F, which starts their work, runs while they are made.
bool mayDieAlone(const clang::FunctionDecl &F, const clang::CXXRecordDecl &Class, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
