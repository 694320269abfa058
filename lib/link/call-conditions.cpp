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

ParameterSet decidedInCaller(ParameterSet Inside, const Call &C) {
  ParameterSet Decided = C.DecidedBy;
  for (unsigned I = 0; I < C.Arguments.size(); ++I)
    if (Inside.contains(I) && C.Arguments[I].From == ObjectPath::Root::Parameter)
      Decided.insert(C.Arguments[I].Number);
  return Decided;
}

bool isDecidedBy(ParameterSet Inside, const Call &C) { return (Inside.code() & C.Constants.code()) != 0; }

} // namespace asynctidy::link
