// The table of what expressions do on the way to an object. Access paths, borrowed objects and borrows from containers
// follow expressions by it, each with its own question.
//
// Clang's own analyses of lifetimes (LifetimeSafety, since LLVM 22) follow the same steps, but are no interface: they
// print warnings about the end of scopes, know no suspension, and older LLVMs lack them. ExprMutationAnalyzer answers
// whether an expression is mutated in one function, not which object; its flow-sensitive framework tracks values that
// its models name, at several times the cost of a walk.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// One step from an expression to the one it was made of.
struct AccessStep {
  enum class Kind : unsigned char {
    Computed,  ///< not followed: a function that returns what it likes, arithmetic, a literal
    Same,      ///< gives what Of gives: casts, std::move, `a = b` as the name of a
    Copy,      ///< another object, which refers to what Of refers to
    Temporary, ///< an object made of the value Of
    Choice,    ///< gives what Of or what Other gives
    This,      ///< `this`
    Name,      ///< of the variable or structured binding Declared
    Member,    ///< the part Declared of the object Of
    Address,   ///< a pointer or wrapper of the object Of: `&x`, std::ref(x)
    Pointee,   ///< what the pointer, iterator, optional or wrapper Of leads to, or a pointer to that: `*p`, `p.get()`
    Element, ///< of the array, container or view Of, or of the array that the pointer Of points into: `c[i]`, `c.at(i)`
    Into,    ///< a pointer, iterator or view into Of, or into what the pointer, iterator or view Of refers into:
             ///< `c.data()`, `c.begin()`, `it + 1`, `text.substr(1)`, an array as a pointer
  };
  Kind Does = Kind::Computed;
  const clang::Expr *Of = nullptr;
  const clang::Expr *Other = nullptr;
  const clang::ValueDecl *Declared = nullptr;
  bool ThroughPointer = false; ///< Of is a pointer to what is meant: `p->begin()`

  /// The type of what is meant by Of.
  clang::QualType type() const;
};

/// The step that \p E does, implicit casts included.
AccessStep accessStep(const clang::Expr *E);

/// Whether all that \p Call does to the container \p Argument, its object or an argument, is to give access to it, be
/// it declared const or not: `begin(c)`, `c.find(k)`, `c.at(i)`. `m[k]` may add an element.
bool onlyAccesses(const clang::CallExpr &Call, const clang::Expr &Argument);

/// `pair<iterator, bool>`, as insertions return it.
bool isPairWithIterator(clang::QualType T);

} // namespace asynctidy::facts
