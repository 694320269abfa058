#include "facts/blocking.h"

#include "compat/function-effects.h"
#include "facts/access-path.h"
#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/facts.h"
#include "facts/flow-graph.h"
#include "facts/names.h"
#include "facts/walk.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <deque>
#include <map>

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// What the statement \p S itself calls, and surely so.
const FunctionDecl *calledBy(const Stmt &S) {
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
    return Construct->getConstructor();
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&S);
  if (!Method || !OnObject || !Method->isVirtual())
    return Callee;
  const auto *Named = dyn_cast<MemberExpr>(OnObject->getCallee()->IgnoreParens());
  if (Named && Named->hasQualifier())
    return Callee;
  return const_cast<CXXMethodDecl *>(Method)->getDevirtualizedMethod(OnObject->getImplicitObjectArgument(),
                                                                      /*IsAppleKext=*/false);
}

void forEachMemberDestructor(const CXXRecordDecl &Record, llvm::function_ref<void(const FunctionDecl &)> Visit);

/// The written destructors that the end of a \p T's life runs: its own, else those of its members and bases.
void forEachDestructor(QualType T, llvm::function_ref<void(const FunctionDecl &)> Visit) {
  if (T.isNull() || T->isReferenceType() || T->isPointerType())
    return;
  const CXXRecordDecl *Record = T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition() || Record->isDependentContext())
    return;
  const CXXDestructorDecl *Destructor = Record->getDestructor();
  if (Destructor && Destructor->isUserProvided())
    Visit(*Destructor);
  else
    forEachMemberDestructor(*Record->getDefinition(), Visit);
}

void forEachMemberDestructor(const CXXRecordDecl &Record, llvm::function_ref<void(const FunctionDecl &)> Visit) {
  for (const FieldDecl *Field : Record.fields())
    forEachDestructor(Field->getType(), Visit);
  for (const CXXBaseSpecifier &Base : Record.bases())
    forEachDestructor(Base.getType(), Visit);
}

/// True for a value that means no time at all: 0s, std::chrono::seconds(0).
bool isZeroTime(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult Result;
  E = withoutTemporaries(E);
  if (!recordOf(E->getType()) || E->isValueDependent() || !E->EvaluateAsRValue(Result, Context) || !Result.Val.isStruct() ||
      Result.Val.getStructNumFields() != 1 || !Result.Val.getStructField(0).isInt())
    return false;
  return Result.Val.getStructField(0).getInt() == 0;
}

/// The function looks whether what \p Call waits for is ready.
bool isTestedBefore(const CallExpr &Call, const FunctionDecl &In) {
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  const AccessPath Object = OnObject ? accessPath(OnObject->getImplicitObjectArgument()) : AccessPath();
  if (!Object)
    return false;
  bool Tested = false, Reached = false;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    Reached |= &S == &Call;
    const auto *Test = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Test ? Test->getMethodDecl() : nullptr;
    if (Reached || !Method || !Method->getDeclName().isIdentifier() || accessPath(Test->getImplicitObjectArgument()) != Object)
      return;
    const bool Asks = Method->getReturnType()->isBooleanType() && Method->getNumParams() == 0 && Method->getName() != "valid";
    const bool Polls = Test->getNumArgs() == 1 && isZeroTime(Test->getArg(0), In.getASTContext());
    Tested |= Asks || Polls;
  });
  return Tested;
}

/// True for a coroutine that neither awaits nor gives anything it has computed: one that is there to run the event loop for others, as a
/// child of `when_all`.
bool isLoopsOwnCoroutine(const FunctionDecl &F) {
  bool DoesMore = false;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Return = dyn_cast<CoreturnStmt>(&S);
    const Expr *Given = Return ? Return->getOperand() : nullptr;
    const bool Constant = !Given || (Given->IgnoreParenImpCasts()->getType()->isIntegralOrEnumerationType() &&
                                     Given->isIntegerConstantExpr(F.getASTContext()));
    DoesMore |= isa<CoroutineSuspendExpr>(S) || !Constant;
  });
  return isCoroutine(F) && !DoesMore;
}

std::optional<BlockingCall> blockerCalled(const Stmt &S, const FunctionDecl &Callee, const FunctionDecl &In,
                                          const models::ModelSet &Models) {
  const std::string Name = qualifiedName(Callee);
  for (const Means Does : {Means::Blocks, Means::WaitsForWork, Means::RunsEventLoop}) {
    const models::Entry *Said = Models.find(Name, Does);
    if (!Said || (Does == Means::RunsEventLoop && isLoopsOwnCoroutine(In)))
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      for (const Expr *Argument : Call->arguments())
        if (isZeroTime(Argument, In.getASTContext()))
          return std::nullopt;
      if (isTestedBefore(*Call, In))
        return std::nullopt;
    }
    return BlockingCall{&S, &Callee, Said, Does != Means::Blocks};
  }
  if (compat::isDeclaredBlocking(Callee))
    return BlockingCall{&S, &Callee, nullptr, false};
  return std::nullopt;
}

