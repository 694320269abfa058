#pragma once

#include "checks/async-check.h"

#include "analyses/lifetime/stale-reference-awaited.h"
#include "analyses/lifetime/stale-reference-emptied.h"
#include "analyses/lifetime/stale-reference.h"

namespace asynctidy::checks {

/// Finds references, iterators and views that dangle after a suspension, or because the awaited task is destroyed.
///
/// User documentation: docs/checks/stale-reference.md
class StaleReferenceCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

private:
  void examine(const clang::FunctionDecl &F, facts::TranslationUnit &Unit) override;
  void report(const analyses::AwaitedReference &Dead);
  void report(const analyses::EmptiedPointer &Emptied);
  void report(const analyses::StaleReference &Stale);
};

} // namespace asynctidy::checks
