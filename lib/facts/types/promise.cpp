#include "facts/types/promise.h"

#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/suspension-handles.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// `std::coroutine_traits`, or null when no header declared it.
const ClassTemplateDecl *coroutineTraits(ASTContext &Context) {
  const DeclarationName Std(&Context.Idents.get("std"));
  const DeclarationName Traits(&Context.Idents.get("coroutine_traits"));
  for (const NamedDecl *Found : Context.getTranslationUnitDecl()->lookup(Std))
    if (const auto *Namespace = dyn_cast<NamespaceDecl>(Found))
      for (const NamedDecl *Member : Namespace->lookup(Traits))
        if (const auto *Template = dyn_cast<ClassTemplateDecl>(Member))
          return Template;
  return nullptr;
}

/// Of several promises for one return type, selects that of the coroutines with the fewest parameters: a library has
/// special promises for some signatures, such as those that begin with an executor.
struct PlainestPromise {
  const CXXRecordDecl *Promise = nullptr;
  size_t Arguments = 0;

  void consider(const ClassTemplateSpecializationDecl &Traits) {
    size_t Count = 0;
    for (const TemplateArgument &Argument : Traits.getTemplateArgs().asArray())
      Count += Argument.getKind() == TemplateArgument::Pack ? Argument.pack_size() : 1;
    if (Promise && Count >= Arguments)
      return;
    if (const CXXRecordDecl *Member = memberClass(&Traits, "promise_type")) {
      Promise = Member;
      Arguments = Count;
    }
  }
};

const CXXRecordDecl *promiseByTraits(QualType T, const CXXRecordDecl *Record) {
  const ClassTemplateDecl *Traits = coroutineTraits(Record->getASTContext());
  if (!Traits)
    return nullptr;
  PlainestPromise Found;
  for (const ClassTemplateSpecializationDecl *Existing : Traits->specializations()) {
    const TemplateArgument &First = Existing->getTemplateArgs()[0];
    if (First.getKind() == TemplateArgument::Type && First.getAsType().getCanonicalType() == T.getCanonicalType())
      Found.consider(*Existing);
  }
  const ClassTemplateDecl *Template = templateOf(Record);
  llvm::SmallVector<ClassTemplatePartialSpecializationDecl *, 8> Partial;
  const_cast<ClassTemplateDecl *>(Traits)->getPartialSpecializations(Partial);
  for (const ClassTemplatePartialSpecializationDecl *Candidate : Partial) {
    const TemplateArgument &First = Candidate->getTemplateArgs()[0];
    if (First.getKind() != TemplateArgument::Type)
      continue;
    const QualType Returned = First.getAsType();
    if (Template ? templateOf(recordOf(Returned)) == Template : Returned.getCanonicalType() == T.getCanonicalType())
      Found.consider(*Candidate);
  }
  return Found.Promise;
}

/// Whether \p S calls `destroy()` itself, or through a method of \p Class.
bool destroysFrame(const Stmt *S, const CXXRecordDecl *Class, unsigned Depth) {
  if (!S)
    return false;
  llvm::StringRef Called;
  if (const auto *Member = dyn_cast<MemberExpr>(S)) {
    if (Member->getMemberDecl()->getDeclName().isIdentifier())
      Called = Member->getMemberDecl()->getName();
  } else if (const auto *Dependent = dyn_cast<CXXDependentScopeMemberExpr>(S)) {
    if (Dependent->getMember().isIdentifier())
      Called = Dependent->getMember().getAsIdentifierInfo()->getName();
  }
  if (Called == "destroy")
    return true;
  if (!Called.empty() && Depth > 0)
    for (const CXXMethodDecl *Helper : methodsNamed(Class, Called))
      if (destroysFrame(bodyOf(*Helper), Class, Depth - 1))
        return true;
  for (const Stmt *Child : S->children())
    if (destroysFrame(Child, Class, Depth))
      return true;
  return false;
}

