// Maps Clang's locations to editable bytes of the user's files.
#pragma once

#include "place.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclGroup.h"

#include <optional>

namespace asynctidy::mutate {

/// A place in a user's file outside of macro bodies.
struct Spot {
  std::string File; ///< real path
  clang::FileID Id;
  unsigned Offset, Line;
  bool InMacroArgument;
};

/// The files of one translation unit that are the user's own.
class UserFiles {
public:
  explicit UserFiles(const clang::SourceManager &SM) : SM(SM) {}

  /// The real path of the file of \p At, valid until the next call; null for a system header or no file.
  const std::string *around(clang::SourceLocation At);

private:
  const clang::SourceManager &SM;
  llvm::DenseMap<clang::FileID, std::string> RealPaths;
};

/// The editable text of one translation unit. Valid as long as its AST.
class Spots {
public:
  Spots(clang::ASTContext &Context, const std::vector<clang::DeclGroupRef> &TopLevel);

  std::optional<Spot> at(clang::SourceLocation L);
  /// The place after the statement and its semicolon.
  std::optional<Spot> after(const clang::Stmt &S);
  /// Whether the character \p Expected is at \p At; false in a macro expansion.
  bool isText(const Spot &At, char Expected) const;

  /// The bytes of \p Range, if no macro is in it.
  std::optional<Span> span(clang::SourceRange Range);
  /// The text of \p Range without comments and line breaks, with the edit \p Instead applied; nothing if it has a macro
  /// or a preprocessor directive.
  std::optional<std::string> oneLine(clang::SourceRange Range, const Edit *Instead = nullptr);

  /// \p Element, an element of a list in the file around \p In, with the comma that separates it from its neighbour.
  Span withComma(Span Element, clang::SourceLocation In) const;

  struct Outermost {
    unsigned Offset; ///< of the first token
    unsigned Anchor; ///< see Place::Anchor
  };
  /// The top-level declaration around \p At.
  std::optional<Outermost> around(const Spot &At) const;

private:
  clang::ASTContext &Context;
  const clang::SourceManager &SM;
  UserFiles Files;
  std::map<clang::FileID, std::map<unsigned, unsigned>> Begins; ///< of top-level declarations: offset to index
};

/// The places found so far in one translation unit, each once.
class PlaceBook {
public:
  explicit PlaceBook(Sights &Seen) : Seen(Seen) {}

  /// The place to describe, unless it is known already.
  Place *add(Kind What, const Spot &At, unsigned Anchor, bool IsInstance, std::string NoBug = "");

private:
  Sights &Seen;
  std::map<std::string, size_t> PlaceAt;
};

} // namespace asynctidy::mutate
