// One translation unit as the facts see it: its AST, what libraries promise, which code is the user's, and what was
// found out about it.
#pragma once

#include "facts/syntax/functions.h"
#include "facts/syntax/user-code.h"
#include "facts/types/work.h"
#include "facts/unit/analysis-cache.h"
#include "facts/unit/settings.h"
#include "models/model-set.h"

#include "clang/AST/ASTContext.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace asynctidy::facts {

/// One AST under one set of options. Lives as long as the AST and is freed with it. Several ASTs may be looked at from
/// several threads at once; one AST is only ever used by one thread at a time.
class TranslationUnit {
public:
  /// That of \p Context, made at the first request.
  static TranslationUnit &of(clang::ASTContext &Context, const Settings &Options);

  /// One of its own for \p Context, with \p Models alone: for tests and tools.
  TranslationUnit(clang::ASTContext &Context, models::ModelSet Models);

  clang::ASTContext &context() const { return Context; }
  const Settings &settings() const { return Options; }
  const models::ModelSet &models() const { return *Models; }
  bool isUserCode(clang::SourceLocation Location) const { return Paths.contains(Location); }

  /// True when the compiler has found an error: statements may be missing, so what is not there proves nothing.
  bool isBroken() const { return Context.getDiagnostics().hasUncompilableErrorOccurred(); }

  /// What of the user's code is evaluated; see EvaluatedCode.
  const EvaluatedCode &userCode();

  /// See facts::workOf().
  Work workOf(clang::QualType T);

  /// The result of the analysis \p A for \p About, computed at the first request; see Analysis.
  template <class A> const typename A::Result &get(const typename A::Subject &About) {
    return Cache.get<A>(About, *this);
  }

  /// Where the file \p Path lies that an option names: a relative path is looked up from the main file's directory
  /// upwards.
  std::string findFile(llvm::StringRef Path) const;

  /// Notes that a file which an option names could not be used.
  void complain(llvm::Error E);
  /// The sentence that says so, given to the first caller only.
  std::optional<std::string> takeSettingsError() { return std::exchange(SettingsError, std::nullopt); }

private:
  TranslationUnit(clang::ASTContext &Context, const Settings &Options);
  void loadModels();

  clang::ASTContext &Context;
  const Settings Options;
  UserCode Paths;
  std::shared_ptr<const models::ModelSet> Models;
  std::optional<std::string> SettingsError;
  std::optional<EvaluatedCode> Evaluated;
  llvm::DenseMap<const void *, Work> WorkOfType;
  AnalysisCache Cache;
};

/// \p F, if calling it surely runs a coroutine of the user that has a body here: that definition; else null.
const clang::FunctionDecl *userCoroutine(const clang::FunctionDecl *F, const TranslationUnit &Unit);

} // namespace asynctidy::facts
