// A piece of C++ for a unit test, and ways to point into it.
#pragma once

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/unit/translation-unit.h"
#include "models/model-set.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/Frontend/ASTUnit.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asynctidy::unit {

/// C++20 code, parsed as a compiler would: the real <coroutine> is there, and so is Inputs/zoo.h. The test fails when
/// the code has an error, except for broken().
class Code {
public:
  struct Setup {
    std::string FileName = "input.cpp";
    std::vector<std::pair<std::string, std::string>> Files = {}; ///< other files, by absolute path
    std::vector<std::string> Arguments = {};
  };

  explicit Code(llvm::StringRef Text) : Code(Text, Setup(), /*MayBeBroken=*/false) {}
  Code(llvm::StringRef Text, const Setup &How) : Code(Text, How, /*MayBeBroken=*/false) {}
  static Code broken(llvm::StringRef Text) { return Code(Text, Setup(), /*MayBeBroken=*/true); }

  clang::ASTContext &context() const { return Unit->getASTContext(); }
  /// The translation unit, with the built-in models.
  facts::TranslationUnit &unit() const { return facts::TranslationUnit::of(context(), {}); }
  /// Gives up the AST, and with it everything that was pointed to in it.
  void destroy() { Unit.reset(); }

  /// The declaration \p Name ("zoo::task"), the last one if there are several, or null; a template's is its pattern.
  /// Looks into namespaces and classes.
  const clang::NamedDecl *find(llvm::StringRef Name) const;

  /// These fail the test and end the process when there is no such thing: nothing could be tested.
  const clang::FunctionDecl &function(llvm::StringRef Name) const;
  const clang::CXXRecordDecl &record(llvm::StringRef Name) const;
  /// What the alias \p Name stands for, or what the function \p Name returns.
  clang::QualType type(llvm::StringRef Name) const;

  /// The written text of \p S, on one line.
  std::string text(const clang::Stmt &S) const;
  unsigned line(clang::SourceLocation Location) const;

private:
  Code(llvm::StringRef Text, const Setup &How, bool MayBeBroken);

  std::unique_ptr<clang::ASTUnit> Unit;
};

/// What \p F evaluates that is a \p T, in the order of the source, parents first.
template <class T> std::vector<const T *> allIn(const clang::FunctionDecl &F) {
  std::vector<const T *> Found;
  facts::forEachEvaluated(facts::writtenBody(F), [&](const clang::Stmt &S) {
    if (const auto *One = llvm::dyn_cast<T>(&S))
      Found.push_back(One);
  });
  return Found;
}

/// The calls in \p F of functions called \p Name.
std::vector<const clang::CallExpr *> callsIn(const clang::FunctionDecl &F, llvm::StringRef Name);

/// The variable \p Name that \p F declares, a parameter or a local; null when there is none.
const clang::VarDecl *variableIn(const clang::FunctionDecl &F, llvm::StringRef Name);

/// The built-in models and \p Yaml.
models::ModelSet modelsWith(llvm::StringRef Yaml);

} // namespace asynctidy::unit
