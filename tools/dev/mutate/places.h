// Finds the statements to mutate.
#pragma once

#include "place.h"

#include "clang/AST/DeclGroup.h"
#include "clang/Frontend/FrontendAction.h"

#include <memory>

namespace asynctidy::mutate {

/// Whether \p Group was written at the top level, and is not a template's instantiation that Clang hands over at a
/// moment of its own choice. Anchors count these.
bool isWrittenTopLevel(clang::DeclGroupRef Group);

/// An action that adds what is in the translation unit's user code to \p Seen: every `co_await …;` once.
std::unique_ptr<clang::FrontendAction> makePlaceFinder(Sights &Seen);

} // namespace asynctidy::mutate
