// Finds places where an edit can end an object's lifetime before the work that uses it.
#pragma once

#include "spots.h"

#include "facts/unit/translation-unit.h"

namespace asynctidy::mutate {

/// The common data of the searches. Valid as long as the AST.
struct PlantContext {
  Spots &Text;
  PlaceBook &Book;
  facts::TranslationUnit &Unit;
  const std::set<Kind> &Wanted;
};

/// A function with an editable body and known types.
struct FunctionSite {
  const clang::FunctionDecl &F;
  const clang::CompoundStmt &Body;
  Spots::Outermost Around;
};

/// Calls \p Visit for each written statement that stands directly in a block.
void forEachPlainStatement(const FunctionSite &Site, PlantContext &In,
                           llvm::function_ref<void(const clang::Stmt &)> Visit);

/// Finds work that is awaited, or waited for, in the expression that creates it: the mutant creates it in a separate
/// statement, so that a temporary is destroyed first. Places of Kind::Temporary and Kind::Capture.
void findNamedWork(const FunctionSite &Site, PlantContext &In);

/// Finds strong references to the object of a member function that its work needs. Places of Kind::Self.
void findStrongReferences(const FunctionSite &Site, PlantContext &In);

/// Finds awaits across which an iterator can be kept. Places of Kind::Iterator.
void findKeptIterators(const FunctionSite &Site, PlantContext &In);

} // namespace asynctidy::mutate
