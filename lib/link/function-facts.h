// What other functions need to know of one function: what it locks, calls and waits for, and which locks it holds while
// it does. No Clang here: these facts are written to files, put together from many translation units, and read by
// programs that never see the source. All names and paths are numbers of one table of Strings.
#pragma once

#include "link/strings.h"

#include <compare>
#include <vector>

namespace asynctidy::link {

/// Where something stands in the source. Lines and columns (bytes) count from 1.
struct Place {
  Text File = 0;
  uint32_t Line = 0;
  uint32_t Column = 0;

  explicit operator bool() const { return File != 0; }
  auto operator<=>(const Place &) const = default;
};

/// A set of the checks that read these facts across functions, one bit each: what the user has silenced at a place, by
/// a comment or by the configuration of its directory.
enum Checks : uint8_t {
  NoCheck = 0,
  BlockingCall = 1,
  BlockingWait = 2,
  LockOrder = 4,
  SelfDeadlock = 8,
};

/// What decides whether something happens at all: a parameter of the function, of type bool, that keeps its value.
struct Condition {
  uint16_t Code = 0; ///< 0: nothing does, it happens in any case

  static constexpr uint16_t MostCode = 2 * 256;

  Condition() = default;
  /// It happens only where the \p Parameter-th is \p Value.
  Condition(uint8_t Parameter, bool Value) : Code(static_cast<uint16_t>(1 + 2 * Parameter + Value)) {}

  explicit operator bool() const { return Code != 0; }
  uint8_t parameter() const { return static_cast<uint8_t>((Code - 1) / 2); }
  bool value() const { return (Code - 1) % 2; }
  bool operator==(const Condition &) const = default;
};

/// An object as one function names it: a root and the steps from it. `this->pool_.mutex` is {This; Server::pool_,
/// Pool::mutex}.
struct ObjectPath {
  enum class Root : uint8_t {
    Unknown,   ///< computed: nobody knows which object; its last step still says of what kind
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

/// A lock that is held while something happens.
struct Hold {
  Lock What;
  Place Since;      ///< where it was taken, or the function's own place for one that comes with the call
  bool OnEveryPath; ///< that leads to where it is held, not only on some
};

/// Another lock is taken.
struct Acquisition {
  Lock What;
  Place At;
  bool OnlyTries = false;        ///< gives up when somebody else has it
  bool BeforeSuspension = false; ///< some path leads here from the function's begin without a suspension
  Condition OnlyIf;
  Checks Silenced = NoCheck; ///< at this place
  std::vector<uint32_t>
      Held; ///< indices of FunctionFacts::Holds; those taken in the same deadlock-free step are not among them
};

/// Another function of the user's code is called.
struct Call {
  enum class Way : uint8_t {
    Plain,   ///< its body runs inside the caller's, as far as the callee's kind says: see FunctionFacts
    Awaited, ///< a coroutine whose completion the caller waits for: all of its body runs while the caller holds its
             ///< locks
    Apart,   ///< spawned, offloaded, stored: it runs sometime, and holds nothing of the caller's
  };
  Text Callee = 0; ///< FunctionFacts::Id
  Text CalleeName = 0;
  Way How = Way::Plain;
  bool IsVirtual = false;        ///< decided at run time: Callee is what is named, any of its overriders may run
  bool BeforeSuspension = false; ///< as above
  bool MayBlock = false;         ///< the caller has moved to a thread where blocking does no harm
  Condition OnlyIf;
  Checks Silenced = NoCheck; ///< at this place
  Place At;
  ObjectPath Object;                 ///< the callee's `this`
  std::vector<ObjectPath> Arguments; ///< by parameter; unknown ones at the end are left out
  std::vector<uint32_t> Held;        ///< indices of FunctionFacts::Holds
};

/// A call that parks the calling thread, as a model or an attribute says.
struct Blocker {
  Place At;
  Text Name = 0;             ///< what is called, as messages quote it
  Text Because = 0;          ///< the reason and, in parentheses, the model's line; empty when an attribute says so
  bool WaitsForWork = false; ///< for asynchronous work to end, which may need this very thread
  Condition OnlyIf;
  Checks Silenced = NoCheck; ///< at this place
};

/// One function with a body.
struct FunctionFacts {
  Text Id = 0;   ///< its USR; with the file for internal linkage, with the place for a lambda
  Text Name = 0; ///< for messages, quoted where it is a name: "'Pool::stop'", "the destructor of 'Pool'", "this lambda"
  Place At;      ///< its body
  bool IsCoroutine = false;
  bool IsEager = false; ///< a coroutine whose body begins within the call and runs to its first suspension
  bool IsGenerator =
      false; ///< a coroutine that cannot await: parking its thread is no news to its caller, nor reported
  bool MakesOrEndsObject = false; ///< a constructor or destructor: nobody else knows its object
  bool IsClosed =
      false; ///< nothing outside the program's visible callers can call it: internal linkage or a private member
  std::vector<Text> Overrides; ///< Ids of the virtual functions it overrides, directly or not
  std::vector<Hold> Holds;     ///< what the events below refer to
  std::vector<Acquisition> Acquisitions;
  std::vector<Call> Calls;
  std::vector<Blocker> Blockers;
};

} // namespace asynctidy::link
