// Objects that other code can access while a coroutine is suspended.
#pragma once

#include "facts/aliases/access-path.h"
#include "models/model-set.h"

#include "clang/AST/Decl.h"

#include <optional>
#include <utility>

namespace asynctidy::facts {

/// An object outside of the frame of the coroutine that names it.
struct SharedObject {
  enum class Kind : unsigned char {
    Member,    ///< of the coroutine's object, or of one that it accesses by reference or pointer
    Global,    ///< a variable with static storage
    Parameter, ///< the referent or pointee of a parameter
    Captured,  ///< a local of the enclosing function, captured by reference
  };
  Kind What;
  AccessPath Path;
  const clang::ValueDecl *Declared; ///< the innermost member, or the variable
  unsigned StepsBehind;             ///< the number of dereferences and element accesses after it
  clang::QualType Type;             ///< of the object

  /// As one would write it: what a pointer points to is "*pointer".
  std::string text() const;
};

/// The last member in \p Path, else its variable, else (for `*this`) null; and the number of steps after it. The parts
/// of a pair or tuple do not count as members.
std::pair<const clang::ValueDecl *, unsigned> innermostOf(const AccessPath &Path);

/// The object that \p E names in \p F, if other code may be able to access and change it. Nothing for objects that the
/// frame or the closure owns, for constants, for objects that \p F may only read, and for results of calls.
std::optional<SharedObject> sharedObject(const clang::Expr *E, const clang::FunctionDecl &F);

/// Whether \p Object may be used by a second activation of the coroutine \p F while the first is suspended: models say
/// of some coroutines that there is none for the same object.
bool mayMeetItself(const clang::FunctionDecl &F, const SharedObject &Object, const models::ModelSet &Models);

} // namespace asynctidy::facts
