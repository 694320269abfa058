#include "facts/aliases/shared-accesses.h"

#include "facts/aliases/access-step.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/containers.h"
#include "facts/types/unchanged.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <tuple>

using namespace clang;

namespace asynctidy::facts {
namespace {

using Kind = SharedAccess::Kind;

bool readsParameter(const FunctionDecl *Callee, unsigned Index, const models::ModelSet &Models) {
  if (!Callee || Index >= Callee->getNumParams())
    return false;
  const QualType T = Callee->getParamDecl(Index)->getType();
  return !T->isReferenceType() || T->getPointeeType().isConstQualified() || leavesArgument(*Callee, Index, Models);
}

class AccessSearch {
public:
  AccessSearch(const FunctionDecl &F, const models::ModelSet &Models) : F(F), Models(Models) {}

  SharedAccesses run() {
    if (const Stmt *Body = writtenBody(F))
      look(Body);
    return std::move(Found);
  }

private:
  void look(const Stmt *S) {
    if (const auto *E = dyn_cast<Expr>(S); E && E->isGLValue() && namesObject(*E))
      named(*E);
    Parents.push_back(S);
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { look(Child); });
    Parents.pop_back();
  }

  static bool namesObject(const Expr &E) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&E)) {
      const auto *V = dyn_cast<VarDecl>(Name->getDecl());
      return V && (V->hasGlobalStorage() || V->getType()->isReferenceType()); // a pointer is not its pointee
    }
    if (const auto *Operator = dyn_cast<UnaryOperator>(&E))
      return Operator->getOpcode() == UO_Deref;
    const auto *Member = dyn_cast<MemberExpr>(&E);
    return Member && isa<FieldDecl>(Member->getMemberDecl());
  }

  void named(const Expr &E) {
    const Stmt *Parent = Parents.empty() ? nullptr : Parents.back();
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent); Member && isa<FieldDecl>(Member->getMemberDecl()))
      return; // part of a longer name
    const auto Shared = sharedObject(&E, F);
    if (Shared && Shared->StepsBehind == 0 && !llvm::is_contained(Shared->Path.Steps, nullptr))
      classify(E, indexOf(*Shared, E.getType()));
  }

  unsigned indexOf(const SharedObject &Shared, QualType T) {
    T = T.getCanonicalType().getUnqualifiedType();
    const auto [It, New] = Numbers.try_emplace(
        {Shared.Path.From, Shared.Path.Variable, Shared.Path.Steps, T.getAsOpaquePtr()}, Found.Objects.size());
    if (New) {
      Found.Objects.push_back(Shared);
      Found.Objects.back().Type = T; // of the pointer, where the pointer is meant
    }
    return It->second;
  }

  void note(Kind Does, unsigned Object, const Expr *At, const Expr *Value = nullptr) {
    Found.Accesses.push_back({Does, Object, At, Value});
  }

  void classify(const Expr &Name, unsigned Object) {
    const Stmt *Child = &Name;
    for (const Stmt *Parent : llvm::reverse(Parents)) {
      if (const auto *Cast = dyn_cast<CastExpr>(Parent)) {
        if (Cast->getCastKind() == CK_LValueToRValue)
          return note(Kind::Reads, Object, Cast);
        if (Cast->getCastKind() == CK_ToVoid)
          return;
      } else if (const auto *Operator = dyn_cast<BinaryOperator>(Parent)) {
        if (Operator->getOpcode() == BO_Assign && Operator->getLHS() == Child)
          return note(Kind::Overwrites, Object, Operator, Operator->getRHS());
        return note(Operator->isAssignmentOp() ? Kind::Other : Kind::Reads, Object, Operator);
      } else if (const auto *Operator = dyn_cast<UnaryOperator>(Parent)) {
        return note(Kind::Other, Object, Operator);
      } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Parent)) {
        return operatorCall(*Operator, *Child, Object);
      } else if (const auto *Member = dyn_cast<MemberExpr>(Parent)) {
        if (!isa<CXXMethodDecl>(Member->getMemberDecl()))
          return;
      } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Parent); Call && Call->getCallee() == Child) {
        return methodCall(*Call, Name, Object);
      } else if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
        if (!movedFrom(Call))
          return note(readsArgument(*Call, *Child) ? Kind::Reads : Kind::Other, Object, Call);
      } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent)) {
        return note(readsArgument(*Construct, *Child) ? Kind::Reads : Kind::Other, Object, Construct);
      } else if (const auto *Lambda = dyn_cast<LambdaExpr>(Parent)) {
        return note(Kind::Other, Object, Lambda);
      } else if (!isa<ParenExpr>(Parent) && !isa<MaterializeTemporaryExpr>(Parent)) {
        if (const auto *E = dyn_cast<Expr>(Parent))
          note(Kind::Reads, Object, E);
        return; // a reference is bound to it; accesses through the reference have the same path
      }
      Child = Parent;
    }
  }

  void operatorCall(const CXXOperatorCallExpr &Call, const Stmt &Child, unsigned Object) {
    if (Call.getOperator() == OO_Equal && Call.getArg(0) == &Child)
      return note(Kind::Overwrites, Object, &Call, Call.getArg(1));
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
    if (Method && Call.getArg(0) == &Child)
      return note(effectOf(*Method, Models) == Effect::None ? Kind::Reads : Kind::Other, Object, &Call);
    for (unsigned I = 0; I < Call.getNumArgs(); ++I)
      if (Call.getArg(I) == &Child)
        return note(readsParameter(Call.getDirectCallee(), I - (Method ? 1 : 0), Models) ? Kind::Reads : Kind::Other,
                    Object, &Call);
  }

  void methodCall(const CXXMemberCallExpr &Call, const Expr &Name, unsigned Object) {
    const CXXMethodDecl *Method = Call.getMethodDecl();
    const Expr *Accessed = Call.getImplicitObjectArgument();
    if (!Method || effectOf(*Method, Models) == Effect::None || onlyAccesses(Call, *Accessed))
      return note(Kind::Reads, Object, &Call);
    const llvm::StringRef Operation = Method->getDeclName().isIdentifier() ? Method->getName() : llvm::StringRef();
    const bool Overwrites = Operation == "store" || Operation == "reset" || Operation == "emplace";
    if (Overwrites && !isContainer(Name.getType(), Models))
      return note(Kind::Overwrites, Object, &Call, Call.getNumArgs() > 0 ? Call.getArg(0) : nullptr);
    note(Kind::Other, Object, &Call);
  }

  bool readsArgument(const CallExpr &Call, const Stmt &Argument) const {
    for (unsigned I = 0; I < Call.getNumArgs(); ++I)
      if (Call.getArg(I) == &Argument)
        return readsParameter(Call.getDirectCallee(), I, Models);
    return false;
  }
  bool readsArgument(const CXXConstructExpr &Construct, const Stmt &Argument) const {
    for (unsigned I = 0; I < Construct.getNumArgs(); ++I)
      if (Construct.getArg(I) == &Argument)
        return readsParameter(Construct.getConstructor(), I, Models);
    return false;
  }

  const FunctionDecl &F;
  const models::ModelSet &Models;
  std::vector<const Stmt *> Parents;
  SharedAccesses Found;
  /// Of the objects found so far, by path and type.
  std::map<std::tuple<AccessPath::Root, const ValueDecl *, llvm::SmallVector<AccessPath::Step, 3>, const void *>,
           unsigned>
      Numbers;
};

} // namespace

SharedAccesses sharedAccessesIn(const FunctionDecl &F, const models::ModelSet &Models) {
  return AccessSearch(F, Models).run();
}

} // namespace asynctidy::facts
