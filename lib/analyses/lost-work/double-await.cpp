#include "analyses/lost-work/double-await.h"

#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Means;

namespace asynctidy::analyses {
namespace {

llvm::StringRef nameOfCallee(const CallExpr &Call) {
  const Expr *Callee = Call.getCallee()->IgnoreParenImpCasts();
  DeclarationName Name;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Callee))
    Name = Ref->getDecl()->getDeclName();
  else if (const auto *Overloads = dyn_cast<OverloadExpr>(Callee))
    Name = Overloads->getName();
  else if (const auto *Member = dyn_cast<MemberExpr>(Callee))
    Name = Member->getMemberDecl()->getDeclName();
  else if (const auto *Dependent = dyn_cast<CXXDependentScopeMemberExpr>(Callee))
    Name = Dependent->getMember();
  return Name.isIdentifier() && Name.getAsIdentifierInfo() ? Name.getAsIdentifierInfo()->getName() : "";
}

bool isOwnMember(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isa<FieldDecl>(Member->getMemberDecl()) && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts());
  const auto *Dependent = dyn_cast<CXXDependentScopeMemberExpr>(E);
  return Dependent && (Dependent->isImplicitAccess() || isa<CXXThisExpr>(Dependent->getBase()->IgnoreParenImpCasts()));
}

/// True when \p Body moves from a member of its object, by `exchange(member, …)` or `move(member)`.
bool takesMember(const Stmt *Body) {
  bool Takes = false;
  forEachEvaluated(Body, [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (!Call || Call->getNumArgs() == 0 || !isOwnMember(Call->getArg(0)))
      return;
    const llvm::StringRef Name = nameOfCallee(*Call);
    Takes |= (Name == "exchange" && Call->getNumArgs() == 2) || (Name == "move" && Call->getNumArgs() == 1);
  });
  return Takes;
}

bool calls(const Stmt *Body, llvm::StringRef Wanted) {
  bool Found = false;
  forEachEvaluated(Body, [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    Found |= Call && nameOfCallee(*Call) == Wanted;
  });
  return Found;
}

/// The member `operator co_await` that an lvalue selects; null when there are several.
const CXXMethodDecl *operatorForNamed(const CXXRecordDecl *Record) {
  const CXXMethodDecl *Found = nullptr;
  const DeclarationName Name = Record->getASTContext().DeclarationNames.getCXXOperatorName(OO_Coawait);
  for (const CXXMethodDecl *Operator : methodsNamed(Record, Name)) {
    if (Operator->getRefQualifier() == RQ_RValue || Operator->isDeleted())
      continue;
    if (Found)
      return nullptr;
    Found = Operator;
  }
  return Found;
}

class RepeatSearch {
public:
  RepeatSearch(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit) {}

  std::vector<RepeatedAwait> run() {
    for (const ParmVarDecl *Parameter : F.parameters())
      consider(*Parameter, nullptr);
    forEachEvaluated(writtenBody(F),
                     [&](const Stmt &S) { forEachDeclared(S, [&](const VarDecl &V) { consider(V, &S); }); });
    if (Locals.empty())
      return {};
    std::vector<const Stmt *> Parents;
    findUses(writtenBody(F), Parents);
    std::vector<RepeatedAwait> Found;
    const FlowGraph *Graph = nullptr;
    for (auto &[Local, Info] : Locals) {
      if (Info.Escapes || llvm::none_of(Info.Uses, [](const Use &U) { return isAwait(U.What); }))
        continue;
      if (!Graph && !(Graph = flowGraphOf(F, Unit)))
        return {};
      follow(*Graph, *Local, Info, Found);
    }
    return Found;
  }

private:
  enum class Does { Nothing, Await, Look, GiveAway, Refresh }; ///< Look: an await that may leave the task usable
  static bool isAwait(Does What) { return What == Does::Await || What == Does::Look; }
  struct Use {
    Does What;
    const Stmt *At;
    bool ByMove;
  };
  struct Tracked {
    Work Holds;
    NamedAwait Named;
    const Stmt *DeclaredAt; ///< null: a parameter
    std::vector<Use> Uses;
    bool Escapes = false;
  };

