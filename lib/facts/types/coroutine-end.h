// Awaits that end their coroutine instead of suspending it.
#pragma once

#include "clang/AST/Decl.h"

namespace asynctidy::facts {

/// Whether \p AwaitSuspend, the `await_suspend` of an awaiter, ends the coroutine that awaits, as an awaiter of a
/// result does that holds an error: it destroys the frame, or completes the promise as the end of the body would
/// (`return_value`, `unhandled_exception`, `final_suspend`), and gives the handle to nothing else. Its body must be in
/// sight.
bool endsCoroutine(const clang::FunctionDecl &AwaitSuspend);

} // namespace asynctidy::facts
