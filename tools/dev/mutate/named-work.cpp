#include "lifetime-plants.h"

#include "facts/aliases/borrowed-objects.h"
#include "facts/calls/escape.h"
#include "facts/calls/use-after-return.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/views.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;
using asynctidy::facts::BorrowedObject;
using asynctidy::facts::Escape;

namespace asynctidy::mutate {
namespace {

/// Whether an object of type \p T can be copied, or only moved.
enum class Copies { None, ByMove, ByCopy };
Copies copiesOf(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  if (!Record)
    return T->isScalarType() && !T->isPointerType() ? Copies::ByCopy : Copies::None;
  if (!Record->hasDefinition() || Record->isAbstract() || Record->isEmpty())
    return Copies::None;
  bool Copied = Record->needsOverloadResolutionForCopyConstructor() || !Record->defaultedCopyConstructorIsDeleted();
  bool Moved = Copied || Record->hasSimpleMoveConstructor();
  for (const CXXConstructorDecl *Constructor : Record->ctors()) {
    if (Constructor->isCopyConstructor())
      Copied = !Constructor->isDeleted();
    else if (Constructor->isMoveConstructor())
      Moved = !Constructor->isDeleted();
  }
  return Copied ? Copies::ByCopy : Moved ? Copies::ByMove : Copies::None;
}

/// A change of the text of work, so that it uses an object that is destroyed first.
struct Mutation {
  Edit Uses;            ///< in the text itself
  std::string Declares; ///< a local of a scope that ends before the work is awaited; empty: the work uses a temporary

  /// True when the unchanged text already uses a temporary.
  bool isNone() const { return Uses.Text.empty(); }
};

constexpr llvm::StringLiteral LocalCopy = "async_planted_copy";

class NamedWork {
public:
  NamedWork(const FunctionSite &Site, PlantContext &In) : Site(Site), In(In), Up(&Site.Body), Where(Up, In.Unit) {}

  void run() {
    forEachPlainStatement(Site, In, [&](const Stmt &S) { statement(S); });
  }

private:
  /// One piece of work in the operand of an await or a waiting function, with the change that makes it outlive an
  /// object.
  struct Piece {
    Kind What;
    Mutation As;
    bool IsBug; ///< the facts show that the work uses the object after its end

    /// The order of planting: first bugs that only the await prevents.
    int rank() const { return 2 * IsBug + As.isNone(); }
  };

  void statement(const Stmt &S) {
    llvm::MapVector<const Expr *, std::vector<Piece>> Taken;
    facts::forEachEvaluated(&S, [&](const Stmt &At) {
      const auto *Call = dyn_cast<CallExpr>(&At);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (!Callee || !facts::outlivesItsCall(*Callee, In.Unit))
        return;
      const Expr *Whole = takenWhole(*Call);
      if (!Whole)
        return;
      for (const std::optional<Piece> &Each : {argumentFor(*Call), closureOf(*Call)})
        if (Each)
          Taken[Whole].push_back(*Each);
    });
    for (const auto &[Whole, Pieces] : Taken)
      for (Kind What : {Kind::Temporary, Kind::Capture})
        if (In.Wanted.contains(What))
          plant(What, S, *Whole, Pieces);
  }

  /// The operand of the `co_await`, or the argument of a waiting function, that the work of \p Call is part of.
  const Expr *takenWhole(const CallExpr &Call) const {
    const Expr *Taken = nullptr;
    const Escape Goes = Where.of(Call);
    if (const auto *Waits = dyn_cast<CallExpr>(Goes.At); Waits && Goes.What == Escape::Kind::Waited) {
      for (const Expr *Argument : facts::partsOf(*Waits).Arguments)
        if (Up.isWithin(Call, *Argument))
          Taken = Argument;
    } else {
      for (const Stmt *Above = Up.of(Call); Above && isa<Expr>(Above) && !Taken; Above = Up.of(*Above))
        if (const auto *Await = dyn_cast<CoawaitExpr>(Above))
          Taken = Await->getOperand();
    }
    const Expr *Value = Taken ? facts::withoutTemporaries(Taken) : nullptr;
    return Value && Value->isPRValue() && !Value->getType()->isVoidType() ? Value : nullptr;
  }

  static bool isTemporary(const facts::BorrowedObjects &To) {
    return llvm::any_of(To, [](const BorrowedObject &R) { return R.Life == BorrowedObject::Kind::Temporary; });
  }

  static const Expr *written(const Expr *E) {
    const Expr *Value = facts::withoutTemporaries(E);
    return Value->isGLValue() && !facts::movedFrom(Value) ? Value : nullptr;
  }

  /// A change by which the work of \p Call gets an argument that is destroyed too early.
  std::optional<Piece> argumentFor(const CallExpr &Call) const {
    const facts::CallParts Parts = facts::partsOf(Call);
    std::optional<Piece> Best;
    for (size_t I = 0; I < Parts.Arguments.size(); ++I) {
      const ParmVarDecl *Parameter = Parts.parameter(I);
      if (!Parameter || !facts::isBorrowing(Parameter->getType()))
        continue;
      const bool Already =
          isTemporary(facts::objectsBorrowedBy(*Parts.Arguments[I], Parameter->getType(), Site.F, In.Unit));
      const std::optional<Mutation> As = Already ? Mutation() : copyFor(*Parts.Arguments[I], Parameter->getType());
      if (!As)
        continue;
      const Piece Here{Kind::Temporary, *As,
                       bool(facts::useOfParameterAfterReturn(*Parts.Callee, *Parameter, In.Unit))};
      if (!Best || Best->rank() < Here.rank())
        Best = Here;
    }
    return Best;
  }

