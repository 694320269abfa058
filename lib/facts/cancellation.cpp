#include "facts/cancellation.h"

#include "facts/awaitable.h"
#include "facts/branching.h"
#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/functions.h"
#include "facts/names.h"
#include "facts/suspensions.h"
#include "facts/thrown.h"
#include "facts/walk.h"
#include "facts/work.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

const CallExpr *callIn(const Expr *E) { return E ? dyn_cast<CallExpr>(withoutTemporaries(E)) : nullptr; }

/// The coroutine of the user that \p Await surely runs, or null.
const FunctionDecl *coroutineAwaitedBy(const CoawaitExpr &Await, const Facts &All) {
  const CallExpr *Call = callIn(Await.getOperand());
  return userCoroutine(Call ? Call->getDirectCallee() : nullptr, All);
}

bool cannotThrow(const Expr *Call) {
  const CallExpr *Resume = callIn(Call);
  const FunctionDecl *Callee = Resume ? Resume->getDirectCallee() : nullptr;
  const auto *Type = Callee ? Callee->getType()->getAs<FunctionProtoType>() : nullptr;
  return Type && Type->canThrow() == CT_Cannot;
}

/// The library of what is awaited: that of its class, or of the class it is converted to by the promise.
const NamespaceDecl *libraryOf(const CoawaitExpr &Await) {
  const CXXRecordDecl *Awaited = recordOf(Await.getOperand()->getType());
  return Awaited ? outermostNamespace(*Awaited) : nullptr;
}

bool shields(const Stmt &S, const models::ModelSet &Models) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Models.is(qualifiedName(*Callee), Means::Shields);
}

bool isShielded(const CoawaitExpr &Await, const models::ModelSet &Models) {
  bool Found = false;
  const auto Look = [&](const Expr *E) { forEachEvaluated(E, [&](const Stmt &S) { Found |= shields(S, Models); }); };
  Look(Await.getOperand());
  if (const VarDecl *V = localIn(withoutMoves(Await.getOperand())))
    Look(V->getInit());
  return Found;
}

/// How often something mentions a function, or makes the lambda whose body it is; how often of these in an argument of
/// what shields, and else in what is awaited, which has ended when the await has.
struct Mentions {
  unsigned All = 0;
  unsigned Shielded = 0;
  unsigned Awaited = 0;
};

enum class Place { Elsewhere, Awaited, Shielded };

void countMentions(const Stmt &S, const FunctionDecl &F, const models::ModelSet &Models, Place Where, Mentions &Found) {
  const ValueDecl *Named = nullptr;
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S)) // the callee of a lambda is no mention besides the lambda itself
    Named = isLambda(F) ? nullptr : Name->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(&S))
    Named = Member->getMemberDecl();
  else if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
    Named = Lambda->getCallOperator();
  if (Named && Named->getCanonicalDecl() == F.getCanonicalDecl()) {
    ++Found.All;
    Found.Shielded += Where == Place::Shielded;
    Found.Awaited += Where == Place::Awaited;
  }
  if (shields(S, Models))
    Where = Place::Shielded;
  else if (isa<CoawaitExpr>(S) && Where == Place::Elsewhere)
    Where = Place::Awaited;
  forEachEvaluatedChild(S, [&](const Stmt *Child) { countMentions(*Child, F, Models, Where, Found); });
}

bool mayRethrow(const CXXCatchStmt &Handler) {
  bool Throws = false;
  forEachEvaluated(Handler.getHandlerBlock(),
                   [&](const Stmt &S) { Throws |= isa<CXXThrowExpr>(S) || isNoReturnCall(S); });
  return Throws;
}

/// The first type argument of a class template: `tuple<error_code, size_t>` gives error_code.
QualType firstArgument(QualType T) {
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (!Specialization || Specialization->getTemplateArgs().size() == 0)
    return {};
  const TemplateArgument *First = &Specialization->getTemplateArgs()[0];
  if (First->getKind() == TemplateArgument::Pack) {
    if (First->pack_size() == 0)
      return {};
    First = &*First->pack_begin();
  }
  return First->getKind() == TemplateArgument::Type ? First->getAsType() : QualType();
}

/// The lvalue of an error type that some call in \p Operand takes by a reference it can write to.
const Expr *errorTakenByReference(const Expr &Operand, const models::ModelSet &Models) {
  const Expr *Found = nullptr;
  auto Look = [&](const FunctionDecl *Callee, llvm::ArrayRef<const Expr *> Arguments) {
    for (size_t I = 0; Callee && I < Arguments.size() && I < Callee->getNumParams(); ++I) {
      const QualType Parameter = Callee->getParamDecl(I)->getType();
      if (Parameter->isLValueReferenceType() && !Parameter->getPointeeType().isConstQualified() &&
          isErrorOutcome(Parameter, Models))
        Found = Arguments[I];
    }
  };
  forEachEvaluated(&Operand, [&](const Stmt &S) {
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
      return Look(Construct->getConstructor(), llvm::ArrayRef(Construct->getArgs(), Construct->getNumArgs()));
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (!Call)
      return;
    llvm::ArrayRef<const Expr *> Arguments(Call->getArgs(), Call->getNumArgs());
    if (isa<CXXOperatorCallExpr>(Call) && isa_and_nonnull<CXXMethodDecl>(Call->getDirectCallee()) && !Arguments.empty())
      Arguments = Arguments.drop_front();
    Look(Call->getDirectCallee(), Arguments);
  });
  return Found;
}

} // namespace

