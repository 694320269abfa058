// What other functions need to know of one function: what it locks, calls and waits for, and which locks it holds while
// it does. No Clang here: these facts are written to files, put together from many translation units, and read by
// programs that never see the source. All names and paths are numbers of one table of Strings.
#pragma once

#include "summaries/check-set.h"
#include "summaries/condition.h"
#include "summaries/lock.h"
#include "summaries/place.h"
#include "summaries/strings.h"

#include <vector>

namespace asynctidy::summaries {

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
  bool OnlyTries = false;        ///< gives up when another holder has it
  bool BeforeSuspension = false; ///< some path leads here from the function's begin without a suspension
  Condition OnlyIf;
  CheckSet Silenced; ///< by the user at this place: in a comment, or by the configuration of its directory
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
  CheckSet Silenced; ///< as above
  Place At;
  ObjectPath Object;                 ///< the callee's `this`
  std::vector<ObjectPath> Arguments; ///< by parameter; unknown ones at the end are left out
  std::vector<uint32_t> Held;        ///< indices of FunctionFacts::Holds
};

/// A call that blocks the calling thread, as a model or an attribute says.
struct Blocker {
  Place At;
  Text Name = 0; ///< what is called, as messages quote it
  /// Notes, one a line: what to use instead; the reason and, in parentheses, the model's line. Empty when an attribute
  /// says that it blocks.
  Text Because = 0;
  bool WaitsForWork = false; ///< for asynchronous work to end, which may need this very thread
  Condition OnlyIf;
  CheckSet Silenced; ///< as above
};

/// One function with a body.
struct FunctionFacts {
  Text Id = 0;   ///< its USR; with the file for internal linkage, with the place for a lambda
  Text Name = 0; ///< for messages, quoted where it is a name: "'Pool::stop'", "the destructor of 'Pool'", "this lambda"
  Place At;      ///< its body
  bool IsCoroutine = false;
  bool IsEager = false;           ///< a coroutine whose body begins within the call and runs to its first suspension
  bool IsGenerator = false;       ///< a coroutine that cannot await: that it blocks is no news to its caller
  bool MakesOrEndsObject = false; ///< a constructor or destructor: no other thread knows its object
  bool IsClosed = false;       ///< only the program's visible callers can call it: internal linkage or a private member
  std::vector<Text> Overrides; ///< Ids of the virtual functions it overrides, directly or not
  std::vector<Hold> Holds;     ///< what the events below refer to
  std::vector<Acquisition> Acquisitions;
  std::vector<Call> Calls;
  std::vector<Blocker> Blockers;
};

} // namespace asynctidy::summaries
