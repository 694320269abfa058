#include "facts/syntax/macros.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;

namespace asynctidy::facts {

bool isInMacro(SourceLocation Location, models::Means Is, const ASTContext &Context, const models::ModelSet &Models) {
  const SourceManager &Sources = Context.getSourceManager();
  llvm::SmallString<32> Buffer;
  // A level has two enclosing ones: the macro that passed the argument on, and the macro with the text it stands in.
  // They share outer levels, so each is visited once.
  llvm::SmallDenseSet<SourceLocation, 16> Seen;
  llvm::SmallVector<SourceLocation, 16> Pending = {Location};
  while (!Pending.empty()) {
    const SourceLocation Level = Pending.pop_back_val();
    if (!Level.isMacroID() || !Seen.insert(Level).second)
      continue;
    const SourceLocation Expansion = Sources.getImmediateExpansionRange(Level).getBegin();
    const llvm::StringRef Macro = Lexer::getImmediateMacroName(Level, Sources, Context.getLangOpts());
    if (Models.is(Macro, Is) || (!Expansion.isMacroID() &&
                                 Models.is(Lexer::getSpelling(Expansion, Buffer, Sources, Context.getLangOpts()), Is)))
      return true;
    Pending.push_back(Sources.getImmediateMacroCallerLoc(Level));
    Pending.push_back(Expansion);
  }
  return false;
}

} // namespace asynctidy::facts
