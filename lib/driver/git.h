// What git knows of a work tree. It is run as a program, without a shell, in the environment of this one: a hook's
// tells which index is meant.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asynctidy::driver {

/// One line of a raw diff.
struct ChangedPath {
  std::string Path;                     ///< below the top level
  std::string Blob;                     ///< of the old side; zeros where there is none
  bool WasFile = false, IsFile = false; ///< a regular file on the old and on the new side
  bool IsGone = false;                  ///< nothing on the new side
};

class Git {
public:
  /// That of the current directory. The error is one sentence: there is no git, or no work tree.
  static llvm::Expected<Git> here() { return at("."); }
  static llvm::Expected<Git> at(llvm::StringRef Directory);

  /// The work tree's directory, absolute, without links.
  const std::string &topLevel() const { return Top; }

  /// The commit that \p Revision names. The error is one sentence, with what to fetch.
  llvm::Expected<std::string> commit(llvm::StringRef Revision) const;

  /// The commit from which the current one and \p Revision go apart; the tree without files when \p Revision is "HEAD"
  /// and there is no commit. With a history that is cut off before that, \p Revision itself, and \p IsCut is set.
  llvm::Expected<std::string> forkPoint(llvm::StringRef Revision, bool &IsCut) const;

  /// What differs between the commit \p Base and the index or the work tree.
  llvm::Expected<std::vector<ChangedPath>> changedSince(llvm::StringRef Base, bool InIndex) const;

  /// What differs between the index and the work tree; the index is the old side.
  llvm::Expected<std::vector<ChangedPath>> notStaged() const;

  /// Paths that are neither tracked nor ignored; repositories among them end with a slash.
  llvm::Expected<std::vector<std::string>> untracked() const;

  /// Whether a tracked file lies in \p Directory, a path below the top level.
  llvm::Expected<bool> tracksAnyIn(llvm::StringRef Directory) const;

  /// The contents of \p Blobs, in their order.
  llvm::Expected<std::vector<std::string>> contents(llvm::ArrayRef<std::string> Blobs) const;

  /// The lines of tracked files, of the index or the work tree, that match the extended regular expression \p Pattern:
  /// file and line. \p Globs say in which files.
  llvm::Expected<std::vector<std::pair<std::string, std::string>>>
  linesWith(llvm::StringRef Pattern, llvm::ArrayRef<std::string> Globs, bool InIndex) const;

private:
  Git(std::string Program, std::string Top) : Program(std::move(Program)), Top(std::move(Top)) {}
  /// Null if git does not know it.
  llvm::Expected<std::optional<std::string>> knownCommit(llvm::StringRef Revision) const;
  llvm::Error unknown(llvm::StringRef Revision) const;
  llvm::Expected<std::string> run(std::vector<llvm::StringRef> Arguments, llvm::StringRef Input = "",
                                  bool MayFindNothing = false) const;
  llvm::Expected<std::vector<ChangedPath>> rawDiff(std::vector<llvm::StringRef> Arguments) const;

  std::string Program;
  std::string Top;
};

} // namespace asynctidy::driver
