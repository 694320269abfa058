#include "facts/aliases/access-path.h"

#include "facts/aliases/access-step.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Root = AccessPath::Root;

AccessPath pathOf(const Expr *E, unsigned Depth);

/// Accessors and aliases may be nested, but not without end: `auto &a = a;` is accepted by a compiler.
constexpr unsigned MaxDepth = 8;

/// What a pointer or something like it points to.
AccessPath pointee(const Expr *Pointer, unsigned Depth) {
  AccessPath Path = pathOf(Pointer, Depth);
  const auto *Name = dyn_cast<DeclRefExpr>(Pointer->IgnoreParenImpCasts());
  const auto *Variable = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  // A local that walks along a list points to many objects.
  if (Path && Variable && Variable->hasLocalStorage() && !isa<ParmVarDecl>(Variable) &&
      Variable->getType()->isPointerType() && !Variable->getType().isConstQualified())
    Path.Steps.push_back(nullptr);
  return Path;
}

AccessPath variable(const ValueDecl &Declared, unsigned Depth) {
  if (const auto *Binding = dyn_cast<BindingDecl>(&Declared))
    return Binding->getBinding() ? pathOf(Binding->getBinding(), Depth) : AccessPath();
  const auto *Variable = dyn_cast<VarDecl>(&Declared);
  if (!Variable)
    return {};
  AccessPath Path;
  Path.Variable = Variable->getCanonicalDecl();
  if (Variable->hasGlobalStorage()) {
    Path.From = Root::Global;
    return Path;
  }
  if (isa<ParmVarDecl>(Variable)) {
    Path.From = Root::Parameter;
    return Path;
  }
  const QualType T = Variable->getType();
  const bool Fixed = T->isReferenceType() || (T->isPointerType() && T.isConstQualified());
  if (Fixed && Variable->getInit())
    if (AccessPath Alias = pathOf(Variable->getInit(), Depth)) {
      if (!Alias.Variable || !Alias.Variable->isImplicit())
        return Alias;
      Path.Steps.push_back(nullptr); // the variable of a range-for: an element
    }
  Path.From = Root::Local;
  return Path;
}

bool definesStatics(const Stmt *S) {
  const auto *Declarations = dyn_cast<DeclStmt>(S);
  return Declarations && llvm::all_of(Declarations->decls(), [](const Decl *D) {
           const auto *V = dyn_cast<VarDecl>(D);
           return V && V->isStaticLocal();
         });
}

/// `return member_;`, the whole of an accessor that gives a reference or a pointer, after definitions of static
/// variables: `static std::mutex mutex; return mutex;`.
const Expr *returnedByAccessor(const FunctionDecl &F) {
  const QualType T = F.getReturnType();
  if (!T->isReferenceType() && !T->isPointerType())
    return nullptr;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(bodyOf(F));
  if (!Body || Body->body_empty() || !llvm::all_of(llvm::drop_end(Body->body()), definesStatics))
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_back());
  return Return ? Return->getRetValue() : nullptr;
}

/// A variable of a template that is not instantiated stands for many.
bool isOneGlobal(const AccessPath &Path) {
  return Path.From == Root::Global && !Path.Variable->getDeclContext()->isDependentContext();
}

AccessPath inCaller(const AccessPath &Inside, const FunctionDecl &Callee, const Expr *Object,
                    llvm::ArrayRef<const Expr *> Arguments, unsigned Depth) {
  if (isOneGlobal(Inside))
    return Inside;
  const Expr *Start = Inside.From == Root::This ? Object : nullptr;
  if (Inside.From == Root::Parameter) {
    const auto *Parameter = cast<ParmVarDecl>(Inside.Variable);
    const auto *Of = dyn_cast<FunctionDecl>(Parameter->getDeclContext());
    const unsigned Index = Parameter->getFunctionScopeIndex();
    if (Of && Of->getCanonicalDecl() == Callee.getCanonicalDecl() && Index < Arguments.size())
      Start = Arguments[Index];
  }
  AccessPath Path = Start ? pathOf(Start, Depth) : AccessPath();
  if (Path)
    Path.Steps.append(Inside.Steps.begin(), Inside.Steps.end());
  return Path;
}

