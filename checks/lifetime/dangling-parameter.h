#pragma once

#include "checks/lifetime/dangling-check.h"

#include <string>

namespace asynctidy::checks {

/// Finds tasks that use an argument after it is destroyed.
///
/// User documentation: docs/checks/dangling-parameter.md
class DanglingParameterCheck : public DanglingCheck {
public:
  DanglingParameterCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  Edits fixes(const analyses::DanglingWork &Work, const clang::FunctionDecl &F,
              facts::TranslationUnit &Unit) const override;
  bool isExempt(const analyses::DanglingWork &Work) const override;
  void examineDeclaration(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);
  bool isLongLived(clang::QualType T) const;

  const bool DeclarationSite;
  const std::string LongLivedTypes;
};

} // namespace asynctidy::checks
