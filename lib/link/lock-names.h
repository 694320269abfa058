// Locks in words, and what makes two of them the same node of the order graph.
#pragma once

#include "link/vocabulary.h"

#include <string>

namespace asynctidy::link {

/// A field's or variable's id as a reader knows it: its last two components.
std::string shortName(llvm::StringRef Id);

/// "'Class::field'", for a path whose last step is an element "an element of 'Class::field'".
std::string displayName(const ObjectPath &Path, const Strings &Names);

/// The field that a path ends with, elements of it included; 0 when there is none.
Text lastField(const ObjectPath &Path);

/// True when equal paths like this one surely mean one object.
bool isExact(const ObjectPath &Path);

/// True for a lock in the frame of the function itself, which dies with it.
bool isInOwnFrame(const ObjectPath &Path);

/// What stands for the lock in the graph: the field whatever the object, or the global variable; 0 when neither is
/// known.
Text keyOf(const ObjectPath &Path);

} // namespace asynctidy::link
