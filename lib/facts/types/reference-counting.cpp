#include "facts/types/reference-counting.h"

#include "facts/syntax/functions.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace asynctidy::facts {

/// std::shared_ptr<Class>, an intrusive pointer to it or to a base or a derived class of it.
static bool pointsTo(const CXXRecordDecl &Pointer, const CXXRecordDecl &Class) {
  const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(&Pointer);
  if (!Special || Special->getTemplateArgs().size() == 0 ||
      Special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  if (methodsNamed(&Pointer, Class.getASTContext().DeclarationNames.getCXXOperatorName(OO_Arrow)).empty())
    return false;
  const CXXRecordDecl *Target = recordOf(Special->getTemplateArgs()[0].getAsType());
  if (!Target || !Target->hasDefinition() || !Class.hasDefinition())
    return false;
  const CXXRecordDecl *One = Target->getCanonicalDecl(), *Other = Class.getCanonicalDecl();
  return One == Other || Class.isDerivedFrom(Target) || Target->isDerivedFrom(&Class);
}

bool isReferenceCounted(const CXXRecordDecl &Record) {
  return visitWithBases(&Record, [&](const CXXRecordDecl &Class) {
    if (Class.getCanonicalDecl() == Record.getCanonicalDecl())
      return false;
    return !methodsNamed(&Class, "shared_from_this").empty() || !methodsNamed(&Class, "intrusive_from_this").empty() ||
           !methodsNamed(&Class, "get_strong").empty();
  });
}

bool holdsReference(const Stmt &S, const CXXRecordDecl &Class) {
  bool Holds = false;
  auto Look = [&](auto &Self, const Stmt &At) -> void {
    if (const auto *E = dyn_cast<Expr>(&At)) {
      const CXXRecordDecl *Record = recordOf(E->getType());
      if (Record && !E->getType()->isPointerType() && pointsTo(*Record, Class))
        Holds = true;
    }
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&At))
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable())
          if (const CXXRecordDecl *Record = recordOf(Capture.getCapturedVar()->getType());
              Record && pointsTo(*Record, Class))
            Holds = true;
    for (const Stmt *Child : At.children())
      if (Child && !Holds)
        Self(Self, *Child);
  };
  Look(Look, S);
  return Holds;
}

bool keepsReference(const FunctionDecl &F, const CXXRecordDecl &Class) {
  for (const ParmVarDecl *Parameter : F.parameters())
    if (const CXXRecordDecl *Record = recordOf(Parameter->getType());
        Record && !Parameter->getType()->isPointerType() && pointsTo(*Record, Class))
      return true;
  const Stmt *Body = writtenBody(F);
  return Body && holdsReference(*Body, Class);
}

} // namespace asynctidy::facts
