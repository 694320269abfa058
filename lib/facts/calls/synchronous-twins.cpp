#include "facts/calls/synchronous-twins.h"

#include "facts/flow/function-index.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool isVisible(const FunctionDecl &F, TranslationUnit &Unit) {
  const FunctionDecl *Definition = nullptr;
  return F.hasBody(Definition) && Unit.isUserCode(Definition->getLocation());
}

bool areSame(QualType A, QualType B) {
  return !A.isNull() && !B.isNull() &&
         A.getNonReferenceType().getCanonicalType().getUnqualifiedType() ==
             B.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

/// `task.get()`, where `co_await task` gives the same.
bool waitsForObject(const CXXMethodDecl &Method, const Expr &Object, TranslationUnit &Unit) {
  const llvm::StringRef Name = Method.getName();
  const QualType T = Object.getType()->isPointerType() ? Object.getType()->getPointeeType() : Object.getType();
  const Work Stands = Unit.workOf(T);
  if (!Stands || Stands.Kind == WorkKind::Generator || Stands.Yields)
    return false;
  if (Name == "wait" || Name == "join")
    return Method.getReturnType()->isVoidType();
  return (Name == "get" || Name == "value") && areSame(Method.getReturnType(), awaitResult(T));
}

bool isMarkOfTwin(llvm::StringRef Word) {
  return Word == "async" || Word == "co" || Word == "coro" || Word == "awaitable";
}

/// Ends or starts something, which takes no time, or only looks.
bool takesNoTime(const std::vector<std::string> &Words) {
  static constexpr llvm::StringLiteral Quick[] = {"close",   "cancel", "stop",   "start", "reset",    "try",
                                                  "release", "unlock", "notify", "post",  "set",      "is",
                                                  "has",     "begin",  "end",    "then",  "size",     "abort",
                                                  "detach",  "submit", "spawn",  "run",   "shutdown", "destroy"};
  return Words.empty() || llvm::is_contained(Quick, Words.front());
}

struct OperationTwin : Analysis<const CXXMethodDecl *, std::string> {
  static Result run(const CXXMethodDecl *Method, TranslationUnit &Unit) {
    const std::vector<std::string> Words = wordsOf(Method->getName());
    if (takesNoTime(Words) || Method->isStatic() || isNoexcept(*Method) || awaitableForm(returnTypeOf(*Method)))
      return {};
    Result Found;
    visitWithBases(Method->getParent(), [&](const CXXRecordDecl &Class) {
      for (const CXXMethodDecl *Other : Class.methods()) {
        if (!Other->getDeclName().isIdentifier() || Other->getName() == Method->getName())
          continue;
        std::vector<std::string> Rest = wordsOf(Other->getName());
        const size_t Before = Rest.size();
        llvm::erase_if(Rest, [](const std::string &Word) { return isMarkOfTwin(Word); });
        if (Rest.size() < Before && Rest == Words && Unit.workOf(returnTypeOf(*Other))) {
          Found = Other->getName().str();
          return true;
        }
      }
      return false;
    });
    return Found;
  }
};

/// The variable, or the await, that \p E is a part or an element of, or was taken from; null when there is none.
const Expr *originOf(const Expr *E) {
  while (E) {
    E = valueIn(E);
    if (isa<CoawaitExpr>(E) || isa<DeclRefExpr>(E))
      return E;
    if (const auto *Member = dyn_cast<MemberExpr>(E); Member && isa<FieldDecl>(Member->getMemberDecl())) {
      E = Member->getBase();
    } else if (const auto *Of = dyn_cast<UnaryOperator>(E)) {
      E = Of->getSubExpr();
    } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E)) {
      E = Element->getBase();
    } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
      const CallParts Parts = partsOf(*Call);
      E = Parts.Object ? Parts.Object : Parts.Arguments.empty() ? nullptr : Parts.Arguments.front(); // std::get<0>(all)
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

const ValueDecl *rootOf(const Expr *E) {
  const auto *Name = dyn_cast_or_null<DeclRefExpr>(originOf(E));
  const auto *Binding = Name ? dyn_cast<BindingDecl>(Name->getDecl()) : nullptr;
  return Binding ? Binding->getDecomposedDecl() : Name ? Name->getDecl() : nullptr;
}

bool containsAwait(const Expr *E) {
  bool Found = false;
  forEachEvaluated(E, [&](const Stmt &S) { Found |= isa<CoawaitExpr>(S); });
  return Found;
}

bool isOfLambda(const ParmVarDecl &Parameter) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Parameter.getDeclContext());
  return Method && Method->getParent()->isLambda();
}

