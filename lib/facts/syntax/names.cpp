#include "facts/syntax/names.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/CharInfo.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace asynctidy::facts {

// Called for every call of a file, so it allocates one string only.
std::string qualifiedName(const NamedDecl &D) {
  // A constructor prints as its class with template arguments; models write the bare name twice.
  const NamedDecl &Last = isa<CXXConstructorDecl>(D) ? *cast<NamedDecl>(D.getDeclContext()) : D;
  const std::string Special = Last.getDeclName().isIdentifier() ? "" : Last.getNameAsString();
  llvm::SmallVector<llvm::StringRef, 6> Parts = {Special.empty() ? Last.getName() : llvm::StringRef(Special)};
  for (const DeclContext *Context = D.getDeclContext(); Context; Context = Context->getParent()) {
    if (const auto *Namespace = dyn_cast<NamespaceDecl>(Context)) {
      if (!Namespace->isInline() && !Namespace->isAnonymousNamespace())
        Parts.push_back(Namespace->getName());
    } else if (const auto *Record = dyn_cast<RecordDecl>(Context)) {
      Parts.push_back(Record->getName());
    } else if (const auto *Enum = dyn_cast<EnumDecl>(Context); Enum && Enum->isScoped()) {
      Parts.push_back(Enum->getName());
    }
  }
  return llvm::join(llvm::reverse(Parts), "::");
}

std::vector<std::string> wordsOf(llvm::StringRef Name) {
  std::vector<std::string> Words;
  bool Begins = true;
  for (size_t I = 0; I < Name.size(); ++I) {
    const bool Upper = isUppercase(Name[I]);
    // An upper-case letter begins a word after any other character, and as the last of several: HTTPServer.
    Begins |= Upper && I > 0 && (!isUppercase(Name[I - 1]) || (I + 1 < Name.size() && isLowercase(Name[I + 1])));
    if (!isAlphanumeric(Name[I])) {
      Begins = true;
      continue;
    }
    if (std::exchange(Begins, false))
      Words.emplace_back();
    Words.back() += toLowercase(Name[I]);
  }
  return Words;
}

bool hasWord(llvm::StringRef Name, llvm::ArrayRef<llvm::StringLiteral> Words) {
  return llvm::any_of(wordsOf(Name), [&](llvm::StringRef Word) { return llvm::is_contained(Words, Word); });
}

llvm::StringRef simpleNameOf(const NamedDecl *D) {
  return D && D->getDeclName().isIdentifier() ? D->getName() : llvm::StringRef();
}

std::string quotedName(const NamedDecl &D) {
  if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(&D))
    return "the destructor of '" + Destructor->getParent()->getNameAsString() + "'";
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D); Method && Method->getParent()->isLambda())
    return "this lambda";
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D); Method && Method->getOverloadedOperator() == OO_Call)
    return "the call operator of '" + Method->getParent()->getNameAsString() + "'";
  if (isa<CXXConstructorDecl>(D))
    return "the constructor of '" + cast<NamedDecl>(D.getDeclContext())->getNameAsString() + "'";
  if (const auto *Names = dyn_cast<DecompositionDecl>(&D)) {
    std::string Text;
    for (const BindingDecl *Binding : Names->bindings())
      Text += (Text.empty() ? "'[" : ", ") + Binding->getNameAsString();
    return Text + "]'";
  }
  return "'" + D.getNameAsString() + "'";
}

std::string quotedCallee(const Stmt &At, const FunctionDecl &Callee) {
  if (Callee.getOverloadedOperator() != OO_Call)
    return quotedName(Callee);
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(&At);
  const bool IsMeant = Call && Call->getDirectCallee() == &Callee;
  const Expr *Object = IsMeant ? Call->getArg(0)->IgnoreParenImpCasts() : nullptr;
  if (const auto *Name = dyn_cast_or_null<DeclRefExpr>(Object))
    return "'" + Name->getDecl()->getNameAsString() + "'";
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Object))
    return "'" + Member->getMemberDecl()->getNameAsString() + "'";
  const auto *Method = dyn_cast<CXXMethodDecl>(&Callee);
  return Method && Method->getParent()->isLambda() ? "the lambda" : quotedName(Callee);
}

std::string quotedCallee(const Expr &E) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return "this call";
  const bool IsCalled = Callee->getOverloadedOperator() == OO_Call;
  const bool IsOperator = Callee->isOverloadedOperator() || isa<CXXConversionDecl>(Callee);
  return IsOperator && !IsCalled ? "this operator" : quotedName(*Callee);
}

const NamedDecl *declarationNamed(ASTContext &Context, llvm::StringRef QualifiedName) {
  llvm::SmallVector<const DeclContext *, 2> Scopes = {Context.getTranslationUnitDecl()};
  for (;;) {
    const auto [First, Rest] = QualifiedName.split("::");
    llvm::SmallVector<const DeclContext *, 2> Inner;
    for (const DeclContext *Scope : Scopes)
      for (const NamedDecl *Found : Scope->lookup(DeclarationName(&Context.Idents.get(First)))) {
        if (Rest.empty())
          return Found->getUnderlyingDecl();
        if (const auto *Alias = dyn_cast<NamespaceAliasDecl>(Found))
          Found = Alias->getNamespace();
        if (const auto *Namespace = dyn_cast<NamespaceDecl>(Found))
          Inner.push_back(Namespace);
        else if (const auto *Tag = dyn_cast<TagDecl>(Found); Tag && Tag->getDefinition())
          Inner.push_back(Tag->getDefinition());
      }
    if (Rest.empty() || Inner.empty())
      return nullptr;
    Scopes = std::move(Inner);
    QualifiedName = Rest;
  }
}

const NamespaceDecl *outermostNamespace(const Decl &D) {
  const NamespaceDecl *Outermost = nullptr;
  for (const DeclContext *Context = D.getDeclContext(); Context; Context = Context->getParent())
    if (const auto *Namespace = dyn_cast<NamespaceDecl>(Context))
      Outermost = Namespace->getCanonicalDecl();
  return Outermost;
}

} // namespace asynctidy::facts
