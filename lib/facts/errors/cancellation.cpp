#include "facts/errors/cancellation.h"

#include "facts/flow/conditions.h"
#include "facts/flow/error-values.h"
#include "facts/flow/handlers.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

const CallExpr *callIn(const Expr *E) { return E ? dyn_cast<CallExpr>(withoutTemporaries(E)) : nullptr; }

/// The coroutine of the user that \p Await surely runs, or null.
const FunctionDecl *coroutineAwaitedBy(const CoawaitExpr &Await, const TranslationUnit &Unit) {
  const CallExpr *Call = callIn(Await.getOperand());
  return userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit);
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
  unsigned Total = 0;
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
    ++Found.Total;
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

} // namespace

CancellationTypes::CancellationTypes(TranslationUnit &Unit) : Unit(Unit), Models(Unit.models()) {
  ASTContext &Context = Unit.context();
  auto ClassNamed = [&](llvm::StringRef Name) -> const CXXRecordDecl * {
    const NamedDecl *Found = declarationNamed(Context, Name);
    if (const auto *Alias = dyn_cast_or_null<TypedefNameDecl>(Found))
      return recordOf(Alias->getUnderlyingType());
    return dyn_cast_or_null<CXXRecordDecl>(Found);
  };
  Models.forEach(Means::Cancelled, [&](const models::Entry &Reason) {
    if (const CXXRecordDecl *Class = ClassNamed(Reason.Name))
      if (const NamespaceDecl *Library = outermostNamespace(*Class))
        Types.push_back({Library, {Class, &Reason, /*NothingElse=*/true}});
  });
  llvm::SmallVector<const NamespaceDecl *, 2> WithCodes;
  Models.forEach(Means::CancelledError, [&](const models::Entry &Reason) {
    if (const NamedDecl *Code = declarationNamed(Context, Reason.Name))
      if (const NamespaceDecl *Library = outermostNamespace(*Code); Library && !llvm::is_contained(WithCodes, Library))
        WithCodes.push_back(Library);
  });
  Models.forEach(Means::MaybeCancelled, [&](const models::Entry &Reason) {
    const CXXRecordDecl *Class = ClassNamed(Reason.Name);
    if (!Class)
      return;
    const NamespaceDecl *Own = outermostNamespace(*Class);
    for (const NamespaceDecl *Library : WithCodes)
      if (Library == Own || (Own && Own->isStdNamespace()))
        Types.push_back({Library, {Class, &Reason, /*NothingElse=*/false}});
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
  const FunctionDecl *Coroutine = coroutineAwaitedBy(Await, Unit);
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
  for (const FunctionDecl *Where : Unit.userCode().Functions) {
    if (Where == &F || Where->isDependentContext() || !writtenBody(*Where))
      continue;
    Mentions Found;
    countMentions(*writtenBody(*Where), F, Models, Place::Elsewhere, Found);
    IsRun |= Found.Total > 0;
    if (Found.Total > Found.Shielded + Found.Awaited ||
        (Found.Awaited > 0 && (Depth == 0 || !runsOnlyShielded(*Where, Depth - 1))))
      return false;
  }
  return IsRun;
}

bool CancellationTypes::goesOnBy(const CoawaitExpr &Await, unsigned Depth) const {
  if (Await.isImplicit() || !canSuspend(Await) || isShielded(Await, Models))
    return false;
  const FunctionDecl *Coroutine = Depth > 0 ? coroutineAwaitedBy(Await, Unit) : nullptr;
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

namespace {

struct CancellationTypesOfUnit : Analysis<WholeUnit, std::unique_ptr<CancellationTypes>> {
  static Result run(WholeUnit, TranslationUnit &Unit) { return std::make_unique<CancellationTypes>(Unit); }
};

} // namespace

const CancellationTypes &cancellationTypes(TranslationUnit &Unit) { return *Unit.get<CancellationTypesOfUnit>({}); }

} // namespace asynctidy::facts