  void consider(const VarDecl &V, const Stmt *At) {
    const QualType T = V.getType();
    if (!V.hasLocalStorage() || T.isNull() || T->isReferenceType() || T->isDependentType() || V.isInvalidDecl())
      return;
    const CXXRecordDecl *Record = readable(recordOf(T));
    const Work Holds = Unit.workOf(T);
    const bool Modelled = isModelled(T, Means::OneShot, Unit.models());
    if (!Record || isCopyable(*Record) || !(Holds.isTask() || (Holds && Modelled)))
      return;
    Locals.insert({&V, {Holds, namedAwait(T, Unit), At, {}, false}});
  }

  void findUses(const Stmt *S, std::vector<const Stmt *> &Parents) {
    if (!S)
      return;
    if (const auto *Name = dyn_cast<DeclRefExpr>(S)) {
      if (const auto It = Locals.find(dyn_cast<VarDecl>(Name->getDecl())); It != Locals.end())
        classify(*Name, Parents, It->second);
      return;
    }
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable())
          if (const auto It = Locals.find(dyn_cast<VarDecl>(Capture.getCapturedVar())); It != Locals.end())
            It->second.Escapes = true;
    Parents.push_back(S);
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { findUses(Child, Parents); });
    Parents.pop_back();
  }

  void classify(const DeclRefExpr &Name, llvm::ArrayRef<const Stmt *> Parents, Tracked &Info) const {
    const Stmt *Child = &Name;
    bool Moved = false, Constructed = false;
    auto Note = [&](Does What, const Stmt *At) { Info.Uses.push_back({What, At, Moved}); };
    for (size_t I = Parents.size(); I-- > 0; Child = Parents[I]) {
      const Stmt *Parent = Parents[I];
      if (const auto *Await = dyn_cast<CoawaitExpr>(Parent)) {
        if (Constructed)
          return Note(Does::Nothing, Parent);
        if (Moved || Info.Named != NamedAwait::Unknown)
          return Note(Does::Await, Await);
        return Note(Does::Look, Parent); // an lvalue may be awaited repeatedly, but not after it was moved from
      }
      if (isa<ParenExpr>(Parent) || isa<ImplicitCastExpr>(Parent) || isa<MaterializeTemporaryExpr>(Parent) ||
          isa<CXXBindTemporaryExpr>(Parent) || isa<FullExpr>(Parent))
        continue;
      if (const auto *E = dyn_cast<Expr>(Parent); E && movedFrom(E)) {
        Moved = true;
        continue;
      }
      if (const auto *Member = dyn_cast<MemberExpr>(Parent)) {
        if (isa<CXXMethodDecl>(Member->getMemberDecl()))
          continue;
        Info.Escapes = true;
        return;
      }
      if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Parent); Call && Call->getCallee() == Child) {
        const CXXMethodDecl *Method = Call->getMethodDecl();
        // `std::move(t).start()` consumes it; after a test or another member call awaiting it again may be correct.
        return Note(Moved && Method && Method->getRefQualifier() == RQ_RValue ? Does::GiveAway : Does::Refresh, Parent);
      }
      if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Parent)) {
        if (Operator->isAssignmentOp() && Operator->getArg(0) == Child)
          return Note(Does::Refresh, Parent);
        if (!Operator->isAssignmentOp() && Operator->getOperator() != OO_Call)
          return Note(Does::Refresh, Parent);
      }
      if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent)) {
        if (Moved && Construct->getNumArgs() == 1 && Construct->getConstructor()->isMoveConstructor()) {
          Constructed = true;
          continue;
        }
        return Note(Moved ? Does::GiveAway : Does::Refresh, Parent);
      }
      if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
        if (!Moved)
          return Note(Does::Refresh, Parent);
        // `if (!queue.try_push(std::move(t)))` may not have moved from it.
        return Note(Call->getType()->isBooleanType() ? Does::Refresh : Does::GiveAway, Parent);
      }
      if (const auto *Unary = dyn_cast<UnaryOperator>(Parent); Unary && Unary->getOpcode() == UO_AddrOf)
        Info.Escapes = true;
      if (isa<DeclStmt>(Parent) && !Constructed)
        Info.Escapes = true; // escapes by reference
      return;
    }
  }

  void follow(const FlowGraph &Graph, const VarDecl &Local, const Tracked &Info,
              std::vector<RepeatedAwait> &Found) const {
    if (Info.Uses.size() > 250)
      return;
    llvm::DenseMap<const Stmt *, size_t> ByStatement;
    llvm::SmallVector<const Stmt *, 4> Consumers, Matter;
    if (Info.DeclaredAt)
      Matter.push_back(Info.DeclaredAt);
    for (size_t I = 0; I < Info.Uses.size(); ++I) {
      ByStatement[Info.Uses[I].At] = I;
      Matter.push_back(Info.Uses[I].At);
      if (Info.Uses[I].What == Does::Await || Info.Uses[I].What == Does::GiveAway)
        Consumers.push_back(Info.Uses[I].At);
    }
    const CoawaitExpr *Again = nullptr;
    const Use *Before = nullptr;
    // Prefer a consumer that stands earlier in the source than the await; of these the first.
    std::pair<bool, size_t> Best;
    // The state is 0, or the number of the use that consumed it.
    anyFeasiblePathAmong(Matter, Consumers, Graph, Unit.context(), 0,
                         [&](const CFGElement &Element, unsigned char &State) {
                           const auto Statement = Element.getAs<CFGStmt>();
                           if (!Statement)
                             return false;
                           if (const auto *Declarations = dyn_cast<DeclStmt>(Statement->getStmt())) {
                             if (llvm::is_contained(Declarations->decls(), &Local))
                               State = 0;
                             return false;
                           }
                           const auto It = ByStatement.find(Statement->getStmt());
                           if (It == ByStatement.end())
                             return false;
                           const Use &Now = Info.Uses[It->second];
                           const bool IsMoved = State != 0 && Info.Uses[State - 1].What == Does::GiveAway;
                           if ((Now.What == Does::Await && State != 0) || (Now.What == Does::Look && IsMoved)) {
                             const std::pair<bool, size_t> Rank = {It->second < State, It->second};
                             if (!Again || Rank < Best) {
                               Best = Rank;
                               Again = cast<CoawaitExpr>(Now.At);
                               Before = &Info.Uses[State - 1];
                             }
                           }
                           if (Now.What == Does::Refresh)
                             State = 0;
                           else if (Now.What == Does::Await || Now.What == Does::GiveAway)
                             State = It->second + 1;
                           return false;
                         });
    if (Again)
      Found.push_back({&Local, Info.Holds, Again, Before->At, Before->What == Does::Await,
                       Before->What == Does::Await && !Before->ByMove && Info.Named == NamedAwait::NeverAsks});
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  llvm::MapVector<const VarDecl *, Tracked> Locals;
};

} // namespace

