#include "facts/unit/translation-unit.h"

#include "facts/unit/find-upwards.h"

#include "clang/AST/DeclCXX.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <mutex>

using namespace clang;

namespace asynctidy::facts {
namespace {

using Key = std::pair<const ASTContext *, std::string>;

struct Registry {
  std::mutex Mutex;
  std::map<Key, std::unique_ptr<TranslationUnit>> Units;
};

Registry &registry() {
  static Registry *const Instance = new Registry; // never destroyed: ASTs may outlive static destruction
  return *Instance;
}

void forget(void *Data) {
  const auto *Context = static_cast<const ASTContext *>(Data);
  Registry &Known = registry();
  std::lock_guard<std::mutex> Lock(Known.Mutex);
  auto First = Known.Units.lower_bound({Context, ""});
  auto Last = First;
  while (Last != Known.Units.end() && Last->first.first == Context)
    ++Last;
  Known.Units.erase(First, Last);
}

} // namespace

TranslationUnit &TranslationUnit::of(ASTContext &Context, const Settings &Options) {
  Registry &Known = registry();
  std::lock_guard<std::mutex> Lock(Known.Mutex);
  const bool FirstOfContext = [&] {
    auto It = Known.Units.lower_bound({&Context, ""});
    return It == Known.Units.end() || It->first.first != &Context;
  }();
  std::unique_ptr<TranslationUnit> &Unit = Known.Units[{&Context, Options.key()}];
  if (!Unit) {
    Unit.reset(new TranslationUnit(Context, Options));
    if (FirstOfContext)
      Context.AddDeallocation(forget, &Context);
  }
  return *Unit;
}

TranslationUnit::TranslationUnit(ASTContext &Context, const Settings &Options)
    : Context(Context), Options(Options),
      Paths(Context.getSourceManager(), Options.SystemPaths, Options.DefaultSystemPaths) {
  loadModels();
}

TranslationUnit::TranslationUnit(ASTContext &Context, models::ModelSet Models)
    : Context(Context), Paths(Context.getSourceManager(), ""),
      Models(std::make_shared<const models::ModelSet>(std::move(Models))) {}

void TranslationUnit::complain(llvm::Error E) {
  std::string Sentence = llvm::toString(std::move(E));
  if (Complaints.insert(Sentence).second && !SettingsError)
    SettingsError = std::move(Sentence);
}

void TranslationUnit::loadModels() {
  if (Options.Models.empty()) {
    Models = std::shared_ptr<const models::ModelSet>(&models::ModelSet::builtin(), [](const models::ModelSet *) {});
    return;
  }
  auto Set = std::make_shared<models::ModelSet>(models::ModelSet::builtin());
  llvm::SmallVector<llvm::StringRef, 4> Names;
  llvm::StringRef(Options.Models).split(Names, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  llvm::vfs::FileSystem &Files = Context.getSourceManager().getFileManager().getVirtualFileSystem();
  for (llvm::StringRef Name : Names) {
    const std::string Path = findFile(Name.trim());
    const auto Text = Files.getBufferForFile(Path);
    if (llvm::Error E = Text ? Set->addYaml((*Text)->getBuffer(), Path) : Set->addFile(Path)) // which says why not
      complain(std::move(E));
  }
  Models = std::move(Set);
}

// Not relative to the working directory: clang-tidy has already changed it.
std::string TranslationUnit::findFile(llvm::StringRef Path) const {
  if (llvm::sys::path::is_absolute(Path))
    return Path.str();
  const SourceManager &Sources = Context.getSourceManager();
  llvm::SmallString<256> From;
  if (auto Main = Sources.getFileEntryRefForID(Sources.getMainFileID()))
    From = Main->getName();
  Sources.getFileManager().makeAbsolutePath(From);
  llvm::sys::path::remove_filename(From);
  return findUpwards(Path, From, Sources.getFileManager().getVirtualFileSystem());
}

const EvaluatedCode &TranslationUnit::userCode() {
  if (!Evaluated)
    Evaluated = userCodeIn(Context, Paths);
  return *Evaluated;
}

Work TranslationUnit::workOf(QualType T) {
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

const FunctionDecl *userCoroutine(const FunctionDecl *F, const TranslationUnit &Unit) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  if (!F || (Method && Method->isVirtual()))
    return nullptr;
  const FunctionDecl *Definition = F->getDefinition();
  return Definition && isCoroutine(*Definition) && Unit.isUserCode(Definition->getLocation()) ? Definition : nullptr;
}

} // namespace asynctidy::facts
