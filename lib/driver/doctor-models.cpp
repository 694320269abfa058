#include "driver/doctor-models.h"

#include "driver/messages.h"
#include "driver/path-globs.h"
#include "models/model-set.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

bool isOfWord(char C) { return llvm::isAlnum(C) || C == '_'; }

/// The words of all files in \p Code.
llvm::StringSet<> wordsIn(const std::set<std::string> &Code) {
  llvm::StringSet<> Words;
  for (const std::string &File : Code) {
    const auto Text = llvm::MemoryBuffer::getFile(File);
    if (!Text)
      continue;
    StringRef Left = (*Text)->getBuffer();
    while (!Left.empty()) {
      Left = Left.drop_until(isOfWord);
      const StringRef Word = Left.take_while(isOfWord);
      Words.insert(Word);
      Left = Left.drop_front(Word.size());
    }
  }
  return Words;
}

/// What code must mention to mean \p Name. A constructor goes by the name of its class, and an operator by none.
StringRef wordOf(StringRef Name) {
  const StringRef Last = Name.substr(Name.rfind("::") == StringRef::npos ? 0 : Name.rfind("::") + 2).ltrim('~');
  return Last.starts_with("operator") ? StringRef() : Last.take_while(isOfWord);
}

} // namespace

std::vector<std::string> modelFiles(const Options &O, StringRef Configured, StringRef MainFile) {
  std::vector<std::string> Files;
  for (const std::string &File : O.Models)
    Files.push_back(absolutePath(File));
  llvm::SmallVector<StringRef, 4> Names;
  Configured.split(Names, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (const StringRef Name : Names) { // looked up as TranslationUnit does
    std::string Found = Name.trim().str();
    for (StringRef In = path::parent_path(MainFile); !In.empty(); In = path::parent_path(In))
      if (std::string Candidate = absolutePath(Name.trim(), In); llvm::sys::fs::exists(Candidate)) {
        Found = Candidate;
        break;
      }
    Files.push_back(Found);
  }
  return Files;
}

void examineModels(const std::set<std::string> &Models, const std::set<std::string> &Code, Diagnosis &Says) {
  const llvm::StringSet<> Words = Models.empty() ? llvm::StringSet<>() : wordsIn(Code);
  for (const std::string &File : Models) {
    models::ModelSet Entries;
    if (llvm::Error E = Entries.addFile(File)) {
      Says.problem(llvm::toString(std::move(E)));
      continue;
    }
    size_t All = 0, Foreign = 0;
    std::string Example;
    Entries.forEach([&](const models::Entry &Entry) {
      ++All;
      const StringRef Word = wordOf(Entry.Name);
      if (Word.empty() || Words.contains(Word))
        return;
      ++Foreign;
      if (Example.empty() || Entry.Name < Example)
        Example = Entry.Name;
    });
    if (Foreign < All || All == 0)
      Says.fine("the model file '" + File + "' has " + counted(All, "statement") +
                (Foreign ? ", " + std::to_string(Foreign) + " of them of names that this code does not have" : ""));
    else
      Says.problem("the model file '" + File + "' speaks of no name that this code has, such as '" + Example +
                   "': are the names spelt as in the code, with their namespaces?");
  }
}

} // namespace asynctidy::driver
