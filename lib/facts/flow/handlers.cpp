#include "facts/flow/handlers.h"

#include "facts/types/class-shape.h"

using namespace clang;

namespace asynctidy::facts {

bool catches(const CXXCatchStmt &Handler, const CXXRecordDecl &Thrown) {
  const QualType Caught = Handler.getCaughtType();
  if (Caught.isNull())
    return true;
  const CXXRecordDecl *Class = recordOf(Caught);
  return Class && visitWithBases(&Thrown, [&](const CXXRecordDecl &Base) {
           return Base.getCanonicalDecl() == Class->getCanonicalDecl();
         });
}

const CXXCatchStmt *handlerFor(const CXXTryStmt &Try, const CXXRecordDecl &Thrown) {
  for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
    if (catches(*Try.getHandler(I), Thrown))
      return Try.getHandler(I);
  return nullptr;
}

bool catchesErrors(const CXXCatchStmt &Handler) {
  const QualType Caught = Handler.getCaughtType();
  if (Caught.isNull())
    return true;
  const CXXRecordDecl *Class = recordOf(Caught);
  return Class && Class->isInStdNamespace() && Class->getDeclName().isIdentifier() && Class->getName() == "exception";
}

} // namespace asynctidy::facts
