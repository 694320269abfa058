#include "facts/aliases/mutation-index.h"

#include "facts/aliases/access-step.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/unchanged.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// True for a parameter that is a reference through which the function may change its argument. A forwarding reference
/// does not count.
bool mayChangeArgument(const FunctionDecl &Callee, unsigned Index) {
  const FunctionDecl *Written = Callee.getTemplateInstantiationPattern();
  if (!Written)
    Written = &Callee;
  if (Index >= Written->getNumParams() || Index >= Callee.getNumParams())
    return false;
  const QualType T = Written->getParamDecl(Index)->getType();
  if (T->isPointerType())
    return !T->getPointeeType().isConstQualified();
  return T->isLValueReferenceType() && !T->getPointeeType().isConstQualified() &&
         !Callee.getParamDecl(Index)->getType()->getPointeeType().isConstQualified();
}

bool isOwnOf(const FunctionDecl &F, const AccessPath &Path) {
  if (makesReplacesOrEndsObject(F))
    return Path.From == AccessPath::Root::This;
  // A local object, which the function fills before other code can access it.
  return Path.From == AccessPath::Root::Local && Path.Variable->getDeclContext() == &F && !Path.Steps.empty() &&
         !Path.Variable->getType()->isReferenceType() && !Path.Variable->getType()->isPointerType();
}

} // namespace

bool isSwap(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && !isa<CXXMethodDecl>(Callee) && Call.getNumArgs() == 2 && Callee->getDeclName().isIdentifier() &&
         Callee->getName() == "swap";
}

MutationIndex::MutationIndex(llvm::ArrayRef<const FunctionDecl *> Functions, const models::ModelSet &Models)
    : Models(Models) {
  for (const FunctionDecl *F : Functions)
    look(*writtenBody(*F), *F, Use());
}

llvm::ArrayRef<Mutation> MutationIndex::of(const ValueDecl &Declared) const {
  const auto It = ByDeclaration.find(Declared.getLocation());
  return It == ByDeclaration.end() ? llvm::ArrayRef<Mutation>() : llvm::ArrayRef<Mutation>(It->second);
}

MutationIndex::Argument MutationIndex::passedFor(const ParmVarDecl &Parameter) const {
  const auto It = Passed.find(Parameter.getLocation());
  if (It == Passed.end())
    return Argument::Unknown;
  return It->second ? Argument::Shared : Argument::Owned;
}

void MutationIndex::look(const Stmt &S, const FunctionDecl &F, Use How) {
  How.InLoop |= isLoop(S);
  if (const auto *Call = dyn_cast<CallExpr>(&S)) {
    call(*Call, F);
    pass(*Call, F, How);
    How.HandedOn = !movedFrom(Call);
  } else if (const auto *Return = dyn_cast<ReturnStmt>(&S); Return && Return->getRetValue()) {
    const QualType T = F.getReturnType();
    if ((T->isLValueReferenceType() || T->isPointerType()) && !T->getPointeeType().isConstQualified() &&
        isContainer(T->getPointeeType(), Models))
      note(Return->getRetValue(), Effect::Adds, S,
           F); // the caller may change the object through the returned reference
  } else if (isa<CoroutineSuspendExpr>(S)) {
    How.HandedOn = false;
  }
  forEachEvaluatedChild(S, [&](const Stmt *Child) { look(*Child, F, How); });
}

