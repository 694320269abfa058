// Objects that coroutines wait for, and what the functions of one file do with them.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"

#include <vector>

namespace asynctidy::facts {

/// What a function does with an event, a promise, a condition or a queue.
enum class SignalStep : unsigned char {
  Waits,     ///< awaits it, or takes the awaitable that it gives
  Asks,      ///< whether it is completed
  Opens,     ///< takes the completion back, so that others wait: `reset()` of an event, a new promise
  Completes, ///< lets those that wait go on: `set()`, `post()`, `set_value()`, `notify_all()`
  Ends,      ///< lets them go on because it is over: `close()`, `cancel()`
  Feeds,     ///< lets one of them go on with a value: `push()`, `send()`
  Other,     ///< hands it on
};

struct SignalUse {
  SignalStep Does;
  const clang::FunctionDecl *In;
  const clang::ValueDecl *Declared; ///< the member or global
  const clang::Expr *Object;        ///< names it
  const clang::Stmt *At;            ///< the call, the await, the assignment
  bool IsFlag = false;              ///< Declared is a flag that waits for a signal test
};

/// The members and globals of classes with an operation that completes, and the flags that waits for them test: what
/// sets such a flag so that they go on Completes it, what sets it otherwise Opens it. Instances of a template count as
/// one: they are told apart by where they are written.
class Signals {
public:
  explicit Signals(TranslationUnit &Unit);

  llvm::ArrayRef<SignalUse> of(const clang::ValueDecl &Declared) const;
  llvm::ArrayRef<SignalUse> in(const clang::FunctionDecl &F) const;

  /// The first use of \p Declared in a coroutine that waits for it; null when there is none.
  const SignalUse *waitFor(const clang::ValueDecl &Declared) const;

  /// Whether \p F itself does \p Step to \p Declared.
  bool does(const clang::FunctionDecl &F, SignalStep Step, const clang::ValueDecl &Declared) const;

  /// Whether \p F, or what it calls, completes \p Declared or hands it on.
  bool mayComplete(const clang::FunctionDecl &F, const clang::ValueDecl &Declared) const;

private:
  void look(const clang::Stmt &S, const clang::FunctionDecl &F, std::vector<const clang::Stmt *> &Above);
  void use(const clang::Expr &Name, const clang::ValueDecl &Declared, const clang::FunctionDecl &F,
           llvm::ArrayRef<const clang::Stmt *> Above);
  SignalStep stepOf(const clang::CallExpr &Call, const clang::CXXMethodDecl &Method,
                    llvm::ArrayRef<const clang::Stmt *> Above) const;
  bool isSentAway(const clang::CallExpr &Call, llvm::StringRef Name) const;
  bool isSignal(clang::QualType T);
  void findFlags(); ///< in signal-flags.cpp
  void note(const SignalUse &Use);
  TranslationUnit &Unit; ///< while it is made
  llvm::DenseMap<clang::SourceLocation, std::vector<SignalUse>> ByDeclaration;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<SignalUse>> ByFunction;
  using Functions = llvm::SetVector<const clang::FunctionDecl *>;
  llvm::DenseMap<const clang::FunctionDecl *, Functions> CallersOf;
  mutable llvm::DenseMap<clang::SourceLocation, Functions> Completing; ///< found at the first question
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Known;
};

/// A function that uses more of them at more places is not looked at: a written one does not.
constexpr size_t MaxSignalUses = 250;

/// Whether \p Step may let those that wait go on.
inline bool letsGoOn(SignalStep Step) {
  return Step == SignalStep::Completes || Step == SignalStep::Ends || Step == SignalStep::Feeds ||
         Step == SignalStep::Other;
}

/// Whether a function other than \p F lets those go on that wait for \p Declared. Constructors and destructors do not
/// count, nor does what runs only as a part of \p F.
bool isCompletedOutside(const clang::FunctionDecl &F, const clang::ValueDecl &Declared, TranslationUnit &Unit);

/// Whether \p Other is \p F, a lambda in it, or runs only as a part of it.
bool belongsTo(const clang::FunctionDecl &Other, const clang::FunctionDecl &F, TranslationUnit &Unit);

/// Whether only code of this file can use \p Declared, as far as access control tells.
bool isReachedOnlyHere(const clang::ValueDecl &Declared, TranslationUnit &Unit);

/// Those of the user's code in \p Unit, found at the first request.
const Signals &signalsIn(TranslationUnit &Unit);

} // namespace asynctidy::facts
