#include "analyses/cancellation/unresolved-promise.h"

#include "facts/calls/escape.h"
#include "facts/flow/def-use.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/suspension-handles.h"

#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;

namespace asynctidy::analyses {
namespace {

/// The awaiters that the promises of a file return, for their own suspensions.
struct AwaitersOfPromises : Analysis<WholeUnit, llvm::DenseSet<const CXXRecordDecl *>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    const auto Add = [&](const FunctionDecl &F) {
      if (const CXXRecordDecl *Awaiter = recordOf(returnTypeOf(F)))
        Found.insert(Awaiter->getCanonicalDecl());
    };
    for (const FunctionDecl *F : Unit.userCode().Functions) {
      if (isOwnSuspension(*F))
        Add(*F);
      const CXXRecordDecl *Promise = isCoroutine(*F) ? promiseOfCoroutine(*F) : nullptr;
      for (llvm::StringRef Name : {"initial_suspend", "final_suspend", "yield_value"})
        for (const CXXMethodDecl *Method : methodsNamed(Promise, Name))
          Add(*Method);
    }
    return Found;
  }

  static bool isOwnSuspension(const FunctionDecl &F) {
    return F.getDeclName().isIdentifier() &&
           (F.getName() == "initial_suspend" || F.getName() == "final_suspend" || F.getName() == "yield_value");
  }
};

bool isOfPromise(const CXXRecordDecl &Awaiter, TranslationUnit &Unit) {
  for (const DeclContext *Around = &Awaiter; Around; Around = Around->getParent())
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Around); Class && !methodsNamed(Class, "get_return_object").empty())
      return true;
  return Unit.get<AwaitersOfPromises>({}).contains(Awaiter.getCanonicalDecl());
}

class AwaiterSearch {
public:
  AwaiterSearch(const CXXMethodDecl &F, TranslationUnit &Unit)
      : F(F), Handle(*F.getParamDecl(0)), Unit(Unit), Index(indexOf(F, Unit)) {}

  std::vector<UnresolvedPromise> run() {
    capturedByReference();
    const bool HasName = Handle.getDeclName() && !Handle.hasAttr<UnusedAttr>();
    const auto *Body = dyn_cast_or_null<CompoundStmt>(writtenBody(F));
    if (!HasName || !Body || Body->body_empty())
      return std::move(Found);
    for (const DeclRefExpr *Name : Index.namesOf(Handle))
      if (!isOnlyAsked(*Name))
        Uses.insert(Name);
    if (Uses.empty())
      nowhere();
    else
      onSomePath();
    return std::move(Found);
  }

private:
  /// `h.done()` and `if (h)` leave the handle where it is.
  bool isOnlyAsked(const DeclRefExpr &Name) const {
    const Stmt *Above = Index.parents().of(Name);
    while (Above && (isa<ImplicitCastExpr>(Above) || isa<ParenExpr>(Above)))
      Above = Index.parents().of(*Above);
    const auto *Member = dyn_cast_or_null<MemberExpr>(Above);
    const ValueDecl *Asked = Member ? Member->getMemberDecl() : nullptr;
    return isa_and_nonnull<CXXConversionDecl>(Asked)
               ? recordOf(cast<CXXConversionDecl>(Asked)->getConversionType()) == nullptr
               : Asked && Asked->getDeclName().isIdentifier() && Asked->getName() == "done";
  }

  void nowhere() {
    const FieldDecl *Member = nullptr;
    for (const FieldDecl *Each : F.getParent()->fields())
      if (isSuspensionHandle(Each->getType()))
        Member = Each;
    if (Member && !isSetElsewhere(*Member))
      Found.push_back({UnresolvedPromise::Kind::Nowhere, &Handle, nullptr, Member, Assumption::OnlyHandle});
  }

  /// Whether a constructor or another function of this file sets \p Member.
  bool isSetElsewhere(const FieldDecl &Member) const {
    const Expr *Default = Member.getInClassInitializer(); // null where a template's is not instantiated yet
    bool Sets =
        Member.hasInClassInitializer() && (!Default || (!isa<InitListExpr>(Default) && !isMadeOfLiterals(*Default)));
    for (const CXXConstructorDecl *Constructor : F.getParent()->ctors())
      if (!Constructor->isImplicit() && Constructor->getNumParams() > 0 && !Constructor->isCopyOrMoveConstructor())
        for (const ParmVarDecl *Parameter : Constructor->parameters())
          Sets |= isSuspensionHandle(Parameter->getType());
    for (const FunctionDecl *Other : Unit.userCode().Functions)
      forEachEvaluated(writtenBody(*Other), [&](const Stmt &S) {
        Sets |= !isa<CXXDestructorDecl>(Other) && mayAssign(S, Member);
        if (const auto *Made = dyn_cast<InitListExpr>(&S))
          Sets |= initializes(*Made, Member);
      });
    return Sets;
  }

  /// Whether the braces \p Made give \p Member a value of their own.
  static bool initializes(const InitListExpr &Made, const FieldDecl &Member) {
    const CXXRecordDecl *Class = recordOf(Made.getType());
    const unsigned Index = Member.getFieldIndex();
    return Class && Class->getCanonicalDecl() == Member.getParent()->getCanonicalDecl() && Index < Made.getNumInits() &&
           !isa<ImplicitValueInitExpr, CXXDefaultInitExpr>(Made.getInit(Index));
  }

