#include "facts/calls/escape.h"

#include "facts/calls/joins.h"
#include "facts/calls/task-groups.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/declared-lifetimes.h"
#include "facts/types/work.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Entry;
using asynctidy::models::Means;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::facts {
namespace {

/// The call depth to which a value is followed.
constexpr unsigned MaxCalls = 3;

bool isToken(QualType T, Means Is, const models::ModelSet &Models) {
  const CXXRecordDecl *Record = recordOf(T);
  return Record && Models.is(qualifiedName(*Record), Is);
}

/// A class template of work: std::optional<task>, std::vector<task>, std::tuple<task, task>, std::unique_ptr<task>.
bool holdsWork(QualType T, TranslationUnit &Unit, unsigned Depth = 3) {
  if (T.isNull() || Depth == 0)
    return false;
  if (const Work Held = Unit.workOf(T))
    return true;
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (!Class)
    return false;
  for (const TemplateArgument &Argument : Class->getTemplateArgs().asArray()) {
    if (Argument.getKind() == TemplateArgument::Type && holdsWork(Argument.getAsType(), Unit, Depth - 1))
      return true;
    if (Argument.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Each : Argument.pack_elements())
        if (Each.getKind() == TemplateArgument::Type && holdsWork(Each.getAsType(), Unit, Depth - 1))
          return true;
  }
  return false;
}

bool isClosureOrFunction(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  return Record && (Record->isLambda() || hasOperator(*Record, OO_Call));
}

} // namespace

bool isInsertion(const CallExpr &Call, const models::ModelSet &Models) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  static constexpr llvm::StringLiteral Names[] = {
      "push_back", "emplace_back", "push_front",       "emplace_front", "push",    "emplace",
      "insert",    "try_emplace",  "insert_or_assign", "append",        "enqueue", "add"};
  if (!Method || !isa<CXXMemberCallExpr>(Call) || !Method->getDeclName().isIdentifier() ||
      !llvm::is_contained(Names, Method->getName()) ||
      isModelled(cast<CXXMemberCallExpr>(Call).getObjectType(), Means::NotAContainer, Models))
    return false;
  // A container that can be iterated, or a queue with elements to take. A scope is neither: its `add` may start the
  // work.
  const CXXRecordDecl *Class = Method->getParent();
  return !methodsNamed(Class, "begin").empty() || !methodsNamed(Class, "front").empty() ||
         !methodsNamed(Class, "has_value").empty() || !methodsNamed(Class, "top").empty();
}

Escape Escapes::ofParameter(const FunctionDecl &Callee, unsigned Index, const CallExpr &Call, unsigned Depth) const {
  const FunctionDecl *Definition = nullptr;
  if (!Callee.getBody(Definition) || !Unit.isUserCode(Definition->getLocation()))
    return {Kind::Unknown, &Call, nullptr, {}, nullptr, &Call};
  if (Depth >= MaxCalls || Definition->isDependentContext() || Index >= Definition->getNumParams())
    return {Kind::Unknown, &Call};
  const ParmVarDecl *Parameter = Definition->getParamDecl(Index);
  const FunctionIndex &Body = indexOf(*Definition, Unit);
  const Parents &Above = Body.parents();
  const Escapes Inner(Above, Unit);
  Escape Known{Kind::Unknown, &Call};
  const bool Detached = isCoroutine(*Definition) && !Unit.workOf(Definition->getReturnType());
  for (const DeclRefExpr *Name : Body.namesOf(*Parameter)) {
    const Escape Next = Inner.follow(*Name, Depth + 1);
    if (Next.What == Kind::Awaited && Detached)
      Known = {Kind::Spawned, &Call};
    else if (Next.What == Kind::Spawned)
      Known = scopeEndsBeforeJoin(*Definition, Above, *Parameter, *Next.At, *Name, Unit).surelyEnds()
                  ? Escape{Kind::Spawned, &Call}
                  : Escape{Kind::Unknown, &Call};
    else if (Next.What == Kind::Stored && Next.Path &&
             (Next.Path.From == AccessPath::Root::This || Next.Path.From == AccessPath::Root::Global))
      Known = {Kind::Spawned, &Call};
    else if (Next.What == Kind::Waited && Known.What == Kind::Unknown)
      Known.What = Kind::Waited;
    else if (Next.What == Kind::Unknown && Next.Taker && Known.What == Kind::Unknown)
      Known.Taker = Next.Taker;
  }
  return Known;
}

