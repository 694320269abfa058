#include "driver/cache-run.h"

#include "driver/cache-key.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "report/output-file.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

constexpr StringRef StampsName = "stamps", StampsMagic = "async-tidy cache 1 stamps\n";

} // namespace

std::string answerOf(const Result &R, const World *Seen) {
  // A problem with the configuration or with writing may be gone the next time.
  const bool MayBeKept =
      Seen && Seen->isUsable() && R.IsRepeatable && R.FactsProblem.empty() && llvm::none_of(R.Errors, isConfiguration);
  ByteWriter Out;
  Out.text(toText(R));
  Out.text(answersToBytes(R.Answers));
  Out.text(MayBeKept ? Seen->toBytes() : "");
  Out.number(MayBeKept && R.Facts);
  Out.text(MayBeKept ? R.Facts.value_or("") : "");
  return std::move(Out.Bytes);
}

CacheEntry answerFrom(StringRef Bytes) {
  ByteReader In(Bytes);
  CacheEntry Answer;
  Answer.Result = In.text().str();
  Answer.Answers = In.text().str();
  Answer.World = In.text().str();
  const bool HasFacts = In.number() != 0;
  if (const StringRef Facts = In.text(); HasFacts)
    Answer.Facts = Facts.str();
  if (!In.isDone())
    Answer.Result = "[]"; // no result has this text
  return Answer;
}

RunCache::RunCache(std::string Path, const Digest &Run, const Options &O)
    : Place(std::move(Path)), Run(Run), MostBytes(uint64_t(O.CacheLimitMiB) << 20), IsNamed(!O.Cache.empty()) {
  if (const std::optional<std::string> Bytes = Place.file(StampsName))
    if (const std::optional<StringRef> Content = unsealed(StampsMagic, *Bytes))
      ByTime.read(*Content);
}

std::unique_ptr<RunCache> RunCache::open(const Options &O, const std::vector<std::string> &SystemPaths,
                                         StringRef ResourceDirectory, StringRef BuildDirectory, std::string &Problem) {
  if (!O.UseCache || (O.Cache.empty() && BuildDirectory.empty()))
    return nullptr;
  const std::optional<Digest> Program = programDigest();
  if (!Program)
    return nullptr;
  const CacheDirectory Place(O.Cache.empty() ? cacheBelow(BuildDirectory) : absolutePath(O.Cache));
  if (llvm::Error E = Place.prepare()) {
    std::string Why = llvm::toString(std::move(E));
    if (!O.Cache.empty())
      Problem = std::move(Why);
    return nullptr;
  }
  return std::unique_ptr<RunCache>(
      new RunCache(Place.path(), runDigest(*Program, O, SystemPaths, ResourceDirectory), O));
}

std::optional<RunCache::Known> RunCache::find(const Job &J, const Request &Wanted) {
  const Digest Key = keyOf(Run, J, Wanted);
  const std::optional<std::string> Bytes = Place.entry(Key);
  const std::optional<CacheEntry> Entry = Bytes ? entryFrom(*Bytes, Key) : std::nullopt;
  if (!Entry || Entry->World.empty() || !Now.isAsSeen(Entry->World) || !Others.areAsAnswered(Entry->Answers))
    return std::nullopt;
  llvm::Expected<Result> Found = fromText(Entry->Result);
  if (!Found) {
    llvm::consumeError(Found.takeError());
    return std::nullopt;
  }
  if (Entry->Facts && !Wanted.Facts.Output.empty())
    if (llvm::Error E =
            report::replaceFile(Wanted.Facts.Output, [&](llvm::raw_ostream &Out) { Out << *Entry->Facts; })) {
      llvm::consumeError(std::move(E)); // the analysis will say so
      return std::nullopt;
    }
  Place.use(Key);
  ++Hits;
  return Known{std::move(*Found), Entry->Errors};
}

void RunCache::note(llvm::Error Failed) {
  if (Failed)
    Problem = "cannot write into the cache '" + Place.path() +
              "', so nothing more is kept: " + llvm::toString(std::move(Failed));
}

void RunCache::keep(const Job &J, const Request &Wanted, const CacheEntry &Answer) {
  if (Answer.World.empty() || !Problem.empty())
    return;
  const Digest Key = keyOf(Run, J, Wanted);
  note(Place.writeEntry(Key, toBytes(Answer, Key)));
  forEachSeen(Answer.World, [&](StringRef Path, const Seen &What) {
    if (What.Content)
      Read.insert(Path);
    return true;
  });
}

std::string RunCache::finish(size_t Files) {
  for (const auto &Path : Read)
    Now.learn(Path.first());
  if (Problem.empty() && ByTime.hasNew())
    note(Place.writeFile(StampsName, sealed(StampsMagic, ByTime.toBytes())));
  if (Problem.empty())
    note(Place.writeLastRun({Hits, Files}));
  if (!Read.empty())
    Place.prune(MostBytes);
  return IsNamed ? Problem : "";
}

} // namespace asynctidy::driver