const NamedDecl *declarationNamed(ASTContext &Context, llvm::StringRef QualifiedName) {
  llvm::SmallVector<const DeclContext *, 2> Scopes = {Context.getTranslationUnitDecl()};
  for (;;) {
    const auto [First, Rest] = QualifiedName.split("::");
    llvm::SmallVector<const DeclContext *, 2> Inner;
    for (const DeclContext *Scope : Scopes)
      for (const NamedDecl *Found : Scope->lookup(DeclarationName(&Context.Idents.get(First)))) {
        if (Rest.empty())
          return Found->getUnderlyingDecl();
        if (const auto *Alias = dyn_cast<NamespaceAliasDecl>(Found))
          Found = Alias->getNamespace();
        if (const auto *Namespace = dyn_cast<NamespaceDecl>(Found))
          Inner.push_back(Namespace);
        else if (const auto *Tag = dyn_cast<TagDecl>(Found); Tag && Tag->getDefinition())
          Inner.push_back(Tag->getDefinition());
      }
    if (Rest.empty() || Inner.empty())
      return nullptr;
    Scopes = std::move(Inner);
    QualifiedName = Rest;
  }
}

CancellationTypes::CancellationTypes(Facts &All) : All(All), Models(All.models()) {
  ASTContext &Context = All.context();
  auto ClassNamed = [&](llvm::StringRef Name) -> const CXXRecordDecl * {
    const NamedDecl *Found = declarationNamed(Context, Name);
    if (const auto *Alias = dyn_cast_or_null<TypedefNameDecl>(Found))
      return recordOf(Alias->getUnderlyingType());
    return dyn_cast_or_null<CXXRecordDecl>(Found);
  };
  Models.forEach(Means::Cancelled, [&](const models::Entry &Said) {
    if (const CXXRecordDecl *Class = ClassNamed(Said.Name))
      if (const NamespaceDecl *Library = outermostNamespace(*Class))
        Types.push_back({Library, {Class, &Said, /*NothingElse=*/true}});
  });
  llvm::SmallVector<const NamespaceDecl *, 2> WithCodes;
  Models.forEach(Means::CancelledError, [&](const models::Entry &Said) {
    if (const NamedDecl *Code = declarationNamed(Context, Said.Name))
      if (const NamespaceDecl *Library = outermostNamespace(*Code); Library && !llvm::is_contained(WithCodes, Library))
        WithCodes.push_back(Library);
  });
  Models.forEach(Means::MaybeCancelled, [&](const models::Entry &Said) {
    const CXXRecordDecl *Class = ClassNamed(Said.Name);
    if (!Class)
      return;
    const NamespaceDecl *Own = outermostNamespace(*Class);
    for (const NamespaceDecl *Library : WithCodes)
      if (Library == Own || (Own && Own->isStdNamespace()))
        Types.push_back({Library, {Class, &Said, /*NothingElse=*/false}});
  });
}

std::vector<CancellationType> CancellationTypes::thrownBy(const CoawaitExpr &Await) const {
  std::vector<CancellationType> Thrown;
  const NamespaceDecl *Library = libraryOf(Await);
  for (const OfLibrary &Known : Types)
    if (Known.Library == Library)
      Thrown.push_back(Known.Type);
  if (Thrown.empty() || !canThrow(Await))
    return {};
  const FunctionDecl *Coroutine = coroutineAwaitedBy(Await, All);
  if (!Coroutine)
    return Thrown;

  if (EscapingFrom.try_emplace(Coroutine).second) {
    std::vector<Escaping> Inside = escapingFrom(writtenBody(*Coroutine));
    EscapingFrom[Coroutine] = std::move(Inside);
  }
  const auto &Inside = EscapingFrom[Coroutine];
  if (Inside) // else it awaits itself: anything may come of it
    llvm::erase_if(Thrown, [&](const CancellationType &Type) {
      return llvm::none_of(*Inside, [&](const Escaping &One) { return One.Type.Thrown == Type.Thrown; });
    });
  return Thrown;
}

