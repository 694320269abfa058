#include "facts/calls/calls.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

using namespace clang;
using asynctidy::models::Means;
using Way = asynctidy::summaries::Call::Way;

namespace asynctidy::facts {
namespace {

/// Visits the user-written destructors, or constructors, that run for an object, each class once: a class with two
/// members of one class runs the same functions for both, and so does each class above it.
class SpecialMembers {
public:
  explicit SpecialMembers(llvm::function_ref<void(const FunctionDecl &)> Visit) : Visit(Visit) {}

  /// The destructors that destroying a \p T runs: its own, else those of its members and bases.
  void destructors(QualType T) {
    if (T.isNull() || T->isReferenceType() || T->isPointerType())
      return;
    const CXXRecordDecl *Record = T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
    if (!Record || !Record->hasDefinition() || Record->isDependentContext() ||
        !Seen.insert(Record->getDefinition()).second)
      return;
    const CXXDestructorDecl *Destructor = Record->getDestructor();
    if (Destructor && Destructor->isUserProvided())
      Visit(*Destructor);
    else
      destructorsOfMembers(*Record->getDefinition());
  }

  void destructorsOfMembers(const CXXRecordDecl &Record) {
    for (const FieldDecl *Field : Record.fields())
      destructors(Field->getType());
    for (const CXXBaseSpecifier &Base : Record.bases())
      destructors(Base.getType());
  }

  /// The constructors that those of members and bases are in \p Constructor; of implicit ones, those that they run.
  void constructorsOfMembers(const CXXConstructorDecl &Constructor) {
    for (const CXXCtorInitializer *Init : Constructor.inits()) {
      const auto *Made = dyn_cast<CXXConstructExpr>(Init->getInit()->IgnoreImplicit());
      if (!Made || !Seen.insert(Made->getConstructor()).second)
        continue;
      if (Made->getConstructor()->isUserProvided())
        Visit(*Made->getConstructor());
      else
        constructorsOfMembers(*Made->getConstructor());
    }
  }

private:
  llvm::function_ref<void(const FunctionDecl &)> Visit;
  llvm::SmallPtrSet<const Decl *, 8> Seen;
};

/// Whether the call is virtual. \p Callee is replaced by the function that surely runs, when the dynamic type is known.
bool decidedAtRunTime(const CallExpr &Call, const FunctionDecl *&Callee) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  if (!Method || !OnObject || !Method->isVirtual())
    return false;
  const auto *Named = dyn_cast<MemberExpr>(OnObject->getCallee()->IgnoreParens());
  if (Named && Named->hasQualifier())
    return false;
  const CXXMethodDecl *Sure = const_cast<CXXMethodDecl *>(Method)->getDevirtualizedMethod(
      OnObject->getImplicitObjectArgument(), /*IsAppleKext=*/false);
  if (Sure)
    Callee = Sure;
  return !Sure;
}

/// The function that the callable \p E runs when it is called: a lambda, by its expression or by its name, or a
/// function.
const FunctionDecl *functionOfCallable(const Expr *E) {
  E = withoutTemporaries(E);
  if (const Expr *Moved = movedFrom(E))
    return functionOfCallable(Moved);
  if (const auto *Address = dyn_cast<UnaryOperator>(E); Address && Address->getOpcode() == UO_AddrOf)
    E = Address->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    if (const auto *F = dyn_cast<FunctionDecl>(Name->getDecl()))
      return F;
  const CXXRecordDecl *Class = E->getType()->getAsCXXRecordDecl();
  return Class && Class->isLambda() && !Class->isGenericLambda() ? Class->getLambdaCallOperator() : nullptr;
}

/// The variable of static storage that \p If makes when it is not there yet: `if (!instance) instance = make();`. Null
/// when it is no such statement.
const VarDecl *madeWhenMissing(const IfStmt &If) {
  const Expr *Condition = withoutTemporaries(If.getCond());
  const auto *Not = dyn_cast<UnaryOperator>(Condition);
  const auto *Compare = dyn_cast<BinaryOperator>(Condition);
  const Expr *Tested = nullptr;
  if (Not && Not->getOpcode() == UO_LNot)
    Tested = Not->getSubExpr();
  else if (Compare && Compare->getOpcode() == BO_EQ &&
           isa<CXXNullPtrLiteralExpr>(withoutTemporaries(Compare->getRHS())))
    Tested = Compare->getLHS();
  else if (const auto *Equal = dyn_cast<CXXOperatorCallExpr>(Condition);
           Equal && Equal->getOperator() == OO_EqualEqual && Equal->getNumArgs() == 2 &&
           isa<CXXNullPtrLiteralExpr>(withoutTemporaries(Equal->getArg(1))))
    Tested = Equal->getArg(0);
  const VarDecl *Object = nullptr;
  forEachEvaluated(Tested, [&](const Stmt &S) { // `!pointer`, `!owner` by a conversion, `!owner.get()`
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    if (const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr)
      Object = V;
  });
  if (!Object || !Object->hasGlobalStorage())
    return nullptr;
  bool Makes = false;
  forEachEvaluated(If.getThen(), [&](const Stmt &S) {
    const Expr *To = nullptr;
    if (const auto *Assign = dyn_cast<BinaryOperator>(&S); Assign && Assign->getOpcode() == BO_Assign)
      To = Assign->getLHS();
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S); Operator && Operator->getOperator() == OO_Equal)
      To = Operator->getArg(0);
    else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&S))
      To = Member->getImplicitObjectArgument(); // reset(), emplace()
    Makes |= To && onlyNames(withoutTemporaries(To)) == Object;
  });
  return Makes ? Object : nullptr;
}

