#include "checks/async-check.h"

#include "checks/await-places.h"
#include "checks/finding-details.h"
#include "checks/finding-places.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/unit/awaited-types.h"
#include "facts/unit/enclosing-function.h"
#include "models/reason.h"
#include "summaries/sentence.h"

#include "clang/AST/ExprCXX.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace asynctidy::checks {
namespace {

constexpr llvm::StringLiteral EnableOption = "Enable";
constexpr llvm::StringLiteral ConfidenceOption = "Confidence";

bool isPostfix(OverloadedOperatorKind Operator) {
  return Operator == OO_Call || Operator == OO_Subscript || Operator == OO_Arrow;
}

} // namespace

Subject::Subject(const NamedDecl &D) : Subject(facts::quotedName(D)) {}

Subject::Subject(llvm::StringRef Quoted) : Text(report::subjectText(Quoted)) {}

Subject subjectOf(const Expr &E) {
  const Expr *Inner = E.IgnoreUnlessSpelledInSource();
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(Inner))
    Inner = Await->getOperand()->IgnoreUnlessSpelledInSource();
  else if (const auto *Await = dyn_cast<DependentCoawaitExpr>(Inner))
    Inner = Await->getOperand()->IgnoreUnlessSpelledInSource();
  if (const ValueDecl *Named = facts::onlyNames(Inner))
    return *Named;
  return facts::quotedCallee(*Inner);
}

AsyncCheck::AsyncCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Name(Name),
      Module{Options.getLocalOrGlobal(facts::Settings::ModelsOption, "").str(),
             Options.getLocalOrGlobal(facts::Settings::SystemPathsOption, "").str(),
             Options.getLocalOrGlobal(facts::Settings::IndexOption, "").str(),
             Options.getLocalOrGlobal(facts::Settings::TestPathsOption, facts::DefaultTestPaths).str(),
             Options.getLocalOrGlobal(facts::Settings::DefaultSystemPathsOption, "true") != "false"},
      LeastConfidence(Options.getLocalOrGlobal(ConfidenceOption, "sure").str()) {}

void AsyncCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  // Not prefixed with the check's name: all checks share these options.
  Opts[facts::Settings::ModelsOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.Models);
  Opts[facts::Settings::SystemPathsOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.SystemPaths);
  Opts[facts::Settings::IndexOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.Index);
  Opts[facts::Settings::DefaultSystemPathsOption] =
      tidy::ClangTidyOptions::ClangTidyValue(Module.DefaultSystemPaths ? "true" : "false");
  Opts[facts::Settings::TestPathsOption] = tidy::ClangTidyOptions::ClangTidyValue(Module.TestPaths);
  Options.store(Opts, ConfidenceOption, LeastConfidence);
  if (isOptIn())
    Options.store(Opts, EnableOption, Options.get(EnableOption, false));
}

void AsyncCheck::registerMatchers(MatchFinder *Finder) {
  if (isOptIn() && !Options.get(EnableOption, false))
    return;
  if (!isOptIn() && Options.get(EnableOption))
    configurationDiag("the option '%0.%1' is only for opt-in checks, and this check is on by default: remove it",
                      DiagnosticIDs::Error)
        << Name << EnableOption;
  if (Options.get(ConfidenceOption) && !summaries::confidenceNamed(LeastConfidence))
    configurationDiag("the option 'Confidence' of '%0' is '%1': write 'sure' or 'likely'", DiagnosticIDs::Error)
        << Name << LeastConfidence;
  // Facts are computed without matchers; one match per translation unit starts that.
  Finder->addMatcher(translationUnitDecl(), this);
}

void AsyncCheck::check(const MatchFinder::MatchResult &Result) {
  facts::TranslationUnit &Unit = facts::TranslationUnit::of(*Result.Context, Module);
  auto SaySettingsError = [&] {
    if (const auto Error = Unit.takeSettingsError())
      configurationDiag("%0", DiagnosticIDs::Error) << *Error;
  };
  SaySettingsError();
  if (!Options.get(ConfidenceOption) && !summaries::confidenceNamed(LeastConfidence)) // of all checks: once
    Unit.complain(
        summaries::sentence("the option 'Confidence' is '" + LeastConfidence + "': write 'sure' or 'likely'"));
  Examined = &Unit;
  Reported.clear();
  for (const FunctionDecl *F : Unit.userCode().Functions)
    examine(*F, Unit);
  for (const Expr *E : Unit.userCode().Initializers)
    examineInitializer(*E, Unit);
  examineUnit(Unit);
  SaySettingsError(); // damage of an index may be found only while reading it
}

report::Details *AsyncCheck::lastDetails() const {
  std::vector<report::Details> *Into = DetailsCollector::current();
  return Into && !Into->empty() ? &Into->back() : nullptr;
}

