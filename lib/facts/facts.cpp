#include "facts/facts.h"

#include "facts/cancellation.h"
#include "facts/dangling-work.h"
#include "facts/late-use.h"
#include "link/check-names.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <map>
#include <mutex>

using namespace clang;

namespace asynctidy::facts {
namespace {

using Key = std::pair<const ASTContext *, std::string>;

struct Registry {
  std::mutex Mutex;
  std::map<Key, std::unique_ptr<Facts>> Entries;
};

Registry &registry() {
  static Registry *const Instance = new Registry; // never destroyed: ASTs may outlive static destruction
  return *Instance;
}

void forget(void *Data) {
  const auto *Context = static_cast<const ASTContext *>(Data);
  Registry &All = registry();
  std::lock_guard<std::mutex> Lock(All.Mutex);
  auto First = All.Entries.lower_bound({Context, ""});
  auto Last = First;
  while (Last != All.Entries.end() && Last->first.first == Context)
    ++Last;
  All.Entries.erase(First, Last);
}

std::string mainFileDirectory(const SourceManager &Sources) {
  llvm::SmallString<256> Path;
  if (auto Main = Sources.getFileEntryRefForID(Sources.getMainFileID()))
    Path = Main->getName();
  Sources.getFileManager().makeAbsolutePath(Path);
  llvm::sys::path::remove_filename(Path);
  return Path.str().str();
}

/// A relative path is looked up from the main file's directory upwards: clang-tidy has already changed directory.
std::string findUpwards(llvm::StringRef Path, llvm::StringRef From) {
  if (llvm::sys::path::is_absolute(Path))
    return Path.str();
  for (llvm::StringRef Directory = From; !Directory.empty(); Directory = llvm::sys::path::parent_path(Directory)) {
    llvm::SmallString<256> Candidate(Directory);
    llvm::sys::path::append(Candidate, Path);
    if (llvm::sys::fs::exists(Candidate))
      return Candidate.str().str();
  }
  return Path.str();
}

} // namespace

Facts &Facts::of(ASTContext &Context, const Settings &Options) {
  Registry &All = registry();
  std::lock_guard<std::mutex> Lock(All.Mutex);
  const bool FirstOfContext = [&] {
    auto It = All.Entries.lower_bound({&Context, ""});
    return It == All.Entries.end() || It->first.first != &Context;
  }();
  std::unique_ptr<Facts> &Entry = All.Entries[{&Context, Options.key()}];
  if (!Entry) {
    Entry.reset(new Facts(Context, Options));
    if (FirstOfContext)
      Context.AddDeallocation(forget, &Context);
  }
  return *Entry;
}

Facts::Facts(ASTContext &Context, const Settings &Options)
    : Context(Context), Paths(Context.getSourceManager(), Options.SystemPaths),
      UsedLate(std::make_unique<LateUses>(*this)) {
  loadModels(Options.Models);
  openIndex(Options.Index);
}

Facts::~Facts() = default;

void Facts::complain(llvm::Error E) {
  std::string Sentence = llvm::toString(std::move(E));
  if (!SettingsError)
    SettingsError = std::move(Sentence);
}

void Facts::loadModels(llvm::StringRef Files) {
  if (Files.empty()) {
    Models = std::shared_ptr<const models::ModelSet>(&models::ModelSet::builtin(), [](const models::ModelSet *) {});
    return;
  }
  auto Set = std::make_shared<models::ModelSet>(models::ModelSet::builtin());
  llvm::SmallVector<llvm::StringRef, 4> Names;
  Files.split(Names, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  const std::string From = mainFileDirectory(Context.getSourceManager());
  for (llvm::StringRef Name : Names)
    if (llvm::Error E = Set->addFile(findUpwards(Name.trim(), From)))
      complain(std::move(E));
  Models = std::move(Set);
}

void Facts::openIndex(llvm::StringRef File) {
  if (File.empty())
    return;
  llvm::Expected<std::unique_ptr<link::Index>> Opened =
      link::Index::open(findUpwards(File, mainFileDirectory(Context.getSourceManager())));
  if (Opened)
    Index = std::move(*Opened);
  else
    complain(Opened.takeError());
}

const EvaluatedCode &Facts::userCode() {
  if (!Evaluated)
    Evaluated = userCodeIn(Context, Paths);
  return *Evaluated;
}

Work Facts::workOf(QualType T) {
  if (T.isNull())
    return {};
  const void *Identity = T.getNonReferenceType().getCanonicalType().getUnqualifiedType().getAsOpaquePtr();
  auto [It, New] = WorkOfType.try_emplace(Identity);
  if (New) {
    const Work Found = facts::workOf(T, *Models);
    WorkOfType[Identity] = Found;
    return Found;
  }
  return It->second;
}

bool Facts::acceptsAwait(const FunctionDecl &Coroutine, QualType Operand) {
  if (!Awaited) {
    Awaited.emplace();
    for (const FunctionDecl *F : userCode().Functions)
      if (isCoroutine(*F))
        Awaited->add(*F);
  }
  return facts::acceptsAwait(Coroutine, Operand, *Awaited);
}

const std::vector<LocalWorkFate> &Facts::lostLocals(const FunctionDecl &F) {
  const auto [Known, New] = LostLocals.try_emplace(&F);
  if (New)
    Known->second = facts::lostLocals(F, *Models);
  return Known->second;
}

const std::vector<Discard> &Facts::discardsIn(const FunctionDecl &F) {
  const auto [Known, New] = Discards.try_emplace(&F);
  if (New)
    Known->second = facts::discardsIn(writtenBody(F), *Models);
  return Known->second;
}

const std::vector<DanglingWork> &Facts::danglingWork(const FunctionDecl &F) {
  const auto [Known, New] = Dangling.try_emplace(&F);
  if (New)
    Known->second = danglingWorkIn(F, *this);
  return Known->second;
}

const CancellationTypes &Facts::cancellationTypes() {
  if (!Cancelled)
    Cancelled = std::make_unique<CancellationTypes>(*this);
  return *Cancelled;
}

const Changes &Facts::changes() {
  if (!Changed)
    Changed.emplace(userCode().Functions);
  return *Changed;
}

const std::vector<link::Finding> &Facts::findings(const Silencer &Silenced) {
  if (Unit)
    return Findings;
  using Scope = UnitProgram::Scope;
  Unit =
      std::make_unique<UnitProgram>(*this, Index ? Scope::Whole : Scope::OneFile, Index ? Index->root() : "", Silenced);
  if (Index)
    if (llvm::Error E = Index->fill(Unit->program(), [this](llvm::StringRef Path, llvm::StringRef Digest) {
          return Index->isFresh(Path, Digest);
        }))
      complain(std::move(E));
  Findings = link::findingsOf(Unit->program(), link::AllChecks);
  return Findings;
}

bool Facts::awaitsGuard(QualType T) { return awaitableForm(T) && isGuard(awaitResult(T), *Models); }

} // namespace asynctidy::facts
