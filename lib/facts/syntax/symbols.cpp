#include "facts/syntax/symbols.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Index/USRGeneration.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// True for a member of a lambda or local class: its USR may be equal to that of a neighbouring one.
bool isInsideFunction(const Decl &D) {
  return D.getParentFunctionOrMethod() != nullptr || D.getDeclContext()->isClosure();
}

} // namespace

std::string Symbols::fileOf(const NamedDecl &D) { return Names[Where.fileOf(D.getLocation())].str() + "|"; }

std::string Symbols::fileBefore(const NamedDecl &D) { return D.isExternallyVisible() ? "" : fileOf(D); }

summaries::Text Symbols::function(const FunctionDecl &F) {
  summaries::Text &Id = Known[F.getCanonicalDecl()];
  if (Id)
    return Id;
  llvm::SmallString<128> Usr;
  index::generateUSRForDecl(F.getCanonicalDecl(), Usr);
  std::string Before = fileBefore(F);
  if (isLambda(F) || isInsideFunction(F) || Usr.empty()) {
    const summaries::Place At = Where.of(F.getLocation());
    Before = (Names[At.File] + ":" + llvm::Twine(At.Line) + ":" + llvm::Twine(At.Column) + "|").str();
  }
  return Id = Names.add(Before + Usr.str().str());
}

summaries::Text Symbols::field(const FieldDecl &F) {
  summaries::Text &Id = Known[F.getCanonicalDecl()];
  if (!Id)
    Id = Names.add(fileOf(*F.getParent()) + qualifiedName(F));
  return Id;
}

summaries::Text Symbols::variable(const ValueDecl &V) {
  if (const auto It = Known.find(V.getCanonicalDecl()); It != Known.end())
    return It->second;
  std::string Before;
  if (const auto *Owner = dyn_cast<FunctionDecl>(V.getDeclContext())) {
    // Two blocks of one function may have locals of equal name.
    const summaries::Place At = Where.of(V.getLocation());
    Before = (Names[function(*Owner)] + "|" + Names[At.File] + ":" + llvm::Twine(At.Line) + ":" +
              llvm::Twine(At.Column) + "|")
                 .str();
  } else {
    Before = fileBefore(V);
    if (isa<ClassTemplateSpecializationDecl>(V.getDeclContext())) { // each specialization has its own variable
      llvm::SmallString<128> Usr;
      index::generateUSRForDecl(&V, Usr);
      Before += Usr.str().str() + "|";
    }
  }
  const summaries::Text Id = Known[V.getCanonicalDecl()] = Names.add(Before + qualifiedName(V));
  const auto *Global = dyn_cast<VarDecl>(&V);
  if (Global && Global->hasGlobalStorage() && Global->isExternallyVisible())
    if (const VarDecl *Definition = Global->getDefinition())
      Defined.emplace_back(Id, Where.fileOf(Definition->getLocation()));
  return Id;
}

} // namespace asynctidy::facts
