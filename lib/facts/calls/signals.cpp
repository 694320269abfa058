#include "facts/calls/signals.h"

#include "facts/calls/callers.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/unchanged.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <iterator>
#include <memory>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// How deep calls of helpers by helpers are followed.
constexpr unsigned MaxCalls = 3;

constexpr llvm::StringLiteral Completing[] = {"post",    "signal",   "notify",  "broadcast", "fire",
                                              "trigger", "complete", "resolve", "fulfill",   "fulfil",
                                              "reject",  "wake",     "arrive",  "done"};
constexpr llvm::StringLiteral Ending[] = {"close", "cancel", "broken", "break", "abort", "shutdown"};
constexpr llvm::StringLiteral Feeding[] = {"push", "enqueue", "send", "put", "publish", "emit", "offer", "produce"};
/// What a promise and an event are set to: `set()`, `setValue()`, `set_exception()`.
constexpr llvm::StringLiteral Outcomes[] = {"value", "exception", "error", "result",
                                            "done",  "ready",     "event", "stopped"};

/// What the name of an operation says that it does; Other when it says nothing.
SignalStep stepNamed(llvm::StringRef Name) {
  std::vector<std::string> Words = wordsOf(Name);
  if (Words.size() > 1 && (Words[0] == "try" || Words[0] == "async" || Words[0] == "co"))
    Words.erase(Words.begin());
  if (Words.empty())
    return SignalStep::Other;
  if (Words[0] == "set")
    return Words.size() == 1 || llvm::is_contained(Outcomes, Words[1]) ? SignalStep::Completes : SignalStep::Other;
  if (Words[0] == "count" && Words.size() == 2 && Words[1] == "down")
    return SignalStep::Completes;
  if (llvm::is_contained(Completing, Words[0]))
    return SignalStep::Completes;
  if (llvm::is_contained(Ending, Words[0]))
    return SignalStep::Ends;
  return llvm::is_contained(Feeding, Words[0]) ? SignalStep::Feeds : SignalStep::Other;
}

/// Whether \p Record stands for another object: a smart pointer, an optional.
bool standsForAnother(const CXXRecordDecl *Record) { return Record && hasOperator(*Record, OO_Arrow); }

/// The class that \p T is or stands for.
const CXXRecordDecl *signalClass(QualType T) {
  for (unsigned Layers = 0; !T.isNull() && Layers < 3; ++Layers) {
    if (T->isPointerType() || T->isReferenceType())
      T = T->getPointeeType();
    const CXXRecordDecl *Record = recordOf(T);
    if (!standsForAnother(Record))
      return Record;
    T = typeArgumentOf(T);
  }
  return nullptr;
}

bool isAssignment(const CXXOperatorCallExpr &Operator) { return Operator.getOperator() == OO_Equal; }

/// A member or a variable with static storage that \p S names.
const ValueDecl *outlivingNamed(const Stmt &S) {
  if (const auto *Member = dyn_cast<MemberExpr>(&S))
    return dyn_cast<FieldDecl>(Member->getMemberDecl());
  const auto *Name = dyn_cast<DeclRefExpr>(&S);
  const auto *Variable = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Variable && Variable->hasGlobalStorage() ? Variable : nullptr;
}

} // namespace

Signals::Signals(TranslationUnit &Unit) : Unit(Unit) {
  std::vector<const Stmt *> Above;
  for (const FunctionDecl *F : Unit.userCode().Functions)
    if (!F->isDependentContext())
      look(*writtenBody(*F), *F, Above);
  findFlags();
}

void Signals::note(const SignalUse &Use) {
  ByDeclaration[Use.Declared->getLocation()].push_back(Use);
  ByFunction[Use.In].push_back(Use);
}

bool Signals::isSignal(QualType T) {
  const CXXRecordDecl *Record = readable(signalClass(T));
  if (!Record)
    return false;
  const auto [It, New] = Known.try_emplace(Record, false);
  if (New)
    Known[Record] = visitWithBases(Record, [](const CXXRecordDecl &Each) {
      return llvm::any_of(Each.decls(), [](const Decl *D) {
        const auto *Method = dyn_cast_or_null<CXXMethodDecl>(D->getAsFunction());
        return Method && stepNamed(simpleNameOf(Method)) != SignalStep::Other;
      });
    });
  return Known[Record];
}

