// Which code of one file calls a function, and whether any other code may.
#pragma once

#include "facts/aliases/shared-state.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <optional>
#include <utility>
#include <vector>

namespace asynctidy::facts {

struct Caller {
  const clang::FunctionDecl *In; ///< null: an initializer outside of all functions
  const clang::CallExpr *Call;
};

/// The mentions of functions in the user's code. Instances of a template count as one function: they are told apart by
/// where they are written.
class Callers {
public:
  explicit Callers(TranslationUnit &Unit);

  llvm::ArrayRef<Caller> of(const clang::FunctionDecl &F) const;
  /// Whether \p F is mentioned other than to call it: its address may go anywhere.
  bool isMentionedOtherwise(const clang::FunctionDecl &F) const;

private:
  void look(const clang::Stmt &S, const clang::FunctionDecl *In);

  llvm::DenseMap<clang::SourceLocation, std::vector<Caller>> ByCallee;
  llvm::DenseMap<clang::SourceLocation, unsigned> Mentions;                     ///< that are no calls
  llvm::DenseSet<std::pair<clang::SourceLocation, clang::SourceLocation>> Seen; ///< callee and call
};

/// Those of the user's code in \p Unit.
const Callers &callersIn(TranslationUnit &Unit);

/// Whether only calls in this file can reach \p F: a private member of a class whose member functions are all visible,
/// or a function with internal linkage; not virtual, and called by its name alone.
bool isCalledOnlyHere(const clang::FunctionDecl &F, TranslationUnit &Unit);

/// How two activations of a coroutine can be alive at once.
struct Overlap {
  summaries::Assumptions Assumes;      ///< none: seen in this file
  const clang::CallExpr *By = nullptr; ///< starts a second one before the first has ended, if seen
};

/// How two activations of the coroutine \p F that reach the same \p Object can be alive at once; nothing when they
/// cannot: models say that it runs one at a time, it is called only here, in one place, that awaits it then and there,
/// or it keeps others out by a flag. Seen is a call in a loop, or one of several, that does not await it.
std::optional<Overlap> overlapOf(const clang::FunctionDecl &F, const SharedObject &Object, TranslationUnit &Unit);

/// Whether both are one function, or instances of one template.
bool isSameFunction(const clang::FunctionDecl &A, const clang::FunctionDecl &B);

/// Whether \p F runs only as part of an activation of \p Whole: it is that function, or called only here and only from
/// functions that are.
bool isPartOf(const clang::FunctionDecl &F, const clang::FunctionDecl &Whole, TranslationUnit &Unit);

/// Whether \p Other is seen to run while an activation of the coroutine \p F may be suspended: it is a coroutine or a
/// callable itself, or called by one. A setter that only its users call is not.
bool runsBeside(const clang::FunctionDecl &Other, const clang::FunctionDecl &F, TranslationUnit &Unit);

/// Whether one and the same coroutine calls and awaits \p One and \p Other, and nothing else does: they run one after
/// the other.
bool runInTurn(const clang::FunctionDecl &One, const clang::FunctionDecl &Other, TranslationUnit &Unit);

} // namespace asynctidy::facts
