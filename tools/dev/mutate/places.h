// Finds the places to mutate.
#pragma once

#include "place.h"

#include "clang/AST/DeclGroup.h"
#include "clang/Frontend/FrontendAction.h"

#include <memory>

namespace asynctidy::mutate {

/// Whether \p Group was written at the top level, and is not a template's instantiation that Clang hands over at a
/// moment of its own choice. Anchors count these.
bool isWrittenTopLevel(clang::DeclGroupRef Group);

/// An action that adds what is in the translation unit's user code to \p Seen: its coroutines and files, and each place
/// for a bug of \p Wanted once.
std::unique_ptr<clang::FrontendAction> makePlaceFinder(std::set<Kind> Wanted, Sights &Seen);

/// Adds every `co_await …;` below \p TopLevel, and all coroutines and files.
void findLostAwaits(clang::ASTContext &Context, const std::vector<clang::DeclGroupRef> &TopLevel, Sights &Seen);

/// Adds the places for the bugs of \p Wanted that are planted into functions, and the functions.
void findPlants(clang::ASTContext &Context, const std::vector<clang::DeclGroupRef> &TopLevel,
                const std::set<Kind> &Wanted, Sights &Seen);

} // namespace asynctidy::mutate
