#include "facts/calls/waits.h"

#include "facts/calls/calls.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/work.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

class WaitSearch {
public:
  explicit WaitSearch(TranslationUnit &Unit) : Unit(Unit) {}

  bool waits(QualType T) {
    if (T.isNull() || T->isReferenceType() || T->isPointerType())
      return false;
    if (const auto *Array = Unit.context().getAsArrayType(T))
      return waits(Array->getElementType());
    const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
    if (!Record || !Record->hasDefinition() || !Seen.insert(Record->getCanonicalDecl()).second)
      return false;
    Record = Record->getDefinition();
    if (isModelled(T, Means::Joins, Unit.models()) || (isSoleOwner(T) && waits(typeArgumentOf(T))))
      return true;
    if (const CXXDestructorDecl *Destructor = Record->getDestructor(); Destructor && waits(*Destructor))
      return true;
    for (const FieldDecl *Field : Record->fields())
      if (waits(Field->getType()))
        return true;
    for (const CXXBaseSpecifier &Base : Record->bases())
      if (waits(Base.getType()))
        return true;
    return false;
  }

  bool waits(const FunctionDecl &F) {
    const FunctionDecl *Definition = nullptr;
    if (!F.hasBody(Definition) || !Unit.isUserCode(Definition->getLocation()) ||
        !Seen.insert(Definition->getCanonicalDecl()).second)
      return false;
    bool Found = false;
    forEachCall(*Definition, Unit.models(), [&](const CallSite &Site) {
      const std::string Name = qualifiedName(*Site.Callee);
      const auto Says = [&](Means Is) { return Unit.models().is(Name, Is); };
      // A file or a sleep blocks, too, but not for the sake of an object.
      Found = Found || Says(Means::WaitsForWork) || Says(Means::RunsEventLoop) ||
              (Site.Object && Says(Means::Blocks)) || waits(*Site.Callee);
    });
    return Found;
  }

private:
  TranslationUnit &Unit;
  llvm::DenseSet<const Decl *> Seen;
};

struct WaitsInDestructor : Analysis<const Type *, bool> {
  static bool run(const Type *T, TranslationUnit &Unit) { return WaitSearch(Unit).waits(QualType(T, 0)); }
};

struct WaitsWhenCalled : Analysis<const FunctionDecl *, bool> {
  static bool run(const FunctionDecl *F, TranslationUnit &Unit) { return WaitSearch(Unit).waits(*F); }
};

/// Whether \p F, or a lambda in it or a function of the same object that it calls, calls \p Method.
bool reaches(const FunctionDecl &F, const CXXMethodDecl &Method, unsigned Depth) {
  bool Found = false;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&S); Lambda && Depth > 0)
      Found = Found || reaches(*Lambda->getCallOperator(), Method, Depth - 1);
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Callee = Call ? Call->getMethodDecl() : nullptr;
    if (!Callee || Found)
      return;
    const FunctionDecl *Body = definitionOf(*Callee);
    Found = Callee->getCanonicalDecl() == Method.getCanonicalDecl() ||
            (Body && Depth > 0 && isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts()) &&
             reaches(*Body, Method, Depth - 1));
  });
  return Found;
}

/// The fields that \p S names.
llvm::DenseSet<const Decl *> fieldsIn(const Stmt *S) {
  llvm::DenseSet<const Decl *> Fields;
  forEachEvaluated(S, [&](const Stmt &At) {
    if (const auto *Member = dyn_cast<MemberExpr>(&At); Member && isa<FieldDecl>(Member->getMemberDecl()))
      Fields.insert(Member->getMemberDecl()->getCanonicalDecl());
  });
  return Fields;
}

/// What \p F returns, if that is all it does and if it asks whether something is nothing: `count == 0`, `!count`,
/// `running.empty()`; or null.
const Expr *testForNothing(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(bodyOf(F));
  const auto *Return = Body && Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_back()) : nullptr;
  const Expr *Value = Return && Return->getRetValue() ? withoutTemporaries(Return->getRetValue()) : nullptr;
  const auto *Compared = dyn_cast_or_null<BinaryOperator>(Value);
  const auto *Not = dyn_cast_or_null<UnaryOperator>(Value);
  const auto *Asked = dyn_cast_or_null<CXXMemberCallExpr>(Value);
  const bool Tests = (Compared && Compared->getOpcode() == BO_EQ) || (Not && Not->getOpcode() == UO_LNot) ||
                     (Asked && simpleNameOf(Asked->getMethodDecl()) == "empty");
  return Tests ? Value : nullptr;
}