static constexpr Means SinkWords[] = {Means::Spawns, Means::Defers, Means::Offloads, Means::DropsCallable,
                                      Means::Detaches};

static bool hasDetachingToken(const CallExpr &Call, const models::ModelSet &Models) {
  return llvm::any_of(Call.arguments(), [&](const Expr *E) { return isToken(E->getType(), Means::Detaches, Models); });
}

bool isSink(const CallExpr &Call, const models::ModelSet &Models) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return false;
  const std::string Name = qualifiedName(*Callee);
  return llvm::any_of(SinkWords, [&](Means Is) { return Models.is(Name, Is); }) || hasDetachingToken(Call, Models);
}

bool saysOfArgument(const CallExpr &Call, const Expr &Argument, Means Is, const models::ModelSet &Models) {
  const CallParts Parts = partsOf(Call);
  const Entry *Reason = Parts.Callee ? Models.find(qualifiedName(*Parts.Callee), Is) : nullptr;
  if (!Reason)
    return false;
  const auto At = llvm::find(Parts.Arguments, &Argument);
  return At == Parts.Arguments.end() ? Reason->Arguments.empty()
                                     : Reason->speaksOfArgument(At - Parts.Arguments.begin());
}

/// Whether the callee of \p Call is declared to keep nothing of what the parameter for \p Argument refers to.
static bool isNotKeptBy(const CallExpr &Call, const Expr &Argument) {
  const CallParts Parts = partsOf(Call);
  const auto At = llvm::find(Parts.Arguments, &Argument);
  const ParmVarDecl *Parameter = At == Parts.Arguments.end() ? nullptr : Parts.parameter(At - Parts.Arguments.begin());
  return Parameter && isNotKept(*Parameter);
}

bool isSinkOf(const CallExpr &Call, const Expr &Argument, const models::ModelSet &Models) {
  if (isNotKeptBy(Call, Argument))
    return false;
  return llvm::any_of(SinkWords, [&](Means Is) { return saysOfArgument(Call, Argument, Is, Models); }) ||
         hasDetachingToken(Call, Models);
}

/// Whether the caller uses the result of \p Call.
static bool isResultTaken(const CallExpr &Call, const Parents &Up) {
  if (Call.getType()->isVoidType())
    return false;
  const Stmt *Above = Up.of(Call);
  while (Above && isa<FullExpr, CXXBindTemporaryExpr, MaterializeTemporaryExpr>(Above))
    Above = Up.of(*Above);
  return Above && (isa<DeclStmt>(Above) || (isa<Expr>(Above) && !cast<Expr>(Above)->getType()->isVoidType()));
}

std::optional<Escape> Escapes::asArgument(const Expr &E, const CallExpr &Call, unsigned Depth) const {
  const Escape Unknown{Kind::Unknown, &Call};
  const CallParts Parts = partsOf(Call);
  if (!Parts.Callee)
    return Unknown;
  const models::ModelSet &Models = Unit.models();
  const auto At = llvm::find(Parts.Arguments, &E);
  const bool IsObject = At == Parts.Arguments.end();
  auto Says = [&](Means Is) { return saysOfArgument(Call, E, Is, Models); };
  const bool IsCallable = isClosureOrFunction(E.getType());
  const bool GivesWork = static_cast<bool>(Unit.workOf(Call.getType()));

  if ((IsCallable && isNotKeptBy(Call, E)) || Says(Means::WaitsForWork) || Says(Means::RunsEventLoop) ||
      Says(Means::CallsInline) || Says(Means::Blocks))
    return Escape{Kind::Waited, &Call};
  if (IsObject ? Says(Means::Detaches) || Says(Means::Spawns) : isSinkOf(Call, E, Models)) {
    if (GivesWork)
      return std::nullopt;
    // The caller may wait for a future that it keeps.
    return isResultTaken(Call, Up) || joinsInDestructor(Call.getType(), Models) ? Unknown
                                                                                : Escape{Kind::Spawned, &Call};
  }
  if (!IsObject && startsInGroup(Call, E, Unit))
    return Escape{Kind::Spawned, &Call};
  const bool IsTarget = isa<CXXOperatorCallExpr>(Call) && cast<CXXOperatorCallExpr>(Call).isAssignmentOp();
  if (isInsertion(Call, Models) || IsTarget) {
    Escape Into{Kind::Stored, &Call};
    Into.Path = accessPath(Parts.Object ? Parts.Object : Call.getArg(0));
    return Into;
  }
  if (!IsCallable && (GivesWork || holdsWork(Call.getType(), Unit)))
    return std::nullopt; // when_all(t), std::make_optional(t), t.via(executor)
  return IsObject ? Unknown : ofParameter(*Parts.Callee, At - Parts.Arguments.begin(), Call, Depth);
}

