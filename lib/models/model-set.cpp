#include "models/model-set.h"

#include "builtin-models.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLTraits.h"

using llvm::StringRef;

namespace asynctidy::models {
namespace {

/// An entry as it is written: one or several names.
struct WrittenEntry {
  std::string Name;
  std::vector<std::string> Names;
  Means Is = Means::NotWork;
  std::vector<unsigned> Arguments;
  std::string Because;
};

llvm::Error failure(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message.str().c_str());
}

constexpr std::pair<llvm::StringLiteral, Means> Words[] = {
    {"lazy-work", Means::LazyWork},
    {"eager-work", Means::EagerWork},
    {"one-shot", Means::OneShot},
    {"not-work", Means::NotWork},
    {"droppable", Means::Droppable},
    {"error", Means::ErrorOutcome},
    {"lock", Means::Lock},
    {"recursive-lock", Means::RecursiveLock},
    {"defers-lock", Means::DefersLock},
    {"adopts-lock", Means::AdoptsLock},
    {"tries-lock", Means::TriesLock},
    {"acquires", Means::Acquires},
    {"tries-to-acquire", Means::TriesToAcquire},
    {"releases", Means::Releases},
    {"guard", Means::Guard},
    {"joins", Means::Joins},
    {"ignores-callable-result", Means::IgnoresCallableResult},
    {"blocks", Means::Blocks},
    {"waits-for-work", Means::WaitsForWork},
    {"runs-event-loop", Means::RunsEventLoop},
    {"moves-to-blocking-thread", Means::MovesToBlockingThread},
    {"calls-inline", Means::CallsInline},
    {"offloads", Means::Offloads},
    {"detaches", Means::Detaches},
    {"reports-detached", Means::ReportsDetached},
    {"cancelled", Means::Cancelled},
    {"maybe-cancelled", Means::MaybeCancelled},
    {"cancelled-error", Means::CancelledError},
    {"shields", Means::Shields},
    {"ignores-assigned", Means::IgnoresAssigned},
    {"expects-exit", Means::ExpectsExit},
};

/// Line of each entry of the sequence, 1-based; YAMLTraits do not keep it.
std::vector<unsigned> entryLines(StringRef Text) {
  std::vector<unsigned> Lines;
  unsigned Number = 0;
  size_t Indentation = 0; // of the first entry, and so of all
  for (StringRef Rest = Text; !Rest.empty();) {
    auto [Line, Tail] = Rest.split('\n');
    Rest = Tail;
    ++Number;
    const size_t Dash = Line.find_first_not_of(' ');
    if (Dash == StringRef::npos || Line[Dash] != '-' || Line.starts_with("---"))
      continue;
    if (Lines.empty())
      Indentation = Dash;
    if (Dash == Indentation)
      Lines.push_back(Number);
  }
  return Lines;
}

} // namespace
} // namespace asynctidy::models

LLVM_YAML_IS_SEQUENCE_VECTOR(asynctidy::models::WrittenEntry)

namespace llvm::yaml {

template <> struct ScalarTraits<asynctidy::models::Means> {
  static StringRef input(StringRef Written, void *, asynctidy::models::Means &Value) {
    for (const auto &[Word, Meaning] : asynctidy::models::Words)
      if (Word == Written) {
        Value = Meaning;
        return {};
      }
    static const std::string Unknown = [] {
      std::string Text = "unknown word: what stands after 'is:' is one of";
      for (const auto &[Word, Meaning] : asynctidy::models::Words)
        Text += (Meaning == asynctidy::models::Words[0].second ? " " : ", ") + Word.str();
      return Text;
    }();
    return Unknown;
  }
  static void output(const asynctidy::models::Means &, void *, raw_ostream &) {} // models are only read
  static QuotingType mustQuote(StringRef) { return QuotingType::None; }
};

template <> struct MappingTraits<asynctidy::models::WrittenEntry> {
  static void mapping(IO &Io, asynctidy::models::WrittenEntry &Entry) {
    Io.mapOptional("name", Entry.Name);
    Io.mapOptional("names", Entry.Names);
    Io.mapRequired("is", Entry.Is);
    Io.mapOptional("arguments", Entry.Arguments);
    Io.mapRequired("because", Entry.Because);
  }
  static std::string validate(IO &, asynctidy::models::WrittenEntry &Entry) {
    if (Entry.Name.empty() == Entry.Names.empty())
      return "an entry needs either 'name' or 'names'";
    if (llvm::is_contained(Entry.Names, ""))
      return "a name is empty";
    for (StringRef Name : Entry.Names.empty() ? std::vector<std::string>{Entry.Name} : Entry.Names)
      if (Name.starts_with("::") || (Name.find_first_of("< \t") != StringRef::npos && !Name.contains("operator")))
        return "a name is qualified, without template arguments and without '::' before it, as in std::thread::thread";
    if (Entry.Because.empty())
      return "'because' is empty: say why, and where the promise is written down";
    if (llvm::is_contained(Entry.Arguments, 0u))
      return "arguments are counted from 1";
    return "";
  }
};

} // namespace llvm::yaml

