#include "summaries/facts-file.h"

#include "summaries/decoder.h"
#include "summaries/encoder.h"
#include "summaries/encoding.h"
#include "summaries/in-order.h"
#include "summaries/sentence.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace asynctidy::summaries {
namespace {

constexpr llvm::StringLiteral Magic = "async-tidy facts ";

/// The maximal compression factor of zlib: a larger size in the header is damage, and that much memory must not be
/// allocated.
constexpr uint64_t MostCompression = 1100;

/// Facts are nested less deeply than this; deeper nesting could overflow the stack of the JSON parser.
constexpr int MostDepth = 16;

struct Header {
  bool IsCompressed;
  uint64_t Size;
  llvm::StringRef MainFile;
  llvm::StringRef Rest;
};

llvm::Error damaged(llvm::StringRef Path, const llvm::Twine &What) {
  return sentence(Path + " is damaged (" + What + "): run 'async-tidy facts' again");
}

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

bool isTooDeep(llvm::StringRef Json) {
  int Depth = 0;
  bool InString = false;
  for (size_t I = 0; I < Json.size(); ++I) {
    const char C = Json[I];
    if (InString) {
      if (C == '\\')
        ++I;
      else if (C == '"')
        InString = false;
    } else if (C == '"') {
      InString = true;
    } else if (C == '[' || C == '{') {
      if (++Depth > MostDepth)
        return true;
    } else if (C == ']' || C == '}') {
      --Depth;
    }
  }
  return false;
}

llvm::Expected<llvm::json::Value> readJson(const Header &H, llvm::StringRef Path) {
  llvm::SmallVector<uint8_t, 0> Buffer;
  llvm::StringRef Json = H.Rest;
  if (H.IsCompressed) {
    if (!llvm::compression::zlib::isAvailable())
      return sentence(Path +
                      " is compressed, which this build of LLVM cannot read: run 'async-tidy facts' with this one");
    if (H.Size > H.Rest.size() * MostCompression)
      return damaged(Path, "its size cannot be true");
    if (llvm::Error E = llvm::compression::zlib::decompress(llvm::arrayRefFromStringRef(H.Rest), Buffer, H.Size)) {
      llvm::consumeError(std::move(E));
      return damaged(Path, "it cannot be decompressed");
    }
    Json = llvm::toStringRef(Buffer);
  }
  if (Json.size() != H.Size)
    return damaged(Path, "it is not as long as it says");
  if (isTooDeep(Json))
    return damaged(Path, "it is nested too deeply");
  llvm::Expected<llvm::json::Value> Parsed = llvm::json::parse(Json);
  if (!Parsed) {
    llvm::consumeError(Parsed.takeError());
    return damaged(Path, "it is no JSON");
  }
  return Parsed;
}

const llvm::json::Array *arrayOf(const llvm::json::Value &V, llvm::StringRef Key) {
  const llvm::json::Object *O = V.getAsObject();
  return O ? O->getArray(Key) : nullptr;
}

} // namespace

std::string factsText(const UnitFacts &Unit, const Strings &Names, bool Compress) {
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

  std::string Json;
  llvm::raw_string_ostream Stream(Json);
  llvm::json::OStream Out(Stream);
  TextNumbers Texts;
  Encoder Encode(Out, [&](Text T) { return Texts.of(T); });
  Out.object([&] {
    Out.attributeArray("functions", [&] {
      for (const FunctionFacts *F : Functions)
        Encode.write(*F);
    });
    Out.attributeArray("globals", [&] {
      for (const GlobalVariable &G : Globals)
        Out.array([&] {
          Out.value(Texts.of(G.Name));
          Out.value(Texts.of(G.File));
        });
    });
    Out.attributeArray("inputs", [&] {
      for (const InputFile &I : Inputs)
        Out.array([&] {
          Out.value(asUtf8(I.Path));
          Out.value(I.Digest);
        });
    });
    Out.attribute("main", Unit.About.HasMain);
    if (!Unit.Orders.empty())
      Out.attributeArray("orders", [&] {
        for (const LockNesting &Order : Unit.Orders)
          Encode.write(Order);
      });
    Out.attributeArray("texts", [&] {
      for (const Text T : Texts.texts())
        Out.value(asUtf8(Names[T]));
    });
    Out.attribute("tool", Unit.About.Tool);
  });
  Stream.flush();

  llvm::SmallVector<uint8_t, 0> Compressed;
  Compress &= llvm::compression::zlib::isAvailable();
  if (Compress)
    llvm::compression::zlib::compress(llvm::arrayRefFromStringRef(Json), Compressed);
  return (Magic + llvm::Twine(SchemaVersion) + (Compress ? " zlib " : " plain ") + llvm::Twine(Json.size()) + " " +
          Unit.About.MainFile + "\n" + (Compress ? llvm::toStringRef(Compressed) : llvm::StringRef(Json)))
      .str();
}

llvm::Error writeFactsFile(llvm::StringRef Path, llvm::StringRef Content) {
  llvm::Error E = llvm::writeToOutput(Path, [&](llvm::raw_ostream &Out) {
    Out << Content;
    return llvm::Error::success();
  });
  return E ? sentence(Path + " cannot be written: " + llvm::toString(std::move(E))) : llvm::Error::success();
}

