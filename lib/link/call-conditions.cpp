#include "link/call-conditions.h"

namespace asynctidy::link {

std::optional<Condition> inCaller(Condition Inside, const Call &C) {
  if (!Inside || Inside.parameter() >= C.Arguments.size())
    return C.OnlyIf;
  const ObjectPath &Given = C.Arguments[Inside.parameter()];
  const bool HandsOn = Given.From == ObjectPath::Root::Parameter && Given.Steps.empty();
  const bool IsNever =
      Given.From == ObjectPath::Root::Constant
          ? (Given.Number != 0) != Inside.value()
          : HandsOn && C.OnlyIf && C.OnlyIf.parameter() == Given.Number && C.OnlyIf.value() != Inside.value();
  if (IsNever)
    return std::nullopt;
  return HandsOn && !C.OnlyIf ? Condition(Given.Number, Inside.value()) : C.OnlyIf;
}

} // namespace asynctidy::link
