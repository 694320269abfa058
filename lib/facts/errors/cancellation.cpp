#include "facts/errors/cancellation.h"

#include "facts/errors/shielding.h"
#include "facts/flow/error-values.h"
#include "facts/flow/handlers.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

const CallExpr *callIn(const Expr *E) { return E ? dyn_cast<CallExpr>(withoutTemporaries(E)) : nullptr; }

/// The coroutine of the user that \p Await runs, or null when it is not known.
const FunctionDecl *coroutineAwaitedBy(const CoawaitExpr &Await, const TranslationUnit &Unit) {
  const CallExpr *Call = callIn(Await.getOperand());
  return userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit);
}

bool cannotThrow(const Expr *Call) {
  const CallExpr *Resume = callIn(Call);
  const FunctionDecl *Callee = Resume ? Resume->getDirectCallee() : nullptr;
  return Callee && isNoexcept(*Callee);
}

/// The outermost namespace of the awaited class, or null.
const NamespaceDecl *libraryOf(const CoawaitExpr &Await) {
  const CXXRecordDecl *Awaited = recordOf(Await.getOperand()->getType());
  return Awaited ? outermostNamespace(*Awaited) : nullptr;
}

bool isShielded(const CoawaitExpr &Await, const models::ModelSet &Models) {
  bool Found = false;
  const auto Look = [&](const Expr *E) { forEachEvaluated(E, [&](const Stmt &S) { Found |= shields(S, Models); }); };
  Look(Await.getOperand());
  if (const VarDecl *V = localIn(withoutMoves(Await.getOperand())))
    Look(V->getInit());
  return Found;
}

bool mayRethrow(const CXXCatchStmt &Handler) {
  bool Throws = false;
  forEachEvaluated(Handler.getHandlerBlock(),
                   [&](const Stmt &S) { Throws |= isa<CXXThrowExpr>(S) || isNoReturnCall(S); });
  return Throws;
}

/// The types in \p All, each once.
std::vector<CancellationType> typesOf(llvm::ArrayRef<CancellationTypes::Escaping> All) {
  std::vector<CancellationType> Types;
  for (const CancellationTypes::Escaping &One : All)
    if (llvm::none_of(Types, [&](const CancellationType &Known) { return Known.Thrown == One.Type.Thrown; }))
      Types.push_back(One.Type);
  return Types;
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
  addDerived();
}

void CancellationTypes::addDerived() {
  const size_t Modelled = Types.size();
  if (llvm::none_of(Types, [](const OfLibrary &Known) { return Known.Type.NothingElse; }))
    return;
  const auto Add = [&](const CXXRecordDecl &Class) {
    const auto IsClass = [&](const OfLibrary &Known) {
      return Known.Type.Thrown->getCanonicalDecl() == Class.getCanonicalDecl();
    };
    if (llvm::any_of(Types, IsClass))
      return;
    for (size_t I = 0; I < Modelled; ++I) {
      const CancellationType Base = Types[I].Type;
      if (Base.NothingElse && visitWithBases(&Class, [&](const CXXRecordDecl &Each) {
            return Each.getCanonicalDecl() == Base.Thrown->getCanonicalDecl();
          }))
        return Types.push_back({Types[I].Library, {&Class, Base.Reason, /*NothingElse=*/true}});
    }
  };
  for (const FunctionDecl *F : Unit.userCode().Functions)
    forEachEvaluated(F->isDependentContext() ? nullptr : writtenBody(*F), [&](const Stmt &S) {
      const auto *Handler = dyn_cast<CXXCatchStmt>(&S);
      if (!Handler || Handler->getCaughtType().isNull())
        return;
      if (const CXXRecordDecl *Class = recordOf(Handler->getCaughtType()))
        Add(*Class);
    });
}

std::vector<CancellationType> CancellationTypes::thrownBy(const CoawaitExpr &Await) const {
  if (Types.empty() || !canThrow(Await))
    return {};
  if (const FunctionDecl *Coroutine = coroutineAwaitedBy(Await, Unit)) {
    if (EscapingFrom.try_emplace(Coroutine).second) {
      std::vector<Escaping> Inside;
      ++Running;
      collectEscaping(*writtenBody(*Coroutine), Inside);
      --Running;
      EscapingFrom[Coroutine] = std::move(Inside);
    }
    if (const auto &Inside = EscapingFrom[Coroutine])
      return typesOf(*Inside);
    // It is recursive: any of them may leave it.
  }
  std::vector<CancellationType> Thrown;
  const NamespaceDecl *Library = libraryOf(Await);
  for (const OfLibrary &Known : Types)
    if (Known.Library == Library)
      Thrown.push_back(Known.Type);
  return Thrown;
}

