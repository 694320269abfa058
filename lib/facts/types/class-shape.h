// Reading classes that Sema may not have instantiated. A file that only calls a coroutine never completes
// `task<int>::promise_type`, so members are read from the pattern it would be instantiated from.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace asynctidy::facts {

/// The class behind \p T (references and cv looked through), or null. A dependent `X<T>` gives X's own class.
const clang::CXXRecordDecl *recordOf(clang::QualType T);

/// The declaration to read members from: the definition, or else the pattern's. Null for a class only declared.
const clang::CXXRecordDecl *readable(const clang::CXXRecordDecl *Record);

/// Calls \p Visit for \p Record and then its bases, depth first, in the form readable() gives, until it returns true.
bool visitWithBases(const clang::CXXRecordDecl *Record, llvm::function_ref<bool(const clang::CXXRecordDecl &)> Visit);

/// The methods called \p Name, templates by their pattern, of the first class that has any: \p Record, else its bases.
llvm::SmallVector<const clang::CXXMethodDecl *, 4> methodsNamed(const clang::CXXRecordDecl *Record,
                                                                llvm::StringRef Name);
llvm::SmallVector<const clang::CXXMethodDecl *, 4> methodsNamed(const clang::CXXRecordDecl *Record,
                                                                clang::DeclarationName Name);

/// Whether \p Record, or a base of it, has a member operator of that kind.
bool hasOperator(const clang::CXXRecordDecl &Record, clang::OverloadedOperatorKind Operator);

/// The class that the member type \p Name is or names, or null.
const clang::CXXRecordDecl *memberClass(const clang::CXXRecordDecl *Record, llvm::StringRef Name);
bool hasMemberType(const clang::CXXRecordDecl *Record, llvm::StringRef Name);

/// The class template that \p Record is an instance or the pattern of, or null.
const clang::ClassTemplateDecl *templateOf(const clang::CXXRecordDecl *Record);

/// The first template argument of the class of \p T if that is one type, no pack: V of `unique_ptr<V>`. Else null.
clang::QualType typeArgumentOf(clang::QualType T);

/// Whether \p T is the type of a lambda expression.
bool isClosure(clang::QualType T);

/// Whether \p Record, a definition, has an accessible copy constructor. Does not make Clang declare implicit members
/// that were not used.
bool isCopyable(const clang::CXXRecordDecl &Record);

/// The same for moving; copyable classes are movable.
bool isMovable(const clang::CXXRecordDecl &Record);

/// The destructor written in the definition \p Record, or null. Clang's own lookup finds none in a template's pattern.
const clang::CXXDestructorDecl *writtenDestructor(const clang::CXXRecordDecl &Record);

/// The definition of \p F, or of the pattern it is instantiated from. Null when neither was parsed.
const clang::FunctionDecl *definitionOf(const clang::FunctionDecl &F);

/// The body of definitionOf(\p F), or null.
const clang::Stmt *bodyOf(const clang::FunctionDecl &F);

/// The return type of \p F. For `auto` that was not deduced: the common type of its return statements, else null.
clang::QualType returnTypeOf(const clang::FunctionDecl &F);

/// The value of a function whose body is only `return <constant>;`.
std::optional<bool> constantBoolReturn(const clang::FunctionDecl &F);

} // namespace asynctidy::facts
