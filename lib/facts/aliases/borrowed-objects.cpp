#include "facts/aliases/borrowed-objects.h"

#include "compat/explicit-object.h"
#include "facts/aliases/access-path.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Views of views of references to views: deeper than anybody writes.
constexpr unsigned MaxDepth = 12;
/// How far a reference is followed into functions that pass it on.
constexpr unsigned MaxCalls = 2;

bool holdsPointer(const CXXRecordDecl &Record, unsigned Depth) {
  if (Depth == 0)
    return false;
  for (const FieldDecl *Field : Record.fields()) {
    const QualType T = Field->getType();
    if (T->isReferenceType() || (T->isPointerType() && !T->isFunctionPointerType()))
      return true;
    if (const CXXRecordDecl *Inner = T->getAsCXXRecordDecl(); Inner && Inner->hasDefinition())
      if (holdsPointer(*Inner->getDefinition(), Depth - 1))
        return true;
  }
  for (const CXXBaseSpecifier &Base : Record.bases())
    if (const CXXRecordDecl *Inner = Base.getType()->getAsCXXRecordDecl(); Inner && Inner->hasDefinition())
      if (holdsPointer(*Inner->getDefinition(), Depth - 1))
        return true;
  return false;
}

class Finder {
public:
  Finder(const FunctionDecl &F, const TranslationUnit &Unit, unsigned Calls = 0)
      : F(F), Unit(Unit), Context(Unit.context()), Calls(Calls) {}

  /// What the object that the glvalue \p E names is.
  void object(const Expr *E, unsigned Depth) {
    if (!E || Depth-- == 0)
      return;
    E = E->IgnoreParens();
    if (const auto *Full = dyn_cast<FullExpr>(E))
      return object(Full->getSubExpr(), Depth);
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      return object(Default->getExpr(), Depth);
    if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      return temporary(*Temporary, Depth);
    if (const auto *Cast = dyn_cast<CastExpr>(E)) {
      if (Cast->getSubExpr()->isGLValue())
        return object(Cast->getSubExpr(), Depth);
      if (Cast->getSubExpr()->getType()->isPointerType())
        return value(Cast->getSubExpr(), Depth);
      return;
    }
    if (const auto *Name = dyn_cast<DeclRefExpr>(E))
      return variable(*Name, Depth);
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      return member(*Member, Depth);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() == UO_Deref)
        return value(Unary->getSubExpr(), Depth);
      return object(Unary->getSubExpr(), Depth);
    }
    if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
      return value(Subscript->getBase(), Depth);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      object(Choice->getTrueExpr(), Depth);
      return object(Choice->getFalseExpr(), Depth);
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(E))
      return object(Binary->getOpcode() == BO_Comma ? Binary->getRHS() : Binary->getLHS(), Depth);
    if (const Expr *Moved = movedFrom(E))
      return object(Moved, Depth);
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
      return objectOfOperator(*Operator, Depth);
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
      return objectOfMethod(*Call, Depth);
    if (const auto *Call = dyn_cast<CallExpr>(E)) {
      if (Call->getNumArgs() == 1 && Call->getBuiltinCallee() == Builtin::BIas_const)
        return object(Call->getArg(0), Depth);
      return passedOn(*Call, Depth);
    }
  }

  /// What the value \p E, a pointer, a view or something that holds such, refers to.
  void value(const Expr *E, unsigned Depth) {
    if (!E || Depth-- == 0)
      return;
    E = E->IgnoreParens();
    if (const auto *Full = dyn_cast<FullExpr>(E))
      return value(Full->getSubExpr(), Depth);
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
      return value(Default->getExpr(), Depth);
    if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
      return value(Temporary->getSubExpr(), Depth);
    if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(E))
      return value(Temporary->getSubExpr(), Depth);
    if (const auto *Cast = dyn_cast<CastExpr>(E))
      return Cast->getCastKind() == CK_ArrayToPointerDecay ? object(Cast->getSubExpr(), Depth)
                                                           : value(Cast->getSubExpr(), Depth);
    if (isa<CXXThisExpr>(E))
      return add(BorrowedObject::Kind::This, E, nullptr);
    if (const auto *Name = dyn_cast<DeclRefExpr>(E))
      return read(*Name, Depth);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
      return captures(*Lambda, Depth);
    if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      if (Unary->getOpcode() == UO_AddrOf)
        object(Unary->getSubExpr(), Depth);
      return;
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(E))
      return value(Binary->getOpcode() == BO_Comma ? Binary->getRHS() : Binary->getLHS(), Depth);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      value(Choice->getTrueExpr(), Depth);
      return value(Choice->getFalseExpr(), Depth);
    }
    if (const auto *Elements = dyn_cast<CXXStdInitializerListExpr>(E))
      return object(Elements->getSubExpr(), Depth); // the array behind the list
    if (const auto *List = dyn_cast<InitListExpr>(E))
      return members(*List, Depth);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
      return construction(*Construct, Depth);
    if (const Expr *Moved = movedFrom(E))
      return value(Moved, Depth);
    if (const auto *Call = dyn_cast<CallExpr>(E))
      return valueOfCall(*Call, Depth);
  }

  BorrowedObjects Found;

