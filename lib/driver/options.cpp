#include "driver/options.h"

#include "driver/messages.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

#include <functional>

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

enum class Value { None, Required, Optional };

struct Option {
  StringRef Name;
  Value Takes;
  std::function<llvm::Error(Options &, StringRef)> Set;
};

llvm::Error setNumber(unsigned &Number, StringRef Name, StringRef Text) {
  if (Text.getAsInteger(10, Number))
    return sentence("'--" + Name + "' needs a number, not '" + Text + "'");
  return llvm::Error::success();
}

llvm::Error setFault(Options &O, StringRef Text) {
  auto [Kind, File] = Text.split('@');
  InjectedFault Fault{InjectedFault::Kind::Crash, File.str()};
  if (Kind == "hang")
    Fault.What = InjectedFault::Kind::Hang;
  else if (Kind == "memory")
    Fault.What = InjectedFault::Kind::Memory;
  else if (Kind != "crash")
    return sentence("'--inject-fault' needs crash@FILE, hang@FILE or memory@FILE");
  O.Faults.push_back(std::move(Fault));
  return llvm::Error::success();
}

llvm::Error setConfigFile(Options &O, StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return sentence("cannot read the configuration '" + Path + "': " + Buffer.getError().message());
  O.Config = (*Buffer)->getBuffer().str();
  O.ConfigOrigin = Path.str();
  return llvm::Error::success();
}

llvm::Error setColor(Options &O, StringRef Text) {
  if (Text.empty() || Text == "true" || Text == "1" || Text == "always")
    O.UseColor = true;
  else if (Text == "false" || Text == "0" || Text == "never")
    O.UseColor = false;
  else if (Text != "auto")
    return sentence("'--use-color' is true or false, not '" + Text + "'");
  return llvm::Error::success();
}

llvm::Error setConfidence(Options &O, StringRef Text) {
  O.Confidence = summaries::confidenceNamed(Text);
  return O.Confidence ? llvm::Error::success() : sentence("'--confidence' is sure or likely, not '" + Text + "'");
}

llvm::Error setFailOn(Options &O, StringRef Text) {
  O.FailOn = summaries::confidenceNamed(Text);
  return O.FailOn || Text == "never" ? llvm::Error::success()
                                     : sentence("'--fail-on' is sure, likely or never, not '" + Text + "'");
}

llvm::Error setBaseline(Options &O, StringRef Path) {
  O.Baseline = Path.str();
  return Path.empty() ? sentence("'--baseline' needs a file") : llvm::Error::success();
}

void appendList(std::string &List, StringRef More) {
  if (!List.empty())
    List += ',';
  List += More;
}

llvm::Error done() { return llvm::Error::success(); }