namespace {

/// A facts file with parsed but not yet decoded JSON.
struct ParsedFile {
  std::string MainFile;
  llvm::json::Value Root;
};

llvm::Expected<ParsedFile> parse(llvm::StringRef Content, llvm::StringRef Path) {
  llvm::Expected<Header> H = readHeader(Content, Path);
  if (!H)
    return H.takeError();
  llvm::Expected<llvm::json::Value> Root = readJson(*H, Path);
  if (!Root)
    return Root.takeError();
  return ParsedFile{H->MainFile.str(), std::move(*Root)};
}

llvm::Expected<UnitFacts> decode(const ParsedFile &File, llvm::StringRef Path, Strings &Names) {
  const llvm::json::Value &Root = File.Root;
  const llvm::json::Array *Texts = arrayOf(Root, "texts"), *Inputs = arrayOf(Root, "inputs"),
                          *Functions = arrayOf(Root, "functions"), *Globals = arrayOf(Root, "globals");
  const llvm::json::Object *Whole = Root.getAsObject();
  const std::optional<llvm::StringRef> Tool = Whole ? Whole->getString("tool") : std::nullopt;
  const std::optional<bool> HasMain = Whole ? Whole->getBoolean("main") : std::nullopt;
  if (!Texts || !Inputs || !Functions || !Globals || !Tool || !HasMain)
    return damaged(Path, "'functions', 'globals', 'inputs', 'main', 'texts' or 'tool' is missing");

  UnitFacts Unit;
  Unit.About.MainFile = File.MainFile;
  Unit.About.Tool = Tool->str();
  Unit.About.HasMain = *HasMain;
  for (const llvm::json::Value &V : *Inputs) {
    const llvm::json::Array *Pair = V.getAsArray();
    const std::optional<llvm::StringRef> Name = Pair && Pair->size() == 2 ? (*Pair)[0].getAsString() : std::nullopt;
    const std::optional<llvm::StringRef> Digest = Name ? (*Pair)[1].getAsString() : std::nullopt;
    if (!Digest)
      return damaged(Path, "'inputs' has an element that is no file with its digest");
    Unit.About.Inputs.push_back({Name->str(), Digest->str()});
  }
  std::vector<Text> Numbers;
  for (const llvm::json::Value &V : *Texts) {
    const std::optional<llvm::StringRef> S = V.getAsString();
    if (!S || (Numbers.empty() && !S->empty()))
      return damaged(Path, "'texts' has an element that is no text");
    Numbers.push_back(Names.add(*S));
  }
  const auto TextOf = [&](uint64_t N) { return N < Numbers.size() ? std::optional(Numbers[N]) : std::nullopt; };
  for (const llvm::json::Value &V : *Globals) {
    const llvm::json::Array *Pair = V.getAsArray();
    const auto Part = [&](size_t I) {
      const std::optional<uint64_t> N = Pair && Pair->size() == 2 ? (*Pair)[I].getAsUINT64() : std::nullopt;
      return N ? TextOf(*N) : std::nullopt;
    };
    if (!Part(0) || !Part(1))
      return damaged(Path, "'globals' has an element that is no variable with its file");
    Unit.Globals.push_back({*Part(0), *Part(1)});
  }
  Decoder Decode(TextOf);
  Unit.Functions.resize(Functions->size());
  for (size_t I = 0; I < Unit.Functions.size(); ++I)
    if (!Decode.read((*Functions)[I], Unit.Functions[I]))
      return damaged(Path, Decode.problem());
  if (const llvm::json::Array *Orders = arrayOf(Root, "orders"))
    for (const llvm::json::Value &Order : *Orders)
      if (!Decode.read(Order, Unit.Orders.emplace_back()))
        return damaged(Path, Decode.problem());
  return Unit;
}

} // namespace

llvm::Expected<UnitFacts> readFacts(llvm::StringRef Content, llvm::StringRef Path, Strings &Names) {
  llvm::Expected<ParsedFile> Parsed = parse(Content, Path);
  return Parsed ? decode(*Parsed, Path, Names) : Parsed.takeError();
}

llvm::Error readFactsFiles(std::vector<std::string> Paths, Strings &Names, llvm::function_ref<void(UnitFacts)> Visit) {
  // Sort the files by main file, which is in the first line.
  constexpr size_t MostOfFirstLine = 8192;
  std::vector<std::pair<std::string, std::string>> ByMainFile;
  for (std::string &Path : Paths) {
    const auto Begin = llvm::MemoryBuffer::getFileSlice(Path, MostOfFirstLine, 0);
    if (!Begin)
      return sentence(Path + " cannot be read: " + Begin.getError().message());
    llvm::Expected<Header> H = readHeader((*Begin)->getBuffer(), Path);
    if (!H)
      return H.takeError();
    ByMainFile.emplace_back(H->MainFile.str(), std::move(Path));
  }
  llvm::sort(ByMainFile);
  size_t Visited = 0;
  std::string Problem;
  using Parsed = std::pair<std::optional<ParsedFile>, std::string>; // or the error
  inOrder(
      ByMainFile.size(),
      [&](size_t I) -> Parsed {
        const std::string &Path = ByMainFile[I].second;
        const auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
        if (!Buffer)
          return {std::nullopt, Path + " cannot be read: " + Buffer.getError().message()};
        llvm::Expected<ParsedFile> File = parse((*Buffer)->getBuffer(), Path);
        if (!File)
          return {std::nullopt, llvm::toString(File.takeError())};
        return {std::move(*File), ""};
      },
      [&](const Parsed &File) {
        Problem = File.second;
        if (!File.first)
          return false;
        llvm::Expected<UnitFacts> Unit = decode(*File.first, ByMainFile[Visited].second, Names);
        if (Unit)
          Visit(std::move(*Unit));
        else
          Problem = llvm::toString(Unit.takeError());
        ++Visited;
        return Problem.empty();
      });
  return Problem.empty() ? llvm::Error::success() : sentence(Problem);
}

} // namespace asynctidy::summaries