void Signals::look(const Stmt &S, const FunctionDecl &F, std::vector<const Stmt *> &Above) {
  if (const ValueDecl *Declared = outlivingNamed(S); Declared && isSignal(Declared->getType()))
    use(cast<Expr>(S), *Declared, F, Above);
  if (const auto *Call = dyn_cast<CallExpr>(&S))
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      if (const FunctionDecl *Definition = definitionOf(*Callee))
        CallersOf[Definition].insert(&F);
  Above.push_back(&S);
  forEachEvaluatedChild(S, [&](const Stmt *Child) { look(*Child, F, Above); });
  Above.pop_back();
}

void Signals::use(const Expr &Name, const ValueDecl &Declared, const FunctionDecl &F,
                  llvm::ArrayRef<const Stmt *> Above) {
  const auto Note = [&](SignalStep Does, const Stmt &At) { note({Does, &F, &Declared, &Name, &At}); };
  const Stmt *Child = &Name;
  for (; !Above.empty(); Child = Above.back(), Above = Above.drop_back()) {
    const Stmt *Parent = Above.back();
    if (isa<ParenExpr>(Parent) || isa<ImplicitCastExpr>(Parent) || isa<MaterializeTemporaryExpr>(Parent) ||
        isa<CXXBindTemporaryExpr>(Parent) || isa<FullExpr>(Parent))
      continue;
    if (const auto *Unary = dyn_cast<UnaryOperator>(Parent); Unary && Unary->getOpcode() == UO_Deref)
      continue;
    if (const auto *Member = dyn_cast<MemberExpr>(Parent)) {
      if (isa<CXXMethodDecl>(Member->getMemberDecl()))
        continue;
      return; // a part of it
    }
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Parent)) {
      const bool IsObject = Operator->getNumArgs() > 0 && Operator->getArg(0) == Child;
      if (IsObject &&
          (Operator->getOperator() == OO_Arrow || (Operator->getOperator() == OO_Star && Operator->getNumArgs() == 1)))
        continue;
      const bool IsRefilled = IsObject && isAssignment(*Operator) &&
                              (isa<CallExpr>(valueIn(Operator->getArg(1))) ||
                               isa<CXXConstructExpr>(withoutTemporaries(Operator->getArg(1)))) &&
                              Operator->getArg(1)->getType()->isRecordType();
      return Note(IsRefilled ? SignalStep::Opens : SignalStep::Other, *Parent);
    }
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Parent); Call && Call->getCallee() == Child) {
      const CXXMethodDecl *Method = Call->getMethodDecl();
      if (!Method)
        return Note(SignalStep::Other, *Call);
      if (standsForAnother(Method->getParent()) && signalClass(Call->getType()) == signalClass(Declared.getType()) &&
          simpleNameOf(Method) != "emplace")
        continue; // `get()`, `value()`
      return Note(stepOf(*Call, *Method, Above.drop_back()), *Call);
    }
    if (isa<CoawaitExpr>(Parent))
      return Note(SignalStep::Waits, *Parent);
    return Note(isa<Expr>(Parent) || isa<DeclStmt>(Parent) || isa<ReturnStmt>(Parent) ? SignalStep::Other
                                                                                      : SignalStep::Asks,
                *Parent);
  }
}

/// An awaited `send()` is that of a socket, whose receiver is elsewhere.
bool Signals::isSentAway(const CallExpr &Call, llvm::StringRef Name) const {
  const std::vector<std::string> Words = wordsOf(Name);
  return !llvm::is_contained(Words, "push") && !llvm::is_contained(Words, "enqueue") && Unit.workOf(Call.getType());
}

SignalStep Signals::stepOf(const CallExpr &Call, const CXXMethodDecl &Method,
                           llvm::ArrayRef<const Stmt *> Above) const {
  const llvm::StringRef Name = simpleNameOf(&Method);
  const bool Stands = standsForAnother(Method.getParent());
  if (Name == "emplace")
    return Stands ? SignalStep::Opens : SignalStep::Feeds;
  if (Name == "reset" || Name == "unset" || Name == "rearm")
    return Stands || Call.getNumArgs() > 0 ? SignalStep::Other : SignalStep::Opens; // an empty promise is given up
  if (Name == "clear" && !methodsNamed(Method.getParent(), "set").empty())
    return SignalStep::Opens;
  if (!Method.isConst())
    if (const SignalStep Named = stepNamed(Name); Named != SignalStep::Other)
      return Named == SignalStep::Feeds && isSentAway(Call, Name) ? SignalStep::Asks : Named;
  if (Unit.workOf(Call.getType()))
    return SignalStep::Waits;
  for (const Stmt *Parent : llvm::reverse(Above)) {
    if (isa<CoawaitExpr>(Parent))
      return SignalStep::Waits;
    if (!isa<Expr>(Parent))
      break;
  }
  return Method.isConst() || Call.getType()->isBooleanType() ? SignalStep::Asks : SignalStep::Other;
}

