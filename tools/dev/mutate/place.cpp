#include "place.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
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
  return json::Object{
      {"Kind", P.Kind}, {"File", P.File}, {"Lines", P.Lines}, {"Edits", P.Edits}, {"IsInstantiated", P.IsInstantiated}};
}
static bool fromJSON(const json::Value &V, Place &P, json::Path Path) {
  json::ObjectMapper O(V, Path);
  return O && O.map("Kind", P.Kind) && O.map("File", P.File) && O.map("Lines", P.Lines) && O.map("Edits", P.Edits) &&
         O.map("IsInstantiated", P.IsInstantiated);
}

std::string toText(const std::vector<Place> &Places) {
  std::string Text;
  raw_string_ostream(Text) << json::Value(Places);
  return Text;
}

std::vector<Place> placesFrom(StringRef Text) {
  Expected<std::vector<Place>> Parsed = json::parse<std::vector<Place>>(Text);
  if (Parsed)
    return std::move(*Parsed);
  consumeError(Parsed.takeError());
  return {};
}

std::string edited(StringRef Text, std::vector<Edit> Edits) {
  std::string Result = Text.str();
  sort(Edits, [](const Edit &L, const Edit &R) { return L.Blank.Begin < R.Blank.Begin; });
  for (const Edit &E : reverse(Edits)) {
    for (unsigned I = E.Blank.Begin; I < E.Blank.End; ++I)
      if (Result[I] != '\n')
        Result[I] = ' ';
    Result.insert(E.Blank.Begin, E.Text);
  }
  return Result;
}

} // namespace asynctidy::mutate