DiagnosticBuilder AsyncCheck::warn(SourceLocation At, const Subject &About, llvm::StringRef Message) {
  if (std::vector<report::Details> *Into = DetailsCollector::current()) {
    report::Details &Of = Into->emplace_back();
    Of.Check = Name;
    placeAsDiagnostic(At, Examined->context().getSourceManager(), Of.File, Of.Offset);
    Of.Function = facts::enclosingFunction(At, *Examined);
    Of.Subject = About.text();
    Of.Assumes = Assumed;
  }
  return diag(At, Message);
}

DiagnosticBuilder AsyncCheck::note(SourceLocation At, llvm::StringRef Message, report::NoteRole Role) {
  if (report::Details *Of = lastDetails()) {
    report::NoteDetails &Note = Of->Notes.emplace_back();
    Note.Role = Role;
    placeAsDiagnostic(At, Examined->context().getSourceManager(), Note.File, Note.Offset);
  }
  return diag(At, Message, DiagnosticIDs::Note);
}

void AsyncCheck::noteStep(SourceLocation At, llvm::StringRef Message, report::NoteDetails How) {
  if (report::Details *Of = lastDetails()) {
    placeAsDiagnostic(At, Examined->context().getSourceManager(), How.File, How.Offset);
    Of->Notes.push_back(How);
  }
  if (How.Where != report::ShownIn::Data)
    diag(At, "%0", DiagnosticIDs::Note) << Message;
}

void AsyncCheck::noteReason(SourceLocation At, const models::Entry &Reason) {
  note(At, "%0", report::NoteRole::Reason) << models::reasonOf(Reason);
}

bool AsyncCheck::isNew(SourceLocation Location, facts::FindingKind Kind, summaries::Assumptions Made) {
  const auto Least = summaries::confidenceNamed(LeastConfidence).value_or(summaries::Confidence::Sure);
  Assumed = Made;
  FindingPlaces::add(Name, Location, Examined->context().getSourceManager());
  return isShown(Made, Least) && !(isHarmlessInTest(Kind) && isTestCode(Location, *Examined)) &&
         Reported.insert(Location).second;
}

void AsyncCheck::noteAssumptions(SourceLocation At, summaries::Assumptions Made) {
  if (!Made.empty())
    note(At, "%0", report::NoteRole::Assumption) << sentenceOf(Made);
}

llvm::SmallVector<FixItHint, 2> AsyncCheck::awaitFix(const Expr &Operand, const FunctionDecl &F,
                                                     facts::TranslationUnit &Unit) const {
  if (Operand.getBeginLoc().isMacroID() || Operand.getEndLoc().isMacroID() || dependsOnTemplate(Operand, F, Unit) ||
      isSuspensionForbidden(Operand, F, Unit) || !facts::acceptsAwait(F, Operand.getType(), Unit))
    return {};
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Operand);
  const bool Loose = isa<BinaryOperator>(Operand) || isa<AbstractConditionalOperator>(Operand);
  const bool Binds = (!Operator && !Loose) || (Operator && isPostfix(Operator->getOperator()));
  if (Binds)
    return {FixItHint::CreateInsertion(Operand.getBeginLoc(), "co_await ")};
  const SourceLocation End = Lexer::getLocForEndOfToken(Operand.getEndLoc(), 0, Unit.context().getSourceManager(),
                                                        Unit.context().getLangOpts());
  return {FixItHint::CreateInsertion(Operand.getBeginLoc(), "co_await ("), FixItHint::CreateInsertion(End, ")")};
}

llvm::SmallVector<FixItHint, 2> AsyncCheck::replaceFix(const CallExpr &Call, llvm::StringRef Awaiting,
                                                       const FunctionDecl &F, facts::TranslationUnit &Unit) const {
  if (Awaiting.empty() || Call.getBeginLoc().isMacroID() || Call.getEndLoc().isMacroID() ||
      isSuspensionForbidden(Call, F, Unit))
    return {};
  const SourceManager &Sources = Unit.context().getSourceManager();
  const auto Next = Lexer::findNextToken(Call.getEndLoc(), Sources, Unit.context().getLangOpts());
  const bool Binds = Next && Next->isOneOf(tok::period, tok::arrow, tok::l_square, tok::l_paren);
  return {FixItHint::CreateReplacement(Call.getSourceRange(), Binds ? ("(" + Awaiting + ")").str() : Awaiting.str())};
}

SourceLocation beginOf(const CallExpr &Call) {
  return isa<CXXOperatorCallExpr>(Call) ? Call.getArg(0)->getBeginLoc() : Call.getBeginLoc();
}

llvm::StringRef nounFor(const facts::Work &Work) {
  switch (Work.Kind) {
  case facts::WorkKind::Task:
    return "task";
  case facts::WorkKind::Generator:
    return "generator";
  case facts::WorkKind::Awaitable:
  case facts::WorkKind::None:
    return "awaitable";
  }
  return "awaitable";
}

} // namespace asynctidy::checks
