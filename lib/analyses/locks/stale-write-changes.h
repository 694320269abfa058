// The changes that other code may make while a coroutine waits.
#pragma once

#include "analyses/locks/stale-write.h"
#include "facts/locks/suspensions.h"

#include <optional>

namespace asynctidy::analyses {

/// What may write \p Object while one activation of \p F waits: another function, or another activation.
std::optional<StaleWrite::Meanwhile> changedMeanwhile(const facts::SharedObject &Object, const clang::FunctionDecl &F,
                                                      facts::TranslationUnit &Unit);

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
