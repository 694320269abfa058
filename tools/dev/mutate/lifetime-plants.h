// Finds places where an object can be made to die before the work that uses it.
#pragma once

#include "spots.h"

#include "facts/unit/translation-unit.h"

namespace asynctidy::mutate {

/// What the searches share. As long-lived as the AST.
struct PlantContext {
  Spots &Text;
  PlaceBook &Book;
  facts::TranslationUnit &Unit;
  const std::set<Kind> &Wanted;
};

/// A function with a body that can be edited, and whose types are known.
struct FunctionSite {
  const clang::FunctionDecl &F;
  const clang::CompoundStmt &Body;
  Spots::Outermost Around;
};

/// Calls \p Visit for each statement of a block that is really written, and not a part of another statement.
void forEachPlainStatement(const FunctionSite &Site, PlantContext &In,
                           llvm::function_ref<void(const clang::Stmt &)> Visit);

/// Work that is awaited, or waited for, where it is made, and that uses a temporary: made in a statement of its own.
/// Places of Kind::Temporary and Kind::Capture.
void findNamedWork(const FunctionSite &Site, PlantContext &In);

/// Strong references to the object of a member function that work of its own needs. Places of Kind::Self.
void findStrongReferences(const FunctionSite &Site, PlantContext &In);

/// Awaits across which an iterator can be kept. Places of Kind::Iterator.
void findKeptIterators(const FunctionSite &Site, PlantContext &In);

} // namespace asynctidy::mutate
