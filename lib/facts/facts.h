// The facts of one translation unit, computed once and shared by all checks.
#pragma once

#include "facts/changes.h"
#include "facts/coroutine-promise.h"
#include "facts/discards.h"
#include "facts/function-facts.h"
#include "facts/functions.h"
#include "facts/local-work.h"
#include "facts/settings.h"
#include "facts/user-code.h"
#include "facts/work.h"
#include "link/index.h"
#include "models/model-set.h"

#include "clang/AST/ASTContext.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asynctidy::facts {

class CancellationTypes;
class LateUses;
struct DanglingWork;

/// Facts of one AST under one set of options. Lives as long as the AST and is freed with it. Several ASTs may be looked
/// at from several threads at once; one AST is only ever used by one thread at a time.
class Facts {
public:
  /// The facts of \p Context, made at the first request.
  static Facts &of(clang::ASTContext &Context, const Settings &Options);
  ~Facts();

  clang::ASTContext &context() const { return Context; }
  const models::ModelSet &models() const { return *Models; }
  bool isUserCode(clang::SourceLocation Location) const { return Paths.contains(Location); }

  /// True when the compiler has found an error: statements may be missing, so what is not there proves nothing.
  bool isBroken() const { return Context.getDiagnostics().hasUncompilableErrorOccurred(); }

  /// What of the user's code is evaluated; see EvaluatedCode.
  const EvaluatedCode &userCode();

  Work workOf(clang::QualType T);

  /// See acceptsAwait(): what other coroutines of the file await is known here.
  bool acceptsAwait(const clang::FunctionDecl &Coroutine, clang::QualType Operand);

  /// See lostLocals() and discardsIn(): what several checks ask of one function is computed once.
  const std::vector<LocalWorkFate> &lostLocals(const clang::FunctionDecl &F);
  const std::vector<Discard> &discardsIn(const clang::FunctionDecl &F);
  /// See danglingWorkIn().
  const std::vector<DanglingWork> &danglingWork(const clang::FunctionDecl &F);
  LateUses &lateUses() { return *UsedLate; }
  /// What a cancelled await throws in this file.
  const CancellationTypes &cancellationTypes();

  /// What of the user's code changes what several functions can reach.
  const Changes &changes();

  /// What the checks that look across functions find in this file. \p Silenced counts at the first request.
  const std::vector<link::Finding> &findings(const Silencer &Silenced);
  /// Where a place of these findings is.
  clang::SourceLocation locate(const link::Place &P) const { return Unit->places().locate(P); }
  /// The call that a finding at \p Location is about, when it stands in the coroutine itself.
  UnitProgram::DirectBlocker blockerAt(clang::SourceLocation Location) const { return Unit->blockerAt(Location); }

  /// Whether awaiting a \p T gives a lock guard.
  bool awaitsGuard(clang::QualType T);

  /// The sentence that says why a file which an option names could not be used, given to the first caller only.
  std::optional<std::string> takeSettingsError() { return std::exchange(SettingsError, std::nullopt); }

private:
  Facts(clang::ASTContext &Context, const Settings &Options);
  void loadModels(llvm::StringRef Files);
  void openIndex(llvm::StringRef File);
  void complain(llvm::Error E);

  clang::ASTContext &Context;
  UserCode Paths;
  std::shared_ptr<const models::ModelSet> Models;
  std::unique_ptr<link::Index> Index; ///< null: only this file is known
  std::optional<std::string> SettingsError;
  std::optional<EvaluatedCode> Evaluated;
  std::optional<AwaitedTypes> Awaited;
  std::optional<Changes> Changed;
  std::unique_ptr<UnitProgram> Unit;
  std::vector<link::Finding> Findings;
  std::map<const clang::FunctionDecl *, std::vector<LocalWorkFate>> LostLocals; ///< answers are referred to: no rehash
  std::map<const clang::FunctionDecl *, std::vector<Discard>> Discards;
  std::map<const clang::FunctionDecl *, std::vector<DanglingWork>> Dangling;
  std::unique_ptr<LateUses> UsedLate;
  std::unique_ptr<CancellationTypes> Cancelled; ///< once somebody has asked
  llvm::DenseMap<const void *, Work> WorkOfType;
};

} // namespace asynctidy::facts