void MutationIndex::call(const CallExpr &Call, const FunctionDecl &F) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee)
    return dependentCall(Call, F);
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  unsigned FirstParameter = 0; // the index of the argument for the first parameter
  const auto Operation = [&](const Expr *Object) {
    const Effect Does = onlyAccesses(Call, *Object) ? Effect::None : effectOf(*Method, Models);
    if (Does != Effect::None)
      note(Object, Does, Call, F, stabilityAcross(*Method, Models));
  };
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    Operation(Member->getImplicitObjectArgument());
  } else if (isa<CXXOperatorCallExpr>(Call) && Method && Call.getNumArgs() > 0) {
    Operation(Call.getArg(0));
    FirstParameter = 1;
  }
  if (movedFrom(&Call))
    return;
  for (unsigned I = FirstParameter; I < Call.getNumArgs(); ++I) {
    const Expr *Argument = Call.getArg(I);
    if (isSwap(Call) && mayChangeArgument(*Callee, I))
      note(Argument, Effect::Removes, Call, F); // each has what the other had
    else if (const Expr *Moved = movedFrom(withoutTemporaries(Argument)))
      note(Moved, Effect::Removes, Call, F);
    else if (mayChangeArgument(*Callee, I - FirstParameter) &&
             isContainer(Argument->getType().getNonReferenceType(), Models) && !onlyAccesses(Call, *Argument) &&
             !leavesArgument(*Callee, I - FirstParameter, Models))
      note(Argument,
           Callee->getDeclName().isIdentifier() && effectOfNamed(Callee->getName()) == Effect::Removes ? Effect::Removes
                                                                                                       : Effect::Adds,
           Call, F);
  }
}

/// In a template: `items_.push_back(x)` where the class of items_ is dependent.
void MutationIndex::dependentCall(const CallExpr &Call, const FunctionDecl &F) {
  if (const auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(Call.getCallee()))
    if (const IdentifierInfo *Name = Member->getMember().getAsIdentifierInfo(); Name && !Member->isImplicitAccess()) {
      // Its class may be known, although its instance is not: `ring<T> items_`.
      const auto Methods = methodsNamed(recordOf(Member->getBase()->getType()), Name->getName());
      const CXXMethodDecl *Method = Methods.empty() ? nullptr : Methods.front();
      note(Member->getBase(), Method && leavesObject(*Method, Models) ? Effect::None : effectOfNamed(Name->getName()),
           Call, F, Method ? stabilityAcross(*Method, Models) : Stability());
    }
}

void MutationIndex::pass(const CallExpr &Call, const FunctionDecl &F, Use How) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const FunctionDecl *Definition = nullptr;
  if (!Callee || !Callee->hasBody(Definition) || !isCoroutine(*Definition))
    return;
  const bool ObjectFirst = isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee);
  for (unsigned I = ObjectFirst; I < Call.getNumArgs() && I - ObjectFirst < Definition->getNumParams(); ++I) {
    const ParmVarDecl *Parameter = Definition->getParamDecl(I - ObjectFirst);
    if (!Parameter->getType()->isReferenceType() && !Parameter->getType()->isPointerType())
      continue;
    const auto Shared = sharedObject(Call.getArg(I), F);
    if (Shared && Shared->What == SharedObject::Kind::Parameter)
      continue; // decided by the callers of the caller
    Passed[Parameter->getLocation()] |=
        (Shared && Shared->What != SharedObject::Kind::Captured) || (How.InLoop && How.HandedOn);
  }
}

void MutationIndex::note(const Expr *Object, Effect Does, const Stmt &At, const FunctionDecl &F, Stability Across) {
  if (Does == Effect::None || !Object)
    return;
  const QualType T = Object->getType().getNonReferenceType();
  if (Does == Effect::Adds && !T->isDependentType() &&
      !isContainer(T->isPointerType() ? T->getPointeeType() : T, Models))
    return;
  const AccessPath Path = accessPath(Object);
  if (!Path || isOwnOf(F, Path) || leavesObject(F, Models))
    return;
  if (const auto [Declared, StepsBehind] = innermostOf(Path); Declared)
    ByDeclaration[Declared->getLocation()].push_back({&F, &At, Does, StepsBehind, Across, isa<ReturnStmt>(At)});
}

namespace {

struct MutationsOfUnit : Analysis<WholeUnit, std::unique_ptr<MutationIndex>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    return std::make_unique<MutationIndex>(Unit.userCode().Functions, Unit.models());
  }
};

} // namespace

const MutationIndex &mutationIndex(TranslationUnit &Unit) { return *Unit.get<MutationsOfUnit>({}); }

} // namespace asynctidy::facts
