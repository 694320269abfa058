#include "facts/locks/async-acquisition.h"

#include "facts/locks/semaphore-capacity.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/async-lock.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

constexpr unsigned MaxDepth = 3; ///< of helpers

/// A point in time or a duration, by what `std::chrono` calls them: classes with a `rep` and a `period`.
bool isTime(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  return Record && hasMemberType(Record, "period") && hasMemberType(Record, "rep");
}

class Reader {
public:
  explicit Reader(const models::ModelSet &Models) : Models(Models) {}

  /// \p In is the helper that returns \p E, if it is one.
  std::optional<AsyncAcquisition> ofHolder(const Expr &E, unsigned Depth, const FunctionDecl *In = nullptr) const {
    const Expr *Value = valueIn(&E);
    if (In)
      for (const Expr *Part : partsOfAggregate(*Value))
        if (auto Found = ofPart(*Part, Depth, *In))
          return Found;
    while (isa<CXXConstructExpr, CXXFunctionalCastExpr>(Value)) { // std::optional<holder>(co_await ...)
      const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
      if (Construct && Construct->getNumArgs() != 1)
        return std::nullopt;
      Value = valueIn(Construct ? Construct->getArg(0) : cast<CXXFunctionalCastExpr>(Value)->getSubExpr());
    }
    const auto *Await = dyn_cast<CoawaitExpr>(Value);
    const CallExpr *Call = Await ? awaitedCall(*Await) : nullptr;
    return Call ? ofCall(*Call, Await->getType(), Depth) : std::nullopt;
  }

  /// The values that a structure, a pair or a tuple is made of.
  static llvm::ArrayRef<const Expr *> partsOfAggregate(const Expr &E) {
    const Expr *Value = &E;
    while (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Value))
      Value = valueIn(Cast->getSubExpr());
    if (const auto *List = dyn_cast<InitListExpr>(Value))
      return llvm::ArrayRef<const Expr *>(List->getInits(), List->getNumInits());
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Value))
      return Construct->getNumArgs() > 1 && Construct->getConstructor()->isInStdNamespace()
                 ? llvm::ArrayRef<const Expr *>(Construct->getArgs(), Construct->getNumArgs())
                 : llvm::ArrayRef<const Expr *>();
    const auto *Call = dyn_cast<CallExpr>(Value);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const bool Makes = Callee && Callee->isInStdNamespace() &&
                       (simpleNameOf(Callee) == "make_pair" || simpleNameOf(Callee) == "make_tuple");
    return Makes ? llvm::ArrayRef<const Expr *>(Call->getArgs(), Call->getNumArgs()) : llvm::ArrayRef<const Expr *>();
  }

  /// A part of what \p Helper returns: a holder, or a local that it only moves there.
  std::optional<AsyncAcquisition> ofPart(const Expr &Part, unsigned Depth, const FunctionDecl &Helper) const {
    const VarDecl *Named = localIn(valueIn(&Part));
    if (!Named || isa<ParmVarDecl>(Named))
      return ofHolder(Part, Depth);
    const bool IsKept = Named->getInit() && timesNamed(*Named, writtenBody(Helper)) == 1;
    auto Found = IsKept ? ofHolder(*Named->getInit(), Depth) : std::nullopt;
    if (Found)
      Found->TakenInside = true;
    return Found;
  }

  std::optional<AsyncAcquisition> byHand(const CoawaitExpr &Await) const {
    const CallExpr *Call = Await.getType()->isVoidType() ? awaitedCall(Await) : nullptr;
    return Call ? bySignature(*Call, Await.getType()) : std::nullopt;
  }

