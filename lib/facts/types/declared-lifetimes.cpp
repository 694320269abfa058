#include "facts/types/declared-lifetimes.h"

#include "compat/coroutine-attributes.h"
#include "facts/types/class-shape.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Whether \p Says of some declaration of \p F: a later one does not inherit the attributes of parameters and types.
template <class Question> bool isSaidOf(const FunctionDecl &F, Question Says) {
  return llvm::any_of(F.redecls(), [&](const FunctionDecl *Declared) { return Says(*Declared); });
}

template <class Attribute> bool isSaidOf(const ParmVarDecl &Parameter) {
  const auto *F = dyn_cast<FunctionDecl>(Parameter.getDeclContext());
  const unsigned Index = Parameter.getFunctionScopeIndex();
  return Parameter.hasAttr<Attribute>() ||
         (F && isSaidOf(*F, [&](const FunctionDecl &Declared) {
            return Index < Declared.getNumParams() && Declared.getParamDecl(Index)->hasAttr<Attribute>();
          }));
}

/// Whether \p Says of the class of \p T or of its template: a class that is not instantiated has no attributes.
template <class Question> bool isSaidOfClass(QualType T, Question Says) {
  const CXXRecordDecl *Class = recordOf(T);
  const ClassTemplateDecl *Template = Class ? templateOf(Class) : nullptr;
  return Class && (Says(*Class) || (Template && Says(*Template->getTemplatedDecl())));
}

} // namespace

bool isBound(const ParmVarDecl &Parameter) { return isSaidOf<LifetimeBoundAttr>(Parameter); }

bool isNotKept(const ParmVarDecl &Parameter) { return isSaidOf<NoEscapeAttr>(Parameter); }

bool isObjectBound(const FunctionDecl &F) {
  return isa<CXXMethodDecl>(F) && isSaidOf(F, [](const FunctionDecl &Declared) {
           // After the parentheses it is an attribute of the function's type.
           const TypeSourceInfo *Written = Declared.getTypeSourceInfo();
           AttributedTypeLoc T =
               Written ? Written->getTypeLoc().getAsAdjusted<AttributedTypeLoc>() : AttributedTypeLoc();
           while (T && !T.getAttrAs<LifetimeBoundAttr>())
             T = T.getModifiedLoc().getAsAdjusted<AttributedTypeLoc>();
           return static_cast<bool>(T);
         });
}

CoroutineBinding coroutineBinding(const FunctionDecl &F) {
  if (isSaidOf(F, compat::disablesBinding))
    return CoroutineBinding::None;
  return isSaidOfClass(returnTypeOf(F), compat::bindsArguments) ? CoroutineBinding::All : CoroutineBinding::Unsaid;
}

bool isDeclaredCoroutineType(QualType T) { return isSaidOfClass(T, compat::isCoroutineType); }

bool isDeclaredCoroutine(const FunctionDecl &F) {
  return isDeclaredCoroutineType(returnTypeOf(F)) && !isSaidOf(F, compat::isCoroutineWrapper);
}

} // namespace asynctidy::facts