Escape Escapes::follow(const Expr &E, unsigned Depth) const {
  const Expr *Child = &E;
  const CallExpr *Sink = nullptr;
  for (const Stmt *Parent = Up.of(*Child); Parent; Child = dyn_cast<Expr>(Parent), Parent = Up.of(*Parent)) {
    if (isa<CoawaitExpr>(Parent))
      return {Kind::Awaited, Parent, nullptr, {}, Sink};
    if (const auto *Cast = dyn_cast<CastExpr>(Parent)) {
      if (Cast->getType()->isVoidType())
        return {Kind::Dropped, Parent, nullptr, {}, Sink};
      continue;
    }
    if (isa<ParenExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr, InitListExpr,
            CXXStdInitializerListExpr, ConditionalOperator>(Parent))
      continue;
    if (isa<CXXConstructExpr>(Parent))
      continue; // a copy, or an object that holds it
    if (const auto *Binary = dyn_cast<BinaryOperator>(Parent)) {
      if (Binary->getOpcode() == BO_Comma && Binary->getRHS() == Child)
        continue;
      return {Binary->getOpcode() == BO_Comma ? Kind::Dropped : Kind::Unknown, Parent};
    }
    if (const auto *Member = dyn_cast<MemberExpr>(Parent)) {
      if (isa<CXXMethodDecl>(Member->getMemberDecl()))
        continue; // the call comes next
      if (isa<FieldDecl>(Member->getMemberDecl()) && holdsWork(Member->getType(), Unit))
        continue; // `pair.first`
      return {Kind::Unknown, Parent};
    }
    if (const auto *Element = dyn_cast<ArraySubscriptExpr>(Parent); Element && Element->getBase() == Child)
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
      if (Call->getCallee() != Child || !isa<CXXMemberCallExpr>(Call)) {
        if (Call->getCallee() == Child)
          return {Kind::Unknown, Parent};
        if (movedFrom(Call))
          continue;
      }
      const Expr *Argument = Child;
      if (Call->getCallee() == Child)
        Argument = cast<CXXMemberCallExpr>(Call)->getImplicitObjectArgument();
      if (isSinkOf(*Call, *Argument, Unit.models()))
        Sink = Call;
      if (std::optional<Escape> Found = asArgument(*Argument, *Call, Depth)) {
        Found->Sink = Sink;
        return *Found;
      }
      continue;
    }
    if (const auto *Declarations = dyn_cast<DeclStmt>(Parent)) {
      for (const Decl *D : Declarations->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && V->getInit() && (V->getInit() == Child)) {
          if (V->hasLocalStorage())
            return {Kind::Named, Parent, V, {}, Sink};
          Escape Into{Kind::Stored, Parent};
          Into.Path.From = AccessPath::Root::Global;
          Into.Path.Variable = V;
          return Into;
        }
      return {Kind::Unknown, Parent};
    }
    if (isa<ReturnStmt, CoreturnStmt>(Parent))
      return {Kind::Returned, Parent, nullptr, {}, Sink};
    if (isa<CXXForRangeStmt>(Parent))
      return {Kind::Unknown, Parent};
    if (isa<Expr>(Parent))
      return {Kind::Unknown, Parent};
    return {Kind::Dropped, Parent, nullptr, {}, Sink};
  }
  if (const FieldDecl *Member = Child ? Up.memberMadeOf(*Child) : nullptr) {
    Escape Into{Kind::Stored, Child, nullptr, {}, Sink};
    Into.Path.From = AccessPath::Root::This;
    Into.Path.Steps.push_back(Member->getCanonicalDecl());
    return Into;
  }
  return {Kind::Unknown, &E};
}

} // namespace asynctidy::facts
