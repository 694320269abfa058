#include "facts/calls/object-ends.h"

#include "compat/record-type.h"
#include "facts/aliases/access-path.h"
#include "facts/aliases/access-step.h"
#include "facts/aliases/accessors.h"
#include "facts/aliases/container-borrows.h"
#include "facts/calls/waits.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/ended-work.h"
#include "facts/types/ownership.h"
#include "facts/types/unchanged.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Also an owner that has no `get()`: a template with `->` and `*` whose destructor does something.
bool ownsPointee(QualType T) {
  if (isOwningPointer(T))
    return true;
  const CXXRecordDecl *Record = readable(recordOf(T));
  const CXXDestructorDecl *Destructor = Record ? writtenDestructor(*Record) : nullptr;
  return Destructor && Destructor->isUserProvided() && !typeArgumentOf(T).isNull() && hasOperator(*Record, OO_Arrow) &&
         hasOperator(*Record, OO_Star) && !hasOperator(*Record, OO_PlusPlus) && methodsNamed(Record, "lock").empty();
}

QualType objectType(const Expr *Object) {
  const QualType T = Object->getType().getNonReferenceType();
  return T->isPointerType() ? T->getPointeeType() : T;
}

/// Finds the ends in one function.
class EndsInFunction {
public:
  EndsInFunction(const FunctionDecl &F, TranslationUnit &Unit, std::vector<ObjectEnd> &Found)
      : F(F), Unit(Unit), Index(indexOf(F, Unit)), Up(Index.parents()), Found(Found) {}

  void run() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S))
        look(*Call);
    });
  }

