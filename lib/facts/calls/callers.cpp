#include "facts/calls/callers.h"

#include "facts/calls/busy-flags.h"
#include "facts/calls/escape.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/unchanged.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <memory>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// How deep calls of helpers by helpers are followed; a cycle of them ends there, too.
constexpr unsigned MaxCalls = 4;

/// The member function that an unresolved call in a template names, as far as its class is the current one.
const FunctionDecl *memberNamed(const CallExpr &Call) {
  const auto *Member = dyn_cast<UnresolvedMemberExpr>(Call.getCallee()->IgnoreParens());
  if (!Member || !llvm::hasSingleElement(Member->decls()))
    return nullptr;
  return (*Member->decls_begin())->getAsFunction();
}

bool isPartOf(const FunctionDecl &F, const FunctionDecl &Whole, TranslationUnit &Unit, unsigned Depth) {
  if (isSameFunction(F, Whole))
    return true;
  if (Depth == 0 || !isCalledOnlyHere(F, Unit))
    return false;
  const auto Calls = callersIn(Unit).of(F);
  return !Calls.empty() &&
         llvm::all_of(Calls, [&](const Caller &Call) { return Call.In && isPartOf(*Call.In, Whole, Unit, Depth - 1); });
}

} // namespace

Callers::Callers(TranslationUnit &Unit) {
  for (const FunctionDecl *F : Unit.userCode().Functions) {
    for (const MemberInitializer &Each : memberInitializersOf(*F))
      look(*Each.Value, F);
    look(*writtenBody(*F), F);
  }
  for (const Expr *Initializer : Unit.userCode().Initializers)
    look(*Initializer, nullptr);
}

void Callers::look(const Stmt &S, const FunctionDecl *In) {
  if (const auto *Call = dyn_cast<CallExpr>(&S)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee)
      Callee = memberNamed(*Call);
    if (Callee) {
      if (Seen.insert({Callee->getLocation(), Call->getRParenLoc()}).second) // else: in another instance
        ByCallee[Callee->getLocation()].push_back({In, Call});
      --Mentions[Callee->getLocation()]; // of the name in it
    }
  }
  const ValueDecl *Named = nullptr;
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
    Named = Name->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(&S))
    Named = Member->getMemberDecl();
  else if (const auto *Unresolved = dyn_cast<UnresolvedMemberExpr>(&S);
           Unresolved && llvm::hasSingleElement(Unresolved->decls()))
    Named = (*Unresolved->decls_begin())->getAsFunction();
  if (const auto *F = dyn_cast_or_null<FunctionDecl>(Named))
    ++Mentions[F->getLocation()];
  forEachEvaluatedChild(S, [&](const Stmt *Child) { look(*Child, In); });
}

bool isSameFunction(const FunctionDecl &A, const FunctionDecl &B) { return A.getLocation() == B.getLocation(); }

llvm::ArrayRef<Caller> Callers::of(const FunctionDecl &F) const {
  const auto It = ByCallee.find(F.getLocation());
  return It == ByCallee.end() ? llvm::ArrayRef<Caller>() : llvm::ArrayRef<Caller>(It->second);
}

bool Callers::isMentionedOtherwise(const FunctionDecl &F) const { return Mentions.lookup(F.getLocation()) != 0; }

bool isCalledOnlyHere(const FunctionDecl &F, TranslationUnit &Unit) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (isLambda(F) || (Method && Method->isVirtual()) || callersIn(Unit).isMentionedOtherwise(F))
    return false;
  if (!F.isExternallyVisible())
    return true;
  return Method && Method->getAccess() == AS_private && isWholeClassVisible(*Method->getParent(), Unit.models());
}

namespace {

bool isInLoop(const Stmt &S, const Parents &Up) {
  for (const Stmt *Above = Up.of(S); Above; Above = Up.of(*Above))
    if (isLoop(*Above))
      return true;
  return false;
}

struct OverlapOfFunction : Analysis<const FunctionDecl *, std::optional<Overlap>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    if (keepsOthersOut(*F, Unit.models()))
      return std::nullopt;
    const auto Calls = callersIn(Unit).of(*F);
    llvm::SmallPtrSet<const Stmt *, 4> Awaits;
    for (const Caller &Each : Calls) {
      if (!Each.In)
        continue;
      const Parents &Up = indexOf(*Each.In, Unit).parents();
      const Escape Goes = Escapes(Up, Unit).of(*Each.Call);
      const bool IsAwaited = Goes.What == Escape::Kind::Awaited;
      const bool Again = IsAwaited ? !Awaits.insert(Goes.At).second : Calls.size() > 1 || isInLoop(*Each.Call, Up);
      if (Again)
        return Overlap{{}, Each.Call};
    }
    const bool OneAtATime = Calls.size() == 1 && Awaits.size() == 1 && isCalledOnlyHere(*F, Unit);
    return OneAtATime ? std::nullopt : std::optional(Overlap{summaries::Assumption::AnotherActivation});
  }
};

} // namespace

std::optional<Overlap> overlapOf(const FunctionDecl &F, const SharedObject &Object, TranslationUnit &Unit) {
  return mayMeetItself(F, Object, Unit.models()) ? Unit.get<OverlapOfFunction>(&F) : std::nullopt;
}

bool isPartOf(const FunctionDecl &F, const FunctionDecl &Whole, TranslationUnit &Unit) {
  return isPartOf(F, Whole, Unit, MaxCalls);
}

bool runsBeside(const FunctionDecl &Other, const FunctionDecl &F, TranslationUnit &Unit) {
  llvm::SmallPtrSet<const FunctionDecl *, 8> Known; // each caller is asked once
  llvm::SmallVector<const FunctionDecl *, 4> Level = {&Other};
  for (unsigned Calls = 0; Calls <= MaxCalls && !Level.empty(); ++Calls) {
    llvm::SmallVector<const FunctionDecl *, 4> Above;
    for (const FunctionDecl *Each : Level) {
      if (isSameFunction(*Each, F)) // see overlapOf()
        continue;
      if (isCoroutine(*Each) || isLambda(*Each))
        return true;
      for (const Caller &By : callersIn(Unit).of(*Each))
        if (By.In && Known.insert(By.In).second)
          Above.push_back(By.In);
    }
    Level = std::move(Above);
  }
  return false;
}

bool runInTurn(const FunctionDecl &One, const FunctionDecl &Other, TranslationUnit &Unit) {
  if (!isCalledOnlyHere(One, Unit) || !isCalledOnlyHere(Other, Unit))
    return false;
  const FunctionDecl *Only = nullptr;
  for (const FunctionDecl *Each : {&One, &Other})
    for (const Caller &By : callersIn(Unit).of(*Each)) {
      if (!By.In || (Only && !isSameFunction(*Only, *By.In)) ||
          Escapes(indexOf(*By.In, Unit).parents(), Unit).of(*By.Call).What != Escape::Kind::Awaited)
        return false;
      Only = By.In;
    }
  return Only;
}

namespace {

struct CallersOfUnit : Analysis<WholeUnit, std::unique_ptr<Callers>> {
  static Result run(WholeUnit, TranslationUnit &Unit) { return std::make_unique<Callers>(Unit); }
};

} // namespace

const Callers &callersIn(TranslationUnit &Unit) { return *Unit.get<CallersOfUnit>({}); }

} // namespace asynctidy::facts
