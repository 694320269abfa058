#include "facts/types/async-lock.h"

#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Whether \p T is the class \p Record, or refers to it.
bool isOf(QualType T, const CXXRecordDecl &Record) {
  const CXXRecordDecl *Readable = readable(recordOf(T));
  return Readable && Readable->getCanonicalDecl() == Record.getCanonicalDecl();
}

/// Whether \p Method only serves to hold: it makes, moves, tests or gives back its object, which is a \p Holder.
bool servesHolding(const CXXMethodDecl &Method, const CXXRecordDecl &Holder) {
  if (isa<CXXConstructorDecl>(Method) || isa<CXXDestructorDecl>(Method) || Method.isStatic() ||
      Method.isOverloadedOperator())
    return !Method.isOverloadedOperator() || Method.getOverloadedOperator() == OO_Equal ||
           Method.getOverloadedOperator() == OO_Exclaim;
  if (isa<CXXConversionDecl>(Method))
    return Method.getReturnType()->isBooleanType();
  const QualType Result = Method.getReturnType();
  const llvm::StringRef Name = simpleNameOf(&Method);
  const bool IsCount = Name == "count" || Name == "units" || Name == "size";
  if (Method.isConst())
    return Result->isBooleanType() || IsCount || Name == "mutex";
  const LockWords Said = lockWordsIn(Name);
  const bool TakesOwnKind =
      llvm::all_of(Method.parameters(), [&](const ParmVarDecl *P) { return isOf(P->getType(), Holder); });
  return (Result->isVoidType() && (Said.GivesBack || Said.Takes || TakesOwnKind)) || isOf(Result, Holder) ||
         (Said.Tries && Result->isBooleanType()) || Name == "mutex";
}

bool carriesPayload(const CXXRecordDecl &Holder) {
  return visitWithBases(&Holder, [&](const CXXRecordDecl &Class) {
    const auto IsPublicData = [](const FieldDecl *Field) { return Field->getAccess() == AS_public; };
    if (llvm::any_of(Class.fields(), IsPublicData))
      return true;
    return llvm::any_of(Class.decls(), [&](const Decl *D) {
      if (D->isImplicit() || D->getAccess() != AS_public)
        return false;
      if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
        return !isa<CXXConstructorDecl>(Template->getTemplatedDecl());
      const auto *Method = dyn_cast<CXXMethodDecl>(D);
      return Method && !servesHolding(*Method, Holder);
    });
  });
}

/// Whether the end of a \p Holder can give something back: by its own destructor, or by that of a member it alone owns.
bool endsSomething(const CXXRecordDecl &Holder) {
  const CXXDestructorDecl *Destructor = writtenDestructor(Holder);
  if (Destructor && !Destructor->isDefaulted())
    return true;
  return llvm::any_of(Holder.fields(), [](const FieldDecl *Field) {
    const CXXRecordDecl *Owner = Field->getType()->isReferenceType() ? nullptr : readable(recordOf(Field->getType()));
    const CXXDestructorDecl *Ends = Owner ? writtenDestructor(*Owner) : nullptr;
    return Ends && !Ends->isDefaulted() && !isCopyable(*Owner);
  });
}

bool offersRelease(const CXXRecordDecl &Holder) {
  return visitWithBases(&Holder, [](const CXXRecordDecl &Class) {
    return llvm::any_of(Class.methods(), [](const CXXMethodDecl *Method) {
      return Method->getReturnType()->isVoidType() && lockWordsIn(simpleNameOf(Method)).GivesBack;
    });
  });
}

bool isNestedIn(const CXXRecordDecl &Inner, const CXXRecordDecl &Outer) {
  const auto *Around = dyn_cast<CXXRecordDecl>(Inner.getDeclContext());
  const CXXRecordDecl *Readable = readable(Around);
  return Readable && Readable->getCanonicalDecl() == Outer.getCanonicalDecl();
}

} // namespace

LockWords lockWordsIn(llvm::StringRef Name) {
  LockWords Said;
  for (const std::string &Word : wordsOf(Name)) {
    Said.Takes |= Word == "lock" || Word == "acquire" || Word == "units" || Word == "permit" || Word == "permits";
    Said.Tries |= Word == "try";
    Said.Shares |= Word == "shared" || Word == "read" || Word == "reader";
    Said.GivesBack |= Word == "unlock" || Word == "release" || Word == "signal" || Word == "return";
  }
  return Said;
}

bool hasReleasingTwin(const CXXRecordDecl &Lock) { return offersRelease(Lock); }

HolderEvidence holderEvidence(QualType Given, const CXXRecordDecl &Lock, const LockWords &Said,
                              const models::ModelSet &Models) {
  if (isModelled(Given, models::Means::Guard, Models))
    return HolderEvidence::Seen;
  const CXXRecordDecl *Holder =
      Given->isReferenceType() || Given->isPointerType() ? nullptr : readable(recordOf(Given));
  if (!Holder || !endsSomething(*Holder) || isCopyable(*Holder) || carriesPayload(*Holder))
    return HolderEvidence::None;
  // What only releases something may be one of many: a pass of a gate.
  const bool Unlocks = !methodsNamed(Holder, "unlock").empty() || destructorCalls(Given, "unlock") ||
                       destructorCalls(Given, "unlock_shared");
  if (isGuard(Given, Models) && (Unlocks || Said.Takes || isCounted(Lock)))
    return HolderEvidence::Seen;
  if (!Said.Takes)
    return HolderEvidence::None;
  return offersRelease(*Holder) || hasReleasingTwin(Lock) || isNestedIn(*Holder, Lock) ? HolderEvidence::Seen
                                                                                       : HolderEvidence::Named;
}

bool isCounted(const CXXRecordDecl &Lock) {
  const CXXRecordDecl *Class = readable(&Lock);
  if (!Class || !methodsNamed(Class, "unlock").empty())
    return false;
  return llvm::any_of(Class->ctors(), [](const CXXConstructorDecl *Constructor) {
    return llvm::any_of(Constructor->parameters(), [](const ParmVarDecl *P) {
      return P->getType()->isIntegerType() && !P->getType()->isBooleanType() && !P->getType()->isEnumeralType();
    });
  });
}

} // namespace asynctidy::facts