/// Calls \p Visit for everything \p S calls: a function, or the destructors of what it declares.
void forEachCallee(const Stmt &S, llvm::function_ref<void(const FunctionDecl &)> Visit) {
  if (const auto *Declarations = dyn_cast<DeclStmt>(&S)) {
    for (const Decl *D : Declarations->decls())
      if (const auto *V = dyn_cast<VarDecl>(D); V && V->hasLocalStorage())
        forEachDestructor(V->getType(), Visit);
  } else if (const FunctionDecl *Callee = calledBy(S)) {
    Visit(*Callee);
  }
}

} // namespace

BlockingFunctions::BlockingFunctions(Facts &All) : All(All) {
  // Who calls whom; then from those that block themselves back to their callers, the shortest way first.
  struct Caller {
    const FunctionDecl *F;
    const Stmt *At;
  };
  llvm::DenseMap<const FunctionDecl *, std::vector<Caller>> Callers;
  std::deque<const FunctionDecl *> Pending;
  for (const FunctionDecl *F : All.userCode().Functions) {
    if (F->isDependentContext() || isCoroutine(*F))
      continue;
    const FunctionDecl *Key = F->getCanonicalDecl();
    forEachEvaluated(F->getBody(), [&](const Stmt &S) {
      forEachCallee(S, [&](const FunctionDecl &Callee) {
        if (const auto Blocker = blockerCalled(S, Callee, *F, All.models())) {
          if (Reasons.try_emplace(Key, Reason{{&S, nullptr}, *Blocker}).second)
            Pending.push_back(Key);
        } else {
          Callers[Callee.getCanonicalDecl()].push_back({Key, &S});
        }
      });
    });
    if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(F))
      forEachMemberDestructor(*Destructor->getParent(), [&](const FunctionDecl &Inner) {
        Callers[Inner.getCanonicalDecl()].push_back({Key, F->getBody()});
      });
  }
  while (!Pending.empty()) {
    const FunctionDecl *F = Pending.front();
    Pending.pop_front();
    const BlockingCall End = Reasons.find(F)->second.End;
    if (const auto It = Callers.find(F); It != Callers.end())
      for (const Caller &C : It->second)
        if (Reasons.try_emplace(C.F, Reason{{C.At, F}, End}).second)
          Pending.push_back(C.F);
  }
}

const BlockingFunctions::Reason *BlockingFunctions::reasonOf(const FunctionDecl &F) const {
  const auto It = Reasons.find(F.getCanonicalDecl());
  return It == Reasons.end() ? nullptr : &It->second;
}

bool BlockingFunctions::chainOf(const Stmt &S, const FunctionDecl &In, BlockingChain &Found) const {
  bool Blocks = false;
  forEachCallee(S, [&](const FunctionDecl &Callee) {
    if (Blocks)
      return;
    if (const auto Direct = blockerCalled(S, Callee, In, All.models())) {
      Found = {{}, *Direct};
      Blocks = true;
    } else if (const Reason *Next = reasonOf(Callee)) {
      Found.Through.assign({{&S, &Callee}});
      for (; Next->Next.Into; Next = reasonOf(*Next->Next.Into))
        Found.Through.push_back(Next->Next);
      Found.End = Next->End;
      Blocks = true;
    }
  });
  return Blocks;
}

std::vector<BlockingChain> BlockingFunctions::callsIn(const FunctionDecl &Coroutine) const {
  // The cheap question first: hardly any coroutine calls anything that blocks.
  std::map<const Stmt *, BlockingChain> Chains;
  forEachEvaluated(writtenBody(Coroutine), [&](const Stmt &S) {
    BlockingChain Found;
    if (chainOf(S, Coroutine, Found))
      Chains[&S] = std::move(Found);
  });
  const std::unique_ptr<FlowGraph> Graph = Chains.empty() ? nullptr : FlowGraph::of(Coroutine);
  if (!Graph)
    return {};
  constexpr unsigned char OnItsThread = 1;
  std::vector<BlockingChain> Result;
  Graph->solve(
      {OnItsThread},
      [&](const CFGElement &Element, FlowGraph::Bits &Bits) {
        const auto Statement = Element.getAs<CFGStmt>();
        const auto *Await = Statement ? dyn_cast<CoawaitExpr>(Statement->getStmt()) : nullptr;
        const auto *Call = Await ? dyn_cast<CallExpr>(withoutTemporaries(Await->getOperand())) : nullptr;
        const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
        if (Callee && All.models().is(qualifiedName(*Callee), Means::MovesToBlockingThread))
          Bits[0] = 0;
      },
      [&](const CFGElement &Element, const FlowGraph::Bits &Bits) {
        const auto Statement = Element.getAs<CFGStmt>();
        const auto It = Statement && Bits[0] ? Chains.find(Statement->getStmt()) : Chains.end();
        if (It != Chains.end())
          Result.push_back(It->second);
      });
  return Result;
}

} // namespace asynctidy::facts