private:
  enum class Kind { None, One, All };

  /// What \p Call does to the objects that its own object owns.
  Kind endsObjects(const CallExpr &Call, const Expr *&Owner) const {
    if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(&Call)) {
      Owner = Assign->getOperator() == OO_Equal ? Assign->getArg(0) : nullptr;
      const QualType T = Owner ? objectType(Owner) : QualType();
      return Owner && (ownsPointee(T) || isOptional(T)) && !keepsValue(*Assign) ? Kind::All : Kind::None;
    }
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    const CXXMethodDecl *Method = Member ? Member->getMethodDecl() : nullptr;
    if (!Method || !Method->getDeclName().isIdentifier() || leavesObject(*Method, Unit.models()))
      return Kind::None;
    Owner = Member->getImplicitObjectArgument();
    const QualType T = objectType(Owner);
    const llvm::StringRef Name = Method->getName();
    if (ownsPointee(T) || isOptional(T))
      return Name == "reset" ? Kind::All : Kind::None;
    if (!isContainer(T, Unit.models()) || effectOf(*Method, Unit.models()) != Effect::Removes)
      return Kind::None;
    if (Name.starts_with("erase") || Name.starts_with("pop") || Name.starts_with("remove"))
      return Name.contains("_if") ? Kind::None : Kind::One; // that asks each object
    return Name == "clear" ? Kind::All : Kind::None;
  }

  void look(const CallExpr &Call) {
    const Expr *Owner = nullptr;
    const Kind Does = endsObjects(Call, Owner);
    if (Does == Kind::None || !isOwnerOfObjects(objectType(Owner)))
      return;
    const AccessPath Path = accessPath(Owner);
    if (!Path || Path.From == AccessPath::Root::Local)
      return;
    const auto [Declared, StepsBehind] = innermostOf(Path);
    if (!Declared || StepsBehind != 0 || (!isa<FieldDecl>(Declared) && Path.From != AccessPath::Root::Global))
      return;
    bool Prepared = false;
    if (hasNoWorkBefore(Call, *Declared, Prepared))
      return;
    Found.push_back({&F, &Call, Declared, Does == Kind::One, Prepared});
  }

  /// Whether what is let go may be an object of a class: not `std::map<int, int>`, not `std::vector<session *>`.
  bool isOwnerOfObjects(QualType T) const {
    const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
    return Class && llvm::any_of(Class->getTemplateArgs().asArray(), [](const TemplateArgument &Argument) {
             const CXXRecordDecl *Held =
                 Argument.getKind() == TemplateArgument::Type ? recordOf(Argument.getAsType()) : nullptr;
             return Held && !Argument.getAsType()->isPointerType() &&
                    (!Held->isInStdNamespace() || ownsPointee(Argument.getAsType())); // no std::less, no allocator
           });
  }

  /// What the function does with an object of \p Owner before \p End lets it go. True when it then has no more work.
  bool hasNoWorkBefore(const CallExpr &End, const ValueDecl &Owner, bool &Prepared) const {
    const unsigned Last = Index.numberOf(End).value_or(0);
    llvm::DenseSet<const ValueDecl *> Elements; // iterators, references and copies
    bool Ended = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (Index.numberOf(S).value_or(Last) >= Last)
        return;
      forEachDeclared(S, [&](const VarDecl &V) {
        if (V.getInit() && mentions(*V.getInit(), Owner, Elements))
          Elements.insert(&V);
      });
      if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S)) {
        Ended |= mentions(*Await->getOperand(), Owner, Elements);
        Prepared = true; // for all it is known, that ends the work
        return;
      }
      const auto *Name = dyn_cast<DeclRefExpr>(&S);
      if (Name && Elements.contains(wholeOf(*Name->getDecl())))
        use(*Name, End, Ended, Prepared);
      else if (const auto *Member = dyn_cast<MemberExpr>(&S); Member && names(Member->getMemberDecl(), Owner))
        useOfOwner(*Member, End, Ended, Prepared);
    });
    return Ended;
  }

  static bool names(const ValueDecl *Declared, const ValueDecl &Owner) {
    return Declared->getLocation() == Owner.getLocation();
  }

  static const ValueDecl *wholeOf(const ValueDecl &Declared) {
    const auto *Binding = dyn_cast<BindingDecl>(&Declared);
    return Binding ? cast<ValueDecl>(Binding->getDecomposedDecl()) : &Declared;
  }

  static bool mentions(const Stmt &S, const ValueDecl &Owner, const llvm::DenseSet<const ValueDecl *> &Elements) {
    bool Found = false;
    forEachEvaluated(&S, [&](const Stmt &At) {
      if (const auto *Member = dyn_cast<MemberExpr>(&At))
        Found |= names(Member->getMemberDecl(), Owner);
      else if (const auto *Name = dyn_cast<DeclRefExpr>(&At))
        Found |= names(Name->getDecl(), Owner) || Elements.contains(wholeOf(*Name->getDecl()));
    });
    return Found;
  }

  /// `it == sessions_.end()`, `*it` as the argument of the end: they say nothing of the object itself.
  void use(const Expr &Element, const CallExpr &End, bool &Ended, bool &Prepared) const {
    const Expr *Child = &Element;
    bool Looks = false;
    for (const Stmt *Above = Up.of(Element); Above && Above != &End; Above = Up.of(*Above)) {
      if (const auto *Compare = dyn_cast<CXXOperatorCallExpr>(Above); Compare && Compare->isComparisonOp() && !Looks)
        return;
      if (const auto *Compare = dyn_cast<BinaryOperator>(Above); Compare && Compare->isComparisonOp() && !Looks)
        return;
      if (isa<MemberExpr>(Above) ||
          (isa<CXXOperatorCallExpr>(Above) && cast<CXXOperatorCallExpr>(Above)->getOperator() != OO_PlusPlus))
        Looks = true;
      const bool Tests =
          isa<IfStmt, WhileStmt, ConditionalOperator, SwitchStmt>(Above) && Looks && isCondition(*Above, *Child);
      const bool Takes = movedFrom(dyn_cast<Expr>(Above) ? cast<Expr>(Above) : Child) || isa<ReturnStmt>(Above);
      if (Tests || Takes) {
        Ended = true;
        return;
      }
      if (!isa<Expr>(Above))
        break;
      Child = cast<Expr>(Above);
    }
    Prepared |= Looks;
  }

  /// `sessions_.at(id)->stop()`, other than a question to the container alone.
  void useOfOwner(const MemberExpr &Owner, const CallExpr &End, bool &Ended, bool &Prepared) const {
    const Stmt *Callee = Up.of(Owner);
    while (Callee && isa<ImplicitCastExpr, ParenExpr>(Callee))
      Callee = Up.of(*Callee);
    const auto *Method = dyn_cast_or_null<MemberExpr>(Callee);
    const auto *Call = dyn_cast_or_null<CallExpr>(Method ? Up.of(*Method) : Callee);
    if (!Call || Call == &End)
      return;
    const bool GivesElement =
        accessStep(Call).Does == AccessStep::Kind::Element || accessStep(Call).Does == AccessStep::Kind::Pointee;
    if (GivesElement)
      use(*Call, End, Ended, Prepared);
  }

  static bool isCondition(const Stmt &Branch, const Expr &Part) {
    if (const auto *If = dyn_cast<IfStmt>(&Branch))
      return If->getCond() == &Part;
    if (const auto *Loop = dyn_cast<WhileStmt>(&Branch))
      return Loop->getCond() == &Part;
    if (const auto *Choice = dyn_cast<ConditionalOperator>(&Branch))
      return Choice->getCond() == &Part;
    return true;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const FunctionIndex &Index;
  const Parents &Up;
  std::vector<ObjectEnd> &Found;
};

