// The facts of one function for analyses of the whole program: what it locks, calls and waits for, and which locks it
// holds meanwhile. Independent of Clang, because these facts are written to files, merged from many translation units,
// and read by programs without the source. All names and paths are numbers of one table of Strings.
#pragma once

#include "summaries/check-set.h"
#include "summaries/condition.h"
#include "summaries/list.h"
#include "summaries/lock.h"
#include "summaries/place.h"
#include "summaries/strings.h"

namespace asynctidy::summaries {

/// A lock that is held while something happens.
struct Hold {
  Lock What;
  Place Since;      ///< where it was taken; the function's own place for one that the caller holds
  bool OnEveryPath; ///< held on every path to the event, not only on some
};

/// A lock is taken.
struct Acquisition {
  Lock What;
  Place At;
  bool OnlyTries = false;        ///< gives up when another holder has it
  bool BeforeSuspension = false; ///< reachable from the function's entry without a suspension
  Condition OnlyIf;
  CheckSet Silenced;   ///< the checks that are silent here: by a comment, by the configuration of the directory, or
                       ///< because what they report is harmless in this code, a test
  List<uint32_t> Held; ///< indices of FunctionFacts::Holds, without those taken in the same deadlock-free step
};

/// A function is called that is declared to be called without a lock.
struct Exclusion {
  Lock What;
  Place At;
  Text Callee = 0;     ///< as messages quote it
  CheckSet Silenced;   ///< as above
  List<uint32_t> Held; ///< indices of FunctionFacts::Holds
};

/// Another function of the user's code is called.
struct Call {
  enum class Way : uint8_t {
    Plain,   ///< its body runs within the caller's; for a coroutine, as IsEager says
    Awaited, ///< a coroutine that the caller awaits: its whole body runs with the caller's locks held
    Apart,   ///< spawned, offloaded or stored: it runs at an unknown time, without the caller's locks
  };
  Text Callee = 0; ///< FunctionFacts::Id
  Text CalleeName = 0;
  Text Local = 0; ///< the caller's local variable that is made, used or destroyed by the call
  Way How = Way::Plain;
  bool IsVirtual = false;        ///< Callee or any of its overriders may run
  bool BeforeSuspension = false; ///< as above
  bool MayBlock = false;         ///< that it blocks harms nothing, or is not sure
  Condition OnlyIf;
  ParameterSet DecidedBy; ///< the caller's parameters that take part in conditions for this call, besides OnlyIf
  ParameterSet Constants; ///< the callee's parameters that get a constant, such as a literal
  CheckSet Silenced;      ///< as above
  Place At;
  ObjectPath Object;          ///< the callee's `this`
  List<ObjectPath> Arguments; ///< by parameter; trailing unknown ones are left out
  List<uint32_t> Held;        ///< indices of FunctionFacts::Holds
};

/// A call that blocks the calling thread, as a model or an attribute says.
struct Blocker {
  Place At;
  Text Name = 0;             ///< the callee, as messages quote it
  Text Advice = 0;           ///< "use 'async_sleep' instead"; 0 for none
  Text Because = 0;          ///< see models::reasonOf(); 0 when an attribute says that it blocks
  bool WaitsForWork = false; ///< it waits for asynchronous work, which may need this very thread
  bool RunsLoop = false;     ///< the same, and it runs an event loop meanwhile
  Condition OnlyIf;
  ParameterSet DecidedBy; ///< as above
  CheckSet Silenced;      ///< as above
  Assumptions Assumes;    ///< what makes it block
};

/// One function with a body.
struct FunctionFacts {
  Text Id = 0;   ///< its USR; with the file for internal linkage, with the place for a lambda
  Text Name = 0; ///< for messages, quoted where it is a name: "'Pool::stop'", "the destructor of 'Pool'", "this lambda"
  Text Stable = 0; ///< see facts::stableName
  Place At;        ///< its body
  bool IsCoroutine = false;
  bool IsEager = false;           ///< a coroutine that runs to its first suspension within the call
  bool IsGenerator = false;       ///< a coroutine that cannot await: its callers expect it to block
  bool MakesOrEndsObject = false; ///< a constructor or destructor: no other thread has access to its object
  bool IsClosed = false;          ///< all its callers are visible: internal linkage or a private member
  List<Text> Overrides;           ///< Ids of the virtual functions it overrides, directly or not
  List<Hold> Holds;               ///< the locks that the indices Held below refer to
  List<Acquisition> Acquisitions;
  List<Exclusion> Exclusions; ///< only where something is held
  List<Call> Calls;
  List<Blocker> Blockers;
};

} // namespace asynctidy::summaries
