#include "code.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/TextDiagnosticBuffer.h"
#include "clang/Lex/Lexer.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"

#include "gtest/gtest.h"

using namespace clang;

namespace asynctidy::unit {

Code::Code(llvm::StringRef Text, const Setup &How, bool MayBeBroken) {
  std::vector<std::string> Arguments = {"-std=c++20", "-xc++", "-w", "-I" ASYNC_UNIT_INPUTS,
                                        "-resource-dir=" ASYNC_CLANG_RESOURCE_DIR};
  Arguments.insert(Arguments.end(), How.Arguments.begin(), How.Arguments.end());
  TextDiagnosticBuffer Diagnostics;
  Unit = tooling::buildASTFromCodeWithArgs(Text, Arguments, How.FileName, "async-unit",
                                           std::make_shared<PCHContainerOperations>(),
                                           tooling::getClangStripDependencyFileAdjuster(), How.Files, &Diagnostics);
  if (!Unit)
    llvm::report_fatal_error("the parser could not run");
  if (MayBeBroken) {
    EXPECT_GT(Diagnostics.getNumErrors(), 0u) << "meant to be broken, but it is not";
    return;
  }
  for (auto It = Diagnostics.err_begin(); It != Diagnostics.err_end(); ++It)
    ADD_FAILURE() << It->first.printToString(Unit->getSourceManager()) << ": " << It->second << "\nin the code\n"
                  << Text.str();
}

static void lookup(const DeclContext &Context, llvm::StringRef Name, const NamedDecl *&Found) {
  auto [First, Rest] = Name.split("::");
  ASTContext &All = Context.getParentASTContext();
  for (NamedDecl *D : Context.lookup(DeclarationName(&All.Idents.get(First)))) {
    if (auto *Template = dyn_cast<TemplateDecl>(D); Template && Template->getTemplatedDecl())
      D = Template->getTemplatedDecl();
    if (auto *Record = dyn_cast<CXXRecordDecl>(D); Record && Record->getDefinition())
      D = Record->getDefinition();
    if (Rest.empty()) {
      if (!Found || D->getBeginLoc() >= Found->getBeginLoc())
        Found = D;
    } else if (const auto *Inner = dyn_cast<DeclContext>(D)) {
      lookup(*Inner, Rest, Found);
    }
  }
  for (const Decl *D : Context.decls())
    if (const auto *Namespace = dyn_cast<NamespaceDecl>(D); Namespace && Namespace->isAnonymousNamespace())
      lookup(*Namespace, Name, Found);
}

const NamedDecl *Code::find(llvm::StringRef Name) const {
  const NamedDecl *Found = nullptr;
  lookup(*context().getTranslationUnitDecl(), Name, Found);
  return Found;
}

template <class T> static const T &expected(const NamedDecl *Found, llvm::StringRef Name) {
  const auto *D = dyn_cast_or_null<T>(Found);
  if (!D)
    llvm::report_fatal_error(llvm::Twine("the test's code has no such '") + Name + "'");
  return *D;
}

const FunctionDecl &Code::function(llvm::StringRef Name) const {
  const auto &Found = expected<FunctionDecl>(find(Name), Name);
  const FunctionDecl *Definition = Found.getDefinition();
  return Definition ? *Definition : Found;
}

const CXXRecordDecl &Code::record(llvm::StringRef Name) const { return expected<CXXRecordDecl>(find(Name), Name); }

QualType Code::type(llvm::StringRef Name) const {
  const NamedDecl *Found = find(Name);
  if (const auto *F = dyn_cast_or_null<FunctionDecl>(Found))
    return F->getReturnType();
  return expected<TypedefNameDecl>(Found, Name).getUnderlyingType();
}

std::string Code::text(const Stmt &S) const {
  const SourceManager &Sources = context().getSourceManager();
  const auto Range =
      Lexer::makeFileCharRange(CharSourceRange::getTokenRange(S.getSourceRange()), Sources, context().getLangOpts());
  std::string Text;
  llvm::SmallVector<llvm::StringRef, 8> Words;
  llvm::SplitString(Lexer::getSourceText(Range, Sources, context().getLangOpts()), Words, " \n");
  return llvm::join(Words, " ");
}

unsigned Code::line(SourceLocation Location) const {
  return context().getSourceManager().getExpansionLineNumber(Location);
}

std::vector<const CallExpr *> callsIn(const FunctionDecl &F, llvm::StringRef Name) {
  std::vector<const CallExpr *> Found = allIn<CallExpr>(F);
  llvm::erase_if(Found, [&](const CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    return !Callee || !Callee->getDeclName().isIdentifier() || Callee->getName() != Name;
  });
  return Found;
}

const VarDecl *variableIn(const FunctionDecl &F, llvm::StringRef Name) {
  const VarDecl *Found = nullptr;
  const auto Look = [&](const VarDecl &V) { Found = V.getName() == Name ? &V : Found; };
  llvm::for_each(F.parameters(), [&](const ParmVarDecl *Parameter) { Look(*Parameter); });
  facts::forEachEvaluated(facts::writtenBody(F), [&](const Stmt &S) { facts::forEachDeclared(S, Look); });
  return Found;
}

models::ModelSet modelsWith(llvm::StringRef Yaml) {
  models::ModelSet Set = models::ModelSet::builtin();
  if (llvm::Error E = Set.addYaml(Yaml, "test.yaml"))
    ADD_FAILURE() << llvm::toString(std::move(E));
  return Set;
}

} // namespace asynctidy::unit