class CallFinder {
public:
  CallFinder(const FunctionDecl &F, const models::ModelSet &Models, llvm::function_ref<void(const CallSite &)> Visit)
      : F(F), Models(Models), VisitEach(Visit) {}

  void run() {
    const Stmt *Body = writtenBody(F);
    forEachEvaluated(Body, [this](const Stmt &S) {
      if (const auto *Await = dyn_cast<CoawaitExpr>(&S))
        awaited(*Await->getOperand(), *Await);
      else if (const auto *Call = dyn_cast<CallExpr>(&S); Call && saysOf(*Call, Means::WaitsForWork))
        for (const Expr *Argument : Call->arguments())
          awaited(*Argument, *Call);
    });
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
      for (const CXXCtorInitializer *Init : Constructor->inits())
        forEachEvaluated(Init->getInit(), [this](const Stmt &S) { callsOf(S); });
    forEachEvaluated(Body, [this](const Stmt &S) { callsOf(S); });
    if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(&F); Destructor && Body)
      SpecialMembers([&](const FunctionDecl &Inner) {
        visit({Body, &Inner});
      }).destructorsOfMembers(*Destructor->getParent());
  }

private:
  void visit(CallSite Site) {
    Site.OnlyOnce = InStatics.contains(Site.At);
    VisitEach(Site);
  }

  bool saysOf(const CallExpr &Call, Means Does) const {
    const FunctionDecl *Callee = Call.getDirectCallee();
    return Callee && Models.is(qualifiedName(*Callee), Does);
  }

  /// \p E is awaited, or a part of the awaited expression: the tasks it makes have ended after \p Await.
  void awaited(const Expr &E, const Stmt &Await) {
    const Expr *Value = withoutTemporaries(&E);
    if (const Expr *Moved = movedFrom(Value))
      return awaited(*Moved, Await);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(Value)) {
      awaited(*Choice->getTrueExpr(), Await);
      return awaited(*Choice->getFalseExpr(), Await);
    }
    if (const auto *Call = dyn_cast<CallExpr>(Value)) {
      Awaited.insert(Call);
      if (saysOf(*Call, Means::Offloads) || saysOf(*Call, Means::Detaches))
        return;
      for (const Expr *Argument : Call->arguments()) // when_all(f(), g())
        if (Argument->getType()->isRecordType())
          awaited(*Argument, Await);
    } else if (const auto *List = dyn_cast<InitListExpr>(Value)) {
      for (const Expr *Element : List->inits())
        awaited(*Element, Await);
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Value)) {
      for (const Expr *Argument : Construct->arguments())
        awaited(*Argument, Await);
    } else if (const auto *Name = dyn_cast<DeclRefExpr>(Value)) {
      const auto *V = dyn_cast<VarDecl>(Name->getDecl());
      if (V && V->hasLocalStorage() && !isa<ParmVarDecl>(V))
        awaitedByName(*V, Await);
    }
  }

  /// The local \p V holds a task, or is a container into which tasks were put.
  void awaitedByName(const VarDecl &V, const Stmt &Await) {
    if (const auto *Maker = V.getInit() ? dyn_cast<CallExpr>(withoutTemporaries(V.getInit())) : nullptr)
      AwaitedLater[&Await].push_back(Maker);
    for (const CXXMemberCallExpr *Put : callsOn(V))
      for (const Expr *Argument : Put->arguments())
        if (const auto *Maker = dyn_cast<CallExpr>(withoutTemporaries(Argument));
            Maker && Maker->getType()->isRecordType())
          AwaitedLater[&Await].push_back(Maker);
  }

  llvm::ArrayRef<const CXXMemberCallExpr *> callsOn(const VarDecl &V) {
    if (!Calls) {
      Calls.emplace();
      forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
        if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&S))
          (*Calls)[onlyNames(Call->getImplicitObjectArgument())].push_back(Call);
      });
    }
    const auto It = Calls->find(&V);
    return It == Calls->end() ? llvm::ArrayRef<const CXXMemberCallExpr *>() : llvm::ArrayRef(It->second);
  }

  void callsOf(const Stmt &S) {
    if (const auto *If = dyn_cast<IfStmt>(&S); If && madeWhenMissing(*If))
      forEachEvaluated(If->getThen(), [this](const Stmt &Part) { InStatics.insert(&Part); });
    if (const auto *Declarations = dyn_cast<DeclStmt>(&S)) {
      for (const Decl *D : Declarations->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->isStaticLocal() && V->getInit())
          forEachEvaluated(V->getInit(), [this](const Stmt &Part) { InStatics.insert(&Part); });
        else if (V && V->hasLocalStorage())
          SpecialMembers([&](const FunctionDecl &Destructor) {
            visit({&S, &Destructor, Way::Plain, false, nullptr, {}, V});
          }).destructors(V->getType());
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S)) {
      const llvm::ArrayRef Arguments(Construct->getArgs(), Construct->getNumArgs());
      if (const CXXConstructorDecl *Constructor = Construct->getConstructor(); Constructor->isImplicit())
        SpecialMembers([&](const FunctionDecl &Inner) { visit({&S, &Inner}); }).constructorsOfMembers(*Constructor);
      else
        visit({&S, Constructor, Way::Plain, false, nullptr, Arguments});
    } else if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      call(*Call, S, Awaited.contains(Call) ? Way::Awaited : Way::Plain);
      if (saysOf(*Call, Means::CallsInline))
        for (const Expr *Argument : Call->arguments())
          if (const FunctionDecl *Callable = functionOfCallable(Argument))
            visit({&S, Callable});
    } else if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&S)) {
      for (const Expr *Part :
           {Suspend->getCommonExpr(), Suspend->getReadyExpr(), Suspend->getSuspendExpr(), Suspend->getResumeExpr()})
        awaiterCall(Part, *Suspend);
    }
    if (const auto It = AwaitedLater.find(&S); It != AwaitedLater.end())
      for (const CallExpr *Maker : It->second)
        call(*Maker, S, Way::Awaited);
  }

  /// The implicit calls of an await: await_ready, await_suspend, await_resume, and `operator co_await` or the promise's
  /// `await_transform`.
  void awaiterCall(const Expr *E, const Stmt &Await) {
    const auto *Call = E ? dyn_cast<CallExpr>(withoutTemporaries(E)) : nullptr;
    const auto *Written = dyn_cast<CoroutineSuspendExpr>(&Await);
    if (Call && withoutTemporaries(Written->getOperand()) != Call)
      call(*Call, Await, Way::Plain);
  }

  void call(const CallExpr &Call, const Stmt &At, Way How) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return;
    const bool IsVirtual = decidedAtRunTime(Call, Callee);
    const Expr *Object = nullptr;
    llvm::ArrayRef<const Expr *> Arguments(Call.getArgs(), Call.getNumArgs());
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
      Object = Member->getImplicitObjectArgument();
    } else if (isa<CXXOperatorCallExpr>(Call)) {
      const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
      if (Method && !Method->isStatic() && !Arguments.empty()) {
        Object = Arguments.front();
        Arguments = Arguments.drop_front();
      }
    }
    visit({&At, Callee, How, IsVirtual, Object, Arguments});
  }

  const FunctionDecl &F;
  const models::ModelSet &Models;
  llvm::function_ref<void(const CallSite &)> VisitEach;
  llvm::DenseSet<const Stmt *> InStatics; ///< what makes objects of static storage, as far as it has been visited
  llvm::DenseSet<const CallExpr *> Awaited;
  /// Of member functions, by the variable or member that they are called on; found when they are asked for.
  std::optional<llvm::DenseMap<const ValueDecl *, std::vector<const CXXMemberCallExpr *>>> Calls;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<const CallExpr *, 1>> AwaitedLater;
};

} // namespace

void forEachCall(const FunctionDecl &F, const models::ModelSet &Models,
                 llvm::function_ref<void(const CallSite &)> Visit) {
  CallFinder(F, Models, Visit).run();
}

} // namespace asynctidy::facts
