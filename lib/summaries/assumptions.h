// What a finding takes for granted, and how certain it therefore is.
#pragma once

#include "summaries/enum-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace asynctidy::summaries {

/// One thing that the code in sight leaves open, and that a fact answered towards a finding.
enum class Assumption : uint8_t {
  UnseenBody,
  UnseenChange,
  AnotherActivation,
  CalledMeanwhile,
  DecidedByArgument,
  SearchGivenUp,
  WaitsElsewhere,
  WithoutThisLock,
  ClosureDestroyed,
  AwaitFails,
  NotMeantToEnd,
  NotCompletedLater,
  NotMeantToRunOn,
  ErrorInTask,
  NotForCancelled,
  EndsLoop,
  OnlyHandle,
  ErrorMatters,
  ObjectLetGo,
  RefersInto,
  SoleHolder,
  OneHolder,
  NamedLikeLock,
  WaitsLikeTwin,
  ComesBack,
};

/// Each as the end of a sentence that begins "this assumes that ...".
inline constexpr std::pair<Assumption, llvm::StringLiteral> AssumptionTexts[] = {
    {Assumption::UnseenBody, "a called function, whose body is not visible here, uses its object or arguments later"},
    {Assumption::UnseenChange, "code that is not visible here makes the change meanwhile"},
    {Assumption::AnotherActivation, "the coroutine runs more than once at a time for one object"},
    {Assumption::CalledMeanwhile, "the function that makes the change is called meanwhile"},
    {Assumption::DecidedByArgument, "the constant arguments of a call lead to this place in the called function"},
    {Assumption::SearchGivenUp,
     "the function, which has too many paths to follow them all, has a path that leads here"},
    {Assumption::WaitsElsewhere, "a call that waits for something else does not wait long enough for this work"},
    {Assumption::WithoutThisLock, "the function that makes the change runs without the lock that is held here"},
    {Assumption::ClosureDestroyed, "what keeps the closure destroys it while its coroutine is suspended"},
    {Assumption::AwaitFails, "what is awaited, whose body is not visible here, can fail or be cancelled"},
    {Assumption::NotMeantToEnd, "what the coroutine throws here is not meant to end the program"},
    {Assumption::NotCompletedLater, "no other call lets the waiting coroutines go on later"},
    {Assumption::NotMeantToRunOn, "work that has begun is not meant to run on when its result is not asked for"},
    {Assumption::ErrorInTask,
     "a called function, whose body is not visible here, gives its errors in the task that it returns"},
    {Assumption::NotForCancelled, "the coroutine is not meant to do this when it is cancelled"},
    {Assumption::EndsLoop, "the cancellation is meant to end this loop"},
    {Assumption::OnlyHandle, "the coroutine is resumed only by the handle that the awaiter is given"},
    {Assumption::ErrorMatters, "the error matters where the coroutine ends without a look at it"},
    {Assumption::ObjectLetGo, "the owner of the object lets it go meanwhile"},
    {Assumption::RefersInto,
     "what a called function, whose body is not visible here, returns refers into the object it is called on"},
    {Assumption::SoleHolder, "the awaited task, which can be copied, is the only one that keeps its result"},
    {Assumption::OneHolder, "a semaphore, whose capacity is not visible here, admits one holder at a time"},
    {Assumption::NamedLikeLock, "what is awaited is a lock, as the name of the operation says"},
    {Assumption::WaitsLikeTwin, "the function waits, because there is another one for the same that can be awaited"},
    {Assumption::ComesBack, "what is called, which is not visible here, comes back for the lock"},
};

/// What a fact assumed. Answers that rest on others have the assumptions of both.
using Assumptions = EnumSet<Assumption, AssumptionTexts>;

constexpr Assumptions operator|(Assumption One, Assumption Other) { return Assumptions(One) | Assumptions(Other); }

/// How certain a finding is.
enum class Confidence : uint8_t {
  Sure,   ///< it follows from the code in sight
  Likely, ///< it also needs the assumptions that it lists
};

/// The one rule, for all checks.
constexpr Confidence confidenceOf(Assumptions Made) { return Made.empty() ? Confidence::Sure : Confidence::Likely; }

/// Whether a finding that makes the assumptions \p Made is shown where at least \p Least is asked for.
constexpr bool isShown(Assumptions Made, Confidence Least) { return confidenceOf(Made) <= Least; }

inline llvm::StringRef nameOf(Confidence Which) { return Which == Confidence::Sure ? "sure" : "likely"; }

/// "sure" or "likely", as the option `Confidence` spells it; nothing for any other text.
inline std::optional<Confidence> confidenceNamed(llvm::StringRef Name) {
  if (Name == "sure")
    return Confidence::Sure;
  if (Name == "likely")
    return Confidence::Likely;
  return std::nullopt;
}

/// The text of a note that lists the assumptions \p Made, which is not empty.
inline std::string sentenceOf(Assumptions Made) {
  std::string Sentence;
  for (const auto &[Each, Text] : AssumptionTexts)
    if (Made.contains(Each))
      Sentence +=
          (Sentence.empty() ? "this is likely rather than sure, because it assumes that " : ", and that ") + Text.str();
  return Sentence;
}

} // namespace asynctidy::summaries