/// Whether an await of what \p Method gives ends as late as the destructor of its object does.
bool endsWithWaitOf(const CXXDestructorDecl &Destructor, const CXXMethodDecl &Method) {
  constexpr unsigned MaxCalls = 2;
  const FunctionDecl *Body = definitionOf(Destructor);
  if (!Body || !awaitableForm(returnTypeOf(Method)))
    return false;
  if (reaches(*Body, Method, MaxCalls))
    return true;
  const auto Ready = methodsNamed(awaitableForm(returnTypeOf(Method)).Awaiter, "await_ready");
  const Expr *Test = Ready.size() == 1 ? testForNothing(*Ready.front()) : nullptr;
  const llvm::DenseSet<const Decl *> Waited = fieldsIn(Body->getBody());
  return Test && llvm::any_of(fieldsIn(Test), [&](const Decl *Field) {
           return Waited.contains(Field) && cast<FieldDecl>(Field)->getParent() == Destructor.getParent();
         });
}

} // namespace

bool waitsWhenCalled(const FunctionDecl &F, TranslationUnit &Unit) {
  return Unit.get<WaitsWhenCalled>(F.getCanonicalDecl());
}

bool isWaitOfDestructor(const CXXMethodDecl &Method, QualType T, TranslationUnit &Unit) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  const CXXDestructorDecl *Destructor = Record && Record->hasDefinition() ? Record->getDestructor() : nullptr;
  const FunctionDecl *Definition = nullptr;
  if (!Destructor || !Destructor->hasBody(Definition) || !waitsWhenCalled(Method, Unit))
    return false;
  bool Calls = false;
  forEachCall(*Definition, Unit.models(),
              [&](const CallSite &Site) { Calls |= Site.Callee->getCanonicalDecl() == Method.getCanonicalDecl(); });
  return Calls;
}

bool isJoinedByAwait(const VarDecl &Local, const FunctionDecl &In, TranslationUnit &Unit) {
  const CXXRecordDecl *Record = Local.getType()->getAsCXXRecordDecl();
  const CXXDestructorDecl *Destructor = Record && Record->hasDefinition() ? Record->getDestructor() : nullptr;
  if (!Destructor || !isCoroutine(In))
    return false;
  llvm::DenseSet<const Stmt *> Joins, Calls;
  const FunctionIndex &Index = indexOf(In, Unit);
  for (const CXXMemberCallExpr *Call : Index.callsOn(Local)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    const Stmt *Above = Index.parents().of(*Call);
    while (Above && isa<Expr>(Above) && !isa<CallExpr, CoroutineSuspendExpr>(Above))
      Above = Index.parents().of(*Above);
    if (!Method)
      continue;
    const bool IsAwaited = isa_and_nonnull<CoawaitExpr>(Above);
    if (!Method->isConst() && !(IsAwaited && Call->getNumArgs() == 0))
      Calls.insert(Call); // it may begin something
    if (IsAwaited && endsWithWaitOf(*Destructor, *Method))
      Joins.insert(Above);
  }
  const FlowGraph *Graph = Joins.empty() ? nullptr : flowGraphOf(In, Unit);
  enum : unsigned char { Running, Joined };
  return Graph &&
         !anyFeasiblePath(*Graph, Unit.context(), Running, [&](const CFGElement &Element, unsigned char &State) {
           if (const auto End = Element.getAs<CFGLifetimeEnds>())
             return State == Running && End->getVarDecl() == &Local;
           if (const auto Statement = Element.getAs<CFGStmt>())
             State = Joins.contains(Statement->getStmt())   ? Joined
                     : Calls.contains(Statement->getStmt()) ? Running
                                                            : State;
           return false;
         });
}

bool waitsInDestructor(QualType T, TranslationUnit &Unit) {
  return !T.isNull() && Unit.get<WaitsInDestructor>(T.getCanonicalType().getTypePtr());
}

} // namespace asynctidy::facts