  /// `T(x)` for the argument `x` of a `const T &` or view parameter, a local copy for a `T &`.
  std::optional<Mutation> copyFor(const Expr &Argument, QualType As) const {
    const Expr *Value = written(&Argument);
    const Copies By = Value ? copiesOf(Value->getType().getCanonicalType()) : Copies::None;
    if (By == Copies::None)
      return std::nullopt;
    const ASTContext &Context = In.Unit.context();
    if (!As->isReferenceType())
      return As->isRecordType() && !facts::isBorrowing(Value->getType()) && By == Copies::ByCopy ? copyOf(*Value)
                                                                                                 : std::nullopt;
    if (!Context.hasSameUnqualifiedType(As->getPointeeType(), Value->getType()))
      return std::nullopt;
    return As->getPointeeType().isConstQualified() && By == Copies::ByCopy ? copyOf(*Value) : localOf(*Value, By);
  }

  std::optional<Mutation> copyOf(const Expr &Value) const {
    const std::optional<Span> Bytes = In.Text.span(Value.getSourceRange());
    const std::optional<std::string> Text = In.Text.oneLine(Value.getSourceRange());
    if (!Bytes || !Text)
      return std::nullopt;
    return Mutation{{*Bytes, "::std::decay_t<decltype(" + *Text + ")>(" + *Text + ")"}, ""};
  }

  std::optional<Mutation> localOf(const Expr &Value, Copies By) const {
    const std::optional<Span> Bytes = In.Text.span(Value.getSourceRange());
    const std::optional<std::string> Text = In.Text.oneLine(Value.getSourceRange());
    if (!Bytes || !Text)
      return std::nullopt;
    return Mutation{{*Bytes, LocalCopy.str()},
                    "auto " + LocalCopy.str() + " = " + (By == Copies::ByMove ? "::std::move(" : "(") + *Text + "); "};
  }

  /// The same for the closure of the coroutine lambda that \p Call calls.
  std::optional<Piece> closureOf(const CallExpr &Call) const {
    const facts::CallParts Parts = facts::partsOf(Call);
    if (!Parts.Object || !facts::isLambda(*Parts.Callee))
      return std::nullopt;
    const bool IsBug{facts::useOfObjectAfterReturn(*Parts.Callee, In.Unit)};
    if (isTemporary(facts::objectsNamedBy(*Parts.Object, Site.F, In.Unit)))
      return Piece{Kind::Capture, Mutation(), IsBug};
    const Expr *Value = written(Parts.Object);
    if (!Value || !isa<DeclRefExpr>(Value) || copiesOf(Value->getType().getCanonicalType()) != Copies::ByCopy)
      return std::nullopt;
    const std::optional<Mutation> As = copyOf(*Value);
    return As ? std::optional(Piece{Kind::Capture, *As, IsBug}) : std::nullopt;
  }

  void plant(Kind What, const Stmt &S, const Expr &Taken, const std::vector<Piece> &Pieces) {
    const Piece *Best = nullptr;
    for (const Piece &Each : Pieces)
      if (Each.What == What && (!Best || Best->rank() < Each.rank()))
        Best = &Each;
    if (!Best)
      return;
    const Mutation &As = Best->As;
    const std::optional<Spot> Begin = In.Text.at(S.getBeginLoc()), At = In.Text.at(Taken.getBeginLoc());
    const std::optional<Span> Whole = In.Text.span(Taken.getSourceRange());
    const std::optional<std::string> Before = In.Text.oneLine(Taken.getSourceRange()),
                                     Text = In.Text.oneLine(Taken.getSourceRange(), As.isNone() ? nullptr : &As.Uses);
    if (!Begin || !At || At->Id != Begin->Id || !Whole || !Text || Whole->Begin == Begin->Offset)
      return;
    if (!As.Declares.empty() && Before->find('[') != std::string::npos)
      return; // each lambda expression has its own type
    Place *New = In.Book.add(What, *At, Site.Around.Anchor, /*IsInstance=*/true,
                             Best->IsBug ? "" : "the facts see no use of it after the call");
    if (!New)
      return;
    New->Line = New->OtherLine = Begin->Line;
    New->Bugs =
        llvm::count_if(Pieces, [&](const Piece &Each) { return Each.IsBug && (Each.As.isNone() || &Each == Best); });
    const std::string Declared = As.Declares.empty() ? "auto async_planted = " + *Text + "; "
                                                     : "::std::optional<decltype(" + *Before + ")> async_planted; { " +
                                                           As.Declares + "async_planted.emplace(" + *Text + "); } ";
    const llvm::StringRef Moved = As.Declares.empty() ? "::std::move(async_planted)" : "::std::move(*async_planted)";
    New->Mutants = {{{{Begin->Offset, Begin->Offset}, Declared}, {*Whole, Moved.str()}}};
  }

  const FunctionSite &Site;
  PlantContext &In;
  const facts::Parents Up;
  const facts::Escapes Where;
};

} // namespace

void findNamedWork(const FunctionSite &Site, PlantContext &In) { NamedWork(Site, In).run(); }

} // namespace asynctidy::mutate