/// The statements of a function that make variables ready, in its order.
class Readiness {
public:
  Readiness(const FunctionDecl &In, TranslationUnit &Unit) : In(In), Index(indexOf(In, Unit)) {}

  bool isReady(const ValueDecl &V, unsigned Before, unsigned Depth) const {
    if (const auto *Local = dyn_cast<VarDecl>(&V)) {
      const Expr *Init = rangeOf(*Local);
      Init = Init ? Init : Local->getInit();
      if (isa_and_nonnull<CoawaitExpr>(originOf(Init)))
        return true;
      const ValueDecl *Origin = Init && Depth > 0 ? rootOf(Init) : nullptr;
      if (Origin && Origin != &V && isReady(*Origin, Before, Depth - 1))
        return true;
    }
    return isAwaited(V, Before);
  }

private:
  const Expr *rangeOf(const VarDecl &V) const {
    const Expr *Range = nullptr;
    forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
      if (const auto *Loop = dyn_cast<CXXForRangeStmt>(&S); Loop && Loop->getLoopVariable() == &V)
        Range = Loop->getRangeInit();
    });
    return Range;
  }

  /// `co_await when_all(v)`, `v = co_await ...` before \p Before.
  bool isAwaited(const ValueDecl &V, unsigned Before) const {
    const Parents &Up = Index.parents();
    return llvm::any_of(Index.namesOf(V), [&](const DeclRefExpr *Name) {
      const auto Here = Index.numberOf(*Name);
      if (!Here || *Here >= Before)
        return false;
      for (const Stmt *Above = Up.of(*Name); Above && isa<Expr>(Above); Above = Up.of(*Above)) {
        if (isa<CoawaitExpr>(Above))
          return true;
        if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Above);
            Assign && Assign->getOperator() == OO_Equal && rootOf(Assign->getArg(0)) == &V)
          return containsAwait(Assign->getArg(1));
      }
      return false;
    });
  }

  const FunctionDecl &In;
  const FunctionIndex &Index;
};

} // namespace

std::optional<AsynchronousTwin> asynchronousTwin(const CXXMemberCallExpr &Call, TranslationUnit &Unit) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  const auto IsWritten = [](const Expr *Argument) { return !isa<CXXDefaultArgExpr>(Argument); };
  if (!Method || !Method->getDeclName().isIdentifier() || isVisible(*Method, Unit))
    return std::nullopt;
  const Expr *Object = Call.getImplicitObjectArgument();
  if (llvm::none_of(Call.arguments(), IsWritten) && !isNoexcept(*Method) && waitsForObject(*Method, *Object, Unit))
    return AsynchronousTwin{true, "co_await"};
  if (isa<CXXThisExpr>(withoutTemporaries(Object)))
    return std::nullopt; // the class knows which of its operations it may use
  const std::string &Name = Unit.get<OperationTwin>(Method->getCanonicalDecl());
  return Name.empty() ? std::nullopt : std::optional(AsynchronousTwin{false, Name});
}

bool isGivenByCaller(const CXXMemberCallExpr &Call) {
  return isa_and_nonnull<ParmVarDecl>(rootOf(Call.getImplicitObjectArgument()));
}

bool isGivenToLambda(const CXXMemberCallExpr &Call) {
  const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(rootOf(Call.getImplicitObjectArgument()));
  return Parameter && isOfLambda(*Parameter);
}

bool isReadyByAwait(const CXXMemberCallExpr &Call, const FunctionDecl &In, TranslationUnit &Unit) {
  const Expr *Object = Call.getImplicitObjectArgument();
  if (isa_and_nonnull<CoawaitExpr>(originOf(Object)))
    return true;
  const ValueDecl *Root = rootOf(Object);
  const auto Here = indexOf(In, Unit).numberOf(Call);
  return Root && Here && Readiness(In, Unit).isReady(*Root, *Here, 3);
}

} // namespace asynctidy::facts
