// Finds the places where a bug can be planted. From the AST alone: a place must not depend on what the checks know, or
// what they do not see would not be measured.
#pragma once

#include "kinds.h"
#include "source-text.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <map>
#include <set>

namespace asynctidy::mutate {

/// The places found so far in one translation unit, each once.
class Places {
public:
  Places(clang::ASTContext &Context, const std::set<unsigned> &Wanted) : Text(Context), Wanted(Wanted) {}

  bool wants(llvm::StringRef Kind) const { return wants(kindNamed(Kind)); }
  bool wants(unsigned Kind) const { return Wanted.contains(Kind); }
  void add(unsigned Kind, clang::FileID File, std::vector<Edit> Edits, std::vector<Span> Lines, bool IsInstantiated);

  SourceText Text;
  std::vector<Place> Found;

private:
  const std::set<unsigned> &Wanted;
  std::map<std::string, size_t> Known;
};

/// A statement that stands directly in a block.
struct Statement {
  const clang::Stmt &S;
  Spot Begin, End; ///< End: after the semicolon
  bool InLoop;
  std::vector<const clang::CoawaitExpr *> Awaits; ///< null where types are dependent

  Span lines() const { return {Begin.Line, End.Line}; }
};

/// A function with an editable body.
struct Function {
  const clang::FunctionDecl &F;
  const clang::CompoundStmt &Body;
  Spot Brace;
  bool IsCoroutine;
  bool IsInstantiated; ///< no type in it is dependent
  std::vector<Statement> Statements;
};

/// The body of \p F as it is written; null without one.
const clang::CompoundStmt *writtenBody(const clang::FunctionDecl &F);
/// The definition of \p F if its body is in sight and is a coroutine, or null.
const clang::CoroutineBodyStmt *coroutineBody(const clang::FunctionDecl *F);
/// New members of the class of \p In, in the same file, or else those of planted/shapes.h.
struct State {
  std::string Prefix; ///< of their names
  std::vector<Edit> Declared;
};
State stateFor(const Function &In, llvm::StringRef Members, Places &Into);
/// \p Text with each `@` replaced by \p Prefix.
std::string expanded(llvm::StringRef Text, llvm::StringRef Prefix);

void findAwaits(const Function &In, Places &Into);
void findAwaitedCalls(const Function &In, Places &Into);
void findStrongReferences(const Function &In, Places &Into);
void findCalls(const Function &In, Places &Into);
/// Pairs of functions of one file.
void findPairs(const std::vector<Function> &All, Places &Into);

/// All places in the user's files for the kinds of \p Wanted.
std::vector<Place> findPlaces(clang::ASTContext &Context, const std::set<unsigned> &Wanted);

} // namespace asynctidy::mutate