private:
  /// The call that makes what is awaited, in place or for a local that is used only there.
  static const CallExpr *awaitedCall(const CoawaitExpr &Await) {
    const Expr *Operand = valueIn(Await.getOperand());
    if (const VarDecl *Local = localIn(Operand); Local && !isa<ParmVarDecl>(Local) && Local->getInit())
      Operand = valueIn(Local->getInit());
    return dyn_cast<CallExpr>(Operand);
  }

  std::optional<AsyncAcquisition> ofCall(const CallExpr &Call, QualType Given, unsigned Depth) const {
    if (Depth > 0)
      if (auto Inside = inHelper(Call, Given, Depth - 1))
        return Inside;
    return bySignature(Call, Given);
  }

  /// `task<holder> exclusive() { co_return co_await mutex_.lock(); }`, and the same without a coroutine.
  std::optional<AsyncAcquisition> inHelper(const CallExpr &Call, QualType Given, unsigned Depth) const {
    const CallParts Parts = partsOf(Call);
    const FunctionDecl *Helper = Parts.Callee ? seen(*Parts.Callee) : nullptr;
    if (!Helper)
      return std::nullopt;
    const Expr *Returned = nullptr;
    bool IsOnly = true;
    forEachEvaluated(writtenBody(*Helper), [&](const Stmt &S) {
      const auto *Plain = dyn_cast<ReturnStmt>(&S);
      const auto *Coroutine = dyn_cast<CoreturnStmt>(&S);
      if (!Plain && !Coroutine)
        return;
      IsOnly &= !Returned;
      Returned = Plain ? Plain->getRetValue() : Coroutine->getOperand();
    });
    if (!Returned || !IsOnly)
      return std::nullopt;
    const VarDecl *Named = localIn(valueIn(Returned));
    const bool IsLocal = Named && !isa<ParmVarDecl>(Named);
    if (IsLocal)
      Returned = timesNamed(*Named, writtenBody(*Helper)) == 1 ? Named->getInit() : nullptr;
    if (!Returned)
      return std::nullopt;
    std::optional<AsyncAcquisition> Found;
    if (isCoroutine(*Helper))
      Found = ofHolder(*Returned, Depth, Helper);
    else if (const auto *Made = dyn_cast<CallExpr>(valueIn(Returned)))
      Found = ofCall(*Made, Given, Depth);
    if (!Found)
      return std::nullopt;
    Found->Lock.Path = inCaller(Found->Lock.Path, *Helper, Parts.Object, Parts.Arguments);
    Found->TakenInside |= IsLocal;
    return Found->Lock.Path ? Found : std::nullopt;
  }

  /// The definition of \p F if it is user code whose callees are known; else null.
  static const FunctionDecl *seen(const FunctionDecl &F) {
    const FunctionDecl *Definition = nullptr;
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    const bool IsKnown = F.hasBody(Definition) && !Definition->isDependentContext() && !(Method && Method->isVirtual());
    return IsKnown && !F.getASTContext().getSourceManager().isInSystemHeader(Definition->getLocation()) ? Definition
                                                                                                        : nullptr;
  }

  std::optional<AsyncAcquisition> bySignature(const CallExpr &Call, QualType Given) const {
    const CallParts Parts = partsOf(Call);
    if (!Parts.Callee || !Parts.Callee->getDeclName().isIdentifier())
      return std::nullopt;
    const LockWords Said = lockWordsIn(Parts.Callee->getName());
    size_t Index = 0;
    const Expr *Object = Parts.Object;
    if (!Object && !Parts.Arguments.empty() && isGivenToChange(Parts)) {
      Object = Parts.Arguments.front(); // get_units(semaphore, 1)
      Index = 1;
    }
    const CXXRecordDecl *Class = Object ? readable(pointedTo(*Object)) : nullptr;
    if (!Class)
      return std::nullopt;
    AsyncAcquisition Found;
    if (Given->isVoidType()) {
      if (!Said.Takes || Said.GivesBack || !hasReleasingTwin(*Class))
        return std::nullopt;
    } else {
      const HolderEvidence Evidence = holderEvidence(Given, *Class, Said, Models);
      if (Evidence == HolderEvidence::None)
        return std::nullopt;
      if (Evidence == HolderEvidence::Named)
        Found.Lock.Assumes |= summaries::Assumption::NamedLikeLock;
    }
    Found.Lock.Path = accessPath(Object);
    if (!Found.Lock.Path)
      return std::nullopt;
    Found.Lock.Kind = LockKind::Async;
    Found.Lock.Shared = Said.Shares;
    Found.Lock.Recursive = isRecursiveLock(Object->getType(), Models);
    const auto Arguments = Parts.Arguments.drop_front(Index);
    Found.Tries = Said.Tries || llvm::any_of(Arguments, [](const Expr *A) { return isDeadline(*A); });
    if (isCounted(*Class))
      count(Found.Lock, Arguments, Parts.Callee->getASTContext());
    return Found;
  }

  /// Whether the first argument is an object that the callee may change.
  static bool isGivenToChange(const CallParts &Parts) {
    const QualType T = Parts.Callee->getNumParams() > 0 ? Parts.Callee->getParamDecl(0)->getType() : QualType();
    return !T.isNull() && (T->isLValueReferenceType() || T->isPointerType()) && !T->getPointeeType().isConstQualified();
  }

  static const CXXRecordDecl *pointedTo(const Expr &Object) {
    const QualType T = Object.getType();
    return recordOf(T->isPointerType() ? T->getPointeeType() : T);
  }

  static bool isDeadline(const Expr &Argument) {
    const QualType T = Argument.getType();
    const CXXRecordDecl *Record = readable(recordOf(T));
    return !isa<CXXDefaultArgExpr>(Argument) &&
           (isTime(T) || (Record && hasMemberType(Record, "clock") && hasMemberType(Record, "duration")));
  }

  /// Says of the semaphore \p Lock whether its holder excludes others.
  static void count(LockName &Lock, llvm::ArrayRef<const Expr *> Arguments, const ASTContext &Context) {
    const std::optional<uint64_t> Capacity = capacityOf(Lock.Path);
    const auto Wanted = llvm::find_if(Arguments, [](const Expr *A) { return A->getType()->isIntegerType(); });
    const std::optional<uint64_t> Taken =
        Wanted == Arguments.end() ? std::optional<uint64_t>(1) : constantCount(**Wanted, Context);
    if (!Capacity || (!Taken && *Capacity > 1))
      Lock.Assumes |= summaries::Assumption::OneHolder;
    else if (Taken && *Taken <= *Capacity / 2)
      Lock.Shared = true;
  }

  const models::ModelSet &Models;
};

} // namespace

std::optional<AsyncAcquisition> asyncAcquisition(const Expr &E, const models::ModelSet &Models) {
  return Reader(Models).ofHolder(E, MaxDepth);
}

std::optional<AsyncAcquisition> asyncAcquisitionByHand(const Expr &Await, const models::ModelSet &Models) {
  const auto *Written = dyn_cast<CoawaitExpr>(&Await);
  return Written ? Reader(Models).byHand(*Written) : std::nullopt;
}

} // namespace asynctidy::facts
