// Bugs in functions that need not be coroutines: what they call or resume with a lock held, and the bodies of
// `await_suspend`.
#include "finder.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

bool isCoroutineHandle(const CXXRecordDecl *Record) {
  return Record && Record->getIdentifier() && Record->getName() == "coroutine_handle" && Record->isInStdNamespace();
}

/// `handle.resume();` or `handle();`
bool resumes(const CallExpr &Call) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  return Method && isCoroutineHandle(Method->getParent()) &&
         (Method->getOverloadedOperator() == OO_Call || (Method->getIdentifier() && Method->getName() == "resume"));
}

/// A call of a member that holds a callable of some signature, or points to a function.
bool callsKeptCallable(const CallExpr &Call) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
  const Expr *Callable = Operator && Operator->getOperator() == OO_Call ? Operator->getArg(0) : Call.getCallee();
  const auto *Member = dyn_cast<MemberExpr>(Callable->IgnoreParenImpCasts());
  if (!Member || !isa<FieldDecl>(Member->getMemberDecl()))
    return false;
  if (Member->getType()->isFunctionPointerType())
    return true;
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Member->getType()->getAsCXXRecordDecl());
  return Class && llvm::any_of(Class->getTemplateArgs().asArray(), [](const TemplateArgument &A) {
           return A.getKind() == TemplateArgument::Type && A.getAsType()->isFunctionProtoType();
         });
}

/// Every call of \p Callee waits for the lock that \p At holds.
void relock(llvm::StringRef Kind, const Function &In, const Statement &At, const FunctionDecl *Callee,
            llvm::StringRef Holds, llvm::StringRef Takes, Places &Into) {
  const CompoundStmt *Body = Callee && Callee->getBody(Callee) ? writtenBody(*Callee) : nullptr;
  const std::optional<Spot> Brace = Body ? Into.Text.at(Body->getLBracLoc()) : std::nullopt;
  if (!Brace || Callee == &In.F || Brace->File != At.Begin.File || Callee->isConstexpr())
    return;
  Into.add(kindNamed(Kind), At.Begin.File,
           {{{Brace->Offset + 1, Brace->Offset + 1}, Takes.str()},
            {{At.Begin.Offset, At.Begin.Offset}, ("{ " + Holds + " ").str()},
            {{At.End.Offset, At.End.Offset}, " }"}},
           {At.lines(), {Brace->Line, Brace->Line}}, In.IsInstantiated);
}

void call(const Function &In, const Statement &At, const CallExpr &Call, Places &Into) {
  using Test = bool (*)(const CallExpr &);
  for (auto [Kind, Is] : {std::pair<const char *, Test>("resume-locked", resumes), {"call-locked", callsKeptCallable}})
    if (Into.wants(Kind) && Is(Call)) {
      State Planted = stateFor(In, kinds()[kindNamed(Kind)].Members, Into);
      std::vector<Edit> Edits = {
          {{At.Begin.Offset, At.Begin.Offset},
           "{ ::std::lock_guard<::std::mutex> planted_guard(" + Planted.Prefix + "planted_mutex); "},
          {{At.End.Offset, At.End.Offset}, " }"}};
      Edits.insert(Edits.end(), Planted.Declared.begin(), Planted.Declared.end());
      Into.add(kindNamed(Kind), At.Begin.File, std::move(Edits), {At.lines()}, In.IsInstantiated);
    }
  const FunctionDecl *Callee = Call.getDirectCallee();
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (Into.wants("relock") && Callee && !coroutineBody(Callee) && !(Method && Method->isVirtual()))
    relock("relock", In, At, Callee, "::std::scoped_lock planted_outer(::planted_mutex);",
           " ::std::unique_lock planted_inner(::planted_mutex);", Into);
}