/// What `[[clang::lock_returned(m)]]` says that \p F returns, or null.
const Expr *returnedLock(const FunctionDecl &F) {
  for (const FunctionDecl *Declared : F.redecls())
    if (const auto *Says = Declared->getAttr<LockReturnedAttr>())
      return Says->getArg();
  return nullptr;
}

/// What a call of an accessor names.
AccessPath accessor(const CallExpr &Call, unsigned Depth) {
  const CallParts Parts = partsOf(Call);
  if (!Parts.Callee)
    return {};
  const Expr *Returned = returnedLock(*Parts.Callee);
  if (!Returned) {
    const bool IsMember = isa<CXXMemberCallExpr>(Call);
    if (Call.getNumArgs() > 0 ||
        (!IsMember && Parts.Callee->getASTContext().getSourceManager().isInSystemHeader(Parts.Callee->getLocation())))
      return {};
    Returned = returnedByAccessor(*Parts.Callee);
  }
  const AccessPath Inner = Returned ? pathOf(Returned, Depth) : AccessPath();
  return Inner ? inCaller(Inner, *Parts.Callee, Parts.Object, Parts.Arguments, Depth) : AccessPath();
}

AccessPath withStep(AccessPath Path, AccessPath::Step Next) {
  if (Path)
    Path.Steps.push_back(Next);
  return Path;
}

AccessPath pathOf(const Expr *E, unsigned Depth) {
  if (Depth == 0 || !E)
    return {};
  E = withoutTemporaries(E);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (AccessPath Path = accessor(*Call, Depth - 1))
      return Path;
  const AccessStep Step = accessStep(E);
  const auto Base = [&] { return Step.ThroughPointer ? pointee(Step.Of, Depth - 1) : pathOf(Step.Of, Depth - 1); };
  switch (Step.Does) {
  case AccessStep::Kind::Computed:
  case AccessStep::Kind::Choice:
    return {};
  case AccessStep::Kind::This: {
    AccessPath Path;
    Path.From = Root::This;
    return Path;
  }
  case AccessStep::Kind::Name:
    return variable(*Step.Declared, Depth - 1);
  case AccessStep::Kind::Same:
  case AccessStep::Kind::Temporary:
  case AccessStep::Kind::Address:
    return Base();
  case AccessStep::Kind::Copy:
    return isSmartPointer(E->getType()) || isBorrowing(E->getType()) ? Base() : AccessPath();
  case AccessStep::Kind::Member:
    return withStep(Base(), cast<FieldDecl>(Step.Declared)->getCanonicalDecl());
  case AccessStep::Kind::Pointee:
    if (Step.Of->getType()->isPointerType() && !Step.ThroughPointer)
      return pointee(Step.Of, Depth - 1);
    return isIterator(Step.type()) ? withStep(Base(), nullptr) : Base();
  case AccessStep::Kind::Element:
    return withStep(Base(), nullptr);
  case AccessStep::Kind::Into:
    return Step.Of->getType()->isArrayType() ? Base() : AccessPath();
  }
  return {};
}

} // namespace

std::string AccessPath::text() const {
  std::string Text;
  if (Variable)
    Text = Variable->getNameAsString();
  for (Step Next : Steps) {
    if (!Next)
      Text += "[...]";
    else
      Text += (Text.empty() ? "" : ".") + Next->getNameAsString();
  }
  return Text.empty() && From == Root::This ? "*this" : Text;
}

AccessPath accessPath(const Expr *E) { return pathOf(E, MaxDepth); }

AccessPath inCaller(const AccessPath &Inside, const FunctionDecl &Callee, const Expr *Object,
                    llvm::ArrayRef<const Expr *> Arguments) {
  return inCaller(Inside, Callee, Object, Arguments, MaxDepth);
}

} // namespace asynctidy::facts
