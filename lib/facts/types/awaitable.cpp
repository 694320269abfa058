#include "facts/types/awaitable.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-end.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/promise.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool hasAwaitFunctions(const CXXRecordDecl *Record) {
  return !methodsNamed(Record, "await_ready").empty() && !methodsNamed(Record, "await_suspend").empty() &&
         !methodsNamed(Record, "await_resume").empty();
}

bool isSameOrBase(const CXXRecordDecl *Parameter, const CXXRecordDecl *Argument) {
  const ClassTemplateDecl *Template = templateOf(Parameter);
  return visitWithBases(Argument, [&](const CXXRecordDecl &Class) {
    if (Class.getCanonicalDecl() == Parameter->getCanonicalDecl())
      return true;
    // `operator co_await(task<T>)` fits every task<...>.
    return Template && Parameter->isDependentContext() && templateOf(&Class) == Template;
  });
}

/// True when the first parameter's type names the class, a base, or its template. A bare `T &&` proves nothing, because
/// only Sema can check constraints.
bool fitsFirstParameter(const FunctionDecl &Operator, const CXXRecordDecl *Argument) {
  if (Operator.getNumParams() != 1)
    return false;
  const CXXRecordDecl *Parameter = recordOf(Operator.getParamDecl(0)->getType());
  return Parameter && isSameOrBase(Parameter, Argument);
}

const FunctionDecl *operatorIn(const DeclContext &Context, DeclarationName Name, const CXXRecordDecl *Argument) {
  for (const NamedDecl *Found : Context.getRedeclContext()->lookup(Name)) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Found))
      Found = Template->getTemplatedDecl();
    const auto *Operator = dyn_cast<FunctionDecl>(Found);
    if (Operator && fitsFirstParameter(*Operator, Argument))
      return Operator;
  }
  return nullptr;
}

const FunctionDecl *friendOperator(const CXXRecordDecl &Class, DeclarationName Name, const CXXRecordDecl *Argument) {
  for (const FriendDecl *Friend : Class.friends()) {
    const NamedDecl *Befriended = Friend->getFriendDecl();
    if (const auto *Template = dyn_cast_or_null<FunctionTemplateDecl>(Befriended))
      Befriended = Template->getTemplatedDecl();
    const auto *Operator = dyn_cast_or_null<FunctionDecl>(Befriended);
    if (Operator && Operator->getDeclName() == Name && fitsFirstParameter(*Operator, Argument))
      return Operator;
  }
  return nullptr;
}

const FunctionDecl *freeOperator(const CXXRecordDecl *Record, DeclarationName Name) {
  const FunctionDecl *Found = nullptr;
  visitWithBases(Record, [&](const CXXRecordDecl &Class) {
    if ((Found = friendOperator(Class, Name, Record)))
      return true;
    // The namespace around an inline one belongs to the class, too.
    const DeclContext *Namespace = Class.getEnclosingNamespaceContext();
    for (bool Inline = true; Inline && !Found && !Namespace->isTranslationUnit();) {
      Found = operatorIn(*Namespace, Name, Record);
      Inline = Namespace->isInlineNamespace();
      Namespace = Namespace->getParent()->getEnclosingNamespaceContext();
    }
    return Found != nullptr;
  });
  return Found;
}

} // namespace

Awaitable awaitableForm(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record)
    return {};
  ASTContext &Context = Record->getASTContext();
  const DeclarationName Name = Context.DeclarationNames.getCXXOperatorName(OO_Coawait);
  auto ByOperator = [](AwaitForm Form, const FunctionDecl &Operator) {
    return Awaitable{Form, readable(recordOf(returnTypeOf(Operator))), &Operator};
  };
  if (auto Members = methodsNamed(Record, Name); !Members.empty())
    return ByOperator(AwaitForm::MemberOperator, *Members.front());
  if (hasAwaitFunctions(Record))
    return {AwaitForm::Awaiter, Record, nullptr};
  if (const FunctionDecl *Operator = freeOperator(Record, Name))
    return ByOperator(AwaitForm::FreeOperator, *Operator);
  const TranslationUnitDecl *Global = Context.getTranslationUnitDecl();
  if (const FunctionDecl *Operator = operatorIn(*Global, Name, Record)) {
    // A type of the global namespace has its own operators there.
    const bool Own = Record->getEnclosingNamespaceContext()->isTranslationUnit();
    return ByOperator(Own ? AwaitForm::FreeOperator : AwaitForm::ForeignOperator, *Operator);
  }
  if (const FunctionDecl *Transform = transformOf(promiseOf(T), T))
    return ByOperator(AwaitForm::Transform, *Transform);
  return {};
}

