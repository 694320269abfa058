#include "link/index.h"

#include "link/index-rows.h"
#include "link/index-tables.h"
#include "summaries/sentence.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
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

/// Answers one question: reads rows at first use.
class Index::Reader {
public:
  Reader(const Index &From, Strings &Names) : From(From), Names(Names) {}

  /// Everything asked for was there.
  bool isWhole() const { return IsWhole; }

  std::optional<FunctionSummary> find(llvm::StringRef Id) {
    const uint32_t Buckets = From.Sizes.at("functions");
    const std::optional<llvm::StringRef> Bytes =
        Buckets ? findEntry(row("functions", bucketOf(Id, Buckets)), Id) : std::nullopt;
    IsWhole &= Buckets != 0;
    if (!Bytes || !IsWhole)
      return std::nullopt;
    StoredFunction F;
    read(*Bytes, F);
    FunctionSummary Known;
    Known.Id = Names.add(Id);
    Known.Name = F.Name;
    Known.At = F.At;
    Known.IsCoroutine = F.IsCoroutine;
    Known.IsEager = F.IsEager;
    Known.Overrides = F.Overrides;
    Known.Programs = F.Programs;
    if (F.IsAmbiguous) // which definition runs is known only in its own file
      return Known;
    for (const StoredBlocking &B : F.Blocking)
      Known.Blocking.push_back(chain(F, B));
    for (const StoredLock &L : F.Locks)
      if (L.IsAnswer)
        Known.Locks.push_back(use(F, L));
    return Known;
  }

  /// The nesting with all steps.
  LockNesting nesting(llvm::StringRef Bytes) {
    StoredNesting N;
    read(Bytes, N);
    if (N.Rest) {
      const StoredFunction Target = function(N.Target);
      if (const StoredLock *Rest = lockOf(Target, N.Rest - 1)) {
        LockUse Use = use(Target, *Rest);
        N.Known.Calls.insert(N.Known.Calls.end(), Use.Calls.begin(), Use.Calls.end());
        N.Known.At = Use.At;
      }
    }
    llvm::sort(N.Known.Gates); // by their numbers here
    return std::move(N.Known);
  }

private:
  /// No chain has more steps: more are damage.
  static constexpr size_t MostSteps = 1 << 20;

  /// Empty when it is damaged.
  llvm::StringRef row(const char *Table, uint32_t Number) {
    const auto [Known, New] = Rows[Table].try_emplace(Number);
    if (New) {
      if (std::optional<std::string> Read = readRow(From.Database, Table, Number))
        Known->second = std::move(*Read);
      else
        IsWhole = false;
    }
    return Known->second;
  }

  std::optional<Text> textOf(uint64_t N) {
    const auto [Known, New] = Texts.try_emplace(N, std::nullopt);
    if (New && N / InOneRow <= std::numeric_limits<uint32_t>::max())
      if (const std::optional<llvm::StringRef> Value = valueAt("texts", N))
        Known->second = Names.add(*Value);
    return Known->second;
  }

  std::optional<llvm::StringRef> valueAt(const char *Table, uint64_t N) {
    summaries::ByteReader In(row(Table, static_cast<uint32_t>(N / InOneRow)));
    for (uint64_t Before = N % InOneRow; Before; --Before)
      In.text();
    const llvm::StringRef Value = In.left() ? In.text() : llvm::StringRef();
    if (!In.failed() && Value.data())
      return Value;
    IsWhole = false;
    return std::nullopt;
  }

  template <class Fact> void read(llvm::StringRef Bytes, Fact &F) {
    const auto TextOf = [&](uint64_t N) { return textOf(N); };
    summaries::FactsReader In(Bytes, TextOf, Names.memory());
    In.read(F);
    IsWhole &= !In.failed() && !In.left();
  }

  StoredFunction function(const FunctionRef &Ref) {
    StoredFunction F;
    const std::optional<llvm::StringRef> Bytes =
        Ref.Bucket < From.Sizes.at("functions") ? entryAt(row("functions", Ref.Bucket), Ref.Slot) : std::nullopt;
    if (Bytes)
      read(*Bytes, F);
    IsWhole &= Bytes.has_value();
    return F;
  }

  /// Adds the step of \p F that is its \p Call-th, from 1 on, and replaces \p F by its target. False for damage.
  bool step(StoredFunction &F, uint32_t Call, std::vector<Step> &Steps) {
    IsWhole &= Call <= F.Calls.size() && Steps.size() < MostSteps;
    if (!IsWhole)
      return false;
    const StoredCall &C = F.Calls[Call - 1];
    Steps.push_back({C.At, F.Name, C.Callee, C.IsAwait});
    F = function(C.Target);
    return IsWhole;
  }

  BlockingChain chain(StoredFunction F, StoredBlocking B) {
    BlockingChain Chain;
    Chain.WaitsForWork = B.WaitsForWork;
    Chain.OnlyIf = B.OnlyIf;
    Chain.DecidedBy = B.DecidedBy;
    Chain.Assumes = B.Assumes;
    while (B.Call && step(F, B.Call, Chain.Steps)) {
      IsWhole &= B.Rest < F.Blocking.size();
      B = IsWhole ? StoredBlocking(F.Blocking[B.Rest]) : StoredBlocking();
    }
    Chain.Steps.push_back({B.At, F.Name, B.Callee});
    Chain.Advice = B.Advice;
    Chain.Because = B.Because;
    Chain.RunsLoop = B.RunsLoop;
    return Chain;
  }

  const StoredLock *lockOf(const StoredFunction &F, uint32_t Number) {
    const auto It = llvm::find_if(F.Locks, [&](const StoredLock &L) { return L.Number == Number; });
    IsWhole &= It != F.Locks.end();
    return It == F.Locks.end() ? nullptr : &*It;
  }

  LockUse use(StoredFunction F, StoredLock L) {
    LockUse Use;
    if (const std::optional<llvm::StringRef> Bytes = valueAt("locks", L.What))
      read(*Bytes, Use.What);
    Use.BeforeSuspension = L.BeforeSuspension;
    Use.OnlyIf = L.OnlyIf;
    while (L.Call && step(F, L.Call, Use.Calls)) {
      const StoredLock *Rest = lockOf(F, L.Rest);
      L = Rest ? StoredLock(*Rest) : StoredLock();
    }
    Use.At = L.At;
    return Use;
  }

  const Index &From;
  Strings &Names;
  bool IsWhole = true;
  std::map<std::string, std::map<uint32_t, std::string>> Rows; ///< by table
  llvm::DenseMap<uint64_t, std::optional<Text>> Texts;
};

llvm::Expected<std::optional<FunctionSummary>> Index::find(llvm::StringRef Id, Strings &Names) const {
  Reader Read(*this, Names);
  std::optional<FunctionSummary> F = Read.find(Id);
  if (!Read.isWhole())
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
  Reader Reading(*this, Names);
  std::vector<LockNesting> Read;
  const bool AreThere = readTable(Database, "nestings", Sizes.at("nestings"), [&](llvm::StringRef Row) {
    summaries::ByteReader In(Row);
    while (In.left() && Reading.isWhole())
      Read.push_back(Reading.nesting(In.text()));
  });
  if (!AreThere || !Reading.isWhole())
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
