#pragma once

#include "checks/async-check.h"

#include "facts/awaited-references.h"
#include "facts/stale-references.h"

namespace asynctidy::checks {

/// Finds references, iterators and views into shared containers that are used after a suspension.
///
/// User documentation: docs/checks/stale-reference.md
class StaleReferenceCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::Facts &Facts) override;
  void report(const facts::AwaitedReference &Dead);
  void report(const facts::StaleReference &Stale);
};

} // namespace asynctidy::checks
