// Finds the places to mutate.
#pragma once

#include "place.h"

#include "clang/AST/DeclGroup.h"
#include "clang/Frontend/FrontendAction.h"

#include <memory>

namespace asynctidy::mutate {

/// Whether \p Group was written at the top level, and is not a template instantiation, which Clang reports at an
/// arbitrary time. Anchors count these groups.
bool isWrittenTopLevel(clang::DeclGroupRef Group);

/// An action that adds the coroutines and files of the user code to \p Seen, and each place for a bug of \p Wanted
/// once.
std::unique_ptr<clang::FrontendAction> makePlaceFinder(std::set<Kind> Wanted, Sights &Seen);

/// Adds every `co_await …;` below \p TopLevel, and all coroutines and files.
void findLostAwaits(clang::ASTContext &Context, const std::vector<clang::DeclGroupRef> &TopLevel, Sights &Seen);

/// Adds the functions, and the places in them for the bugs of \p Wanted.
void findPlants(clang::ASTContext &Context, const std::vector<clang::DeclGroupRef> &TopLevel,
                const std::set<Kind> &Wanted, Sights &Seen);

} // namespace asynctidy::mutate