/// Options of both analysis and `facts`: which files, how to parse them, in which processes.
const Option CommonOptions[] = {
    {"checks", Value::Required, [](Options &O, StringRef V) { return appendList(O.Checks, V), done(); }},
    {"confidence", Value::Required, setConfidence},
    {"config", Value::Required,
     [](Options &O, StringRef V) { return O.Config = V.str(), O.ConfigOrigin = "--config", done(); }},
    {"config-file", Value::Required, setConfigFile},
    {"enable", Value::Required, [](Options &O, StringRef V) { return O.Enable.push_back(V.str()), done(); }},
    {"exclude-header-filter", Value::Required,
     [](Options &O, StringRef V) { return O.ExcludeHeaderFilter = V.str(), done(); }},
    {"extra-arg", Value::Required, [](Options &O, StringRef V) { return O.ExtraArgs.push_back(V.str()), done(); }},
    {"extra-arg-before", Value::Required,
     [](Options &O, StringRef V) { return O.ExtraArgsBefore.push_back(V.str()), done(); }},
    {"header-filter", Value::Required, [](Options &O, StringRef V) { return O.HeaderFilter = V.str(), done(); }},
    {"inject-fault", Value::Required, setFault},
    {"j", Value::Required, [](Options &O, StringRef V) { return setNumber(O.Jobs, "jobs", V); }},
    {"jobs", Value::Required, [](Options &O, StringRef V) { return setNumber(O.Jobs, "jobs", V); }},
    {"memory-limit", Value::Required,
     [](Options &O, StringRef V) { return setNumber(O.MemoryLimitMiB.emplace(), "memory-limit", V); }},
    {"models", Value::Required, [](Options &O, StringRef V) { return O.Models.push_back(V.str()), done(); }},
    {"no-default-system-paths", Value::None,
     [](Options &O, StringRef) { return O.DefaultSystemPaths = false, done(); }},
    {"no-default-test-paths", Value::None, [](Options &O, StringRef) { return O.DefaultTestPaths = false, done(); }},
    {"p", Value::Required, [](Options &O, StringRef V) { return O.BuildPath = V.str(), done(); }},
    {"quiet", Value::None, [](Options &O, StringRef) { return O.Quiet = true, done(); }},
    {"timeout", Value::Required, [](Options &O, StringRef V) { return setNumber(O.TimeoutSeconds, "timeout", V); }},
    {"treat-as-system", Value::Required,
     [](Options &O, StringRef V) { return O.TreatAsSystem.push_back(V.str()), done(); }},
    {"treat-as-test", Value::Required,
     [](Options &O, StringRef V) { return O.TreatAsTest.push_back(V.str()), done(); }},
    {"use-color", Value::Optional, setColor},
    {"version", Value::None, [](Options &O, StringRef) { return O.Do = Command::Version, done(); }},
    {"warnings-as-errors", Value::Required,
     [](Options &O, StringRef V) { return O.WarningsAsErrors = V.str(), done(); }},
};

const Option AnalyseOptions[] = {
    {"export-fixes", Value::Required, [](Options &O, StringRef V) { return O.ExportFixes = V.str(), done(); }},
    {"format", Value::Required,
     [](Options &O, StringRef V) {
       O.AsGithub = V == "github";
       return V == "github" || V == "text" ? done() : sentence("'--format' is 'text' or 'github', not '" + V + "'");
     }},
    {"fix", Value::None, [](Options &O, StringRef) { return O.Fix = true, done(); }},
};

/// Options of both analysis and `baseline`.
const Option FindingOptions[] = {
    {"index", Value::Required, [](Options &O, StringRef V) { return O.Index = V.str(), done(); }},
    {"require-reason", Value::None, [](Options &O, StringRef) { return O.RequireReason = true, done(); }},
    {"unused-nolint", Value::None, [](Options &O, StringRef) { return O.UnusedNolint = true, done(); }},
};

/// Options of both analysis and `link`.
const Option KnownOptions[] = {
    {"baseline", Value::Required, setBaseline},
    {"fail-on", Value::Required, setFailOn},
};

const Option BaselineOptions[] = {
    {"accept", Value::None, [](Options &O, StringRef) { return O.Accept = true, done(); }},
};

const Option HelpOptions[] = {
    {"h", Value::None, [](Options &O, StringRef) { return O.Do = Command::Help, done(); }},
    {"help", Value::None, [](Options &O, StringRef) { return O.Do = Command::Help, done(); }},
};

const Option LinkOptions[] = {
    {"confidence", Value::Required, setConfidence},
};

/// One option for each form of report.
std::vector<Option> reportOptions() {
  std::vector<Option> Made;
  for (const report::Format &Form : report::formats())
    Made.push_back({Form.Option, Value::Required,
                    [&Form](Options &O, StringRef V) { return O.Reports.push_back({&Form, V.str()}), done(); }});
  return Made;
}

const Option OutputOptions[] = {
    {"o", Value::Required, [](Options &O, StringRef V) { return O.Output = V.str(), done(); }},
    {"output", Value::Required, [](Options &O, StringRef V) { return O.Output = V.str(), done(); }},
};

