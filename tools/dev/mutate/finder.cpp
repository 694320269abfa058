#include "places.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

class FinderConsumer : public ASTConsumer {
public:
  FinderConsumer(std::set<Kind> Wanted, Sights &Seen) : Wanted(std::move(Wanted)), Seen(Seen) {}

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    if (isWrittenTopLevel(Group))
      Groups.push_back(Group);
    return true;
  }

  void HandleTranslationUnit(ASTContext &Context) override {
    findLostAwaits(Context, Groups, Seen);
    if (!Wanted.contains(Kind::Lost))
      Seen.Places.clear();
    findPlants(Context, Groups, Wanted, Seen);
  }

private:
  std::set<Kind> Wanted;
  Sights &Seen;
  std::vector<DeclGroupRef> Groups;
};

class FinderAction : public ASTFrontendAction {
public:
  FinderAction(std::set<Kind> Wanted, Sights &Seen) : Wanted(std::move(Wanted)), Seen(Seen) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &, llvm::StringRef) override {
    return std::make_unique<FinderConsumer>(Wanted, Seen);
  }

private:
  std::set<Kind> Wanted;
  Sights &Seen;
};

} // namespace

bool isWrittenTopLevel(DeclGroupRef Group) {
  for (const Decl *D : Group) {
    if (const auto *Function = dyn_cast<FunctionDecl>(D); Function && Function->isTemplateInstantiation())
      return false;
    if (const auto *Variable = dyn_cast<VarDecl>(D);
        Variable && isTemplateInstantiation(Variable->getTemplateSpecializationKind()))
      return false;
  }
  return true;
}

std::unique_ptr<FrontendAction> makePlaceFinder(std::set<Kind> Wanted, Sights &Seen) {
  return std::make_unique<FinderAction>(std::move(Wanted), Seen);
}

} // namespace asynctidy::mutate