FrameOwner frameOwner(const CXXRecordDecl *Record, unsigned Depth) {
  if (Record && Record->getDefinition() && !Record->isDependentContext() &&
      Record->getDefinition()->hasTrivialDestructor())
    return FrameOwner::Leaves;
  Record = readable(Record);
  if (!Record || Depth == 0)
    return FrameOwner::Unknown;
  bool Sure = true;
  if (const CXXDestructorDecl *Destructor = writtenDestructor(*Record); Destructor && Destructor->isUserProvided()) {
    const Stmt *Body = bodyOf(*Destructor);
    if (destroysFrame(Body, Record, /*Depth=*/2))
      return FrameOwner::Owns;
    Sure = Body != nullptr;
  }
  auto Look = [&](QualType Part) {
    const CXXRecordDecl *Class = recordOf(Part);
    if (!Class || Part->isReferenceType())
      return false;
    const FrameOwner Owner = frameOwner(Class, Depth - 1);
    Sure &= Owner != FrameOwner::Unknown;
    return Owner == FrameOwner::Owns;
  };
  for (const CXXBaseSpecifier &Base : Record->bases())
    if (Look(Base.getType()))
      return FrameOwner::Owns;
  for (const FieldDecl *Field : Record->fields())
    if (Look(Field->getType()))
      return FrameOwner::Owns;
  return Sure ? FrameOwner::Leaves : FrameOwner::Unknown;
}

/// Whether \p Argument of a call is \p Handle, its address or that of its promise, or made of a closure that has it.
bool givesHandle(const Expr &Argument, const ParmVarDecl &Handle) {
  bool Names = false, InClosure = false;
  forEachEvaluated(&Argument, [&](const Stmt &S) {
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    Names |= Name && Name->getDecl() == &Handle;
    InClosure |= isa<LambdaExpr>(S);
  });
  const Expr *Given = Argument.IgnoreImplicit()->IgnoreParens();
  const auto *Address = dyn_cast<UnaryOperator>(Given);
  return Names && (InClosure || isSuspensionHandle(Given->getType()) || Given->getType()->isVoidPointerType() ||
                   (Address && Address->getOpcode() == UO_AddrOf));
}

/// The definition of \p Method; of a template in an instance of a class template, the one that was written.
const FunctionDecl *writtenDefinitionOf(const CXXMethodDecl &Method) {
  const FunctionDecl *Found = definitionOf(Method);
  const FunctionTemplateDecl *Template = Method.getDescribedFunctionTemplate();
  while (!Found && Template && (Template = Template->getInstantiatedFromMemberTemplate()))
    Found = definitionOf(*Template->getTemplatedDecl());
  return Found;
}

/// Whether an awaiter \p T, as its visible `await_suspend` tells, hands the coroutine to something else that resumes
/// it: a queue, a scheduler. What it keeps in itself, or in the promise, is kept in the coroutine.
bool handsOn(QualType T) {
  const auto Suspend = methodsNamed(readable(recordOf(T)), "await_suspend");
  const FunctionDecl *Definition = Suspend.size() == 1 ? writtenDefinitionOf(*Suspend.front()) : nullptr;
  if (!Definition || Definition->getNumParams() != 1)
    return false;
  const ParmVarDecl &Handle = *Definition->getParamDecl(0);
  bool Hands = false;
  forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (!Call || isa<CXXOperatorCallExpr>(Call)) // self = h
      return;
    const auto *Member = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParenImpCasts());
    bool IsOwn = Member && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts());
    forEachEvaluated(Call->getCallee(), [&](const Stmt &Part) {
      const auto *Name = dyn_cast<DeclRefExpr>(&Part);
      IsOwn |= Name && Name->getDecl() == &Handle; // h.promise().keep(h)
    });
    Hands |= !IsOwn && !Call->isCallToStdMove() &&
             llvm::any_of(Call->arguments(), [&](const Expr *Each) { return givesHandle(*Each, Handle); });
  });
  return Hands;
}

} // namespace

const CXXRecordDecl *promiseOf(QualType T) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType().getUnqualifiedType();
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record)
    return nullptr;
  if (const CXXRecordDecl *Member = memberClass(Record, "promise_type"))
    return Member;
  return promiseByTraits(T, Record);
}

Start startOf(const CXXRecordDecl *Promise) {
  const auto Initial = methodsNamed(Promise, "initial_suspend");
  if (Initial.empty())
    return Start::Unknown;
  const QualType First = returnTypeOf(*Initial.front());
  switch (suspends(First)) {
  case Suspends::Always:
    return handsOn(First) ? Start::Eager : Start::Lazy;
  case Suspends::Never:
    return Start::Eager;
  case Suspends::Unknown:
    return handsOn(First) ? Start::Eager : Start::Unknown;
  }
  return Start::Unknown;
}

bool yieldsValues(const CXXRecordDecl *Promise) { return !methodsNamed(Promise, "yield_value").empty(); }

FrameOwner frameOwner(QualType T) { return frameOwner(recordOf(T), /*Depth=*/4); }

} // namespace asynctidy::facts
