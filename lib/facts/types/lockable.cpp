#include "facts/types/lockable.h"

#include "compat/record-type.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

constexpr unsigned MaxDepth = 3; ///< of guards in members of members, and of constructors in constructors

QualType withoutPointer(QualType T) {
  if (T.isNull())
    return T;
  T = T.getNonReferenceType();
  return T->isPointerType() ? T->getPointeeType() : T;
}

bool hasMethod(const CXXRecordDecl *Record, llvm::StringRef Name) { return !methodsNamed(Record, Name).empty(); }

/// Whether some member function returns an awaitable.
bool hasAwaitableOperation(const CXXRecordDecl *Record) {
  return visitWithBases(Record, [](const CXXRecordDecl &Class) {
    return llvm::any_of(Class.methods(), [](const CXXMethodDecl *Method) {
      return !Method->isStatic() && !isa<CXXConversionDecl>(Method) && awaitableForm(Method->getReturnType());
    });
  });
}

/// Whether `co_await m.lock()` returns a guard: a lock for coroutines that only its guards unlock.
bool givesGuards(const CXXRecordDecl *Record, const models::ModelSet &Models) {
  return llvm::any_of(methodsNamed(Record, "lock"), [&](const CXXMethodDecl *Lock) {
    const QualType Awaited = awaitResult(Lock->getReturnType());
    return !Awaited.isNull() && isGuard(Awaited, Models);
  });
}

/// A class with the interface of a lock, such as a null mutex, with a visible `lock` that never waits.
bool neverWaits(const CXXRecordDecl *Record) {
  for (const llvm::StringRef Name : {"lock", "lock_shared"})
    for (const CXXMethodDecl *Lock : methodsNamed(Record, Name))
      if (mayWait(*Lock))
        return false;
  return true;
}

/// The first type of \p Record's template arguments and members for which \p Answer has one.
template <class Answer> auto firstOfParts(const CXXRecordDecl *Record, Answer Ask) -> decltype(Ask(QualType())) {
  if (const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Record))
    for (const TemplateArgument &Argument : Specialization->getTemplateArgs().asArray()) {
      const auto Parts =
          Argument.getKind() == TemplateArgument::Pack ? Argument.pack_elements() : llvm::ArrayRef(Argument);
      for (const TemplateArgument &Part : Parts)
        if (Part.getKind() == TemplateArgument::Type)
          if (auto Found = Ask(Part.getAsType()))
            return Found;
    }
  decltype(Ask(QualType())) Found;
  visitWithBases(Record, [&](const CXXRecordDecl &Class) {
    for (const FieldDecl *Field : Class.fields())
      if ((Found = Ask(Field->getType())))
        return true;
    return false;
  });
  return Found;
}

std::optional<GuardShape> shapeOf(QualType T, const models::ModelSet &Models, unsigned Depth) {
  const CXXRecordDecl *Record = T.isNull() || T->isReferenceType() || T->isPointerType() ? nullptr : recordOf(T);
  Record = readable(Record);
  if (!Record || Record->isLambda() || Depth == 0)
    return std::nullopt;
  if (isGuard(T, Models)) {
    auto Kind = firstOfParts(recordOf(T), [&](QualType Part) { return lockableKind(Part, Models); });
    if (!Kind && Record->hasAttr<ScopedLockableAttr>())
      Kind = LockKind::Thread;
    if (const auto *Outer = dyn_cast<CXXRecordDecl>(Record->getDeclContext()); Outer && !Kind)
      Kind = lockableKind(compat::typeOf(*Outer), Models); // mutex::guard
    return Kind ? std::optional(GuardShape{*Kind, destructorCalls(T, "unlock_shared")}) : std::nullopt;
  }
  // optional<guard>, unique_ptr<guard>: the guard is the first type argument of something one can reset.
  if (const QualType Kept = typeArgumentOf(T); !Kept.isNull() && hasMethod(recordOf(T), "reset"))
    return shapeOf(Kept, Models, Depth - 1);
  std::optional<GuardShape> Inner;
  visitWithBases(Record, [&](const CXXRecordDecl &Class) {
    for (const FieldDecl *Field : Class.fields())
      if ((Inner = shapeOf(Field->getType(), Models, Depth - 1)))
        return true;
    return false;
  });
  return Inner;
}

} // namespace

std::optional<LockKind> lockableKind(QualType T, const models::ModelSet &Models) {
  T = withoutPointer(T);
  if (T.isNull() || isGuard(T, Models))
    return std::nullopt;
  if (isModelled(T, Means::Lock, Models))
    return LockKind::Thread;
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record)
    return std::nullopt;
  const bool Unlocks = hasMethod(Record, "unlock") || hasMethod(Record, "unlock_shared");
  const bool Capability = Record->hasAttr<CapabilityAttr>();
  if (!Unlocks && !Capability)
    return givesGuards(Record, Models) ? std::optional(LockKind::Async) : std::nullopt;
  // A class with both kinds of operations is made for coroutines: its holder may be a task.
  if (hasAwaitableOperation(Record))
    return LockKind::Async;
  const bool Locks = hasMethod(Record, "lock") || hasMethod(Record, "lock_shared");
  return Capability || (Locks && !neverWaits(Record)) ? std::optional(LockKind::Thread) : std::nullopt;
}

