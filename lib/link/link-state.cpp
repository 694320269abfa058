#include "link/link-state.h"

#include "summaries/bytes.h"
#include "summaries/facts-format.h"
#include "summaries/input-file.h"
#include "summaries/sentence.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/xxhash.h"

#include <algorithm>

namespace asynctidy::link {
namespace {

constexpr llvm::StringLiteral Magic = "async-tidy link state ";

std::string firstLine() { return (Magic + llvm::Twine(summaries::SchemaVersion) + "\n").str(); }

/// Behind the table: its begin and its checksum.
constexpr size_t EndSize = 2 * sizeof(uint64_t);

/// When more than one of so many facts files is to be read, the state is written again.
constexpr size_t Few = 20;
/// With so many times as many texts as at first, most are of facts that are no more: then we begin anew.
constexpr size_t MostGrowth = 2;

void write(summaries::ByteWriter &Out, const FileStamp &Stamp) {
  for (const uint64_t N : {Stamp.Device, Stamp.Inode, Stamp.Size, Stamp.Modified, Stamp.Changed})
    Out.number(N);
}

FileStamp readStamp(summaries::ByteReader &In) {
  FileStamp Stamp;
  for (uint64_t *N : {&Stamp.Device, &Stamp.Inode, &Stamp.Size, &Stamp.Modified, &Stamp.Changed})
    *N = In.number();
  return Stamp;
}

} // namespace

LinkState::LinkState(std::string Of, summaries::Strings &Names, uint64_t Now)
    : Path(std::move(Of)), Names(Names), Begun(Now) {
  if (Names.size() == 1 && FileStamp::of(Path) && !read()) {
    Known.clear();
    Sources.clear();
    FirstTexts = 0;
    Old.reset();
  }
}

LinkState::~LinkState() {
  if (!Aside.empty())
    llvm::sys::fs::remove(Aside);
}

bool LinkState::read() {
  namespace endian = llvm::support::endian;
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Buffer || !(*Buffer)->getBuffer().starts_with(firstLine()))
    return false;
  Old = std::move(*Buffer);
  const llvm::StringRef Whole = Old->getBuffer();
  if (Whole.size() < firstLine().size() + EndSize)
    return false;
  const llvm::StringRef End = Whole.take_back(EndSize);
  const uint64_t Begin = endian::read64le(End.data());
  if (Begin > Whole.size() - EndSize)
    return false;
  const llvm::StringRef Table = Whole.drop_back(EndSize).drop_front(Begin);
  return llvm::xxHash64(Table) == endian::read64le(End.data() + sizeof(uint64_t)) && readTable(Table);
}

bool LinkState::readTable(llvm::StringRef Bytes) {
  summaries::ByteReader In(Bytes);
  FirstTexts = In.number();
  const size_t Texts = In.count();
  if (Texts > MostGrowth * FirstTexts)
    return false;
  for (size_t T = 0; T < Texts && !In.failed(); ++T)
    if (Names.add(In.text()) != T)
      return false;
  for (size_t Left = In.count(); Left && !In.failed(); --Left) {
    Record &Of = Known[In.text()];
    Of.Stamp = readStamp(In);
    Of.IsSettled = In.number();
    Of.MainFile = In.text().str();
    Of.Begin = In.number();
    Of.Size = In.number();
    Of.Checksum = In.number();
  }
  for (size_t Left = In.count(); Left && !In.failed(); --Left) {
    Source &Of = Sources[In.text()];
    Of.Stamp = readStamp(In);
    Of.Digest = In.text().str();
  }
  return !In.failed() && !In.left();
}

bool LinkState::isAsItWas(llvm::StringRef FactsFile, const Record &Of) const {
  return Of.IsSettled && FileStamp::of(FactsFile) == Of.Stamp;
}

/// Whether there is something that is not ours to write over.
bool LinkState::isForeign() const {
  if (!llvm::sys::fs::exists(Path))
    return false;
  const std::optional<FileStamp> Stamp = FileStamp::of(Path);
  if (!Stamp)
    return true;
  const auto Begin = llvm::MemoryBuffer::getFileSlice(Path, std::min<uint64_t>(Stamp->Size, Magic.size()), 0);
  return !Begin || !Magic.starts_with((*Begin)->getBuffer());
}

void LinkState::begin(const std::vector<std::string> &FactsFiles) {
  llvm::StringMap<Record> Here;
  for (const std::string &File : FactsFiles)
    if (const auto It = Known.find(File); It != Known.end() && isAsItWas(File, It->second))
      Here.insert({File, It->second});
  const size_t New = FactsFiles.size() - Here.size(), Gone = Known.size() - Here.size();
  Known = std::move(Here);
  if ((New + Gone) * Few <= FactsFiles.size())
    return;
  if (!Old && isForeign()) {
    Problem = "there is a file that 'async-tidy link' did not write";
    return;
  }
  llvm::SmallString<128> Made;
  int Descriptor;
  if (const std::error_code Why = llvm::sys::fs::createUniqueFile(Path + ".%%%%%%", Descriptor, Made)) {
    Problem = Why.message();
    return;
  }
  Aside = Made.str().str();
  Out = std::make_unique<llvm::raw_fd_ostream>(Descriptor, /*shouldClose=*/true);
  *Out << firstLine();
}

