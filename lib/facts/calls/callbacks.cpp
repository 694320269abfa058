#include "facts/calls/callbacks.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// The function that calling \p Callable runs, when there is only one candidate.
const FunctionDecl *callTarget(const Expr *Callable) {
  Callable = Callable->IgnoreParenImpCasts();
  if (const auto *Address = dyn_cast<UnaryOperator>(Callable); Address && Address->getOpcode() == UO_AddrOf)
    Callable = Address->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Name = dyn_cast<DeclRefExpr>(Callable))
    if (const auto *F = dyn_cast<FunctionDecl>(Name->getDecl()))
      return F;
  const CXXRecordDecl *Class = recordOf(Callable->getType());
  if (!Class)
    return nullptr;
  const auto Operators = methodsNamed(Class, Class->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call));
  if (Operators.size() != 1)
    return nullptr;
  // The return type of a generic lambda is known only from an instantiation: any will do.
  if (const FunctionTemplateDecl *Generic = Operators.front()->getDescribedFunctionTemplate())
    for (const FunctionDecl *Called : Generic->specializations())
      return Called;
  return Operators.front();
}

QualType returnedBy(const Expr *Callable, const FunctionDecl *Target) {
  if (Target)
    return returnTypeOf(*Target);
  QualType T = Callable->getType().getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  const auto *Function = T->getAs<FunctionProtoType>();
  return Function ? Function->getReturnType() : QualType();
}

/// Whether the class stores a callable of its signature. A class with a templated call operator is an operation that
/// passes its result to a callable instead.
bool keepsCallable(const CXXRecordDecl *Class) {
  const auto Operators = methodsNamed(Class, Class->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call));
  return !llvm::all_of(Operators, [](const CXXMethodDecl *Operator) {
    return Operator->getDescribedFunctionTemplate();
  }) || Operators.empty();
}

class CallbackSearch {
public:
  CallbackSearch(const models::ModelSet &Models, std::vector<IgnoredCallback> &Found) : Models(Models), Found(Found) {}

  void look(const Stmt &S) {
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
      return construction(*Construct);
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      call(*Call);
  }

private:
  void construction(const CXXConstructExpr &Construct) {
    const CXXConstructorDecl *Constructor = Construct.getConstructor();
    const CXXRecordDecl *Class = Constructor->getParent();
    if (Construct.getNumArgs() > 0 && Constructor->getPrimaryTemplate() && takesVoidSignature(Class)) {
      for (const Expr *Argument : Construct.arguments())
        candidate(*Argument, *Class, nullptr);
      return;
    }
    if (const models::Entry *Reason = Models.find(qualifiedName(*Constructor), Means::IgnoresCallableResult))
      for (unsigned I = 0; I < Construct.getNumArgs(); ++I)
        if (Reason->speaksOfArgument(I))
          candidate(*Construct.getArg(I), *Class, Reason);
  }

  void call(const CallExpr &Call) {
    const NamedDecl *Callee = Call.getDirectCallee();
    unsigned FirstArgument = 0;
    std::string Name;
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call)) {
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
      if (Operator->getOperator() == OO_Equal && Method) { // slot = callable
        if (Method->getPrimaryTemplate() && takesVoidSignature(Method->getParent()))
          candidate(*Operator->getArg(1), *Method->getParent(), nullptr);
        return;
      }
      if (Operator->getOperator() != OO_Call || !Method)
        return;
      // Models name a function object like std::ranges::for_each by the object.
      FirstArgument = 1;
      if (const auto *Object = dyn_cast<DeclRefExpr>(Operator->getArg(0)->IgnoreParenImpCasts())) {
        Callee = Object->getDecl();
        Name = qualifiedName(*Object->getDecl());
      }
    }
    if (!Callee)
      return;
    if (Name.empty())
      Name = qualifiedName(*Callee);
    const models::Entry *Reason = Models.find(Name, Means::IgnoresCallableResult);
    for (unsigned I = FirstArgument; Reason && I < Call.getNumArgs(); ++I)
      if (Reason->speaksOfArgument(I - FirstArgument))
        candidate(*Call.getArg(I), *Callee, Reason);
  }

  void candidate(const Expr &Argument, const NamedDecl &IgnoredBy, const models::Entry *Reason) {
    const Expr *Callable = withoutMoves(&Argument);
    if (Callable->isTypeDependent())
      return;
    const FunctionDecl *Target = callTarget(Callable);
    const QualType Returned = returnedBy(Callable, Target);
    if (Returned.isNull() || Returned->isReferenceType() || Returned->isDependentType())
      return;
    const Work Returns = workOf(Returned, Models);
    if (Returns && !isModelled(Returned, Means::Droppable, Models))
      Found.push_back({Callable, Returns, Target, &IgnoredBy, Reason});
  }

  const models::ModelSet &Models;
  std::vector<IgnoredCallback> &Found;
};

} // namespace

const FunctionProtoType *signatureOf(const CXXRecordDecl *Class) {
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class);
  if (!Specialization || Specialization->getTemplateArgs().size() == 0)
    return nullptr;
  const TemplateArgument *First = &Specialization->getTemplateArgs()[0];
  if (First->getKind() == TemplateArgument::Pack && First->pack_size() > 0)
    First = &*First->pack_begin();
  const auto *Signature =
      First->getKind() == TemplateArgument::Type ? First->getAsType()->getAs<FunctionProtoType>() : nullptr;
  return Signature && keepsCallable(Class) ? Signature : nullptr;
}

bool takesVoidSignature(const CXXRecordDecl *Class) {
  const FunctionProtoType *Signature = signatureOf(Class);
  return Signature && Signature->getReturnType()->isVoidType();
}

bool isCallableWrapper(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && Method->getOverloadedOperator() == OO_Call && signatureOf(Method->getParent());
}

std::vector<IgnoredCallback> ignoredCallbacksIn(const Stmt *Body, const models::ModelSet &Models) {
  std::vector<IgnoredCallback> Found;
  CallbackSearch Search(Models, Found);
  forEachEvaluated(Body, [&](const Stmt &S) { Search.look(S); });
  return Found;
}

} // namespace asynctidy::facts
