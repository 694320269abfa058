#include "facts/locks/guard-origin.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

using Mode = GuardOrigin::Mode;

constexpr unsigned MaxDepth = 3; ///< of constructors and functions looked into

bool isPartOf(const AccessPath &Inner, const AccessPath &Outer) {
  return Inner.From == Outer.From && Inner.Variable == Outer.Variable && Inner.Steps.size() > Outer.Steps.size() &&
         std::equal(Outer.Steps.begin(), Outer.Steps.end(), Inner.Steps.begin());
}

/// Translates the callee's access paths into the caller's.
struct Frame {
  const FunctionDecl &Callee;
  const Expr *Object; ///< null for a constructor or a free function
  llvm::ArrayRef<const Expr *> Arguments;

  AccessPath outside(const AccessPath &Inside) const { return inCaller(Inside, Callee, Object, Arguments); }
};

class OriginReader {
public:
  explicit OriginReader(const models::ModelSet &Models) : Models(Models) {}

  GuardOrigin read(const Expr &Maker, const GuardShape &Shape, unsigned Depth) const {
    GuardOrigin Origin = mentioned(Maker, Shape);
    if (Origin.How == Mode::Takes)
      Origin.How = modeOfConstructor(Maker);
    if (!Origin.Locks.empty() || Origin.How != Mode::Takes || Depth == 0)
      return Origin;
    const Expr *E = valueIn(&Maker);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
      return ofConstructor(*Construct, Depth - 1);
    const auto *Call = dyn_cast<CallExpr>(E);
    return Call && !isa<CXXOperatorCallExpr>(Call) ? ofFunction(*Call, Shape, Depth - 1) : Origin;
  }

private:
  /// A visible constructor that calls nothing takes no lock: it adopts one that is held already, unless it sets a flag
  /// that it is not.
  Mode modeOfConstructor(const Expr &Maker) const {
    const auto *Construct = dyn_cast<CXXConstructExpr>(valueIn(&Maker));
    const FunctionDecl *Definition = Construct && isGuard(Construct->getType(), Models) && Construct->getNumArgs() > 0
                                         ? definitionOf(*Construct->getConstructor())
                                         : nullptr;
    const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Definition);
    if (!Constructor || Constructor->isCopyOrMoveConstructor() || mayWait(*Constructor))
      return Mode::Takes;
    for (const CXXCtorInitializer *Init : Constructor->inits())
      if (const auto IsHeld = flagSetBy(*Init->getInit(), *Construct))
        return *IsHeld ? Mode::Adopts : Mode::Defers;
    return Mode::Adopts;
  }

  /// The constant that a constructor initializes a flag with: \p Value, or what the call gives for the parameter that
  /// \p Value names.
  static std::optional<bool> flagSetBy(const Expr &Value, const CXXConstructExpr &Construct) {
    const Expr *Flag = Value.IgnoreParenImpCasts();
    if (const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(onlyNames(Flag))) {
      const unsigned Index = Parameter->getFunctionScopeIndex();
      Flag = Index < Construct.getNumArgs() ? Construct.getArg(Index) : nullptr;
    }
    bool IsSet = false;
    if (!Flag || !Flag->getType()->isBooleanType() || Flag->isValueDependent() ||
        !Flag->EvaluateAsBooleanCondition(IsSet, Construct.getConstructor()->getASTContext()))
      return std::nullopt;
    return IsSet;
  }

  GuardOrigin mentioned(const Expr &Maker, const GuardShape &Shape) const {
    GuardOrigin Origin;
    forEachEvaluated(&Maker, [&](const Stmt &S) {
      const auto *E = dyn_cast<Expr>(&S);
      if (!E || isa<LambdaExpr>(E))
        return;
      const QualType T = E->getType();
      if (isModelled(T, Means::DefersLock, Models)) {
        Origin.How = Mode::Defers;
      } else if (isModelled(T, Means::TriesLock, Models)) {
        Origin.How = Mode::Tries;
      } else if (isModelled(T, Means::AdoptsLock, Models)) {
        Origin.How = Mode::Adopts;
      } else if (const auto Kind = E->isGLValue() || T->isPointerType() ? lockableKind(T, Models) : std::nullopt) {
        AccessPath Path = accessPath(E);
        if (Path && llvm::none_of(Origin.Locks, [&](const LockName &Known) { return Known.Path == Path; }))
          Origin.Locks.push_back({std::move(Path), *Kind, Shape.Shared, isRecursiveLock(T, Models)});
      }
    });
    // An object that contains the lock is not meant: `this` in `this->mutex_`.
    const auto Mentioned = Origin.Locks;
    llvm::erase_if(Origin.Locks, [&](const LockName &Outer) {
      return llvm::any_of(Mentioned, [&](const LockName &Inner) { return isPartOf(Inner.Path, Outer.Path); });
    });
    return Origin;
  }

  /// `explicit session(connection &c) : guard_(c.mutex) {}`
  GuardOrigin ofConstructor(const CXXConstructExpr &Construct, unsigned Depth) const {
    const FunctionDecl *Definition = seen(Construct.getConstructor());
    const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Definition);
    if (!Constructor || isGuard(Construct.getType(), Models))
      return {};
    for (const CXXCtorInitializer *Init : Constructor->inits()) {
      const FieldDecl *Field = Init->getAnyMember();
      if (const auto Shape = guardShape(Field ? Field->getType() : Init->getInit()->getType(), Models))
        return outside(read(*Init->getInit(), *Shape, Depth),
                       {*Constructor, nullptr, llvm::ArrayRef(Construct.getArgs(), Construct.getNumArgs())});
    }
    return {};
  }

  /// `std::unique_lock<std::mutex> locked() { return std::unique_lock(mutex_); }`
  GuardOrigin ofFunction(const CallExpr &Call, const GuardShape &Shape, unsigned Depth) const {
    const FunctionDecl *Callee = seen(Call.getDirectCallee());
    if (!Callee || isCoroutine(*Callee))
      return {};
    const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
    if (Method && Method->isVirtual())
      return {};
    const Expr *Returned = nullptr;
    bool IsOnly = true;
    forEachEvaluated(Callee->getBody(), [&](const Stmt &S) {
      if (const auto *Return = dyn_cast<ReturnStmt>(&S)) {
        IsOnly = !Returned;
        Returned = Return->getRetValue();
      }
    });
    if (!Returned || !IsOnly)
      return {};
    const auto *Named = dyn_cast_or_null<VarDecl>(onlyNames(valueIn(Returned)));
    const bool IsLocal = Named && Named->hasLocalStorage() && !isa<ParmVarDecl>(Named);
    if (IsLocal)
      Returned = timesNamed(*Named, Callee->getBody()) == 1 ? Named->getInit() : nullptr;
    if (!Returned)
      return {};
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    GuardOrigin Origin =
        outside(read(*Returned, Shape, Depth), {*Callee, Member ? Member->getImplicitObjectArgument() : nullptr,
                                                llvm::ArrayRef(Call.getArgs(), Call.getNumArgs())});
    Origin.TakenInside |= IsLocal;
    return Origin;
  }

  /// The definition of \p F if it is user code and not dependent; else null.
  static const FunctionDecl *seen(const FunctionDecl *F) {
    const FunctionDecl *Definition = nullptr;
    if (!F || !F->hasBody(Definition) || Definition->isDependentContext() ||
        F->getASTContext().getSourceManager().isInSystemHeader(Definition->getLocation()))
      return nullptr;
    return Definition;
  }

  static GuardOrigin outside(GuardOrigin Origin, const Frame &Call) {
    for (LockName &Lock : Origin.Locks)
      Lock.Path = Call.outside(Lock.Path);
    llvm::erase_if(Origin.Locks, [](const LockName &Lock) { return !Lock.Path; });
    return Origin;
  }

  const models::ModelSet &Models;
};

} // namespace

GuardOrigin guardOrigin(const Expr &Maker, const GuardShape &Shape, const models::ModelSet &Models) {
  return OriginReader(Models).read(Maker, Shape, MaxDepth);
}

} // namespace asynctidy::facts