const Option RootOptions[] = {
    {"root", Value::Required,
     [](Options &O, StringRef V) {
       return V.empty() ? sentence("'--root' needs a directory") : (O.Root = V.str(), done());
     }},
};

const Option ListOptions[] = {
    {"names", Value::None, [](Options &O, StringRef) { return O.NamesOnly = true, done(); }},
};

llvm::Error unknownOption(StringRef Argument, StringRef Name, llvm::ArrayRef<Option> Known) {
  llvm::SmallVector<StringRef, 32> Names;
  for (const Option &O : Known)
    if (O.Name != "inject-fault" && O.Name.size() > 1)
      Names.push_back(O.Name);
  std::string Hint = didYouMean(Name, Names);
  if (const size_t Quote = Hint.find('\''); Quote != std::string::npos)
    Hint.insert(Quote + 1, "--");
  return sentence("unknown option '" + Argument + "'" + (Hint.empty() ? "; see 'async-tidy --help'" : Hint));
}

/// Parses options; appends the other arguments, in order, to \p Positional.
llvm::Error parse(llvm::ArrayRef<const char *> Arguments, llvm::ArrayRef<Option> Known, Options &O,
                  std::vector<std::string> &Positional) {
  for (size_t I = 0; I < Arguments.size(); ++I) {
    const StringRef Argument = Arguments[I];
    if (Argument == "--") {
      O.HasFlags = true;
      O.Flags.assign(Arguments.begin() + I + 1, Arguments.end());
      break;
    }
    if (!Argument.starts_with("-") || Argument == "-") {
      Positional.push_back(Argument.str());
      continue;
    }
    StringRef Name = Argument.drop_front(Argument.starts_with("--") ? 2 : 1);
    std::optional<StringRef> Text;
    if (const size_t Equals = Name.find('='); Equals != StringRef::npos) {
      Text = Name.drop_front(Equals + 1);
      Name = Name.take_front(Equals);
    } else if (Name.size() > 1 && Name[0] == 'j' && llvm::isDigit(Name[1])) { // -j8
      Text = Name.drop_front();
      Name = "j";
    }
    const Option *Found = llvm::find_if(Known, [&](const Option &K) { return K.Name == Name; });
    if (Found == Known.end())
      return unknownOption(Argument, Name, Known);
    if (Text && Found->Takes == Value::None)
      return sentence("'--" + Name + "' takes no value");
    if (!Text && Found->Takes == Value::Required) {
      if (I + 1 == Arguments.size())
        return sentence("'" + Argument + "' needs a value");
      Text = Arguments[++I];
    }
    if (llvm::Error E = Found->Set(O, Text.value_or("")))
      return E;
  }
  return llvm::Error::success();
}

std::vector<Option> together(llvm::ArrayRef<Option> A, llvm::ArrayRef<Option> B) {
  std::vector<Option> Both(A.begin(), A.end());
  Both.insert(Both.end(), B.begin(), B.end());
  return Both;
}

llvm::Error checkFiles(const Options &O) {
  if (O.HasFlags && O.Files.empty())
    return sentence("no file given before '--'");
  if (O.HasFlags && !O.BuildPath.empty())
    return sentence("'-p' names a database and '--' gives the flags instead: use one of them");
  return llvm::Error::success();
}

llvm::Expected<Options> parseFacts(llvm::ArrayRef<const char *> Arguments) {
  Options O;
  O.Do = Command::Facts;
  if (llvm::Error E = parse(
          Arguments, together(CommonOptions, together(together(OutputOptions, RootOptions), HelpOptions)), O, O.Files))
    return std::move(E);
  O.Topic = "facts";
  if (O.Do != Command::Facts) // --help
    return O;
  if (O.Output.empty())
    return sentence("'async-tidy facts' needs '-o DIRECTORY', or '-o FILE' for one source file");
  if (llvm::Error E = checkFiles(O))
    return std::move(E);
  return O;
}

