// Maps Clang's locations to editable bytes of the user's files.
#pragma once

#include "place.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"

#include <map>
#include <optional>

namespace asynctidy::mutate {

/// A place in a user's file, outside of macros.
struct Spot {
  clang::FileID File;
  unsigned Offset, Line;
};

/// The editable text of one translation unit. Valid as long as its AST.
class SourceText {
public:
  explicit SourceText(clang::ASTContext &Context) : Context(Context), SM(Context.getSourceManager()) {}

  std::optional<Spot> at(clang::SourceLocation L) const;
  /// The place after the statement and its semicolon.
  std::optional<Spot> after(const clang::Stmt &S) const;
  /// The bytes of \p Range, if no macro is in it.
  std::optional<Span> span(clang::SourceRange Range) const;
  /// The text of \p Range without comments and line breaks, with the edit \p Instead applied; nothing if it has a macro
  /// or a preprocessor directive.
  std::optional<std::string> oneLine(clang::SourceRange Range, const Edit *Instead = nullptr) const;
  /// \p Element, an element of a list in \p In, with the comma that separates it from its neighbour.
  Span withComma(Span Element, clang::FileID In) const;

  /// The real path of a user's file, or its name if it is only in memory; empty for a system header.
  const std::string &path(clang::FileID File);

private:
  clang::ASTContext &Context;
  const clang::SourceManager &SM;
  std::map<clang::FileID, std::string> Paths;
};

} // namespace asynctidy::mutate
