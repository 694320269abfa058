#include "facts/aliases/access-path.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Root = AccessPath::Root;

AccessPath pathOf(const Expr *E, unsigned Depth);

/// Accessors and aliases may be nested, but not for ever: `auto &a = a;` is accepted by a compiler.
constexpr unsigned MaxDepth = 8;

AccessPath member(AccessPath Base, const FieldDecl *Field) {
  if (Base)
    Base.Steps.push_back(Field);
  return Base;
}

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

AccessPath methodCall(const CXXMemberCallExpr &Call, unsigned Depth) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  const Expr *Object = Call.getImplicitObjectArgument();
  if (!Method || !Object)
    return {};
  if (isa<CXXConversionDecl>(Method) && Method->getReturnType()->isReferenceType())
    return pathOf(Object, Depth); // std::reference_wrapper and its kind
  if (Call.getNumArgs() == 0)
    if (const Expr *Returned = returnedByAccessor(*Method)) {
      const AccessPath Inner = pathOf(Returned, Depth);
      if (isOneGlobal(Inner))
        return Inner;
      if (Inner.From == Root::This) {
        AccessPath Path = pathOf(Object, Depth);
        if (Path)
          Path.Steps.append(Inner.Steps.begin(), Inner.Steps.end());
        return Path;
      }
    }
  if (Method->getDeclName().isIdentifier() && Method->getName() == "get" && Call.getNumArgs() == 0 &&
      (Call.getType()->isPointerType() || Call.isGLValue()))
    return pathOf(Object, Depth);
  static constexpr llvm::StringLiteral Elements[] = {"at", "front", "back", "value"};
  if (Method->getDeclName().isIdentifier() && llvm::is_contained(Elements, Method->getName()) && Call.isGLValue()) {
    AccessPath Path = pathOf(Object, Depth);
    if (Path && Method->getName() != "value")
      Path.Steps.push_back(nullptr);
    return Path;
  }
  return {};
}

AccessPath operatorCall(const CXXOperatorCallExpr &Call, unsigned Depth) {
  switch (Call.getOperator()) {
  case OO_Arrow:
  case OO_Star:
    if (Call.getNumArgs() == 1) {
      const Expr *Pointer = withoutTemporaries(Call.getArg(0)); // without the cast to a base that has the operator
      AccessPath Path = pathOf(Pointer, Depth);
      if (Path && !isSmartPointer(Pointer->getType()))
        Path.Steps.push_back(nullptr);
      return Path;
    }
    return {};
  case OO_Subscript: {
    AccessPath Path = pathOf(Call.getArg(0), Depth);
    if (Path)
      Path.Steps.push_back(nullptr);
    return Path;
  }
  default:
    return {};
  }
}

AccessPath pathOf(const Expr *E, unsigned Depth) {
  if (Depth == 0 || !E)
    return {};
  --Depth;
  E = withoutTemporaries(E);
  if (const Expr *Moved = movedFrom(E))
    return pathOf(Moved, Depth);
  if (isa<CXXThisExpr>(E)) {
    AccessPath Path;
    Path.From = Root::This;
    return Path;
  }
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return variable(*Name->getDecl(), Depth);
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
      return variable(*Static, Depth);
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field)
      return {};
    return member(Member->isArrow() ? pointee(Member->getBase(), Depth) : pathOf(Member->getBase(), Depth),
                  Field->getCanonicalDecl());
  }
  if (const auto *Operator = dyn_cast<UnaryOperator>(E)) {
    if (Operator->getOpcode() == UO_AddrOf)
      return pathOf(Operator->getSubExpr(), Depth);
    return Operator->getOpcode() == UO_Deref ? pointee(Operator->getSubExpr(), Depth) : AccessPath();
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    AccessPath Path = pathOf(Subscript->getBase(), Depth);
    if (Path)
      Path.Steps.push_back(nullptr);
    return Path;
  }
  if (const auto *Cast = dyn_cast<CXXNamedCastExpr>(E))
    return pathOf(Cast->getSubExpr(), Depth);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return methodCall(*Call, Depth);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E))
    return operatorCall(*Call, Depth);
  if (const auto *Call = dyn_cast<CallExpr>(E)) { // std::ref(m), std::addressof(m)
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && Call->getNumArgs() == 1 && Callee->isInStdNamespace() && Callee->getDeclName().isIdentifier() &&
        (Callee->getName() == "ref" || Callee->getName() == "addressof"))
      return pathOf(Call->getArg(0), Depth);
    const bool IsOwn = Callee && !Callee->getASTContext().getSourceManager().isInSystemHeader(Callee->getLocation());
    if (const Expr *Returned = IsOwn && Call->getNumArgs() == 0 ? returnedByAccessor(*Callee) : nullptr)
      if (const AccessPath Path = pathOf(Returned, Depth); isOneGlobal(Path))
        return Path;
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

} // namespace asynctidy::facts
