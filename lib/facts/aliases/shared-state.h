// Objects that others can reach while a coroutine is suspended.
#pragma once

#include "facts/aliases/access-path.h"
#include "models/model-set.h"

#include "clang/AST/Decl.h"

#include <optional>
#include <utility>

namespace asynctidy::facts {

/// An object that does not belong to the frame of the coroutine which names it.
struct SharedObject {
  enum class Kind : unsigned char {
    Member,    ///< of the coroutine's object, or of one it reaches by reference or pointer
    Global,    ///< a variable with static storage
    Parameter, ///< what a parameter refers to
    Captured,  ///< a local of the enclosing function, captured by reference
  };
  Kind What;
  AccessPath Path;
  const clang::ValueDecl *Declared; ///< the innermost member, or the variable
  unsigned StepsBehind;             ///< how many pointers, subscripts and iterators lead on from there
  clang::QualType Type;             ///< of the object
};

/// The last member that \p Path goes through, else its variable, else (for `*this`) null; and the steps behind it. The
/// parts of a pair or tuple are no members of anybody.
std::pair<const clang::ValueDecl *, unsigned> innermostOf(const AccessPath &Path);

/// The object that \p E names in \p F, when others can reach and change it as far as \p F shows: nothing for what the
/// frame or the closure owns, for constants, for what \p F may only read, and for what a call computes.
std::optional<SharedObject> sharedObject(const clang::Expr *E, const clang::FunctionDecl &F);

/// Whether \p Object may be used by a second activation of the coroutine \p F while the first is suspended: models say
/// of some coroutines that there is none for the same object.
bool mayMeetItself(const clang::FunctionDecl &F, const SharedObject &Object, const models::ModelSet &Models);

} // namespace asynctidy::facts
