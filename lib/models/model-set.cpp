#include "models/model-set.h"

#include "builtin-models.h"

#include "llvm/ADT/STLExtras.h"
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
  unsigned Timeout = 0;
  std::string Instead;
  std::string ReplaceWith;
  std::vector<std::string> Within;
  std::string Given;
};

bool isQualifiedName(StringRef Name) {
  return !Name.starts_with("::") && (Name.find_first_of("< \t") == StringRef::npos || Name.contains("operator"));
}

/// Calls \p Visit(Begin, End, Index) for each `{Index}` of \p Text, in order.
void forEachPlaceholder(StringRef Text, llvm::function_ref<void(size_t, size_t, unsigned)> Visit) {
  for (size_t Begin = Text.find('{'); Begin != StringRef::npos; Begin = Text.find('{', Begin + 1)) {
    const size_t End = Text.find('}', Begin);
    unsigned Index = 0;
    if (End != StringRef::npos && !Text.slice(Begin + 1, End).getAsInteger(10, Index))
      Visit(Begin, End + 1, Index);
  }
}

unsigned highestPlaceholder(StringRef Text) {
  unsigned Highest = 0;
  forEachPlaceholder(Text, [&](size_t, size_t, unsigned Index) { Highest = std::max(Highest, Index); });
  return Highest;
}

/// True for source text that a unary operator before it takes whole: a name, calls, elements and members of it.
bool isPostfixExpression(StringRef Source) {
  int Depth = 0;
  for (size_t I = 0; I < Source.size(); ++I) {
    const char C = Source[I];
    const bool Arrow = C == '-' && Source.substr(I).starts_with("->");
    Depth += C == '(' || C == '[' || C == '{';
    Depth -= C == ')' || C == ']' || C == '}';
    if (Depth == 0 && !llvm::isAlnum(C) && !Arrow && (C != '>' || !Source.take_front(I).ends_with("-")) &&
        StringRef("_:.)]}").find(C) == StringRef::npos)
      return false;
  }
  return true;
}

llvm::Error failure(const llvm::Twine &Message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), Message.str().c_str());
}

constexpr std::pair<llvm::StringLiteral, Means> Words[] = {
#define MODEL_WORD(Enumerator, Word, OfA, Meaning) {Word, Means::Enumerator},
#include "models/words.def"
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
    Io.mapOptional("timeout", Entry.Timeout);
    Io.mapOptional("instead", Entry.Instead);
    Io.mapOptional("replace-with", Entry.ReplaceWith);
    Io.mapOptional("within", Entry.Within);
    Io.mapOptional("given", Entry.Given);
  }
  static std::string validate(IO &, asynctidy::models::WrittenEntry &Entry) {
    if (Entry.Name.empty() == Entry.Names.empty())
      return "an entry needs either 'name' or 'names'";
    if (llvm::is_contained(Entry.Names, ""))
      return "a name is empty";
    for (StringRef Name : Entry.Names.empty() ? std::vector<std::string>{Entry.Name} : Entry.Names)
      if (!asynctidy::models::isQualifiedName(Name))
        return "a name is qualified, without template arguments and without '::' before it, as in std::thread::thread";
    if (Entry.Because.empty())
      return "'because' is empty: say why, and where the promise is written down";
    if (llvm::is_contained(Entry.Arguments, 0u))
      return "arguments are counted from 1";
    return validateBlocking(Entry);
  }

private:
  static std::string validateBlocking(const asynctidy::models::WrittenEntry &Entry) {
    using asynctidy::models::Means;
    const bool IsTwin = Entry.Is == Means::HasTwin;
    const bool Blocks =
        llvm::is_contained({Means::Blocks, Means::MayBlock, Means::WaitsForWork, Means::RunsEventLoop}, Entry.Is);
    if (!IsTwin && !Entry.Within.empty())
      return "'within' is only for what 'has-twin'";
    if (!Blocks && Entry.Timeout != 0)
      return "'timeout' is only for what blocks, may-block, waits-for-work or runs-event-loop";
    if (!Entry.Given.empty() && (!Blocks || !asynctidy::models::isQualifiedName(Entry.Given)))
      return "'given' is only for what blocks, and is a class, qualified and without template arguments";
    if (!Blocks && !IsTwin && !(Entry.Instead.empty() && Entry.ReplaceWith.empty()))
      return "'instead' and 'replace-with' are only for what blocks, may-block, waits-for-work, runs-event-loop or "
             "has-twin";
    if (Entry.Instead.empty() && (IsTwin || !Entry.ReplaceWith.empty()))
      return "'instead' is missing: name the asynchronous form";
    if (StringRef(Entry.Instead).ends_with(".") || StringRef(Entry.Instead).contains('\n'))
      return "'instead' is part of a sentence, without a full stop";
    for (StringRef Type : Entry.Within)
      if (Type.empty() || !asynctidy::models::isQualifiedName(Type))
        return "'within' lists return types of coroutines, qualified and without template arguments";
    if (!Entry.ReplaceWith.empty() && !StringRef(Entry.ReplaceWith).starts_with("co_await "))
      return "'replace-with' is a co_await expression";
    llvm::SmallVector<unsigned> Used;
    asynctidy::models::forEachPlaceholder(Entry.ReplaceWith,
                                          [&](size_t, size_t, unsigned Index) { Used.push_back(Index); });
    llvm::sort(Used);
    for (size_t I = 0; I < Used.size(); ++I)
      if (Used[I] != I + (Used[0] == 0 ? 0 : 1))
        return "'replace-with' uses each argument of the call once: {1}, {2}, and {0} for the object";
    return "";
  }
};

} // namespace llvm::yaml