static bool mayWait(const FunctionDecl &F, unsigned Depth) {
  const Stmt *Body = bodyOf(F);
  bool Found = !Body || Depth == 0;
  auto Look = [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const auto *Construct = dyn_cast<CXXConstructExpr>(&S);
    Found |=
        isa<WhileStmt, DoStmt, ForStmt, CXXForRangeStmt, CoroutineSuspendExpr, DependentCoawaitExpr>(S) ||
        (Call && !(Callee && (Callee->isNoReturn() || Callee->getBuiltinID() != 0))) ||
        (Construct && !Construct->getConstructor()->isTrivial() && mayWait(*Construct->getConstructor(), Depth - 1));
  };
  if (Found)
    return true;
  forEachEvaluated(Body, Look);
  if (const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(definitionOf(F)))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      forEachEvaluated(Init->getInit(), Look);
  return Found;
}

bool mayWait(const FunctionDecl &F) { return mayWait(F, MaxDepth); }

/// The field of \p Class that \p E names somewhere, itself or by a local that was read from it, or null.
static const FieldDecl *fieldNamed(const Stmt *E, const CXXRecordDecl &Class, bool ByLocals = true) {
  const FieldDecl *Found = nullptr;
  forEachEvaluated(E, [&](const Stmt &S) {
    const auto *Member = dyn_cast<MemberExpr>(&S);
    const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    if (Field && Field->getParent()->getCanonicalDecl() == Class.getCanonicalDecl())
      Found = Field;
    if (const VarDecl *Copy = ByLocals ? localIn(dyn_cast<DeclRefExpr>(&S)) : nullptr; Copy && Copy->getInit())
      Found = Found ? Found : fieldNamed(Copy->getInit(), Class, /*ByLocals=*/false);
  });
  return Found;
}

/// Whether \p If asks whether the owner that \p Class remembers is the one that comes: `owner == caller`.
static bool comparesOwner(const IfStmt &If, const CXXRecordDecl &Class) {
  bool Found = false;
  const auto Compare = [&](const Expr *One, const Expr *Other) {
    const auto IsNone = [&](const Expr *E) {
      const auto *Made = dyn_cast<CXXConstructExpr>(withoutTemporaries(E));
      return (Made && Made->getNumArgs() == 0) ||
             E->isNullPointerConstant(Class.getASTContext(), Expr::NPC_ValueDependentIsNotNull) ||
             (!E->isValueDependent() && E->isEvaluatable(Class.getASTContext()));
    };
    Found |= !IsNone(One) && !IsNone(Other) && !fieldNamed(One, Class) != !fieldNamed(Other, Class);
  };
  forEachEvaluated(If.getCond(), [&](const Stmt &S) {
    if (const auto *Operator = dyn_cast<BinaryOperator>(&S); Operator && Operator->getOpcode() == BO_EQ)
      Compare(Operator->getLHS(), Operator->getRHS());
    else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(&S);
             Call && Call->getOperator() == OO_EqualEqual && Call->getNumArgs() == 2)
      Compare(Call->getArg(0), Call->getArg(1));
  });
  return Found;
}

/// `++count`, also of an atomic, and `count.fetch_add(1)`.
static bool incrementsField(const Stmt &S, const CXXRecordDecl &Class) {
  if (const auto *Count = dyn_cast<UnaryOperator>(&S))
    return Count->isIncrementOp() && fieldNamed(Count->getSubExpr(), Class);
  if (const auto *Count = dyn_cast<CXXOperatorCallExpr>(&S))
    return Count->getOperator() == OO_PlusPlus && fieldNamed(Count->getArg(0), Class);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
  return Call && simpleNameOf(Call->getMethodDecl()) == "fetch_add" &&
         fieldNamed(Call->getImplicitObjectArgument(), Class);
}

/// Whether objects of \p T remember their owner, and only count when that comes again:
/// `if (owner == caller) { ++count; return true; }`, in the class or in one inside of it.
static bool countsItsOwner(QualType T) {
  const CXXRecordDecl *Class = readable(recordOf(T));
  if (!Class || !Class->hasDefinition())
    return false;
  bool Counts = false;
  const auto Look = [&](const CXXRecordDecl &In) {
    for (const CXXMethodDecl *Method : In.methods())
      forEachEvaluated(bodyOf(*Method), [&](const Stmt &S) {
        const auto *If = dyn_cast<IfStmt>(&S);
        if (!Counts && If && comparesOwner(*If, *Class))
          forEachEvaluated(If->getThen(), [&](const Stmt &Inner) { Counts |= incrementsField(Inner, *Class); });
      });
  };
  Look(*Class);
  for (const Decl *Each : Class->decls())
    if (const auto *Inner = dyn_cast<CXXRecordDecl>(Each); Inner && Inner->isThisDeclarationADefinition())
      Look(*Inner);
  return Counts;
}

bool isRecursiveLock(QualType T, const models::ModelSet &Models) {
  const QualType Lock = withoutPointer(T);
  if (isModelled(Lock, Means::RecursiveLock, Models) || countsItsOwner(Lock))
    return true;
  // A wrapper of a recursive lock is recursive.
  const CXXRecordDecl *Record = recordOf(Lock);
  return Record && Record->hasDefinition() && llvm::any_of(Record->fields(), [&](const FieldDecl *Field) {
           return isModelled(Field->getType(), Means::RecursiveLock, Models);
         });
}

std::optional<GuardShape> guardShape(QualType T, const models::ModelSet &Models) {
  return shapeOf(T, Models, MaxDepth);
}

} // namespace asynctidy::facts
