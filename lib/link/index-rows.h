// What the index stores of functions and lock nestings. Call chains are not written out: each function has its own step
// of them, and the number of the function where they go on, so that what many functions reach is stored once.
#pragma once

#include "link/index-tables.h"
#include "link/vocabulary.h"
#include "summaries/facts-format.h"

namespace asynctidy::link {

/// The place of a function in the table of functions.
struct FunctionRef {
  uint32_t Bucket = 0;
  uint32_t Slot = 0; ///< in the bucket
};

/// A call that is part of chains.
struct StoredCall {
  Place At;
  Text Callee = 0; ///< as messages quote it
  bool IsAwait = false;
  FunctionRef Target;
};

/// A way to a call that blocks.
struct StoredBlocking {
  bool WaitsForWork = false;
  Condition OnlyIf;
  ParameterSet DecidedBy;
  Assumptions Assumes;
  uint32_t Call = 0; ///< the index of StoredFunction::Calls and 1, or 0 when the function itself blocks
  uint32_t Rest = 0; ///< with a call: the index of StoredFunction::Blocking of its target
  // Without a call:
  Place At;
  Text Callee = 0;
  Text Advice = 0, Because = 0;
  bool RunsLoop = false;
};

/// A lock that is taken.
struct StoredLock {
  uint32_t Number = 0;   ///< of LockSummaries::Entry in its function
  bool IsAnswer = false; ///< else only chains of others lead over it
  bool BeforeSuspension = false;
  uint32_t What = 0; ///< row of the table of locks
  Condition OnlyIf;
  uint32_t Call = 0; ///< as above
  uint32_t Rest = 0; ///< with a call: StoredLock::Number in its target
  Place At;          ///< without a call
};

struct StoredFunction {
  Text Name = 0;
  Place At;
  bool IsCoroutine = false, IsEager = false;
  bool IsAmbiguous = false; ///< which function of its Id runs is not known: what it does is for chains only
  std::vector<Text> Overrides;
  ProgramSet Programs;
  std::vector<StoredCall> Calls;
  std::vector<StoredBlocking> Blocking;
  std::vector<StoredLock> Locks;
};

/// A lock nesting, but for what is said by its function.
struct StoredNesting {
  LockNesting Known; ///< with the first step only
  FunctionRef Target;
  uint32_t Rest = 0; ///< when there is a step: StoredLock::Number in Target, and 1; 0 when Known has all steps
};

using summaries::AnyUnsigned;
using summaries::Is;

template <class Codec, Is<FunctionRef> Fact> void eachField(Codec &C, Fact &R) {
  C.value(R.Bucket, AnyUnsigned);
  C.value(R.Slot, AnyUnsigned);
}

template <class Codec, Is<StoredCall> Fact> void eachField(Codec &C, Fact &Made) {
  eachField(C, Made.At);
  C.text(Made.Callee);
  C.flags(Made.IsAwait);
  eachField(C, Made.Target);
}

template <class Codec, Is<StoredBlocking> Fact> void eachField(Codec &C, Fact &B) {
  C.flags(B.WaitsForWork, B.RunsLoop);
  C.value(B.OnlyIf.Code, Condition::MostCode);
  C.set(B.DecidedBy, AnyUnsigned);
  C.set(B.Assumes, Assumptions::all().code());
  C.value(B.Call, AnyUnsigned);
  if (B.Call) {
    C.value(B.Rest, AnyUnsigned);
    return;
  }
  eachField(C, B.At);
  C.text(B.Callee);
  C.text(B.Advice);
  C.text(B.Because);
}

template <class Codec, Is<StoredLock> Fact> void eachField(Codec &C, Fact &L) {
  C.value(L.Number, AnyUnsigned);
  C.flags(L.IsAnswer, L.BeforeSuspension);
  C.value(L.What, AnyUnsigned);
  C.value(L.OnlyIf.Code, Condition::MostCode);
  C.value(L.Call, AnyUnsigned);
  if (L.Call)
    C.value(L.Rest, AnyUnsigned);
  else
    eachField(C, L.At);
}

template <class Codec, Is<StoredFunction> Fact> void eachField(Codec &C, Fact &F) {
  C.text(F.Name);
  eachField(C, F.At);
  C.flags(F.IsCoroutine, F.IsEager, F.IsAmbiguous);
  C.list(F.Overrides, [&](auto &Id) { C.text(Id); });
  C.list(F.Programs, [&](auto &Main) { C.text(Main); });
  const auto One = [&](auto &Part) { eachField(C, Part); };
  C.list(F.Calls, One);
  C.list(F.Blocking, One);
  C.list(F.Locks, One);
}

template <class Codec, Is<StoredNesting> Fact> void eachField(Codec &C, Fact &N) {
  eachField(C, N.Known);
  C.value(N.Rest, AnyUnsigned);
  if (N.Rest)
    eachField(C, N.Target);
}

} // namespace asynctidy::link
