// Objects and locks as one function names them.
#pragma once

#include "summaries/assumptions.h"
#include "summaries/list.h"
#include "summaries/strings.h"

namespace asynctidy::summaries {

/// An object as one function names it: a root and the steps from it. `this->pool_.mutex` is {This; Server::pool_,
/// Pool::mutex}.
struct ObjectPath {
  enum class Root : uint8_t {
    Unknown,   ///< any object; the last step still names the field
    This,      ///< the object of the member function
    Global,    ///< Variable
    Parameter, ///< the parameter with the index Number; captures by reference count as locals of their owner
    Local,     ///< the function's own Variable, a name unique in the program
    Pointee,   ///< the object that the function's own Variable points or refers to
    Constant,  ///< not an object: a bool argument, with the value in Number
  };
  Root From = Root::Unknown;
  uint8_t Number = 0;
  Text Variable = 0;
  /// Fields as "Class::field" with every namespace (and the file before it where the class has internal linkage). The
  /// step 0, the empty text, is an element access by a subscript, an iterator or a moving pointer: then equal paths may
  /// name different objects.
  List<Text> Steps;

  bool operator==(const ObjectPath &) const = default;
};

/// A lock, with the mode in which it is taken.
struct Lock {
  ObjectPath Path;
  bool IsAsync = false;     ///< tasks wait for it with co_await; else threads do
  bool IsShared = false;    ///< taken together with other readers
  bool IsRecursive = false; ///< its holder may take it again
  Assumptions Assumes = {}; ///< what makes it a lock that excludes other holders

  bool operator==(const Lock &) const = default;
};

} // namespace asynctidy::summaries
