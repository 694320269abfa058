// What becomes of a callable that a function is given, and of the work that calling it makes.
#pragma once

#include "facts/calls/escape.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// The call operator of the closure type \p T; of a generic lambda one that is instantiated with its body, if there is
/// any. Null when \p T is no closure.
const clang::CXXMethodDecl *callOperatorOf(clang::QualType T);

/// Whether \p F, which may be null, is the call operator of \p Closure.
bool isCallOperatorOf(const clang::Expr &Closure, const clang::FunctionDecl *F);

/// The callable that \p Argument contains: `std::function<void()>(std::move(f))` contains f.
const clang::Expr *callableIn(const clang::Expr *Argument);

/// A callable that only holds a reference to another one, as Seastar's coroutine::lambda.
bool isCallableView(clang::QualType T);

/// The function that the callee of \p Call runs before it returns, when it is given the callable \p Argument, which it
/// does not keep; null when models do not say so, or the callable is no closure.
const clang::FunctionDecl *calledInline(const clang::CallExpr &Call, const clang::Expr &Argument,
                                        TranslationUnit &Unit);

/// Whether dropping the work that the function \p Made has returned lets it run on: it has begun, and what it returned
/// neither owns its frame nor waits for it.
bool runsWhenDropped(const clang::FunctionDecl &Made, TranslationUnit &Unit);

/// What becomes of work when the function that has made it returns.
enum class WorkAfter : unsigned char {
  Ended,    ///< awaited, waited for, destroyed; or nothing is known of it
  RunsOn,   ///< beside the caller
  InResult, ///< the function returns it, perhaps within another object
};

/// That of the work that the call \p Call of \p F gives, which the function \p Runs has made. \p Lent is the parameter
/// of \p F that the work refers to.
WorkAfter workAfter(const clang::FunctionDecl &F, const clang::CallExpr &Call, const clang::FunctionDecl &Runs,
                    const clang::ParmVarDecl *Lent, TranslationUnit &Unit);

/// Whether work that escapes as \p Goes may run on beside the caller: a function whose body is not in sight takes it
/// over, returns nothing that stands for it, and is not named as one that waits.
bool mayLetRun(const Escape &Goes, TranslationUnit &Unit);

/// Whether the function that keeps a callable from \p Call is also given \p Local as an object to watch, a pointer to a
/// base with a virtual destructor: it drops the callable with it.
bool isReceiver(const clang::VarDecl &Local, const clang::CallExpr &Call, const clang::FunctionDecl &F,
                TranslationUnit &Unit);

/// When a callable that makes work dies.
enum class CallableEnd : unsigned char {
  Unknown,   ///< it may be kept until its work has ended
  Caller,    ///< as its caller's own object does: the callee calls it before it returns, and keeps nothing
  AfterCall, ///< the callee destroys it when it has called it
  Meanwhile, ///< what the callee has put it into may destroy it, as it does not know of the work
};

struct CallableFate {
  CallableEnd Dies = CallableEnd::Unknown;
  summaries::Assumptions Assumes = {};
};

/// That of the callable in \p Argument of \p Call, with the call operator \p Operator; \p Where belongs to the function
/// around. Models win over what the callee shows. A callee that ignores what the callable returns cannot keep it until
/// its coroutine has ended.
CallableFate fateOfCallable(const clang::CallExpr &Call, const clang::Expr &Argument,
                            const clang::CXXMethodDecl &Operator, const Escapes &Where, TranslationUnit &Unit);

} // namespace asynctidy::facts
