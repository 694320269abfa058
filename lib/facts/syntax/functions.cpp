#include "facts/syntax/functions.h"

#include "facts/syntax/walk.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Walks declarations by hand: a RecursiveASTVisitor would visit every declaration of every system header.
class Collector {
public:
  Collector(const UserCode &Paths, EvaluatedCode &Found) : Paths(Paths), Found(Found) {}

  void declaration(const Decl *D) {
    if (!D)
      return;
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      return functionTemplate(*Template);
    if (const auto *Template = dyn_cast<ClassTemplateDecl>(D))
      return classTemplate(*Template);
    if (const auto *Template = dyn_cast<VarTemplateDecl>(D))
      return declaration(Template->getTemplatedDecl());
    if (const auto *F = dyn_cast<FunctionDecl>(D))
      return function(*F);
    if (const auto *Friend = dyn_cast<FriendDecl>(D)) // a function defined in the class is found only here
      return declaration(Friend->getFriendDecl());
    if (const auto *V = dyn_cast<VarDecl>(D)) {
      if (Paths.contains(V->getLocation()))
        initializer(V->getInit());
      return;
    }
    if (const auto *Field = dyn_cast<FieldDecl>(D)) {
      if (Field->hasInClassInitializer())
        initializer(Field->getInClassInitializer());
      return;
    }
    if (const auto *Record = dyn_cast<CXXRecordDecl>(D)) {
      if (Record->isThisDeclarationADefinition() && !Record->isLambda())
        context(*Record);
      return;
    }
    if (isa<NamespaceDecl>(D) || isa<LinkageSpecDecl>(D) || isa<ExportDecl>(D))
      context(*cast<DeclContext>(D));
  }

private:
  void context(const DeclContext &Context) {
    if (!Paths.contains(cast<Decl>(Context).getLocation()) && !isa<LinkageSpecDecl>(Context))
      return;
    for (const Decl *D : Context.decls())
      declaration(D);
  }

  void functionTemplate(const FunctionTemplateDecl &Template) {
    if (!Paths.contains(Template.getLocation()))
      return;
    for (const FunctionDecl *Specialization : Template.specializations())
      function(*Specialization);
    function(*Template.getTemplatedDecl());
  }

  void classTemplate(const ClassTemplateDecl &Template) {
    // An instantiated class has only a declaration of its member template; the specializations belong to that
    // declaration.
    const bool IsDefinition = Template.isThisDeclarationADefinition();
    if ((!IsDefinition && !Template.getInstantiatedFromMemberTemplate()) || !Paths.contains(Template.getLocation()))
      return;
    for (const ClassTemplateSpecializationDecl *Specialization : Template.specializations())
      if (!Specialization->isExplicitSpecialization() && Specialization->getDefinition())
        context(*Specialization->getDefinition());
    if (IsDefinition)
      context(*Template.getTemplatedDecl());
  }

  void function(const FunctionDecl &F) {
    if (!F.doesThisDeclarationHaveABody() || !F.getBody() || F.isDefaulted() || !Paths.contains(F.getLocation()))
      return;
    if (!Seen.insert(&F).second)
      return;
    Found.Functions.push_back(&F);
    for (const ParmVarDecl *Parameter : F.parameters())
      if (Parameter->hasDefaultArg() && !Parameter->hasUnparsedDefaultArg() &&
          !Parameter->hasUninstantiatedDefaultArg())
        initializer(Parameter->getDefaultArg());
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
      for (const CXXCtorInitializer *Initializer : Constructor->inits())
        initializer(Initializer->getInit());
    expressions(writtenBody(F));
  }

  void initializer(const Expr *E) {
    if (!E)
      return;
    Found.Initializers.push_back(E);
    expressions(E);
  }

  /// Lambdas and local classes below \p S.
  void expressions(const Stmt *S) {
    if (!S)
      return;
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      if (const FunctionTemplateDecl *Generic = Lambda->getLambdaClass()->getDependentLambdaCallOperator())
        functionTemplate(*Generic);
      else if (const CXXMethodDecl *Operator = Lambda->getCallOperator())
        function(*Operator);
      for (const Expr *Captured : Lambda->capture_inits())
        expressions(Captured);
      return;
    }
    if (const auto *Declarations = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declarations->decls())
        if (isa<CXXRecordDecl>(D))
          declaration(D);
    if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S))
      return expressions(Suspend->getOperand()); // the other children repeat it
    for (const Stmt *Child : S->children())
      expressions(Child);
  }

  const UserCode &Paths;
  EvaluatedCode &Found;
  llvm::SmallPtrSet<const FunctionDecl *, 32> Seen;
};

} // namespace

bool isCoroutine(const FunctionDecl &F) { return isa_and_nonnull<CoroutineBodyStmt>(F.getBody()); }

bool makesReplacesOrEndsObject(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return isa<CXXConstructorDecl, CXXDestructorDecl>(F) ||
         (Method && (Method->isCopyAssignmentOperator() || Method->isMoveAssignmentOperator()));
}

bool isLambda(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && Method->getParent()->isLambda() && Method->getOverloadedOperator() == OO_Call;
}

const LambdaCapture *captureOf(const ValueDecl &Variable, const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || !Method->getParent()->isLambda())
    return nullptr;
  for (const LambdaCapture &Capture : Method->getParent()->captures())
    if (Capture.capturesVariable() && Capture.getCapturedVar()->getCanonicalDecl() == Variable.getCanonicalDecl())
      return &Capture;
  return nullptr;
}

bool isNoReturnCall(const Stmt &S) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isNoReturn();
}

const Stmt *writtenBody(const FunctionDecl &F) {
  const Stmt *Body = F.getBody();
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Body))
    return Coroutine->getBody();
  return Body;
}

llvm::SmallVector<MemberInitializer, 2> memberInitializersOf(const FunctionDecl &F) {
  llvm::SmallVector<MemberInitializer, 2> Found;
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Each : Constructor->inits()) {
      const Expr *Value = Each->getInit();
      if (const auto *Default = dyn_cast_or_null<CXXDefaultInitExpr>(Value))
        Value = Default->getExpr();
      if (Value)
        Found.push_back({Value, Each->getAnyMember()});
    }
  return Found;
}

void forEachEvaluatedIn(const FunctionDecl &F, llvm::function_ref<void(const Stmt &)> Visit) {
  for (const MemberInitializer &Each : memberInitializersOf(F))
    forEachEvaluated(Each.Value, Visit);
  forEachEvaluated(writtenBody(F), Visit);
}

EvaluatedCode userCodeIn(ASTContext &Context, const UserCode &Paths) {
  EvaluatedCode Found;
  Collector Collect(Paths, Found);
  // The scope is the whole translation unit, but for clangd, where it is the main file.
  for (const Decl *D : Context.getTraversalScope()) {
    if (const auto *Unit = dyn_cast<TranslationUnitDecl>(D)) {
      for (const Decl *Child : Unit->decls())
        Collect.declaration(Child);
    } else {
      Collect.declaration(D);
    }
  }
  return Found;
}

} // namespace asynctidy::facts
