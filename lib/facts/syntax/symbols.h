// Names of functions, fields and variables that are the same in all translation units.
#pragma once

#include "facts/syntax/places.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseMap.h"

#include <string>
#include <utility>
#include <vector>

namespace asynctidy::facts {

/// USRs of lambdas, and of entities with internal linkage in files of equal name, collide: these get the place or the
/// file as a prefix. '|', which no name contains, ends a prefix. One per AST, not thread-safe.
class Symbols {
public:
  Symbols(summaries::Strings &Names, Places &Where) : Names(Names), Where(Where) {}

  /// The USR of \p F, with a prefix where the class comment says so.
  summaries::Text function(const clang::FunctionDecl &F);
  /// "ns::Class::field" with the class's file before it: another program or file may have a different class of that
  /// name.
  summaries::Text field(const clang::FieldDecl &F);
  /// "ns::variable" for static storage, with the file before it for internal linkage; for a local, with the function
  /// and place before it.
  summaries::Text variable(const clang::ValueDecl &V);

  /// The variables with external linkage that variable() has named and this unit defines, each with the defining file.
  const std::vector<std::pair<summaries::Text, summaries::Text>> &definedVariables() const { return Defined; }

private:
  std::string fileOf(const clang::NamedDecl &D);
  std::string fileBefore(const clang::NamedDecl &D);

  summaries::Strings &Names;
  Places &Where;
  llvm::DenseMap<const clang::Decl *, summaries::Text> Known;
  std::vector<std::pair<summaries::Text, summaries::Text>> Defined;
};

} // namespace asynctidy::facts
