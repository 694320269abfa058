// Names of locks for messages, and their keys in the lock-order graph.
#pragma once

#include "link/vocabulary.h"

#include <string>

namespace asynctidy::link {

/// A field's or variable's id for messages: its last two components.
std::string shortName(llvm::StringRef Id);

/// "'Class::field'"; "an element of 'Class::field'" for a path that ends with an element.
std::string displayName(const ObjectPath &Path, const Strings &Names);

/// The field at the end of a path, or of which the path ends with an element; 0 when there is none.
Text lastField(const ObjectPath &Path);

/// True when all equal paths surely name one object.
bool isExact(const ObjectPath &Path);

/// True for a lock that is a local variable of the function.
bool isInOwnFrame(const ObjectPath &Path);

/// The key of a lock in the graph: its field (of any object) or global variable; 0 when neither is known.
Text keyOf(const ObjectPath &Path);

} // namespace asynctidy::link
