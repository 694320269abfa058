// One translation unit: its AST, the models, which code is the user's, and the cached analysis results.
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
#include <set>
#include <string>
#include <utility>

namespace asynctidy::facts {

/// One AST under one set of options. Lives as long as the AST and is freed with it. Several threads may analyse several
/// ASTs at once, but each AST is used by one thread at a time.
class TranslationUnit {
public:
  /// The unit of \p Context with \p Options, created at the first request and owned by the AST.
  static TranslationUnit &of(clang::ASTContext &Context, const Settings &Options);

  /// A separate unit for \p Context, with \p Models only; for tests and tools.
  TranslationUnit(clang::ASTContext &Context, models::ModelSet Models);

  clang::ASTContext &context() const { return Context; }
  const Settings &settings() const { return Options; }
  const models::ModelSet &models() const { return *Models; }
  bool isUserCode(clang::SourceLocation Location) const { return Paths.contains(Location); }

  /// True when the compiler has found an error: statements may be missing, so the absence of one proves nothing.
  bool isBroken() const { return Context.getDiagnostics().hasUncompilableErrorOccurred(); }

  /// See EvaluatedCode; computed at the first request.
  const EvaluatedCode &userCode();

  /// See facts::workOf().
  Work workOf(clang::QualType T);

  /// The result of the analysis \p A for \p About, computed at the first request and valid as long as this; see
  /// Analysis.
  template <class A> const typename A::Result &get(const typename A::Subject &About) {
    return Cache.get<A>(About, *this);
  }

  /// Resolves the path of a file that an option names: a relative path is looked up from the main file's directory
  /// upwards.
  std::string findFile(llvm::StringRef Path) const;

  /// Records that an option, or a file which it names, could not be used. Of several errors before takeSettingsError()
  /// the first is kept, and one that was recorded before is none.
  void complain(llvm::Error E);
  /// The recorded error as a sentence for the user; nothing after the first call.
  std::optional<std::string> takeSettingsError() { return std::exchange(SettingsError, std::nullopt); }

private:
  TranslationUnit(clang::ASTContext &Context, const Settings &Options);
  void loadModels();

  clang::ASTContext &Context;
  const Settings Options;
  UserCode Paths;
  std::shared_ptr<const models::ModelSet> Models;
  std::set<std::string> Complaints;
  std::optional<std::string> SettingsError; ///< one of Complaints
  std::optional<EvaluatedCode> Evaluated;
  llvm::DenseMap<const void *, Work> WorkOfType;
  AnalysisCache Cache;
};

/// The definition of \p F if it is a coroutine in user code with a body here, and not virtual; else null.
const clang::FunctionDecl *userCoroutine(const clang::FunctionDecl *F, const TranslationUnit &Unit);

} // namespace asynctidy::facts
