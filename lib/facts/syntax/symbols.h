// Names by which different translation units mean the same function, field or variable.
#pragma once

#include "facts/syntax/places.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseMap.h"

#include <string>
#include <utility>
#include <vector>

namespace asynctidy::facts {

/// USRs collide for what has internal linkage in files of one name, and for lambdas: then the file, or the place, comes
/// along. A part before a name is divided from it by '|', which no name contains. One per AST, not thread-safe.
class Symbols {
public:
  Symbols(summaries::Strings &Names, Places &Where) : Names(Names), Where(Where) {}

  summaries::Text function(const clang::FunctionDecl &F);
  /// "ns::Class::field" with the class's file before it: another program, or another file, may have another class of
  /// that name.
  summaries::Text field(const clang::FieldDecl &F);
  /// "ns::variable" for one with static storage, with the file before it where no other file can mean the same; a local
  /// by its function.
  summaries::Text variable(const clang::ValueDecl &V);

  /// Variables that variable() has named, other files may mean and this unit defines: each with the file that does.
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