namespace asynctidy::models {

bool Entry::speaksOfArgument(unsigned Index) const {
  return Arguments.empty() || llvm::is_contained(Arguments, Index + 1);
}

const ModelSet &ModelSet::builtin() {
  static const ModelSet *const Builtin = [] {
    auto *Set = new ModelSet;
    for (const EmbeddedFile &File : BuiltinModels)
      if (llvm::Error E = Set->addYaml(File.Text, (File.Stem + ".yaml").str()))
        llvm::report_fatal_error(std::move(E)); // the unit tests load them: a released binary cannot get here
    return Set;
  }();
  return *Builtin;
}

llvm::Error ModelSet::addYaml(StringRef Text, StringRef Origin) {
  std::string FirstError;
  auto KeepFirst = [](const llvm::SMDiagnostic &Diagnostic, void *Context) {
    auto &First = *static_cast<std::string *>(Context);
    if (First.empty())
      First = (llvm::Twine(Diagnostic.getLineNo()) + ":" + llvm::Twine(Diagnostic.getColumnNo() + 1) + ": " +
               Diagnostic.getMessage())
                  .str();
  };
  std::vector<WrittenEntry> Written;
  llvm::yaml::Input In(Text, /*Ctxt=*/nullptr, KeepFirst, &FirstError);
  In >> Written;
  if (In.error())
    return failure(Origin + ":" + (FirstError.empty() ? "1:1: not a model file" : FirstError));

  if (Written.empty())
    return failure(Origin + ":1:1: no entries: a model file is a sequence of entries, each beginning with '- name:'");

  const std::vector<unsigned> Lines = entryLines(Text);
  if (In.nextDocument())
    return failure(Origin + ":" + llvm::Twine(Lines.size() > Written.size() ? Lines[Written.size()] : 1) +
                   ":1: a second YAML document, which would not be read: remove the '---' before it");
  const std::string File = llvm::sys::path::filename(Origin).str();
  std::vector<std::shared_ptr<const Entry>> New;
  llvm::StringMap<unsigned> Seen;
  for (size_t I = 0; I < Written.size(); ++I) {
    WrittenEntry &W = Written[I];
    const unsigned Line = I < Lines.size() ? Lines[I] : 1;
    if (!W.Name.empty())
      W.Names.push_back(W.Name);
    for (const std::string &Name : W.Names) {
      const std::string Statement = Name + '\0' + std::to_string(static_cast<int>(W.Is));
      auto [First, Inserted] = Seen.try_emplace(Statement, Line);
      if (!Inserted)
        return failure(Origin + ":" + llvm::Twine(Line) + ":1: '" + Name + "' was already said to be so in line " +
                       llvm::Twine(First->second));
      New.push_back(std::make_shared<Entry>(
          Entry{Name, W.Is, W.Arguments, W.Because, File + ":" + std::to_string(Line)}));
    }
  }
  for (auto &E : New) {
    ByName[E->Name].push_back(E);
    ++Count;
  }
  return llvm::Error::success();
}

llvm::Error ModelSet::addFile(StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return failure("cannot read the model file '" + Path + "': " + Buffer.getError().message());
  return addYaml((*Buffer)->getBuffer(), Path);
}

const Entry *ModelSet::find(StringRef QualifiedName, Means Is) const {
  auto It = ByName.find(QualifiedName);
  if (It == ByName.end())
    return nullptr;
  // The user's own files come last and speak last, so look from the end.
  for (const auto &E : llvm::reverse(It->second))
    if (E->Is == Is)
      return E.get();
  return nullptr;
}

void ModelSet::forEach(Means Is, llvm::function_ref<void(const Entry &)> Visit) const {
  std::vector<StringRef> Names;
  for (const auto &Named : ByName)
    Names.push_back(Named.getKey());
  llvm::sort(Names);
  for (StringRef Name : Names)
    if (const Entry *Said = find(Name, Is))
      Visit(*Said);
}

} // namespace asynctidy::models