private:
  void add(BorrowedObject::Kind Life, const Expr *Named, const VarDecl *Variable) {
    const BorrowedObject Seen{Life, Named, Variable};
    if (!llvm::is_contained(Found, Seen))
      Found.push_back(Seen);
  }

  bool isView(QualType T) const { return facts::isView(T, Context); }

  void temporary(const MaterializeTemporaryExpr &Temporary, unsigned Depth) {
    if (Temporary.getStorageDuration() == SD_Static || Temporary.getStorageDuration() == SD_Thread)
      return;
    const CXXRecordDecl *Record = Temporary.getType()->getAsCXXRecordDecl();
    if (Record && Record->hasDefinition() && Record->isEmpty())
      return; // a tag, a lambda that captures nothing: nothing of it can be read
    if (const auto *Extending = dyn_cast_or_null<VarDecl>(Temporary.getExtendingDecl()))
      add(BorrowedObject::Kind::Local, &Temporary, Extending);
    else
      add(BorrowedObject::Kind::Temporary, &Temporary, nullptr);
    value(Temporary.getSubExpr(), Depth);
  }

  /// Whether \p V is one of this function's own.
  bool isOwn(const VarDecl &V) const {
    const DeclContext *Of = V.getParentFunctionOrMethod();
    return Of && cast<Decl>(Of)->getCanonicalDecl() == F.getCanonicalDecl();
  }

  /// Whether the closure, the object of this call operator, holds \p V.
  bool isCapturedByCopy(const VarDecl &V) const {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (!Method || !Method->getParent()->isLambda())
      return false;
    for (const LambdaCapture &Capture : Method->getParent()->captures())
      if (Capture.capturesVariable() && Capture.getCapturedVar() == &V)
        return Capture.getCaptureKind() == LCK_ByCopy; // of a reference: what it refers to is copied
    return false;
  }

  void variable(const DeclRefExpr &Name, unsigned Depth) {
    const ValueDecl *Declared = Name.getDecl();
    if (const auto *Binding = dyn_cast<BindingDecl>(Declared)) {
      const auto *Whole = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
      if (!Whole || Whole->hasGlobalStorage() || !isOwn(*Whole))
        return;
      if (!Whole->getType()->isReferenceType())
        return add(BorrowedObject::Kind::Local, &Name, Whole);
      return object(Whole->getInit(), Depth);
    }
    const auto *V = dyn_cast<VarDecl>(Declared);
    if (!V || V->hasGlobalStorage())
      return;
    if (!isOwn(*V)) {
      if (isCapturedByCopy(*V))
        add(BorrowedObject::Kind::This, &Name, nullptr);
      return;
    }
    if (!V->getType()->isReferenceType())
      return add(BorrowedObject::Kind::Local, &Name, V);
    if (isa<ParmVarDecl>(V))
      return add(BorrowedObject::Kind::Borrowed, &Name, V);
    object(V->getInit(), Depth);
  }

  /// A pointer or view is read from the variable \p Name: what it was made from, as long as the function tells.
  void read(const DeclRefExpr &Name, unsigned Depth) {
    const auto *V = dyn_cast<VarDecl>(Name.getDecl());
    if (!V || V->hasGlobalStorage() || !isOwn(*V))
      return;
    const QualType T = V->getType().getNonReferenceType();
    if (!isView(T) && !isClosure(T))
      return;
    if (!isa<ParmVarDecl>(V))
      value(V->getInit(), Depth);
    else if (!V->getType()->isReferenceType()) // a view behind a reference may look at anything
      add(BorrowedObject::Kind::Borrowed, &Name, V);
  }

  void member(const MemberExpr &Member, unsigned Depth) {
    const auto *Field = dyn_cast<FieldDecl>(Member.getMemberDecl());
    if (!Field || Field->getType()->isReferenceType())
      return;
    if (Member.isArrow())
      value(Member.getBase(), Depth);
    else
      object(Member.getBase(), Depth);
  }

  void captures(const LambdaExpr &Lambda, unsigned Depth) {
    auto Init = Lambda.capture_init_begin();
    for (const LambdaCapture &Capture : Lambda.captures()) {
      const Expr *From = *Init++;
      if (!From)
        continue;
      if (Capture.capturesThis()) {
        if (Capture.getCaptureKind() == LCK_This)
          add(BorrowedObject::Kind::This, From, nullptr);
      } else if (Capture.capturesVariable()) {
        if (Capture.getCaptureKind() == LCK_ByRef)
          object(From, Depth);
        else if (isView(From->getType()) || isClosure(From->getType()))
          value(From, Depth);
      }
    }
  }

  void members(const InitListExpr &List, unsigned Depth) {
    const CXXRecordDecl *Record = List.getType()->getAsCXXRecordDecl();
    if (!Record || !Record->hasDefinition()) {
      for (const Expr *Element : List.inits())
        value(Element, Depth);
      return;
    }
    auto Field = Record->field_begin();
    for (unsigned I = Record->getNumBases(); I < List.getNumInits() && Field != Record->field_end(); ++I, ++Field) {
      if (Field->getType()->isReferenceType())
        object(List.getInit(I), Depth);
      else
        value(List.getInit(I), Depth);
    }
  }

  /// \p Argument initializes part of a view: it is looked at when it owns something, and passed on when it is itself a
  /// view.
  void lookedAt(const Expr *Argument, unsigned Depth) {
    if (isView(Argument->getType()))
      return value(Argument, Depth);
    const QualType T = Argument->getType();
    if (Argument->isGLValue() && (T->isRecordType() || T->isArrayType()) && !isSmartPointer(T))
      object(Argument, Depth);
  }

  void construction(const CXXConstructExpr &Construct, unsigned Depth) {
    const CXXConstructorDecl *Constructor = Construct.getConstructor();
    if (Construct.getNumArgs() == 0)
      return;
    if (Constructor->isCopyOrMoveConstructor())
      return value(Construct.getArg(0), Depth);
    const bool View = isView(Construct.getType());
    for (unsigned I = 0; I < Construct.getNumArgs(); ++I) {
      const Expr *Argument = Construct.getArg(I);
      const Expr *Value = withoutTemporaries(Argument);
      if (View)
        lookedAt(Argument, Depth);
      else if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(Value))
        value(List->getSubExpr(), Depth); // std::vector<std::string_view>{...}
      else if (isClosure(Value->getType()))
        value(Argument, Depth); // std::function<...>(lambda)
      else if (I < Constructor->getNumParams() && Constructor->getParamDecl(I)->hasAttr<LifetimeBoundAttr>())
        referTo(Argument, Constructor->getParamDecl(I)->getType(), Depth);
    }
  }

  void referTo(const Expr *Argument, QualType As, unsigned Depth) {
    if (As->isReferenceType())
      object(Argument, Depth);
    else
      value(Argument, Depth);
  }

  /// What the result of a function of the user's own refers to: the arguments whose lifetime its declaration binds to
  /// that of its result, and what its `return` statements take from its arguments and its object.
  void passedOn(const CallExpr &Call, unsigned Depth) {
    const CallParts Parts = partsOf(Call);
    if (!Parts.Callee)
      return;
    for (size_t I = 0; I < Parts.Arguments.size(); ++I)
      if (const ParmVarDecl *Parameter = Parts.parameter(I); Parameter && Parameter->hasAttr<LifetimeBoundAttr>())
        referTo(Parts.Arguments[I], Parameter->getType(), Depth);
    const FunctionDecl *Definition = nullptr;
    if (Calls >= MaxCalls || !Parts.Callee->getBody(Definition) || Definition->isDependentContext() ||
        !Unit.isUserCode(Definition->getLocation()))
      return;
    Finder Inner(*Definition, Unit, Calls + 1);
    forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
      if (const auto *Return = dyn_cast<ReturnStmt>(&S); Return && Return->getRetValue())
        Inner.referTo(Return->getRetValue(), Definition->getReturnType(), Depth);
    });
    for (const BorrowedObject &Given : Inner.Found) {
      if (Given.Life == BorrowedObject::Kind::This && Parts.Object)
        Parts.Object->getType()->isPointerType() ? value(Parts.Object, Depth) : object(Parts.Object, Depth);
      const auto *Parameter =
          Given.Life == BorrowedObject::Kind::Borrowed ? dyn_cast<ParmVarDecl>(Given.Variable) : nullptr;
      if (Parameter && Parameter->getFunctionScopeIndex() < Parts.Arguments.size())
        referTo(Parts.Arguments[Parameter->getFunctionScopeIndex()], Parameter->getType(), Depth);
    }
  }

  static const Expr *withoutCasts(const Expr *E) {
    while (const auto *Cast = dyn_cast<ImplicitCastExpr>(E->IgnoreParens()))
      E = Cast->getSubExpr();
    return E;
  }

  /// Whether what the smart pointer \p Pointer points to dies with it, as far as this function tells.
  bool owns(const Expr &Pointer) const {
    if (!isSoleOwner(Pointer.getType()))
      return false;
    const AccessPath Path = accessPath(&Pointer);
    if (Path.From != AccessPath::Root::Local && Path.From != AccessPath::Root::Parameter)
      return true;
    const auto *Owner = dyn_cast_or_null<VarDecl>(Path.Variable);
    return Owner && Path.Steps.empty() && keepsPointee(*Owner, F); // an element may be moved away with its container
  }

  /// An element of \p Of: of what a view looks at, or of what a container or a sole owner holds.
  void element(const Expr *Of, unsigned Depth) {
    Of = withoutCasts(Of); // to the base that has the operator
    const QualType T = Of->getType();
    if (isView(T))
      value(Of, Depth);
    else if (T->isRecordType() && (!isSmartPointer(T) || owns(*Of)))
      object(Of, Depth);
  }

  void objectOfOperator(const CXXOperatorCallExpr &Call, unsigned Depth) {
    switch (Call.getOperator()) {
    case OO_Star:
    case OO_Arrow:
    case OO_Subscript:
      return element(Call.getArg(0), Depth);
    case OO_Equal:
    case OO_PlusEqual:
      return object(Call.getArg(0), Depth);
    default:
      return passedOn(Call, Depth);
    }
  }

  void objectOfMethod(const CXXMemberCallExpr &Call, unsigned Depth) {
    const CXXMethodDecl *Method = Call.getMethodDecl();
    const Expr *Object = Call.getImplicitObjectArgument();
    if (!Method || !Object)
      return;
    static constexpr llvm::StringLiteral Elements[] = {"at", "front", "back", "value", "top"};
    if (Method->getDeclName().isIdentifier() && llvm::is_contained(Elements, Method->getName()) &&
        !Object->getType()->isPointerType())
      return element(Object, Depth);
    passedOn(Call, Depth);
  }

  void valueOfCall(const CallExpr &Call, unsigned Depth) {
    if (Call.getNumArgs() == 1 && Call.getBuiltinCallee() == Builtin::BIaddressof)
      return object(Call.getArg(0), Depth);
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call))
      if (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Plus)
        return element(Operator->getArg(0), Depth);
    const CallParts Parts = partsOf(Call);
    if (!Parts.Callee || !isView(Call.getType()))
      return;
    // Whose result looks at what is known of the standard library's kind: `s.data()`, `v.begin()`, `std::ref(x)`,
    // `asio::buffer(s)`; a user's `find(name)` may give anything.
    const bool Conversion = isa<CXXConversionDecl>(Parts.Callee);
    if (Unit.isUserCode(Parts.Callee->getLocation()) && !Conversion)
      return passedOn(Call, Depth);
    if (Parts.Object) {
      if (Parts.Arguments.empty() && !Parts.Object->getType()->isPointerType())
        isSmartPointer(Parts.Object->getType()) ? element(Parts.Object, Depth) : lookedAt(Parts.Object, Depth);
      else if (Parts.Callee->getReturnType().getCanonicalType() ==
               Parts.Object->getType().getCanonicalType().getUnqualifiedType())
        element(Parts.Object, Depth); // `view.substr(1)`
      return;
    }
    if (!Parts.Arguments.empty() && Parts.Arguments.size() <= 2 && !Call.getType()->isPointerType())
      lookedAt(Parts.Arguments[0], Depth);
  }

  const FunctionDecl &F;
  const TranslationUnit &Unit;
  const ASTContext &Context;
  const unsigned Calls; ///< of functions looked into on the way here
};

} // namespace

