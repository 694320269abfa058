#include "checks/lifetime/dangling-parameter.h"

#include "checks/lifetime/dangling-fixes.h"
#include "facts/calls/use-after-return.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/views.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::analyses;
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

Edits DanglingParameterCheck::fixes(const DanglingWork &Work, const FunctionDecl &F, TranslationUnit &Unit) const {
  const Edits Awaited = awaitAtOnce(Work, F, Unit);
  return Awaited.empty() ? takeByValue(Work, Unit) : Awaited;
}

void DanglingParameterCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  DanglingCheck::examine(F, Unit);
  if (DeclarationSite && isCoroutine(F) && !F.isDependentContext() && !Unit.isBroken())
    examineDeclaration(F, Unit);
}

void DanglingParameterCheck::examineDeclaration(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const ParmVarDecl *Parameter : F.parameters()) {
    const QualType T = Parameter->getType();
    if (!isBorrowing(T) || isLongLived(T))
      continue;
    const UseAfterReturn Use = useOfParameterAfterReturn(F, *Parameter, Unit);
    if (!Use || !isNew(Parameter->getLocation()))
      continue;
    warn(Parameter->getLocation(), Parameter,
         "parameter %0 may refer to something that is destroyed while the coroutine still runs")
        << Parameter;
    if (Use.At)
      note(Use.At->getBeginLoc(), "the coroutine uses %0 here") << Parameter;
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
