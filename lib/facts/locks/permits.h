// Locals that a coroutine keeps for their destructor alone, as the units of a semaphore or the holder of a gate.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::facts {

/// The awaits of \p F during which it holds a permit, in the order of its source. A permit is a local that is
/// initialized with the result of a co_await, of a class with a destructor and without copies. It counts as held from
/// its declaration until it is mentioned or its block ends. Nothing tells how many may hold one at a time; so it is
/// good for staying silent alone.
std::vector<const clang::CoawaitExpr *> awaitsUnderPermit(const clang::FunctionDecl &F);

} // namespace asynctidy::facts