std::vector<CancellationTypes::Escaping> CancellationTypes::escapingFrom(const Stmt *S) const {
  std::vector<Escaping> Out;
  if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
    Out = escapingFrom(Try->getTryBlock());
    llvm::erase_if(Out, [&](const Escaping &One) {
      const CXXCatchStmt *Handler = handlerFor(*Try, *One.Type.Thrown);
      return Handler && !mayRethrow(*Handler);
    });
    return Out;
  }
  if (const auto *Await = dyn_cast<CoawaitExpr>(S))
    for (const CancellationType &Type : thrownBy(*Await))
      Out.push_back({Await, Type});
  forEachEvaluatedChild(*S, [&](const Stmt *Child) { llvm::append_range(Out, escapingFrom(Child)); });
  return Out;
}

bool CancellationTypes::canThrow(const CoawaitExpr &Await) const {
  return !Await.isImplicit() && !cannotThrow(Await.getResumeExpr()) && canSuspend(Await) &&
         !isShielded(Await, Models) && !givesErrorAsValue(Await, Models);
}

bool CancellationTypes::runsOnlyShielded(const FunctionDecl &F, unsigned Depth) const {
  bool IsRun = false;
  for (const FunctionDecl *Where : All.userCode().Functions) {
    if (Where == &F || Where->isDependentContext() || !writtenBody(*Where))
      continue;
    Mentions Found;
    countMentions(*writtenBody(*Where), F, Models, Place::Elsewhere, Found);
    IsRun |= Found.All > 0;
    if (Found.All > Found.Shielded + Found.Awaited ||
        (Found.Awaited > 0 && (Depth == 0 || !runsOnlyShielded(*Where, Depth - 1))))
      return false;
  }
  return IsRun;
}

bool CancellationTypes::goesOnBy(const CoawaitExpr &Await, unsigned Depth) const {
  if (Await.isImplicit() || !canSuspend(Await) || isShielded(Await, Models))
    return false;
  const FunctionDecl *Coroutine = Depth > 0 ? coroutineAwaitedBy(Await, All) : nullptr;
  if (!Coroutine)
    return true;
  bool Inside = false;
  forEachEvaluated(writtenBody(*Coroutine), [&](const Stmt &S) {
    const auto *Inner = dyn_cast<CoawaitExpr>(&S);
    Inside |= (Inner && !Inside && goesOnBy(*Inner, Depth - 1)) || isa<DependentCoawaitExpr>(S) || isa<CoyieldExpr>(S);
  });
  return Inside;
}

bool CancellationTypes::mayGiveCode(const CoawaitExpr &Await) const {
  const NamespaceDecl *Library = libraryOf(Await);
  return Library && llvm::any_of(Types, [Library](const OfLibrary &Known) {
           return Known.Library == Library && !Known.Type.NothingElse;
         });
}

bool CancellationTypes::namesCancelledError(const Stmt &S) const {
  const auto *Name = dyn_cast<DeclRefExpr>(&S);
  if (!Name)
    return false;
  if (Models.is(qualifiedName(*Name->getDecl()), Means::CancelledError))
    return true;
  // A scoped enumerator is written with its enumeration: std::errc::operation_canceled.
  const auto *Enumeration = dyn_cast<EnumDecl>(Name->getDecl()->getDeclContext());
  return Enumeration &&
         Models.is(qualifiedName(*Enumeration) + "::" + Name->getDecl()->getNameAsString(), Means::CancelledError);
}

bool catches(const CXXCatchStmt &Handler, const CXXRecordDecl &Thrown) {
  const QualType Caught = Handler.getCaughtType();
  if (Caught.isNull())
    return true;
  const CXXRecordDecl *Class = recordOf(Caught);
  return Class && visitWithBases(&Thrown, [&](const CXXRecordDecl &Base) {
           return Base.getCanonicalDecl() == Class->getCanonicalDecl();
         });
}

const CXXCatchStmt *handlerFor(const CXXTryStmt &Try, const CXXRecordDecl &Thrown) {
  for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
    if (catches(*Try.getHandler(I), Thrown))
      return Try.getHandler(I);
  return nullptr;
}

bool givesErrorAsValue(const CoawaitExpr &Await, const models::ModelSet &Models) {
  const QualType Result = Await.getType();
  const QualType First = firstArgument(Result);
  return isErrorOutcome(Result, Models) || (!First.isNull() && isErrorOutcome(First, Models)) ||
         errorTakenByReference(*Await.getOperand(), Models);
}

const ValueDecl *errorVariableOf(const CoawaitExpr &Await, const FunctionDecl &F, const models::ModelSet &Models) {
  if (const Expr *Taken = errorTakenByReference(*Await.getOperand(), Models))
    return onlyNames(Taken);
  const ValueDecl *Found = nullptr;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) {
      if (!V.getInit() || withoutTemporaries(V.getInit()) != &Await)
        return;
      if (const auto *Parts = dyn_cast<DecompositionDecl>(&V)) {
        if (!Parts->bindings().empty() && isErrorOutcome(firstArgument(Await.getType()), Models))
          Found = Parts->bindings().front();
      } else if (isErrorOutcome(V.getType(), Models)) {
        Found = &V;
      }
    });
  });
  return Found;
}

} // namespace asynctidy::facts