NamedAwait namedAwait(QualType T, TranslationUnit &Unit) {
  if (isModelled(T, Means::OneShot, Unit.models()))
    return NamedAwait::UsesUp;
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record)
    return NamedAwait::Unknown;
  auto UserBody = [&](const FunctionDecl &Function) {
    return Unit.isUserCode(Function.getLocation()) ? bodyOf(Function) : nullptr;
  };
  const Awaitable How = awaitableForm(T);
  if (How.Form == AwaitForm::MemberOperator) {
    const CXXMethodDecl *Operator = operatorForNamed(Record);
    if (!Operator)
      return NamedAwait::Unknown;
    if (takesMember(UserBody(*Operator)))
      return NamedAwait::UsesUp;
  } else if (How.Form != AwaitForm::Awaiter) {
    return NamedAwait::Unknown;
  }
  const auto Suspend = methodsNamed(How.Awaiter, "await_suspend");
  if (!Unit.workOf(T).isLazy() || suspends(T) != Suspends::Always || Suspend.size() != 1)
    return NamedAwait::Unknown;
  const Stmt *Body = UserBody(*Suspend.front());
  return Body && calls(Body, "resume") && !calls(Body, "done") ? NamedAwait::NeverAsks : NamedAwait::Unknown;
}

std::vector<RepeatedAwait> repeatedAwaits(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return RepeatSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