namespace asynctidy::models {

bool Entry::speaksOfArgument(unsigned Index) const {
  return Arguments.empty() || llvm::is_contained(Arguments, Index + 1);
}

std::string Entry::replacement(StringRef Object, llvm::ArrayRef<StringRef> CallArguments) const {
  if (ReplaceWith.empty() || highestPlaceholder(ReplaceWith) != CallArguments.size() ||
      StringRef(ReplaceWith).contains("{0}") == Object.empty())
    return "";
  std::string Result;
  size_t Copied = 0;
  const StringRef Text = ReplaceWith;
  forEachPlaceholder(Text, [&](size_t Begin, size_t End, unsigned Index) {
    const StringRef Source = Index == 0 ? Object : CallArguments[Index - 1];
    Result += Text.slice(Copied, Begin);
    const char Before = Begin == 0 ? ' ' : Text[Begin - 1];
    const char After = End == Text.size() ? ' ' : Text[End];
    const bool IsArgument = (Before == '(' || Text.take_front(Begin).ends_with(", ")) && (After == ')' || After == ',');
    Result += IsArgument || isPostfixExpression(Source) ? Source.str() : ("(" + Source + ")").str();
    Copied = End;
  });
  return Result + Text.substr(Copied).str();
}

const ModelSet &ModelSet::builtin() {
  static const ModelSet *const Builtin = [] {
    auto *Set = new ModelSet;
    for (const EmbeddedFile &File : BuiltinModels)
      if (llvm::Error E = Set->addYaml(File.Text, (File.Stem + ".yaml").str(), /*IsBuiltIn=*/true))
        llvm::report_fatal_error(std::move(E)); // the unit tests load them: a released binary cannot get here
    return Set;
  }();
  return *Builtin;
}

llvm::Error ModelSet::addYaml(StringRef Text, StringRef Origin, bool IsBuiltIn) {
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
      // The same twin may be named for several kinds of coroutine.
      for (const std::string &Type : W.Within.empty() ? std::vector<std::string>{""} : W.Within) {
        const std::string Statement = Name + '\0' + std::to_string(static_cast<int>(W.Is)) + '\0' + Type;
        auto [First, Inserted] = Seen.try_emplace(Statement, Line);
        if (!Inserted)
          return failure(Origin + ":" + llvm::Twine(Line) + ":1: '" + Name + "' was already said to be so in line " +
                         llvm::Twine(First->second));
      }
      New.push_back(std::make_shared<Entry>(Entry{Name, W.Is, W.Arguments, W.Because, File + ":" + std::to_string(Line),
                                                  W.Timeout, W.Instead, W.ReplaceWith, W.Within, IsBuiltIn, W.Given}));
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

const Entry *ModelSet::twinOf(StringRef QualifiedName, StringRef ReturnType) const {
  auto It = ByName.find(QualifiedName);
  if (It == ByName.end())
    return nullptr;
  const Entry *OfAll = nullptr;
  for (const auto &E : llvm::reverse(It->second)) {
    if (llvm::is_contained(E->Within, ReturnType))
      return E.get();
    if (!OfAll && E->Within.empty() && !E->Instead.empty())
      OfAll = E.get();
  }
  return OfAll;
}

void ModelSet::forEach(llvm::function_ref<void(const Entry &)> Visit) const {
  for (const auto &Name : ByName)
    for (const auto &E : Name.second)
      Visit(*E);
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