llvm::Expected<Options> parseBaseline(llvm::ArrayRef<const char *> Arguments) {
  Options O;
  O.Do = Command::Baseline;
  O.Topic = "baseline";
  if (llvm::Error E = parse(Arguments,
                            together(together(together(CommonOptions, FindingOptions), BaselineOptions),
                                     together(together(OutputOptions, RootOptions), HelpOptions)),
                            O, O.Files))
    return std::move(E);
  if (O.Do != Command::Baseline)
    return O;
  if (O.Output.empty())
    return sentence("'async-tidy baseline' needs '-o FILE', the baseline that it updates");
  O.Baseline = O.Output;
  if (llvm::Error E = checkFiles(O))
    return std::move(E);
  return O;
}

llvm::Expected<Options> parseLink(llvm::ArrayRef<const char *> Arguments) {
  Options O;
  O.Do = Command::Link;
  O.Topic = "link";
  if (llvm::Error E = parse(Arguments,
                            together(together(together(LinkOptions, KnownOptions), reportOptions()),
                                     together(together(OutputOptions, RootOptions), HelpOptions)),
                            O, O.Files))
    return std::move(E);
  if (O.Do != Command::Link)
    return O;
  if (O.Files.empty())
    return sentence("'async-tidy link' needs facts files, or directories with them: 'async-tidy facts' writes them");
  return O;
}

llvm::Expected<Options> parseGraph(llvm::ArrayRef<const char *> Arguments) {
  Options O;
  O.Do = Command::Graph;
  O.Topic = "graph";
  if (llvm::Error E = parse(Arguments, together(together(OutputOptions, RootOptions), HelpOptions), O, O.Files))
    return std::move(E);
  if (O.Do != Command::Graph)
    return O;
  if (O.Files.empty() || O.Files.front() != "locks")
    return sentence("'async-tidy graph' draws one thing: 'async-tidy graph locks FACTS...'");
  O.Topic = O.Files.front();
  O.Files.erase(O.Files.begin());
  if (O.Files.empty())
    return sentence(
        "'async-tidy graph locks' needs facts files, or directories with them: 'async-tidy facts' writes them");
  return O;
}

} // namespace

llvm::Expected<Options> parseOptions(llvm::ArrayRef<const char *> Arguments) {
  Options O;
  std::vector<std::string> Positional;
  const StringRef First = Arguments.empty() ? StringRef() : Arguments.front();
  if (First == "list") {
    O.Do = Command::List;
    if (llvm::Error E = parse(Arguments.drop_front(), ListOptions, O, Positional))
      return std::move(E);
    if (!Positional.empty())
      return sentence("'async-tidy list' takes no arguments; 'async-tidy explain NAME' shows one check");
    return O;
  }
  if (First == "explain") {
    O.Do = Command::Explain;
    if (llvm::Error E = parse(Arguments.drop_front(), {}, O, Positional))
      return std::move(E);
    if (Positional.size() != 1)
      return sentence("'async-tidy explain' needs the name of one check; 'async-tidy list' shows them");
    O.Topic = Positional.front();
    return O;
  }
  if (First == "facts")
    return parseFacts(Arguments.drop_front());
  if (First == "baseline")
    return parseBaseline(Arguments.drop_front());
  if (First == "link")
    return parseLink(Arguments.drop_front());
  if (First == "graph")
    return parseGraph(Arguments.drop_front());
  if (llvm::Error E =
          parse(Arguments,
                together(together(CommonOptions, together(AnalyseOptions, HelpOptions)),
                         together(together(FindingOptions, KnownOptions), together(RootOptions, reportOptions()))),
                O, O.Files))
    return std::move(E);
  if (O.Do != Command::Analyse)
    return O;
  if (llvm::Error E = checkFiles(O))
    return std::move(E);
  return O;
}

} // namespace asynctidy::driver
