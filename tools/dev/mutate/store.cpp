#include "store.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace asynctidy::mutate {

// llvm::json finds these by argument-dependent lookup.
static json::Value toJSON(const Span &S) { return json::Array{S.Begin, S.End}; }
static bool fromJSON(const json::Value &V, Span &S, json::Path) {
  const json::Array *Both = V.getAsArray();
  if (!Both || Both->size() != 2)
    return false;
  S = {unsigned(*(*Both)[0].getAsInteger()), unsigned(*(*Both)[1].getAsInteger())};
  return true;
}

static json::Value toJSON(const Edit &E) { return json::Object{{"Blank", E.Blank}, {"Text", E.Text}}; }
static bool fromJSON(const json::Value &V, Edit &E, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("Blank", E.Blank) && O.map("Text", E.Text);
}

static json::Value toJSON(const Place &P) {
  return json::Object{{"What", int(P.What)},
                      {"File", P.File},
                      {"Offset", P.Offset},
                      {"Line", P.Line},
                      {"OtherLine", P.OtherLine},
                      {"InMacroArgument", P.InMacroArgument},
                      {"Mutants", P.Mutants},
                      {"Anchor", P.Anchor},
                      {"InMacroBody", P.InMacroBody},
                      {"Instantiated", P.Instantiated},
                      {"NoBug", P.NoBug},
                      {"Bugs", P.Bugs},
                      {"Type", P.Type},
                      {"IsGlvalue", P.IsGlvalue},
                      {"NeverSuspends", P.NeverSuspends},
                      {"OnlyByAwaitTransform", P.OnlyByAwaitTransform}};
}
static bool fromJSON(const json::Value &V, Place &P, json::Path Path) {
  json::ObjectMapper O(V, Path);
  int What = 0;
  if (!O || !O.map("What", What))
    return false;
  P.What = Kind(What);
  return O.map("File", P.File) && O.map("Offset", P.Offset) && O.map("Line", P.Line) &&
         O.map("OtherLine", P.OtherLine) && O.map("InMacroArgument", P.InMacroArgument) &&
         O.map("Mutants", P.Mutants) && O.map("Anchor", P.Anchor) && O.map("InMacroBody", P.InMacroBody) &&
         O.map("Instantiated", P.Instantiated) && O.map("NoBug", P.NoBug) && O.map("Bugs", P.Bugs) &&
         O.map("Type", P.Type) && O.map("IsGlvalue", P.IsGlvalue) && O.map("NeverSuspends", P.NeverSuspends) &&
         O.map("OnlyByAwaitTransform", P.OnlyByAwaitTransform);
}

static json::Value toJSON(const FunctionSight &F) {
  return json::Object{{"File", F.File},           {"Line", F.Line},     {"Start", F.Start},
                      {"Outermost", F.Outermost}, {"Anchor", F.Anchor}, {"Instantiated", F.Instantiated}};
}
static bool fromJSON(const json::Value &V, FunctionSight &F, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("File", F.File) && O.map("Line", F.Line) && O.map("Start", F.Start) &&
         O.map("Outermost", F.Outermost) && O.map("Anchor", F.Anchor) && O.map("Instantiated", F.Instantiated);
}

static json::Value toJSON(const Finding &F) {
  return json::Object{{"Check", F.Check}, {"File", F.File}, {"Message", F.Message}, {"Line", F.Line}};
}
static bool fromJSON(const json::Value &V, Finding &F, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("Check", F.Check) && O.map("File", F.File) && O.map("Message", F.Message) && O.map("Line", F.Line);
}

static json::Value toJSON(const Sights &Seen) {
  return json::Object{{"Places", Seen.Places},
                      {"Functions", Seen.Functions},
                      {"Coroutines", std::vector(Seen.Coroutines.begin(), Seen.Coroutines.end())},
                      {"Files", std::vector(Seen.Files.begin(), Seen.Files.end())}};
}
static bool fromJSON(const json::Value &V, Sights &Seen, json::Path Path) {
  json::ObjectMapper O(V, Path);
  std::vector<std::string> Coroutines, Files;
  if (!O || !O.map("Places", Seen.Places) || !O.map("Functions", Seen.Functions) || !O.map("Coroutines", Coroutines) ||
      !O.map("Files", Files))
    return false;
  Seen.Coroutines.insert(Coroutines.begin(), Coroutines.end());
  Seen.Files.insert(Files.begin(), Files.end());
  return true;
}

static void store(const json::Value &V, StringRef Path) {
  std::error_code Error;
  raw_fd_ostream(Path, Error) << V;
}

template <class T> static std::optional<T> load(StringRef Path) {
  auto Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return std::nullopt;
  Expected<T> Parsed = json::parse<T>((*Buffer)->getBuffer());
  if (Parsed)
    return std::move(*Parsed);
  consumeError(Parsed.takeError());
  return std::nullopt;
}

void storeSights(const Sights &Seen, StringRef Path) { store(toJSON(Seen), Path); }
std::optional<Sights> loadSights(StringRef Path) { return load<Sights>(Path); }

void storeResult(const RunResult &Result, StringRef Path) { store(json::Value(Result.Findings), Path); }
RunResult loadResult(StringRef Path) {
  std::optional<std::vector<Finding>> Findings = load<std::vector<Finding>>(Path);
  if (!Findings)
    return {};
  return {/*Finished=*/true, std::move(*Findings)};
}

} // namespace asynctidy::mutate
