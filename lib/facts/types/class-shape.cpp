#include "facts/types/class-shape.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace asynctidy::facts {

const CXXRecordDecl *recordOf(QualType T) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType().getCanonicalType();
  if (const CXXRecordDecl *Record = T->getAsCXXRecordDecl())
    return Record;
  if (const auto *Specialization = T->getAs<TemplateSpecializationType>())
    if (const auto *Template =
            dyn_cast_or_null<ClassTemplateDecl>(Specialization->getTemplateName().getAsTemplateDecl()))
      return Template->getTemplatedDecl();
  return nullptr;
}

const CXXRecordDecl *readable(const CXXRecordDecl *Record) {
  if (!Record)
    return nullptr;
  if (const CXXRecordDecl *Definition = Record->getDefinition())
    return Definition;
  if (const CXXRecordDecl *Pattern = Record->getTemplateInstantiationPattern())
    return Pattern->getDefinition();
  if (const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    return Specialization->getSpecializedTemplate()->getTemplatedDecl()->getDefinition();
  return nullptr;
}

static bool visitWithBases(const CXXRecordDecl *Record, llvm::function_ref<bool(const CXXRecordDecl &)> Visit,
                           llvm::SmallPtrSetImpl<const CXXRecordDecl *> &Seen) {
  Record = readable(Record);
  if (!Record || !Seen.insert(Record).second)
    return false;
  if (Visit(*Record))
    return true;
  for (const CXXBaseSpecifier &Base : Record->bases())
    if (visitWithBases(recordOf(Base.getType()), Visit, Seen))
      return true;
  return false;
}

bool visitWithBases(const CXXRecordDecl *Record, llvm::function_ref<bool(const CXXRecordDecl &)> Visit) {
  llvm::SmallPtrSet<const CXXRecordDecl *, 8> Seen;
  return visitWithBases(Record, Visit, Seen);
}

llvm::SmallVector<const CXXMethodDecl *, 4> methodsNamed(const CXXRecordDecl *Record, DeclarationName Name) {
  llvm::SmallVector<const CXXMethodDecl *, 4> Methods;
  visitWithBases(Record, [&](const CXXRecordDecl &Class) {
    for (const NamedDecl *Member : Class.lookup(Name)) {
      if (const auto *Using = dyn_cast<UsingShadowDecl>(Member))
        Member = Using->getTargetDecl();
      if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Member))
        Member = Template->getTemplatedDecl();
      if (const auto *Method = dyn_cast<CXXMethodDecl>(Member))
        Methods.push_back(Method);
    }
    return !Methods.empty();
  });
  return Methods;
}

llvm::SmallVector<const CXXMethodDecl *, 4> methodsNamed(const CXXRecordDecl *Record, llvm::StringRef Name) {
  if (!Record)
    return {};
  return methodsNamed(Record, DeclarationName(&Record->getASTContext().Idents.get(Name)));
}

static const TypeDecl *memberType(const CXXRecordDecl *Record, llvm::StringRef Name) {
  if (!Record)
    return nullptr;
  const TypeDecl *Found = nullptr;
  visitWithBases(Record, [&](const CXXRecordDecl &Class) {
    for (const NamedDecl *Member : Class.lookup(DeclarationName(&Class.getASTContext().Idents.get(Name))))
      if ((Found = dyn_cast<TypeDecl>(Member)))
        return true;
    return false;
  });
  return Found;
}

bool hasOperator(const CXXRecordDecl &Record, OverloadedOperatorKind Operator) {
  return !methodsNamed(&Record, Record.getASTContext().DeclarationNames.getCXXOperatorName(Operator)).empty();
}

const CXXRecordDecl *memberClass(const CXXRecordDecl *Record, llvm::StringRef Name) {
  const TypeDecl *Member = memberType(Record, Name);
  if (const auto *Alias = dyn_cast_or_null<TypedefNameDecl>(Member))
    return recordOf(Alias->getUnderlyingType());
  return dyn_cast_or_null<CXXRecordDecl>(Member);
}

bool hasMemberType(const CXXRecordDecl *Record, llvm::StringRef Name) { return memberType(Record, Name); }

