// The changes that other code may make while a coroutine waits.
#pragma once

#include "analyses/locks/stale-write.h"
#include "facts/locks/suspensions.h"

#include <optional>

namespace asynctidy::analyses {

/// Whether \p By sets its object to the value of the constant \p Value (which may be null, or no constant), too.
bool setsToSame(const facts::Change &By, const clang::Expr *Value, const clang::ASTContext &Context);

/// What may write \p Object while one activation of \p F waits: another function, or another activation. Another
/// function that setsToSame() \p Value does not count.
std::optional<StaleWrite::Meanwhile> changedMeanwhile(const facts::SharedObject &Object, const clang::FunctionDecl &F,
                                                      facts::TranslationUnit &Unit, const clang::Expr *Value = nullptr);

/// Suspensions at which locks are held, and a change that these do not keep out.
struct UnderOtherLocks {
  facts::Suspensions At;
  facts::Change By;
};

/// The suspensions of \p F at which every lock that it holds is one that another function, which is seen to change
/// \p Object meanwhile, does not take, nor does a caller of that in sight. Nothing when there are none.
std::optional<UnderOtherLocks> suspensionsUnderOtherLocks(const facts::SharedObject &Object,
                                                          const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