  /// `handle_ = h;`, `std::exchange(handle_, h)`.
  static bool mayAssign(const Stmt &S, const FieldDecl &Member) {
    const auto IsMember = [&](const Expr *E) {
      const auto *Name = E ? dyn_cast<MemberExpr>(withoutTemporaries(E)) : nullptr;
      return Name && Name->getMemberDecl() == &Member;
    };
    const auto *Call = dyn_cast<CallExpr>(&S);
    return IsMember(assignedBy(S)) || (Call && llvm::any_of(Call->arguments(), IsMember));
  }

  /// A path that leaves without a use of the handle, and tells the coroutine to stay suspended.
  void onSomePath() {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return;
    noteUsedInLoops();
    const Stmt *Leaves = nullptr;
    enum : unsigned char { Fresh = 0 };
    const bool IsVoid = F.getReturnType()->isVoidType();
    const PathSearch Search = anyFeasiblePathFrom(
        Graph->graph().getEntry(), *Graph, Unit.context(), Fresh,
        [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          const Stmt *S = Statement ? Statement->getStmt() : nullptr;
          if (!S)
            return false;
          if (usesHandle(*S) || isNoReturnCall(*S)) {
            State = PathOver;
          } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
            Leaves = Return;
            if (IsVoid || staysSuspended(*Return))
              return true;
            State = PathOver;
          }
          return false;
        },
        [&](unsigned char) {
          Leaves = nullptr;
          return IsVoid;
        });
    if (Search.Found && !Search.GaveUp)
      Found.push_back({UnresolvedPromise::Kind::OnPath, &Handle, Leaves});
  }

  /// Whether \p S is a use of the handle, or asks for a handle that is kept: the coroutine may be kept already.
  bool usesHandle(const Stmt &S) const {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S); Name && Uses.contains(Name))
      return true;
    if (const auto *Member = dyn_cast<MemberExpr>(&S); Member && isSuspensionHandle(Member->getType()))
      return true;
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
      if (captureOf(Handle, *Lambda->getCallOperator()))
        return true;
    return InLoops.contains(&S);
  }

  /// A loop that uses the handle in some round is taken to have that round.
  void noteUsedInLoops() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (!isLoop(S))
        return;
      bool Uses = false;
      forEachEvaluated(&S, [&](const Stmt &Inner) { Uses |= usesHandle(Inner); });
      if (Uses)
        forEachEvaluated(&S, [&](const Stmt &Inner) { InLoops.insert(&Inner); });
    });
  }

  /// `return true`, or `return std::noop_coroutine()`.
  bool staysSuspended(const ReturnStmt &Return) const {
    const Expr *Value = Return.getRetValue() ? withoutTemporaries(Return.getRetValue()) : nullptr;
    if (!Value)
      return false;
    if (const auto *Constant = dyn_cast<CXXBoolLiteralExpr>(Value))
      return Constant->getValue();
    const Expr *Given = valueIn(Value);
    if (const auto *Conversion = dyn_cast<CXXMemberCallExpr>(Given);
        Conversion && isa_and_nonnull<CXXConversionDecl>(Conversion->getMethodDecl()))
      Given = withoutTemporaries(Conversion->getImplicitObjectArgument());
    const auto *Call = dyn_cast<CallExpr>(Given);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    return Callee && Callee->isInStdNamespace() && Callee->getDeclName().isIdentifier() &&
           Callee->getName() == "noop_coroutine";
  }

  /// Callables that refer to the parameter or a local, and that are kept in the awaiter or given away.
  void capturedByReference() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Lambda = dyn_cast<LambdaExpr>(&S);
      const VarDecl *Referred = Lambda ? handleReferredToBy(*Lambda) : nullptr;
      if (!Referred)
        return;
      const Escape Goes = Escapes(Index.parents(), Unit).of(*Lambda);
      const bool IsKept = Goes.What == Escape::Kind::Stored && !localIn(assignedTo(*Lambda));
      if (IsKept || Goes.What == Escape::Kind::Unknown)
        Found.push_back({UnresolvedPromise::Kind::ByReference, Referred, Lambda, nullptr,
                         IsKept ? summaries::Assumptions() : Assumption::UnseenBody});
    });
  }

  const Expr *assignedTo(const LambdaExpr &Lambda) const {
    for (const Stmt *Above = &Lambda; (Above = Index.parents().of(*Above));)
      if (const Expr *Left = assignedBy(*Above))
        return Left;
    return nullptr;
  }

  static const VarDecl *handleReferredToBy(const LambdaExpr &Lambda) {
    for (const LambdaCapture &Capture : Lambda.captures())
      if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
        if (const auto *V = dyn_cast<VarDecl>(Capture.getCapturedVar());
            V && V->hasLocalStorage() && isSuspensionHandle(V->getType()) && !V->getType()->isReferenceType())
          return V;
    return nullptr;
  }

  const CXXMethodDecl &F;
  const ParmVarDecl &Handle;
  TranslationUnit &Unit;
  const FunctionIndex &Index;
  llvm::DenseSet<const Stmt *> Uses;
  llvm::DenseSet<const Stmt *> InLoops;
  std::vector<UnresolvedPromise> Found;
};

} // namespace

std::vector<UnresolvedPromise> unresolvedPromiseIn(const FunctionDecl &F, TranslationUnit &Unit) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || F.isDependentContext() || Unit.isBroken() || !F.getDeclName().isIdentifier() ||
      F.getName() != "await_suspend" || F.getNumParams() != 1 || !isSuspensionHandle(F.getParamDecl(0)->getType()) ||
      methodsNamed(Method->getParent(), "await_resume").empty() || isOfPromise(*Method->getParent(), Unit))
    return {};
  return AwaiterSearch(*Method, Unit).run();
}

} // namespace asynctidy::analyses
