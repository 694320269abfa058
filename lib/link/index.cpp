#include "link/index.h"

#include "link/index-tables.h"
#include "summaries/decoder.h"
#include "summaries/encoding.h"
#include "summaries/sentence.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <sqlite3.h>

#include <limits>

namespace asynctidy::link {
namespace {

/// An absolute path as a "file:" URI of SQLite.
std::string asUri(llvm::StringRef Path) {
  std::string Uri = "file:";
  for (const char C : Path)
    if (llvm::isAlnum(C) || llvm::StringRef("/._-").contains(C))
      Uri += C;
    else
      Uri += "%" + llvm::toHex(llvm::StringRef(&C, 1));
  return Uri + "?immutable=1";
}

} // namespace

llvm::Error Index::damaged() const { return sentence(Path + " is damaged: run 'async-tidy link' again"); }

Index::~Index() { sqlite3_close(Database); }

llvm::Expected<std::unique_ptr<Index>> Index::open(llvm::StringRef Path) {
  llvm::SmallString<128> Absolute = Path;
  llvm::sys::fs::make_absolute(Absolute);
  if (!llvm::sys::fs::exists(Absolute))
    return sentence(Path + " does not exist: run 'async-tidy link' to make it");
  if (!llvm::sys::fs::is_regular_file(Absolute))
    return sentence(Path + " is no regular file: run 'async-tidy link' to make an index");
  std::unique_ptr<Index> Opened(new Index);
  Opened->Path = Path.str();
  const int Result = sqlite3_open_v2(asUri(Absolute).c_str(), &Opened->Database,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_FULLMUTEX, nullptr);
  if (Result != SQLITE_OK)
    return sentence(Path + " cannot be read: " + sqlite3_errmsg(Opened->Database));
  const std::optional<int64_t> Application = pragma(Opened->Database, "application_id");
  if (!Application || *Application != ApplicationId)
    return sentence(Path + " is no index: run 'async-tidy link' to make one");
  const std::optional<int64_t> Version = pragma(Opened->Database, "user_version");
  if (!Version || *Version != SchemaVersion)
    return sentence(Path + " was written by another version of async-tidy (schema " + llvm::Twine(Version.value_or(0)) +
                    ", this one reads " + llvm::Twine(SchemaVersion) + "): run 'async-tidy link' again");
  if (!Opened->readAbout())
    return Opened->damaged();
  llvm::SmallString<128> Root = llvm::sys::path::parent_path(Absolute);
  llvm::sys::path::append(Root, Opened->Root);
  llvm::sys::path::remove_dots(Root, /*remove_dot_dot=*/true);
  Opened->Root = Root.str().str();
  return Opened;
}

bool Index::readAbout() {
  const std::optional<std::string> Json = readRow(Database, "meta", 0);
  if (!Json)
    return false;
  llvm::Expected<llvm::json::Value> Value = llvm::json::parse(*Json);
  if (!Value) {
    llvm::consumeError(Value.takeError());
    return false;
  }
  const llvm::json::Object *About = Value->getAsObject();
  const auto TextAt = [&](const char *Key) { return About ? About->getString(Key) : std::nullopt; };
  const std::optional<llvm::StringRef> WrittenRoot = TextAt("root"), WrittenTool = TextAt("tool");
  if (!WrittenRoot || !WrittenTool)
    return false;
  Root = WrittenRoot->str();
  Tool = WrittenTool->str();
  for (const char *Table : llvm::ArrayRef(IndexTables).drop_front()) {
    const std::optional<int64_t> Size = About->getInteger(Table);
    if (!Size || *Size < 0 || *Size > std::numeric_limits<uint32_t>::max())
      return false;
    Sizes[Table] = static_cast<uint32_t>(*Size);
  }
  return true;
}

llvm::Expected<std::optional<std::string>> Index::value(const char *Table, llvm::StringRef Name) const {
  const uint32_t Buckets = Sizes.at(Table);
  const std::optional<std::string> Bucket = Buckets ? readRow(Database, Table, bucketOf(Name, Buckets)) : std::nullopt;
  if (!Bucket)
    return damaged();
  const std::optional<llvm::StringRef> Value = findEntry(*Bucket, Name);
  return Value ? std::optional(Value->str()) : std::nullopt;
}

namespace {

/// Reads the JSON of one fact.
template <class Fact>
bool decode(llvm::StringRef Json, std::function<std::optional<Text>(uint64_t)> Texts, Fact &Into) {
  llvm::Expected<llvm::json::Value> Value = llvm::json::parse(Json);
  if (!Value) {
    llvm::consumeError(Value.takeError());
    return false;
  }
  return Decoder(std::move(Texts)).read(*Value, Into);
}

/// Maps the text numbers of an index to those of a Strings table; reads texts at first use.
class IndexTexts {
public:
  IndexTexts(sqlite3 *Database, Strings &Names) : Database(Database), Names(Names) {}

