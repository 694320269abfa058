#include "summaries/facts-file.h"

#include "summaries/facts-format.h"
#include "summaries/in-order.h"
#include "summaries/sentence.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

#include <algorithm>

namespace asynctidy::summaries {
namespace {

constexpr llvm::StringLiteral Magic = "async-tidy facts ";

/// The maximal compression factor of zlib: a larger size in the header is damage, and that much memory must not be
/// allocated.
constexpr uint64_t MostCompression = 1100;

constexpr size_t ChecksumSize = sizeof(uint64_t);

struct Header {
  bool IsCompressed;
  uint64_t Size;
  llvm::StringRef MainFile;
  llvm::StringRef Rest;
};

llvm::Expected<Header> readHeader(llvm::StringRef Content, llvm::StringRef Path) {
  if (!Content.consume_front(Magic))
    return sentence(Path + " is no facts file: run 'async-tidy facts' to make one");
  Header H;
  auto [Line, Rest] = Content.split('\n');
  unsigned Version;
  if (Line.consumeInteger(10, Version) || !Line.consume_front(" "))
    return damaged(Path, "its first line is incomplete");
  if (Version != SchemaVersion)
    return sentence(Path + " was written by another version of async-tidy (schema " + llvm::Twine(Version) +
                    ", this one reads " + llvm::Twine(SchemaVersion) + "): run 'async-tidy facts' again");
  H.IsCompressed = Line.consume_front("zlib ");
  if ((!H.IsCompressed && !Line.consume_front("plain ")) || Line.consumeInteger(10, H.Size) ||
      !Line.consume_front(" ") || Line.empty())
    return damaged(Path, "its first line is incomplete");
  H.MainFile = Line;
  H.Rest = Rest;
  return H;
}

llvm::Expected<FactsBytes> readBytes(llvm::StringRef Content, llvm::StringRef Path) {
  llvm::Expected<Header> H = readHeader(Content, Path);
  if (!H)
    return H.takeError();
  FactsBytes Read;
  Read.MainFile = H->MainFile.str();
  if (H->IsCompressed) {
    if (!llvm::compression::zlib::isAvailable())
      return sentence(Path +
                      " is compressed, which this build of LLVM cannot read: run 'async-tidy facts' with this one");
    if (H->Size > H->Rest.size() * MostCompression)
      return damaged(Path, "its size cannot be true");
    Read.Bytes.resize(H->Size);
    size_t Size = H->Size;
    if (llvm::Error E = llvm::compression::zlib::decompress(llvm::arrayRefFromStringRef(H->Rest),
                                                            reinterpret_cast<uint8_t *>(Read.Bytes.data()), Size)) {
      llvm::consumeError(std::move(E));
      return damaged(Path, "it cannot be decompressed");
    }
    Read.Bytes.resize(Size);
  } else {
    Read.Bytes = H->Rest.str();
  }
  if (Read.Bytes.size() != H->Size || H->Size < ChecksumSize)
    return damaged(Path, "it is not as long as it says");
  const llvm::StringRef Sum = llvm::StringRef(Read.Bytes).take_back(ChecksumSize);
  if (llvm::support::endian::read64le(Sum.data()) !=
      llvm::xxHash64(llvm::StringRef(Read.Bytes).drop_back(ChecksumSize)))
    return damaged(Path, "its checksum is wrong");
  Read.Bytes.resize(Read.Bytes.size() - ChecksumSize);
  return Read;
}

/// Numbers texts in the order in which they are first written; the empty text is always 0.
class TextNumbers {
public:
  TextNumbers() { of(0); }
  uint32_t of(Text T) {
    const auto [It, New] = Numbers.try_emplace(T, static_cast<uint32_t>(Order.size()));
    if (New)
      Order.push_back(T);
    return It->second;
  }
  const std::vector<Text> &texts() const { return Order; }

private:
  llvm::DenseMap<Text, uint32_t> Numbers;
  std::vector<Text> Order;
};

/// Writes what is known of the unit, but for its texts; functions and the rest in an order of their own.
void writeUnit(FactsWriter &Out, const UnitFacts &Unit, const Strings &Names) {
  std::vector<const FunctionFacts *> Functions;
  for (const FunctionFacts &F : Unit.Functions)
    Functions.push_back(&F);
  llvm::sort(Functions, [&](const FunctionFacts *A, const FunctionFacts *B) { return Names[A->Id] < Names[B->Id]; });
  std::vector<GlobalVariable> Globals = Unit.Globals;
  llvm::sort(Globals, [&](const GlobalVariable &A, const GlobalVariable &B) {
    return std::pair(Names[A.Name], Names[A.File]) < std::pair(Names[B.Name], Names[B.File]);
  });
  Globals.erase(std::unique(Globals.begin(), Globals.end()), Globals.end());
  std::vector<InputFile> Inputs = Unit.About.Inputs;
  llvm::sort(Inputs);

  ByteWriter &Raw = Out;
  Raw.text(Unit.About.Tool);
  Out.flags(Unit.About.HasMain);
  Out.list(Inputs, [&](const InputFile &I) {
    Raw.text(I.Path);
    Raw.text(I.Digest);
  });
  Out.list(Globals, [&](const GlobalVariable &G) {
    Out.text(G.Name);
    Out.text(G.File);
  });
  Out.list(Unit.Orders, [&](const LockNesting &Order) { Out.write(Order); });
  Out.list(Functions, [&](const FunctionFacts *F) { Out.write(*F); });
}

} // namespace

llvm::Error damaged(llvm::StringRef Path, const llvm::Twine &What) {
  return sentence(Path + " is damaged (" + What + "): run 'async-tidy facts' again");
}

std::string factsText(const UnitFacts &Unit, const Strings &Names, bool Compress) {
  TextNumbers Texts;
  const auto NumberOf = [&](Text T) { return Texts.of(T); };
  FactsWriter Facts(NumberOf);
  writeUnit(Facts, Unit, Names);
  ByteWriter Whole;
  Whole.number(Texts.texts().size());
  for (const Text T : Texts.texts())
    Whole.text(Names[T]);
  Whole.Bytes += Facts.Bytes;
  char Sum[ChecksumSize];
  llvm::support::endian::write64le(Sum, llvm::xxHash64(Whole.Bytes));
  Whole.Bytes.append(Sum, ChecksumSize);

  llvm::SmallVector<uint8_t, 0> Compressed;
  Compress &= llvm::compression::zlib::isAvailable();
  if (Compress)
    llvm::compression::zlib::compress(llvm::arrayRefFromStringRef(Whole.Bytes), Compressed);
  return (Magic + llvm::Twine(SchemaVersion) + (Compress ? " zlib " : " plain ") + llvm::Twine(Whole.Bytes.size()) +
          " " + Unit.About.MainFile + "\n" + (Compress ? llvm::toStringRef(Compressed) : llvm::StringRef(Whole.Bytes)))
      .str();
}

llvm::Error writeFactsFile(llvm::StringRef Path, llvm::StringRef Content) {
  llvm::Error E = llvm::writeToOutput(Path, [&](llvm::raw_ostream &Out) {
    Out << Content;
    return llvm::Error::success();
  });
  return E ? sentence(Path + " cannot be written: " + llvm::toString(std::move(E))) : llvm::Error::success();
}

std::optional<EncodedFacts> withTexts(const FactsBytes &Read, Strings &Names) {
  ByteReader Bytes(Read.Bytes);
  EncodedFacts Known;
  Known.Texts.resize(Bytes.count());
  for (Text &T : Known.Texts)
    T = Names.add(Bytes.text());
  if (Bytes.failed() || Known.Texts.empty() || Known.Texts.front() != 0)
    return std::nullopt;
  Known.Facts = llvm::StringRef(Read.Bytes).take_back(Bytes.left());
  return Known;
}

std::optional<UnitFacts> decoded(llvm::StringRef MainFile, llvm::StringRef Facts, llvm::ArrayRef<Text> Texts,
                                 Strings &Names) {
  const auto TextOf = [&](uint64_t N) { return N < Texts.size() ? std::optional(Texts[N]) : std::nullopt; };
  FactsReader In(Facts, TextOf, Names.memory());
  ByteReader &Raw = In;
  UnitFacts Unit;
  Unit.About.MainFile = MainFile.str();
  Unit.About.Tool = Raw.text().str();
  In.flags(Unit.About.HasMain);
  for (size_t Inputs = In.count(); Inputs && !In.failed(); --Inputs) {
    InputFile &Input = Unit.About.Inputs.emplace_back();
    Input.Path = Raw.text().str();
    Input.Digest = Raw.text().str();
  }
  In.list(Unit.Globals, [&](GlobalVariable &G) {
    In.text(G.Name);
    In.text(G.File);
  });
  In.list(Unit.Orders, [&](LockNesting &Order) { In.read(Order); });
  In.list(Unit.Functions, [&](FunctionFacts &F) { In.read(F); });
  return In.failed() || In.left() ? std::nullopt : std::optional(std::move(Unit));
}

llvm::Expected<UnitFacts> decoded(const FactsBytes &Read, llvm::StringRef Path, Strings &Names) {
  const std::optional<EncodedFacts> Known = withTexts(Read, Names);
  std::optional<UnitFacts> Unit = Known ? decoded(Read.MainFile, Known->Facts, Known->Texts, Names) : std::nullopt;
  if (!Unit)
    return damaged(Path, "its content makes no sense");
  return std::move(*Unit);
}

llvm::Expected<UnitFacts> readFacts(llvm::StringRef Content, llvm::StringRef Path, Strings &Names) {
  llvm::Expected<FactsBytes> Read = readBytes(Content, Path);
  return Read ? decoded(*Read, Path, Names) : Read.takeError();
}

FactsRead readFactsBytes(llvm::StringRef Path) {
  const auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return {{}, (Path + " cannot be read: " + Buffer.getError().message()).str()};
  llvm::Expected<FactsBytes> Read = readBytes((*Buffer)->getBuffer(), Path);
  if (!Read)
    return {{}, llvm::toString(Read.takeError())};
  return {std::move(*Read), ""};
}

llvm::Expected<std::string> mainFileOf(llvm::StringRef Path) {
  constexpr size_t MostOfFirstLine = 8192;
  const auto Begin = llvm::MemoryBuffer::getFileSlice(Path, MostOfFirstLine, 0);
  if (!Begin)
    return sentence(Path + " cannot be read: " + Begin.getError().message());
  llvm::Expected<Header> H = readHeader((*Begin)->getBuffer(), Path);
  if (!H)
    return H.takeError();
  return H->MainFile.str();
}

llvm::Error readFactsFiles(std::vector<std::string> Paths, Strings &Names, llvm::function_ref<void(UnitFacts)> Visit) {
  std::vector<std::pair<std::string, std::string>> ByMainFile;
  for (std::string &Path : Paths) {
    llvm::Expected<std::string> MainFile = mainFileOf(Path);
    if (!MainFile)
      return MainFile.takeError();
    ByMainFile.emplace_back(std::move(*MainFile), std::move(Path));
  }
  llvm::sort(ByMainFile);
  llvm::Error Problem = llvm::Error::success();
  size_t Visited = 0;
  inOrder(
      ByMainFile.size(), [&](size_t I) { return readFactsBytes(ByMainFile[I].second); },
      [&](const FactsRead &File) {
        const std::string &Path = ByMainFile[Visited++].second;
        llvm::Expected<UnitFacts> Unit =
            File.Problem.empty() ? decoded(File.Bytes, Path, Names) : llvm::Expected<UnitFacts>(sentence(File.Problem));
        if (!Unit) {
          Problem = llvm::joinErrors(std::move(Problem), Unit.takeError());
          return false;
        }
        Visit(std::move(*Unit));
        return true;
      });
  return Problem;
}

} // namespace asynctidy::summaries