struct EndsOfUnit : Analysis<WholeUnit, std::vector<ObjectEnd>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    for (const FunctionDecl *F : Unit.userCode().Functions)
      if (!F->isDependentContext() && !makesReplacesOrEndsObject(*F) && !isLambda(*F) &&
          !leavesObject(*F, Unit.models()))
        EndsInFunction(*F, Unit, Found).run();
    return Found;
  }
};

/// The variable of \p F that \p E names, if it owns what it points to.
const VarDecl *ownPointer(const Expr &E, const FunctionDecl &F) {
  const VarDecl *V = localIn(&E);
  return V && !V->getType()->isReferenceType() && ownsPointee(V->getType()) && V->getDeclContext() == &F ? V : nullptr;
}

/// Follows an expression to its owner, and notes what kind of pointer leads to the object.
class OwnerSearch {
public:
  explicit OwnerSearch(const FunctionDecl &F, unsigned Calls = 0) : F(F), Calls(Calls) {}

  /// Whether all that leads to the object owns it; \p E becomes what to start from.
  bool follow(const Expr *&E) {
    const Expr *Start = E;
    for (unsigned Depth = 0; Start && Depth < MaxDepth; ++Depth) {
      const AccessStep Step = accessStep(Start = withoutTemporaries(Start));
      if (byAccessor(*Start))
        return true;
      const bool Loads = Step.Of && Step.Of->getType()->isPointerType();
      switch (Step.Does) {
      case AccessStep::Kind::Name:
        if (!through(Step, Start))
          return HasOwner;
        break;
      case AccessStep::Kind::This:
        return HasOwner;
      case AccessStep::Kind::Pointee:
      case AccessStep::Kind::Element:
      case AccessStep::Kind::Member:
        if (!cross(Step, Loads))
          return false;
        if (const VarDecl *Copy = ownPointer(*Step.Of, F)) {
          if (isCoroutine(F) || !isSharedPointer(Copy->getType()) || Copy->isInitCapture() || !Copy->getInit() ||
              isa<ParmVarDecl>(Copy))
            return false;
          E = Start = valueIn(Copy->getInit()); // goes with the return
          continue;
        }
        Start = Step.Of;
        break;
      case AccessStep::Kind::Same:
      case AccessStep::Kind::Address:
      case AccessStep::Kind::Into:
        Start = Step.Of;
        break;
      default:
        return false;
      }
    }
    return false;
  }

  bool IsSole = true;

private:
  static constexpr unsigned MaxDepth = 24;
  static constexpr unsigned MaxCalls = 3; ///< of accessors by accessors

  /// What an accessor returns: `return it == sessions_.end() ? nullptr : it->second.get();`
  bool byAccessor(const Expr &Call) {
    const AccessorCall Gives = accessorCalledBy(Call);
    if (!Gives || Gives.Returned.size() != 1 || Calls == MaxCalls)
      return false;
    OwnerSearch Inner(*Gives.Body, Calls + 1);
    const Expr *Value = Gives.Returned.front();
    if (!Inner.follow(Value))
      return false;
    IsSole &= Inner.IsSole;
    return true;
  }

  /// A step through a pointer: only what owns the pointee may be crossed, and iterators.
  bool cross(const AccessStep &Step, bool Loads) {
    if (Loads && (Step.Does == AccessStep::Kind::Pointee || Step.ThroughPointer))
      return isa<CXXThisExpr, CallExpr, DeclRefExpr, UnaryOperator>(withoutTemporaries(Step.Of));
    if (Step.Does == AccessStep::Kind::Member)
      return !Step.Declared->getType()->isPointerType() && !Step.Declared->getType()->isReferenceType();
    const QualType T = Step.type();
    if (ownsPointee(T)) {
      HasOwner = true;
      IsSole &= !isCopyable(*readable(recordOf(T)));
      return true;
    }
    HasOwner |= isOptional(T) || Step.Does == AccessStep::Kind::Element || isIterator(T);
    return isOptional(T) || Step.Does == AccessStep::Kind::Element || isIterator(T);
  }

