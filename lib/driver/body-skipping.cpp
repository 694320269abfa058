#include "driver/body-skipping.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::driver {
namespace {

constexpr llvm::StringRef StructuralNames[] = {
    "await_ready",         "await_suspend",     "await_resume", "await_transform", "initial_suspend", "final_suspend",
    "unhandled_exception", "get_return_object", "yield_value",  "return_value",    "return_void",
};

/// True for functions with a body that shows the structure of a task or awaitable: whether it suspends, starts eagerly,
/// accepts an await, or keeps an exception.
bool showsStructure(const FunctionDecl &Function) {
  if (isa<CXXDestructorDecl>(Function) || Function.getOverloadedOperator() == OO_Coawait)
    return true;
  const IdentifierInfo *Name = Function.getIdentifier();
  return Name && llvm::is_contained(StructuralNames, Name->getName());
}

/// A class with one of these members: the bodies of its other functions are kept, too, because the functions that a
/// task's destructor calls show the owner of the frame.
constexpr llvm::StringRef StructuralMembers[] = {"promise_type", "await_ready", "initial_suspend"};

bool takesTemplate(const TemplateParameterList *Parameters) {
  return Parameters && llvm::any_of(*Parameters, [](const NamedDecl *P) { return isa<TemplateTemplateParmDecl>(P); });
}

/// Whether the body of \p Function may be all that instantiates a template of the user's: it is given one (GoogleTest's
/// registration of a `TYPED_TEST`), or is a virtual function of a class template, which is instantiated with the class
/// (the factory that makes the test).
bool mayInstantiate(const FunctionDecl &Function) {
  const FunctionTemplateDecl *Template = Function.getDescribedFunctionTemplate();
  if (Template && takesTemplate(Template->getTemplateParameters()))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  if (!Method || !Method->getParent()->isDependentContext())
    return false;
  if (Method->isVirtual() || Method->hasAttr<OverrideAttr>())
    return true;
  const CXXRecordDecl &Class = *Method->getParent();
  const auto *Partial = dyn_cast<ClassTemplatePartialSpecializationDecl>(&Class);
  const ClassTemplateDecl *Described = Class.getDescribedClassTemplate();
  return takesTemplate(Partial     ? Partial->getTemplateParameters()
                       : Described ? Described->getTemplateParameters()
                                   : nullptr);
}

/// MultiplexConsumer lets every part vote, and a part without an opinion votes "skip". So this class decides alone, and
/// leaves all other calls to the base class.
class SkippingConsumer : public MultiplexConsumer {
public:
  SkippingConsumer(std::vector<std::unique_ptr<ASTConsumer>> Inner, BodySkipping Skipping)
      : MultiplexConsumer(std::move(Inner)), Skipping(std::move(Skipping)) {}

  bool shouldSkipFunctionBody(Decl *D) override { return Skipping.skips(*D); }

private:
  BodySkipping Skipping;
};

} // namespace

bool BodySkipping::skips(const Decl &D) {
  const FunctionDecl *Function = D.getAsFunction();
  if (!Function || Own.contains(Function->getLocation()))
    return false;
  // The enclosing body was kept, so keep the nested one.
  if (Function->getParentFunctionOrMethod())
    return false;
  if (showsStructure(*Function) || mayInstantiate(*Function))
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(Function);
  return !Method || !isTaskOrAwaiter(*Method->getParent());
}

bool BodySkipping::isTaskOrAwaiter(const CXXRecordDecl &Class) {
  auto [Known, New] = TasksAndAwaiters.try_emplace(&Class, false);
  if (New)
    Known->second = llvm::any_of(StructuralMembers, [&](llvm::StringRef Name) {
      return !Class.lookup(&Class.getASTContext().Idents.get(Name)).empty();
    });
  return Known->second;
}

std::unique_ptr<ASTConsumer> skippingBodies(std::vector<std::unique_ptr<ASTConsumer>> Parts,
                                            const CompilerInstance &Compiler, llvm::StringRef SystemPaths,
                                            bool WithDefaultSystemPaths) {
  return std::make_unique<SkippingConsumer>(
      std::move(Parts), BodySkipping(Compiler.getSourceManager(), SystemPaths, WithDefaultSystemPaths));
}

} // namespace asynctidy::driver