std::vector<CancellationTypes::Escaping> CancellationTypes::escapingFrom(const Stmt &Block) const {
  // Nested blocks are queried on their own too, so results are cached. They are final only while no coroutine is being
  // computed.
  if (const auto Known = OutOfBlock.find(&Block); Known != OutOfBlock.end() && Running == 0)
    return Known->second;
  std::vector<Escaping> Out;
  collectEscaping(Block, Out);
  if (Running == 0)
    OutOfBlock[&Block] = Out;
  return Out;
}

std::optional<CancellationType> CancellationTypes::asCancellation(const CXXRecordDecl &Class) const {
  for (const OfLibrary &Known : Types)
    if (Known.Type.NothingElse && visitWithBases(&Class, [&](const CXXRecordDecl &Each) {
          return Each.getCanonicalDecl() == Known.Type.Thrown->getCanonicalDecl();
        }))
      return CancellationType{&Class, Known.Type.Reason, /*NothingElse=*/true};
  return std::nullopt;
}

std::vector<CancellationType> CancellationTypes::thrownInstead(const CXXCatchStmt &Handler) const {
  std::vector<CancellationType> Thrown;
  bool IsOther = false;
  forEachEvaluated(Handler.getHandlerBlock(), [&](const Stmt &S) {
    const auto *Throw = dyn_cast<CXXThrowExpr>(&S);
    const CXXRecordDecl *Class = Throw && Throw->getSubExpr() ? recordOf(Throw->getSubExpr()->getType()) : nullptr;
    if (const auto Type = Class ? asCancellation(*Class) : std::nullopt)
      Thrown.push_back(*Type);
    else
      IsOther |= Throw || isNoReturnCall(S);
  });
  return IsOther ? std::vector<CancellationType>() : Thrown;
}

void CancellationTypes::collectEscaping(const Stmt &S, std::vector<Escaping> &Out) const {
  if (const auto *Try = dyn_cast<CXXTryStmt>(&S)) {
    llvm::SmallDenseMap<const CXXCatchStmt *, bool, 2> Ends;
    for (const Escaping &One : escapingFrom(*Try->getTryBlock())) {
      const CXXCatchStmt *Handler = handlerFor(*Try, *One.Type.Thrown);
      if (const auto [It, New] = Ends.try_emplace(Handler, false); New)
        It->second = Handler && !mayRethrow(*Handler);
      if (Ends.lookup(Handler))
        continue;
      const auto Instead = Handler ? thrownInstead(*Handler) : std::vector<CancellationType>();
      for (const CancellationType &Type : Instead)
        Out.push_back({One.Await, Type});
      if (Instead.empty())
        Out.push_back(One);
    }
    return;
  }
  if (const auto *Await = dyn_cast<CoawaitExpr>(&S))
    for (const CancellationType &Type : thrownBy(*Await))
      Out.push_back({Await, Type});
  if (const auto *Throw = dyn_cast<CXXThrowExpr>(&S); Throw && Throw->getSubExpr())
    if (const CXXRecordDecl *Class = recordOf(Throw->getSubExpr()->getType()))
      if (const auto Type = asCancellation(*Class))
        Out.push_back({nullptr, *Type});
  forEachEvaluatedChild(S, [&](const Stmt *Child) { collectEscaping(*Child, Out); });
}

bool CancellationTypes::canThrow(const CoawaitExpr &Await) const {
  return !Await.isImplicit() && !cannotThrow(Await.getResumeExpr()) && canSuspend(Await) &&
         !isShielded(Await, Models) && !givesErrorAsValue(Await, Models);
}

bool CancellationTypes::runsOnlyShielded(const FunctionDecl &F, unsigned Depth) const {
  bool IsRun = false;
  for (const Mentions &Found : mentionsOf(F, Unit)) {
    if (Found.In == &F)
      continue;
    IsRun = true;
    if (Found.Total > Found.Shielded + Found.Awaited ||
        (Found.Awaited > 0 && (Depth == 0 || !runsOnlyShielded(*Found.In, Depth - 1))))
      return false;
  }
  return IsRun;
}

/// Whether \p Await asks the coroutine's own promise, as `co_await this_coro::executor` does: it names a constant of an
/// empty class, and gives a value.
static bool asksPromise(const CoawaitExpr &Await) {
  const auto *Name = dyn_cast<DeclRefExpr>(withoutTemporaries(Await.getOperand()));
  const auto *Constant = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  const CXXRecordDecl *Class = Constant ? Constant->getType()->getAsCXXRecordDecl() : nullptr;
  return Class && Class->hasDefinition() && Class->isEmpty() && Constant->hasGlobalStorage() &&
         Constant->getType().isConstQualified() && !Await.getType()->isVoidType();
}

bool CancellationTypes::goesOnBy(const CoawaitExpr &Await, unsigned Depth) const {
  if (Await.isImplicit() || !canSuspend(Await) || isShielded(Await, Models) || asksPromise(Await))
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
  // Models write a scoped enumerator with its enumeration: std::errc::operation_canceled.
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
