// Objects and locks as one function names them.
#pragma once

#include "summaries/strings.h"

#include <vector>

namespace asynctidy::summaries {

/// An object as one function names it: a root and the steps from it. `this->pool_.mutex` is {This; Server::pool_,
/// Pool::mutex}.
struct ObjectPath {
  enum class Root : uint8_t {
    Unknown,   ///< computed: any object; the last step still says of what kind
    This,      ///< the object of the member function
    Global,    ///< Variable
    Parameter, ///< the function's Number-th, from 0; a lambda's captures by reference count as locals of their owner
    Local,     ///< the function's own Variable, a name unique in the program
    Pointee,   ///< what the function's own Variable points or refers to: one object, which lives elsewhere
    Constant,  ///< no object, as an argument: false or true by Number
  };
  Root From = Root::Unknown;
  uint8_t Number = 0;
  Text Variable = 0;
  /// Fields as "Class::field" with every namespace (and the file before it where the class has internal linkage). The
  /// step 0, the empty text, goes through a subscript, an iterator or a pointer that moves: then equal paths need not
  /// mean equal objects.
  std::vector<Text> Steps;

  bool operator==(const ObjectPath &) const = default;
};

/// A lock, named and taken in one way.
struct Lock {
  ObjectPath Path;
  bool IsAsync = false;     ///< its holder is a task, which waits for it with co_await; else a thread
  bool IsShared = false;    ///< taken together with other readers
  bool IsRecursive = false; ///< its holder may take it again

  bool operator==(const Lock &) const = default;
};

} // namespace asynctidy::summaries
