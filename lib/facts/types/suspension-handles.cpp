#include "facts/types/suspension-handles.h"

#include "facts/types/class-shape.h"

using namespace clang;

namespace asynctidy::facts {

bool isSuspensionHandle(QualType T) {
  const CXXRecordDecl *Class = recordOf(T);
  return Class && Class->isInStdNamespace() && Class->getDeclName().isIdentifier() &&
         Class->getName() == "coroutine_handle";
}

} // namespace asynctidy::facts