  std::optional<Text> operator()(uint64_t N) {
    const auto [Known, New] = Read.try_emplace(N, std::nullopt);
    if (New && N <= std::numeric_limits<uint32_t>::max())
      if (const std::optional<std::string> Value = readRow(Database, "texts", static_cast<uint32_t>(N)))
        Known->second = Names.add(*Value);
    return Known->second;
  }

private:
  sqlite3 *Database;
  Strings &Names;
  llvm::DenseMap<uint64_t, std::optional<Text>> Read;
};

} // namespace

llvm::Expected<std::optional<FunctionSummary>> Index::find(llvm::StringRef Id, Strings &Names) const {
  llvm::Expected<std::optional<std::string>> Json = value("functions", Id);
  if (!Json)
    return Json.takeError();
  if (!*Json)
    return std::nullopt;
  IndexTexts Texts(Database, Names);
  FunctionSummary F;
  if (!decode(**Json, std::ref(Texts), F) || Names[F.Id] != Id)
    return damaged();
  return F;
}

llvm::Expected<std::vector<std::string>> Index::overridersOf(llvm::StringRef Id) const {
  llvm::Expected<std::optional<std::string>> Lines = value("overriders", Id);
  if (!Lines)
    return Lines.takeError();
  std::vector<std::string> Ids;
  for (llvm::StringRef Rest = *Lines ? llvm::StringRef(**Lines) : ""; !Rest.empty();) {
    const auto [Line, Next] = Rest.split('\n');
    Ids.push_back(Line.str());
    Rest = Next;
  }
  return Ids;
}

llvm::Expected<std::vector<LockNesting>> Index::nestings(Strings &Names) const {
  IndexTexts Texts(Database, Names);
  std::vector<LockNesting> Read;
  bool AreWhole = true;
  AreWhole &= readTable(Database, "nestings", Sizes.at("nestings"),
                        [&](llvm::StringRef Json) { AreWhole &= decode(Json, std::ref(Texts), Read.emplace_back()); });
  if (!AreWhole)
    return damaged();
  return Read;
}

llvm::Expected<std::optional<std::string>> Index::digestOf(llvm::StringRef File) const { return value("files", File); }

llvm::Expected<std::vector<InputFile>> Index::files() const {
  std::vector<InputFile> Found;
  bool IsWhole = true;
  IsWhole &= readTable(Database, "files", Sizes.at("files"), [&](llvm::StringRef Bucket) {
    IsWhole &= forEachEntry(
        Bucket, [&](llvm::StringRef Name, llvm::StringRef Digest) { Found.push_back({Name.str(), Digest.str()}); });
  });
  if (!IsWhole)
    return damaged();
  return Found;
}

llvm::Expected<bool> Index::isFresh(llvm::StringRef File) const {
  llvm::Expected<std::optional<std::string>> Digest = digestOf(File);
  if (!Digest)
    return Digest.takeError();
  llvm::SmallString<128> Absolute;
  if (!llvm::sys::path::is_absolute(File))
    Absolute = Root;
  llvm::sys::path::append(Absolute, File);
  return *Digest && digestOfFile(Absolute) == *Digest;
}

} // namespace asynctidy::link