bool isView(QualType T, const ASTContext &Context) {
  if (T.isNull() || T->isDependentType())
    return false;
  T = T.getCanonicalType();
  if (T->isReferenceType() || (T->isPointerType() && !T->isFunctionPointerType()))
    return true;
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  return Record && Record->hasDefinition() && !Record->isLambda() && T.isTriviallyCopyableType(Context) &&
         holdsPointer(*Record->getDefinition(), /*Depth=*/4);
}

BorrowedObjects objectsBorrowedBy(const Expr &From, QualType To, const FunctionDecl &F, const TranslationUnit &Unit) {
  Finder Find(F, Unit);
  if (To->isReferenceType())
    Find.object(&From, MaxDepth);
  else
    Find.value(&From, MaxDepth);
  return std::move(Find.Found);
}

BorrowedObjects objectsNamedBy(const Expr &E, const FunctionDecl &F, const TranslationUnit &Unit) {
  Finder Find(F, Unit);
  if (E.getType()->isPointerType() && !E.isGLValue())
    Find.value(&E, MaxDepth);
  else
    Find.object(&E, MaxDepth);
  return std::move(Find.Found);
}

CallParts partsOf(const CallExpr &Call) {
  CallParts Parts;
  Parts.Callee = Call.getDirectCallee();
  if (!Parts.Callee)
    return Parts;
  Parts.Arguments = llvm::ArrayRef(Call.getArgs(), Call.getNumArgs());
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    Parts.Object = Member->getImplicitObjectArgument();
    return Parts;
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(Parts.Callee);
  if (isa<CXXOperatorCallExpr>(Call) && Method && !compat::hasExplicitObject(*Method)) {
    Parts.Object = Method->isStatic() ? nullptr : Parts.Arguments.front();
    Parts.Arguments = Parts.Arguments.drop_front();
  }
  return Parts;
}

} // namespace asynctidy::facts
