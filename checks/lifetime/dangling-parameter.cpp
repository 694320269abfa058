#include "checks/lifetime/dangling-parameter.h"

#include "facts/class-shape.h"
#include "facts/functions.h"
#include "facts/names.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

constexpr llvm::StringLiteral DeclarationSiteOption = "DeclarationSite";
constexpr llvm::StringLiteral LongLivedTypesOption = "LongLivedTypes";

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

Edits DanglingParameterCheck::fixes(const DanglingWork &Work, const FunctionDecl &F, Facts &Facts) const {
  const Edits Awaited = awaitAtOnce(Work, F, Facts);
  return Awaited.empty() ? takeByValue(Work, Facts) : Awaited;
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
    diag(Parameter->getLocation(),
         "parameter %0 may refer to something that is destroyed while the coroutine still runs")
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