const ClassTemplateDecl *templateOf(const CXXRecordDecl *Record) {
  if (!Record)
    return nullptr;
  if (const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(Record))
    return Specialization->getSpecializedTemplate()->getCanonicalDecl();
  if (const ClassTemplateDecl *Described = Record->getDescribedClassTemplate())
    return Described->getCanonicalDecl();
  return nullptr;
}

QualType typeArgumentOf(QualType T) {
  const auto *Instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (!Instance || Instance->getTemplateArgs().size() == 0)
    return {};
  const TemplateArgument &First = Instance->getTemplateArgs()[0];
  return First.getKind() == TemplateArgument::Type ? First.getAsType() : QualType();
}

bool isClosure(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  return Record && Record->isLambda();
}

bool isCopyable(const CXXRecordDecl &Record) {
  for (const CXXConstructorDecl *Constructor : Record.ctors())
    if (Constructor->isCopyConstructor())
      return !Constructor->isDeleted() && Constructor->getAccess() == AS_public;
  if (Record.hasUserDeclaredMoveConstructor() || Record.hasUserDeclaredMoveAssignment())
    return false;
  return Record.isDependentContext() || !Record.defaultedCopyConstructorIsDeleted();
}

bool isMovable(const CXXRecordDecl &Record) {
  for (const CXXConstructorDecl *Constructor : Record.ctors())
    if (Constructor->isMoveConstructor())
      return !Constructor->isDeleted() && Constructor->getAccess() == AS_public;
  return isCopyable(Record) || (Record.needsImplicitMoveConstructor() && !Record.defaultedMoveConstructorIsDeleted());
}

const CXXDestructorDecl *writtenDestructor(const CXXRecordDecl &Record) {
  for (const CXXMethodDecl *Method : Record.methods())
    if (const auto *Destructor = dyn_cast<CXXDestructorDecl>(Method); Destructor && !Destructor->isImplicit())
      return Destructor;
  return nullptr;
}

const FunctionDecl *definitionOf(const FunctionDecl &F) {
  const FunctionDecl *Definition = nullptr;
  if (F.hasBody(Definition))
    return Definition;
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  return Pattern && Pattern->hasBody(Definition) ? Definition : nullptr;
}

const Stmt *bodyOf(const FunctionDecl &F) {
  const FunctionDecl *Definition = definitionOf(F);
  return Definition ? Definition->getBody() : nullptr;
}

static void collectReturns(const Stmt *S, llvm::SmallVectorImpl<const Expr *> &Returned) {
  if (!S || isa<LambdaExpr>(S))
    return;
  if (const auto *Return = dyn_cast<ReturnStmt>(S))
    Returned.push_back(Return->getRetValue());
  for (const Stmt *Child : S->children())
    collectReturns(Child, Returned);
}

QualType returnTypeOf(const FunctionDecl &F) {
  QualType Declared = F.getReturnType();
  const auto *Placeholder = Declared->getContainedDeducedType();
  if (!Placeholder || !Placeholder->getDeducedType().isNull())
    return Declared;
  QualType Agreed;
  llvm::SmallVector<const Expr *, 2> Returned;
  collectReturns(bodyOf(F), Returned);
  for (const Expr *Value : Returned) {
    if (!Value)
      return {};
    QualType T = Value->getType();
    if (const auto *Unresolved = dyn_cast<CXXUnresolvedConstructExpr>(Value))
      T = Unresolved->getTypeAsWritten(); // `return awaiter{handle};` in a template
    else if (Value->isTypeDependent())
      return {};
    if (!Agreed.isNull() && Agreed.getCanonicalType() != T.getCanonicalType())
      return {};
    Agreed = T;
  }
  return Agreed;
}

std::optional<bool> constantBoolReturn(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(bodyOf(F));
  if (!Body || Body->size() != 1)
    return std::nullopt;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  if (!Return || !Return->getRetValue() || Return->getRetValue()->isValueDependent())
    return std::nullopt;
  bool Value = false;
  if (!Return->getRetValue()->EvaluateAsBooleanCondition(Value, F.getASTContext()))
    return std::nullopt;
  return Value;
}

} // namespace asynctidy::facts