llvm::ArrayRef<SignalUse> Signals::of(const ValueDecl &Declared) const {
  const auto It = ByDeclaration.find(Declared.getLocation());
  return It == ByDeclaration.end() ? llvm::ArrayRef<SignalUse>() : llvm::ArrayRef<SignalUse>(It->second);
}

llvm::ArrayRef<SignalUse> Signals::in(const FunctionDecl &F) const {
  const auto It = ByFunction.find(&F);
  return It == ByFunction.end() ? llvm::ArrayRef<SignalUse>() : llvm::ArrayRef<SignalUse>(It->second);
}

const SignalUse *Signals::waitFor(const ValueDecl &Declared) const {
  for (const SignalUse &Use : of(Declared))
    if (Use.Does == SignalStep::Waits && !isa<CXXConstructorDecl, CXXDestructorDecl>(Use.In))
      return &Use;
  return nullptr;
}

bool Signals::does(const FunctionDecl &F, SignalStep Step, const ValueDecl &Declared) const {
  return llvm::any_of(in(F), [&](const SignalUse &Use) {
    return Use.Does == Step && Use.Declared->getLocation() == Declared.getLocation();
  });
}

bool Signals::mayComplete(const FunctionDecl &F, const ValueDecl &Declared) const {
  const auto [It, New] = Completing.try_emplace(Declared.getLocation());
  Functions &Known = It->second;
  if (New) {
    for (const SignalUse &Use : of(Declared))
      if (letsGoOn(Use.Does))
        Known.insert(Use.In);
    size_t Next = 0;
    for (unsigned Calls = 0; Calls < MaxCalls; ++Calls)
      for (const size_t End = Known.size(); Next < End; ++Next)
        if (const auto Above = CallersOf.find(Known[Next]); Above != CallersOf.end())
          Known.insert(Above->second.begin(), Above->second.end());
  }
  return Known.contains(&F);
}

bool belongsTo(const FunctionDecl &Other, const FunctionDecl &F, TranslationUnit &Unit) {
  for (const DeclContext *Around = &Other; Around; Around = Around->getParent())
    if (const auto *Function = dyn_cast<FunctionDecl>(Around); Function && Function->getLocation() == F.getLocation())
      return true;
  return isPartOf(Other, F, Unit);
}

bool isCompletedOutside(const FunctionDecl &F, const ValueDecl &Declared, TranslationUnit &Unit) {
  return llvm::any_of(signalsIn(Unit).of(Declared), [&](const SignalUse &Use) {
    return letsGoOn(Use.Does) && !isa<CXXConstructorDecl, CXXDestructorDecl>(Use.In) && !belongsTo(*Use.In, F, Unit);
  });
}

bool isReachedOnlyHere(const ValueDecl &Declared, TranslationUnit &Unit) {
  const auto *Field = dyn_cast<FieldDecl>(&Declared);
  if (!Field)
    return !Declared.isExternallyVisible();
  const auto *Class = dyn_cast<CXXRecordDecl>(Field->getParent());
  if (!Class || !Class->isExternallyVisible())
    return Class != nullptr;
  AccessSpecifier Access = Field->getAccess();
  if (const auto *Around = dyn_cast<CXXRecordDecl>(Class->getParent()); Around && Access != AS_private) {
    Access = Class->getAccess(); // a part of what another class keeps to itself
    Class = Around;
  }
  return Access == AS_private && isWholeClassVisible(*Class, Unit.models());
}

namespace {

struct SignalsOfUnit : Analysis<WholeUnit, std::unique_ptr<Signals>> {
  static Result run(WholeUnit, TranslationUnit &Unit) { return std::make_unique<Signals>(Unit); }
};

} // namespace

const Signals &signalsIn(TranslationUnit &Unit) { return *Unit.get<SignalsOfUnit>({}); }

} // namespace asynctidy::facts