/// `await_suspend` gets a path that keeps the handle nowhere.
void forgetHandle(const Function &In, Places &Into) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&In.F);
  if (!Method || !Method->getIdentifier() || Method->getName() != "await_suspend" || Method->getNumParams() != 1)
    return;
  const QualType Returned = Method->getReturnType();
  const llvm::StringRef Value = Returned->isVoidType()                              ? ""
                                : Returned->isBooleanType()                         ? " true"
                                : isCoroutineHandle(Returned->getAsCXXRecordDecl()) ? " ::std::noop_coroutine()"
                                                                                    : "?";
  const unsigned After = In.Brace.Offset + 1;
  if (Value != "?")
    Into.add(
        kindNamed("forgotten-handle"), In.Brace.File,
        {{{After, After}, (" if (::planted_is_over()) return" + Value + ";").str()}},
        {{In.Brace.Line, In.Brace.Line}, {Into.Text.at(Method->getLocation()).value_or(In.Brace).Line, In.Brace.Line}},
        In.IsInstantiated);
}

} // namespace

void findCalls(const Function &In, Places &Into) {
  forgetHandle(In, Into);
  for (const Statement &At : In.Statements) {
    const auto *E = dyn_cast<Expr>(&At.S);
    const Expr *Whole = E ? E->IgnoreImplicit() : nullptr;
    if (const auto *Call = dyn_cast_or_null<CallExpr>(Whole))
      call(In, At, *Call, Into);
    const auto *Await = dyn_cast_or_null<CoawaitExpr>(Whole);
    const auto *Awaited = Await ? dyn_cast<CallExpr>(Await->getOperand()->IgnoreImplicit()) : nullptr;
    if (!Awaited || !coroutineBody(Awaited->getDirectCallee()))
      continue;
    for (const auto &[Kind, Enters] : {std::pair("relock-awaited", "co_await ::planted_async_lock.lock();"),
                                       {"relock-foreign", "co_await ::planted_door.enter();"}})
      relock(Kind, In, At, Awaited->getDirectCallee(), (llvm::Twine("auto planted_outer = ") + Enters).str(),
             (llvm::Twine(" auto planted_inner = ") + Enters).str(), Into);
  }
}

void findPairs(const std::vector<Function> &All, Places &Into) {
  if (!Into.wants("swap"))
    return;
  struct Bodies {
    std::map<unsigned, std::pair<unsigned, bool>> At; ///< after the brace: line, whether it is instantiated
    bool HasCoroutine = false;
  };
  std::map<FileID, Bodies> Files;
  for (const Function &Each : All) {
    Bodies &In = Files[Each.Brace.File];
    In.HasCoroutine |= Each.IsCoroutine;
    if (Each.F.isConstexpr() && !(isa<CXXMethodDecl>(Each.F) && cast<CXXMethodDecl>(Each.F).getParent()->isLambda()))
      continue;
    auto &[Line, IsInstantiated] = In.At[Each.Brace.Offset + 1];
    Line = Each.Brace.Line;
    IsInstantiated |= Each.IsInstantiated;
  }
  for (const auto &[File, In] : Files)
    for (auto One = In.At.begin(); In.HasCoroutine && One != In.At.end() && std::next(One) != In.At.end();) {
      const auto Other = std::next(One);
      auto Locks = [](unsigned At, const char *First, const char *Second) {
        return Edit{{At, At},
                    std::string(" { ::std::lock_guard<::std::mutex> planted_a(::") + First +
                        "); ::std::lock_guard<::std::mutex> planted_b(::" + Second + "); }"};
      };
      const auto [Line, Instantiated] = One->second;
      const auto [OtherLine, OtherInstantiated] = Other->second;
      Into.add(kindNamed("swap"), File,
               {Locks(One->first, "planted_mutex", "planted_other_mutex"),
                Locks(Other->first, "planted_other_mutex", "planted_mutex")},
               {{Line, Line}, {OtherLine, OtherLine}}, Instantiated && OtherInstantiated);
      One = std::next(Other);
    }
}

} // namespace asynctidy::mutate
