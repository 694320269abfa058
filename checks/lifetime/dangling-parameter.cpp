#include "checks/lifetime/dangling-parameter.h"

#include "facts/class-shape.h"
#include "facts/functions.h"
#include "facts/names.h"

#include "clang/AST/TypeLoc.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

constexpr llvm::StringLiteral DeclarationSiteOption = "DeclarationSite";
constexpr llvm::StringLiteral LongLivedTypesOption = "LongLivedTypes";

/// `const T &name` becomes `T name`; nothing when the text is not there to edit.
std::optional<FixItHint> byValue(const ParmVarDecl &Parameter, const Facts &Facts) {
  const TypeSourceInfo *Written = Parameter.getTypeSourceInfo();
  const auto Reference = Written ? Written->getTypeLoc().getAs<LValueReferenceTypeLoc>() : LValueReferenceTypeLoc();
  if (!Reference || Reference.getSigilLoc().isMacroID() || Parameter.getBeginLoc().isMacroID() ||
      !Facts.isUserCode(Parameter.getLocation()))
    return std::nullopt;
  const SourceManager &Sources = Facts.context().getSourceManager();
  const LangOptions &Language = Facts.context().getLangOpts();
  const auto Range = CharSourceRange::getTokenRange(Parameter.getBeginLoc(), Reference.getSigilLoc());
  llvm::StringRef Text = Lexer::getSourceText(Range, Sources, Language);
  if (!Text.consume_back("&"))
    return std::nullopt;
  Text = Text.rtrim();
  if (!Text.consume_front("const "))
    Text.consume_back(" const");
  const bool Spaced = Lexer::getSourceText(CharSourceRange::getTokenRange(Reference.getSigilLoc(), Reference.getSigilLoc()), Sources, Language) == "&" &&
                      Parameter.getLocation() == Reference.getSigilLoc().getLocWithOffset(1);
  return FixItHint::CreateReplacement(Range, Spaced ? (Text + " ").str() : Text.rtrim().str());
}

} // namespace

DanglingParameterCheck::DanglingParameterCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::Parameter), DeclarationSite(Options.get(DeclarationSiteOption, false)),
      LongLivedTypes(Options.get(LongLivedTypesOption, "").str()) {}

void DanglingParameterCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  DanglingCheck::storeOptions(Opts);
  Options.store(Opts, DeclarationSiteOption, DeclarationSite);
  Options.store(Opts, LongLivedTypesOption, LongLivedTypes);
}

bool DanglingParameterCheck::isExempt(const DanglingWork &Work) const {
  return Work.Parameter && isLongLived(Work.Parameter->getType());
}

/// A coroutine of which every declaration is here, and whose parameter may be a copy, keeps its argument itself.
llvm::SmallVector<FixItHint, 2> DanglingParameterCheck::fixes(const DanglingWork &Work, Facts &Facts) const {
  const FunctionDecl *F = Work.Callee;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  if (!Work.Parameter || !F || !Work.Use.At || !Work.Use.In || Work.Use.In->getCanonicalDecl() != F->getCanonicalDecl() ||
      F->isTemplateInstantiation() || F->getDescribedFunctionTemplate() || F->isOverloadedOperator() ||
      (Method && (Method->isVirtual() || Method->getParent()->isDependentContext())))
    return {};
  const QualType T = Work.Parameter->getType();
  const CXXRecordDecl *Record = T->isLValueReferenceType() ? recordOf(T) : nullptr;
  if (!Record || !T->getPointeeType().isConstQualified() || !Record->hasDefinition() || Record->isAbstract() ||
      Record->isPolymorphic() || !isCopyable(*Record->getDefinition()))
    return {};
  llvm::SmallVector<FixItHint, 2> Edits;
  for (const FunctionDecl *Each : F->redecls()) {
    const auto Edit = byValue(*Each->getParamDecl(Work.Parameter->getFunctionScopeIndex()), Facts);
    if (!Edit)
      return {};
    Edits.push_back(*Edit);
  }
  return Edits;
}

void DanglingParameterCheck::examine(const FunctionDecl &F, Facts &Facts) {
  DanglingCheck::examine(F, Facts);
  if (DeclarationSite && isCoroutine(F) && !F.isDependentContext() && !Facts.isBroken())
    examineDeclaration(F, Facts);
}

void DanglingParameterCheck::examineDeclaration(const FunctionDecl &F, Facts &Facts) {
  for (const ParmVarDecl *Parameter : F.parameters()) {
    const QualType T = Parameter->getType();
    if (!isView(T, Facts.context()) || isLongLived(T))
      continue;
    const LateUse Use = Facts.lateUses().ofParameter(F, *Parameter);
    if (!Use || !firstAt(Parameter->getLocation()))
      continue;
    diag(Parameter->getLocation(), "parameter %0 may refer to something that is destroyed while the coroutine still runs")
        << Parameter;
    if (Use.At)
      diag(Use.At->getBeginLoc(), "the coroutine uses it here", DiagnosticIDs::Note);
  }
}

bool DanglingParameterCheck::isLongLived(QualType T) const {
  const CXXRecordDecl *Record = recordOf(T->isPointerType() ? T->getPointeeType() : T);
  if (!Record)
    return false;
  llvm::SmallVector<llvm::StringRef, 4> Names;
  llvm::StringRef(LongLivedTypes).split(Names, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  const std::string Name = qualifiedName(*Record);
  return llvm::any_of(Names, [&](llvm::StringRef Listed) { return Listed.trim() == Name; });
}

} // namespace asynctidy::checks
