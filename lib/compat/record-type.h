// The type of a class: LLVM 22 tells how a type was written from what it is.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

inline clang::QualType typeOf(const clang::CXXRecordDecl &Record) {
#if LLVM_VERSION_MAJOR >= 22
  return Record.getASTContext().getCanonicalTagType(&Record);
#else
  return Record.getASTContext().getRecordType(&Record);
#endif
}

} // namespace asynctidy::compat