  /// Goes on with what a local is bound to; false at the end of the way.
  bool through(const AccessStep &Step, const Expr *&Start) {
    const ValueDecl *Declared = Step.Declared;
    if (const auto *Binding = dyn_cast<BindingDecl>(Declared))
      Declared = cast<ValueDecl>(Binding->getDecomposedDecl());
    const auto *V = dyn_cast<VarDecl>(Declared);
    const bool Refers = V && (V->getType()->isReferenceType() || V->getType()->isPointerType() ||
                              isIterator(V->getType()) || V->isImplicit());
    if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V) || V->getDeclContext() != &F || !V->getInit() || !Refers)
      return false;
    Start = V->getInit();
    HasOwner |= isIterator(V->getType());
    return true;
  }

  const FunctionDecl &F;
  const unsigned Calls;
  bool HasOwner = false;
};

} // namespace

const std::vector<ObjectEnd> &objectEnds(TranslationUnit &Unit) { return Unit.get<EndsOfUnit>({}); }

std::optional<ObjectOwner> ownerOf(const Expr &Object, const FunctionDecl &F, TranslationUnit &Unit) {
  OwnerSearch Search(F);
  const Expr *Start = &Object;
  if (!Search.follow(Start))
    return std::nullopt;
  ContainerBorrows Borrows(F, Unit.models());
  if (const auto Borrow = Borrows.borrowBehind(*Start)) {
    const auto What = Borrow->From.What;
    if (What == SharedObject::Kind::Member || What == SharedObject::Kind::Global)
      return ObjectOwner{Borrow->From.Declared, Search.IsSole};
    return std::nullopt;
  }
  const AccessPath Path = accessPath(Start);
  const auto [Declared, StepsBehind] = innermostOf(Path);
  if (!Path || !Declared || StepsBehind != 0 || !(ownsPointee(Declared->getType()) || isOptional(Declared->getType())))
    return std::nullopt;
  const bool IsShared = Path.From == AccessPath::Root::This || Path.From == AccessPath::Root::Global;
  return IsShared && (isa<FieldDecl>(Declared) || Path.From == AccessPath::Root::Global)
             ? std::optional(ObjectOwner{Declared, Search.IsSole})
             : std::nullopt;
}

/// `stopped_ = true;`, of a `std::atomic` as well, `source_.request_stop();`: assignments and flags tell the work to
/// end and do not wait for it.
static bool onlySetsFlag(const CallExpr &Call, const FunctionDecl &Callee) {
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call))
    return Operator->getOperator() == OO_Equal;
  const NamespaceDecl *Library = outermostNamespace(Callee);
  static constexpr llvm::StringLiteral Setters[] = {"store", "exchange", "request_stop", "test_and_set"};
  return Library && Library->isStdNamespace() && Callee.getDeclName().isIdentifier() &&
         llvm::is_contained(Setters, Callee.getName());
}

bool mayEndWorkInDestructor(const CXXRecordDecl &Class, TranslationUnit &Unit) {
  const QualType T = compat::typeOf(Class);
  if (endsItsWork(T, nullptr, Unit.models()) || waitsInDestructor(T, Unit))
    return true;
  const CXXRecordDecl *Record = readable(&Class);
  const CXXDestructorDecl *Destructor = Record ? writtenDestructor(*Record) : nullptr;
  if (!Destructor || !Destructor->isUserProvided())
    return false;
  const Stmt *Body = bodyOf(*Destructor);
  bool Calls = !Body;
  if (Body)
    forEachEvaluated(Body, [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      const CallParts Parts = Call ? partsOf(*Call) : CallParts();
      auto IsOwn = [](const Expr *E) { return E && accessPath(E).From == AccessPath::Root::This; };
      Calls |= Parts.Callee && !onlySetsFlag(*Call, *Parts.Callee) &&
               (IsOwn(Parts.Object) || llvm::any_of(Parts.Arguments, IsOwn));
    });
  return Calls;
}

} // namespace asynctidy::facts
