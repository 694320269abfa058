// Containers, their iterators, and what their operations do.
#pragma once

#include "models/model-set.h"

#include "clang/AST/DeclCXX.h"

namespace asynctidy::facts {

/// True for a class that keeps elements and can be changed: one with begin() and end(), or with front() or top(), and
/// with operations that add or remove elements, unless models know better. References and pointers to it do not count.
bool isContainer(clang::QualType T, const models::ModelSet &Models);

/// What stays valid while elements other than the one referred to come and go.
struct Stability {
  bool References = false;
  bool Iterators = false;
};
/// What models say of the container \p T; nothing stays valid otherwise.
Stability stabilityOf(clang::QualType T, const models::ModelSet &Models);
/// The same across one operation of a container, those that refer to what it removes included.
Stability stabilityAcross(const clang::CXXMethodDecl &Operation, const models::ModelSet &Models);

/// A class with the operations of an iterator. A raw pointer is none.
bool isIterator(clang::QualType T);

/// What an operation of a container does to references into it, by its name and declaration.
enum class Effect {
  None,    ///< it can be called for a const container as well, or models say that it changes nothing
  Adds,    ///< elements may move
  Removes, ///< elements may be gone
};
Effect effectOf(const clang::CXXMethodDecl &Method, const models::ModelSet &Models);
/// The same of an operation whose declaration is not known yet.
Effect effectOfNamed(llvm::StringRef Name);

} // namespace asynctidy::facts
