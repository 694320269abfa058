// Which object an expression names, as far as one function shows it.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <string>

namespace asynctidy::facts {

/// Where an object is found: a root and the steps from it. `this->pool_.mutex` is {this; pool_, mutex}. Two equal paths
/// name the same object as long as nothing on the way is assigned to. Aliases are looked through where the function
/// fixes them: a local reference stands for what it was bound to, and so does a `const` pointer.
struct AccessPath {
  enum class Root : unsigned char {
    Unknown,   ///< computed: a call, a choice
    This,      ///< the object of the member function
    Global,    ///< a variable with static storage, members and function locals included
    Parameter, ///< of this function
    Local,     ///< of this function, captures by copy included
  };
  /// A step: into a member, or (null) through a pointer, an iterator, a subscript.
  using Step = const clang::FieldDecl *;

  Root From = Root::Unknown;
  const clang::ValueDecl *Variable = nullptr; ///< canonical; null for This and Unknown
  llvm::SmallVector<Step, 3> Steps;

  explicit operator bool() const { return From != Root::Unknown; }
  bool operator==(const AccessPath &Other) const {
    return From == Other.From && Variable == Other.Variable && Steps == Other.Steps;
  }
  /// As one would write it: "mutex_", "pool_.mutex", "connections[...]".
  std::string text() const;
};

/// What \p Callee names \p Inside, in the terms of the function that calls it with \p Object (null when there is none)
/// and \p Arguments, by parameter.
AccessPath inCaller(const AccessPath &Inside, const clang::FunctionDecl &Callee, const clang::Expr *Object,
                    llvm::ArrayRef<const clang::Expr *> Arguments);

/// The object that \p E, a glvalue or a pointer, names. A pointer and what it points to have the same path. Calls of
/// smart pointers' `->`, `*`, `get()` count as pointers, accessors that only return a member or a variable with static
/// storage are looked into; `[[clang::lock_returned]]` says what a function returns.
AccessPath accessPath(const clang::Expr *E);

} // namespace asynctidy::facts
