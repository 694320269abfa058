// What a link keeps for the next one: the facts of each file with their texts already numbered, and the digests of the
// sources. Results are not kept: they are computed anew, from the same facts.
//
// The file is "async-tidy link state VERSION", a record for each facts file, then the texts and a table of the records,
// and where these begin. Each record has a checksum of its own. Whatever is damaged, foreign or of another version is
// as if it were not there.
#pragma once

#include "link/file-stamp.h"
#include "summaries/strings.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <string>
#include <vector>

namespace asynctidy::link {

class LinkState {
public:
  /// Facts whose texts are known.
  struct Unit {
    std::string MainFile;
    std::vector<summaries::Text> Texts;
    llvm::StringRef Facts;
  };

  /// Reads the file \p Path, if there is one, and adds its texts to \p Names, which must be empty. \p Now is the time.
  LinkState(std::string Path, summaries::Strings &Names, uint64_t Now = FileStamp::now());
  ~LinkState();

  /// Says which facts files are linked now, before they are asked for.
  void begin(const std::vector<std::string> &FactsFiles);
  /// The main file of the facts file \p Path, when it is as it was; null when it is to be read.
  const std::string *mainFileOf(llvm::StringRef Path) const;
  /// What is known of it; nothing when that is damaged. To be asked for those with a mainFileOf().
  std::optional<Unit> find(llvm::StringRef Path) const;
  /// Keeps what the facts file \p Path says. To be called for all that are linked, also for those that were found.
  void add(llvm::StringRef Path, llvm::StringRef MainFile, llvm::ArrayRef<summaries::Text> Texts,
           llvm::StringRef Facts);
  /// The digest of the source file \p Path on disk; nothing when it cannot be read.
  std::optional<std::string> digestOf(llvm::StringRef Path);

  /// Lets go what was read, and writes what is kept, if that is worth it: a few changed files are rather read again. To
  /// be called once, when all has been added. The error says why the next link has to read everything.
  llvm::Error finish();

private:
  struct Record {
    FileStamp Stamp;
    bool IsSettled = false;
    std::string MainFile;
    uint64_t Begin = 0, Size = 0, Checksum = 0;
  };
  struct Source {
    FileStamp Stamp;
    std::string Digest;
  };

  bool read();
  bool readTable(llvm::StringRef Bytes);
  bool isForeign() const;
  bool isAsItWas(llvm::StringRef Path, const Record &Of) const;
  std::string table() const;

  const std::string Path;
  summaries::Strings &Names;
  const uint64_t Begun;
  std::unique_ptr<llvm::MemoryBuffer> Old;
  size_t FirstTexts = 0; ///< when nothing was yet taken from a state before
  llvm::StringMap<Record> Known, Kept;
  llvm::StringMap<Source> Sources, KeptSources;
  std::string Aside; ///< the file that is written; empty for none
  std::unique_ptr<llvm::raw_fd_ostream> Out;
  std::string Problem;
};

} // namespace asynctidy::link
