#include "facts/unit/awaited-types.h"

#include "facts/syntax/functions.h"
#include "facts/types/coroutine-promise.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

struct AwaitedTypesOfUnit : Analysis<WholeUnit, AwaitedTypes> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    AwaitedTypes Found;
    for (const FunctionDecl *F : Unit.userCode().Functions)
      if (isCoroutine(*F))
        Found.add(*F);
    return Found;
  }
};

} // namespace

bool acceptsAwait(const FunctionDecl &Coroutine, QualType Operand, TranslationUnit &Unit) {
  return acceptsAwait(Coroutine, Operand, Unit.get<AwaitedTypesOfUnit>({}));
}

} // namespace asynctidy::facts