const std::string *LinkState::mainFileOf(llvm::StringRef FactsFile) const {
  const auto It = Known.find(FactsFile);
  return It == Known.end() ? nullptr : &It->second.MainFile;
}

std::optional<LinkState::Unit> LinkState::find(llvm::StringRef FactsFile) const {
  const Record &Of = Known.find(FactsFile)->second;
  const llvm::StringRef Whole = Old->getBuffer();
  if (Of.Begin > Whole.size() || Of.Size > Whole.size() - Of.Begin)
    return std::nullopt;
  const llvm::StringRef Bytes = Whole.substr(Of.Begin, Of.Size);
  if (llvm::xxHash64(Bytes) != Of.Checksum)
    return std::nullopt;
  summaries::ByteReader In(Bytes);
  Unit Found;
  Found.MainFile = Of.MainFile;
  Found.Texts.resize(In.count());
  for (summaries::Text &T : Found.Texts)
    T = static_cast<summaries::Text>(In.number(Names.size() - 1));
  if (In.failed())
    return std::nullopt;
  Found.Facts = Bytes.take_back(In.left());
  return Found;
}

void LinkState::add(llvm::StringRef FactsFile, llvm::StringRef MainFile, llvm::ArrayRef<summaries::Text> Texts,
                    llvm::StringRef Facts) {
  if (!Out)
    return;
  summaries::ByteWriter Bytes;
  Bytes.number(Texts.size());
  for (const summaries::Text T : Texts)
    Bytes.number(T);
  Bytes.Bytes += Facts;
  const std::optional<FileStamp> Stamp = FileStamp::of(FactsFile);
  Record Of;
  Of.Stamp = Stamp.value_or(FileStamp());
  Of.IsSettled = Stamp && Of.Stamp.isSettled(Begun);
  Of.MainFile = MainFile.str();
  Of.Begin = Out->tell();
  Of.Size = Bytes.Bytes.size();
  Of.Checksum = llvm::xxHash64(Bytes.Bytes);
  *Out << Bytes.Bytes;
  Kept[FactsFile] = std::move(Of);
}

std::optional<std::string> LinkState::digestOf(llvm::StringRef File) {
  const std::optional<FileStamp> Stamp = FileStamp::of(File);
  if (const auto It = Sources.find(File); It != Sources.end() && Stamp == It->second.Stamp) {
    KeptSources[File] = It->second;
    return It->second.Digest;
  }
  std::optional<std::string> Digest = summaries::digestOfFile(File);
  if (Digest && Stamp && Stamp->isSettled(Begun))
    KeptSources[File] = {*Stamp, *Digest};
  return Digest;
}

/// The texts and where everything is.
std::string LinkState::table() const {
  summaries::ByteWriter Table;
  Table.number(FirstTexts ? FirstTexts : Names.size());
  Table.number(Names.size());
  for (summaries::Text T = 0; T < Names.size(); ++T)
    Table.text(Names[T]);
  Table.number(Kept.size());
  for (const auto &Each : Kept) {
    const Record &Of = Each.second;
    Table.text(Each.first());
    link::write(Table, Of.Stamp);
    Table.number(Of.IsSettled);
    Table.text(Of.MainFile);
    for (const uint64_t N : {Of.Begin, Of.Size, Of.Checksum})
      Table.number(N);
  }
  Table.number(KeptSources.size());
  for (const auto &Each : KeptSources) {
    Table.text(Each.first());
    link::write(Table, Each.second.Stamp);
    Table.text(Each.second.Digest);
  }
  return std::move(Table.Bytes);
}

llvm::Error LinkState::finish() {
  Old.reset();
  if (Out) {
    const std::string Table = table();
    char End[EndSize];
    llvm::support::endian::write64le(End, Out->tell());
    llvm::support::endian::write64le(End + sizeof(uint64_t), llvm::xxHash64(Table));
    *Out << Table << llvm::StringRef(End, EndSize);
    Out->close();
    if (const std::error_code Why = Out->error())
      Problem = Why.message();
    Out->clear_error();
    Out.reset();
    if (Problem.empty()) {
      if (const std::error_code Why = llvm::sys::fs::rename(Aside, Path))
        Problem = Why.message();
      else
        Aside.clear();
    }
  }
  return Problem.empty()
             ? llvm::Error::success()
             : summaries::sentence(Path + " cannot be written, so the next link reads all facts again: " + Problem);
}

} // namespace asynctidy::link