static QualType firstTypeArgument(const CXXRecordDecl *Record) {
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Record);
  if (!Specialization || Specialization->getTemplateArgs().size() == 0)
    return {};
  const TemplateArgument *First = &Specialization->getTemplateArgs()[0];
  if (First->getKind() == TemplateArgument::Pack) {
    if (First->pack_size() == 0)
      return Record->getASTContext().VoidTy; // future<>
    First = &First->getPackAsArray()[0];
  }
  return First->getKind() == TemplateArgument::Type ? First->getAsType() : QualType();
}

/// True for the pattern of a template that has specializations: which one applies to a type is not known here.
static bool isOneOfSeveral(const CXXRecordDecl &Pattern) {
  const ClassTemplateDecl *Template = Pattern.isDependentContext() ? templateOf(&Pattern) : nullptr;
  if (!Template)
    return false;
  llvm::SmallVector<ClassTemplatePartialSpecializationDecl *, 4> Partial;
  const_cast<ClassTemplateDecl *>(Template)->getPartialSpecializations(Partial);
  return !Partial.empty() || llvm::any_of(Template->specializations(), [](const ClassTemplateSpecializationDecl *S) {
    return S->isExplicitSpecialization();
  });
}

QualType awaitResult(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  const Awaitable How = awaitableForm(T);
  if (How.Awaiter && !isOneOfSeveral(*How.Awaiter)) {
    const auto Resume = methodsNamed(How.Awaiter, "await_resume");
    if (!Resume.empty()) {
      const QualType Result = returnTypeOf(*Resume.front());
      if (!Result.isNull() && !Result->isDependentType() && !Result->isUndeducedType())
        return Result;
    }
  }
  return firstTypeArgument(Record);
}

Suspends suspends(QualType T) {
  const Awaitable How = awaitableForm(T);
  const auto Ready = methodsNamed(How.Awaiter, "await_ready");
  if (Ready.size() != 1)
    return Suspends::Unknown;
  const auto Value = constantBoolReturn(*Ready.front());
  if (!Value)
    return Suspends::Unknown;
  return *Value ? Suspends::Never : Suspends::Always;
}

bool neverResumes(QualType T) {
  const auto Ready = methodsNamed(awaitableForm(T).Awaiter, "await_ready");
  if (Ready.size() != 1 || !definitionOf(*Ready.front()) || suspends(T) != Suspends::Unknown)
    return false;
  const auto Suspend = methodsNamed(awaitableForm(T).Awaiter, "await_suspend");
  if (Suspend.size() == 1 && endsCoroutine(*Suspend.front()))
    return true;
  const FunctionDecl *Definition = Suspend.size() == 1 ? definitionOf(*Suspend.front()) : nullptr;
  if (!Definition || Definition->getNumParams() != 1 || !Definition->getReturnType()->isVoidType())
    return false;
  bool Used = false;
  forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    Used |= Name && Name->getDecl() == Definition->getParamDecl(0);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&S)) // whatever its body does with it
      Used |= llvm::any_of(Lambda->captures(), [&](const LambdaCapture &Capture) {
        return Capture.capturesVariable() && Capture.getCapturedVar() == Definition->getParamDecl(0);
      });
  });
  return !Used;
}

/// The `await_suspend` that \p Await calls, or null.
static const FunctionDecl *suspendFunction(const CoroutineSuspendExpr &Await) {
  const FunctionDecl *Found = nullptr;
  if (const Expr *Suspend = Await.getSuspendExpr())
    forEachEvaluated(Suspend, [&](const Stmt &S) { // one that returns a handle is an argument of a builtin function
      const auto *Call = dyn_cast<CallExpr>(&S);
      const FunctionDecl *Callee = Call && !Found ? Call->getDirectCallee() : nullptr;
      if (Callee && Callee->getDeclName().isIdentifier() && Callee->getName() == "await_suspend")
        Found = Callee;
    });
  return Found;
}

bool canSuspend(const CoroutineSuspendExpr &Await) {
  const Expr *Ready = Await.getReadyExpr();
  const auto *Call = Ready ? dyn_cast<CallExpr>(withoutTemporaries(Ready)) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (Callee && constantBoolReturn(*Callee) == true)
    return false;
  const FunctionDecl *Suspend = suspendFunction(Await);
  return !Suspend || !endsCoroutine(*Suspend);
}

} // namespace asynctidy::facts
