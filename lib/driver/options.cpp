#include "driver/options.h"

#include "driver/messages.h"
#include "driver/option-table.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::StringRef;
using llvm::opt::Arg;
using llvm::opt::InputArgList;

namespace asynctidy::driver {
namespace {

llvm::Error unknownOption(const CommandEntry &In, StringRef Argument) {
  const StringRef Name = Argument.split('=').first;
  const llvm::opt::Visibility Shown(In.Bit);
  std::string Nearest;
  if (optionTable().findNearest(Name, Nearest, Shown, /*MinimumLength=*/1, /*MaximumDistance=*/0) == 0)
    return sentence("'" + Nearest + "' takes no value");
  const unsigned Near = std::max<unsigned>(2, Name.ltrim('-').size() / 3);
  if (optionTable().findNearest(Name, Nearest, Shown, /*MinimumLength=*/3, Near) <= Near)
    return sentence("unknown option '" + Argument + "'; did you mean '" + Nearest + "'?");
  return sentence("unknown option '" + Argument + "'; see '" + In.fullName() + " --help'");
}

/// Refuses a value of \p A that is none of those its option lists, or no number where it takes one.
llvm::Error checkValue(const Arg &A) {
  const llvm::opt::Option &O = A.getOption();
  if (A.getNumValues() != 1)
    return llvm::Error::success();
  const StringRef Value = A.getValue(), Name = O.getPrefixedName().rtrim('=');
  if (unsigned Number; O.hasFlag(NumberValue) && Value.getAsInteger(10, Number))
    return sentence("'" + Name + "' needs a number, not '" + Value + "'");
  std::vector<StringRef> Right = listedValues(O);
  const bool MayLack = O.getKind() == llvm::opt::Option::JoinedClass;
  if (Right.empty() || llvm::is_contained(Right, Value) || (MayLack && Value.empty()))
    return llvm::Error::success();
  const StringRef Last = Right.back();
  Right.pop_back();
  return sentence("'" + Name + "' is " + llvm::join(Right, ", ") + " or " + Last + ", not '" + Value + "'");
}

/// 'x' of "-jx" is no number of processes; the user rather misspelt a longer option.
bool isMisspelt(const Arg &A, StringRef Argument) {
  return A.getOption().hasFlag(NumberValue) && A.getAlias() &&
         A.getAlias()->getOption().getKind() == llvm::opt::Option::JoinedOrSeparateClass &&
         Argument.ltrim('-').size() > 1 && !llvm::isDigit(Argument.ltrim('-')[1]);
}

/// Parses the arguments of the command \p In into \p Args, which holds them.
llvm::Error parse(const CommandEntry &In, InputArgList &Args) {
  const unsigned Taken = In.Bit & (AnalyseVis | FactsVis | IndexVis) ? In.Bit | TestVis : In.Bit;
  for (unsigned Index = 0; Index < Args.getNumInputArgStrings();) {
    const char *Argument = Args.getArgString(Index);
    if (*Argument == '\0') { // LLVM would pass over it, and the rest mean something else than the user wrote
      Args.append(new Arg(optionTable().getOption(OPT_INPUT), "", Index++, Argument));
      continue;
    }
    std::unique_ptr<Arg> A = optionTable().ParseOneArg(Args, Index, llvm::opt::Visibility(Taken));
    if (!A)
      return sentence(llvm::Twine("'") + Argument + "' needs a value");
    if (A->getOption().getID() == OPT_UNKNOWN || isMisspelt(*A, Argument))
      return unknownOption(In, Argument);
    if (llvm::Error E = checkValue(*A))
      return E;
    Args.append(A.release());
  }
  return llvm::Error::success();
}

std::optional<std::string> optionalText(const InputArgList &Args, OptionId Id) {
  const Arg *Last = Args.getLastArg(Id);
  return Last ? std::optional<std::string>(Last->getValue()) : std::nullopt;
}

std::optional<unsigned> optionalNumber(const InputArgList &Args, OptionId Id) {
  unsigned Number = 0;
  const Arg *Last = Args.getLastArg(Id);
  return Last && !StringRef(Last->getValue()).getAsInteger(10, Number) ? std::optional(Number) : std::nullopt;
}

std::optional<bool> colorOf(const InputArgList &Args) {
  const StringRef When = Args.getLastArgValue(OPT_use_color_eq, "auto");
  if (When == "auto")
    return std::nullopt;
  return When != "never" && When != "false" && When != "0";
}

llvm::Expected<InjectedFault> faultOf(StringRef Text) {
  const auto [Kind, File] = Text.split('@');
  if (Kind == "crash")
    return InjectedFault{InjectedFault::Kind::Crash, File.str()};
  if (Kind == "hang")
    return InjectedFault{InjectedFault::Kind::Hang, File.str()};
  if (Kind == "memory")
    return InjectedFault{InjectedFault::Kind::Memory, File.str()};
  return sentence("'--inject-fault' needs crash@FILE, hang@FILE or memory@FILE");
}

llvm::Error readConfig(const InputArgList &Args, Options &O) {
  const Arg *Last = Args.getLastArg(OPT_config, OPT_config_file);
  if (!Last)
    return llvm::Error::success();
  O.Config = Last->getValue();
  O.ConfigOrigin = "--config";
  if (Last->getOption().matches(OPT_config))
    return llvm::Error::success();
  O.ConfigOrigin = Last->getValue();
  auto Buffer = llvm::MemoryBuffer::getFile(O.ConfigOrigin, /*IsText=*/true);
  if (!Buffer)
    return sentence("cannot read the configuration '" + O.ConfigOrigin + "': " + Buffer.getError().message());
  O.Config = (*Buffer)->getBuffer().str();
  return llvm::Error::success();
}

/// What the analysis and its steps take.
void readAnalysis(const InputArgList &Args, Options &O) {
  O.BuildPath = Args.getLastArgValue(OPT_p).str();
  std::vector<std::string> Checks = Args.getAllArgValues(OPT_checks);
  llvm::erase(Checks, "");
  O.Checks = llvm::join(Checks, ",");
  O.Enable = Args.getAllArgValues(OPT_enable);
  O.Models = Args.getAllArgValues(OPT_models);
  O.TreatAsSystem = Args.getAllArgValues(OPT_treat_as_system);
  O.DefaultSystemPaths = !Args.hasArg(OPT_no_default_system_paths);
  O.TreatAsTest = Args.getAllArgValues(OPT_treat_as_test);
  O.DefaultTestPaths = !Args.hasArg(OPT_no_default_test_paths);
  O.HeaderFilter = optionalText(Args, OPT_header_filter);
  O.ExcludeHeaderFilter = optionalText(Args, OPT_exclude_header_filter);
  O.WarningsAsErrors = optionalText(Args, OPT_warnings_as_errors);
  O.ExtraArgs = Args.getAllArgValues(OPT_extra_arg);
  O.ExtraArgsBefore = Args.getAllArgValues(OPT_extra_arg_before);
  O.Index = Args.getLastArgValue(OPT_index).str();
  O.Jobs = optionalNumber(Args, OPT_jobs).value_or(O.Jobs);
  O.TimeoutSeconds = optionalNumber(Args, OPT_timeout).value_or(O.TimeoutSeconds);
  O.MemoryLimitMiB = optionalNumber(Args, OPT_memory_limit);
}

llvm::Error readCache(const InputArgList &Args, Options &O) {
  if (llvm::is_contained(Args.getAllArgValues(OPT_cache), ""))
    return sentence("'--cache' needs a directory");
  O.Cache = Args.getLastArgValue(OPT_cache).str();
  O.UseCache = !Args.hasArg(OPT_no_cache);
  O.CacheLimitMiB = optionalNumber(Args, OPT_cache_limit).value_or(O.CacheLimitMiB);
  O.Prune = Args.hasArg(OPT_prune);
  return llvm::Error::success();
}

llvm::Error readOutput(const InputArgList &Args, Options &O) {
  O.Output = Args.getLastArgValue(OPT_output).str();
  O.Root = Args.getLastArgValue(OPT_root).str();
  if (llvm::is_contained(Args.getAllArgValues(OPT_root), ""))
    return sentence("'--root' needs a directory");
  for (const Arg *A : Args.filtered(OPT_group7_reports))
    for (const report::Format &Form : report::formats())
      if (Form.Option == A->getOption().getName())
        O.Reports.push_back({&Form, A->getValue()});
  if (llvm::is_contained(Args.getAllArgValues(OPT_baseline), ""))
    return sentence("'--baseline' needs a file");
  O.Baseline = Args.getLastArgValue(OPT_baseline).str();
  if (llvm::is_contained(Args.getAllArgValues(OPT_new_since), ""))
    return sentence("'--new-since' needs a branch or commit");
  O.NewSince = Args.getLastArgValue(OPT_new_since).str();
  O.Accept = Args.hasArg(OPT_accept);
  O.FailOn = summaries::confidenceNamed(Args.getLastArgValue(OPT_fail_on, "likely"));
  O.RequireReason = Args.hasArg(OPT_require_reason);
  O.UnusedNolint = Args.hasArg(OPT_unused_nolint);
  O.AsGithub = Args.getLastArgValue(OPT_format) == "github";
  O.Fix = Args.hasArg(OPT_fix);
  O.ExportFixes = Args.getLastArgValue(OPT_export_fixes).str();
  O.Quiet = Args.hasArg(OPT_quiet);
  O.UseColor = colorOf(Args);
  O.Write = Args.hasArg(OPT_write);
  O.NamesOnly = Args.hasArg(OPT_names);
  return llvm::Error::success();
}

llvm::Expected<Options> read(const InputArgList &Args) {
  Options O;
  O.Files = Args.getAllArgValues(OPT_INPUT);
  if (const Arg *Dashes = Args.getLastArg(OPT_dash_dash)) {
    O.HasFlags = true;
    O.Flags.assign(Dashes->getValues().begin(), Dashes->getValues().end());
  }
  readAnalysis(Args, O);
  if (llvm::Error E = readCache(Args, O))
    return std::move(E);
  if (llvm::Error E = readOutput(Args, O))
    return std::move(E);
  if (llvm::Error E = readConfig(Args, O))
    return std::move(E);
  O.Staged = Args.hasArg(OPT_staged);
  O.Since = Args.getLastArgValue(OPT_since).str();
  O.Includers = optionalNumber(Args, OPT_includers);
  if (llvm::is_contained(Args.getAllArgValues(OPT_since), ""))
    return sentence("'--since' needs a branch or commit");
  O.Confidence = summaries::confidenceNamed(Args.getLastArgValue(OPT_confidence));
  for (const std::string &Text : Args.getAllArgValues(OPT_inject_fault)) {
    llvm::Expected<InjectedFault> Fault = faultOf(Text);
    if (!Fault)
      return Fault.takeError();
    O.Faults.push_back(std::move(*Fault));
  }
  return O;
}

Command commandOf(OptionId Id) {
  switch (Id) {
  case OPT_baseline_command:
    return Command::Baseline;
  case OPT_changed_command:
    return Command::Changed;
  case OPT_doctor_command:
    return Command::Doctor;
  case OPT_init_command:
    return Command::Init;
  case OPT_facts_command:
    return Command::Facts;
  case OPT_index_command:
    return Command::Index;
  case OPT_link_command:
    return Command::Link;
  case OPT_graph_command:
    return Command::Graph;
  case OPT_sarif_command:
    return Command::Sarif;
  case OPT_cache_command:
    return Command::Cache;
  case OPT_list_command:
    return Command::List;
  case OPT_explain_command:
    return Command::Explain;
  case OPT_completion_command:
    return Command::Completion;
  case OPT_man_command:
    return Command::Manual;
  default:
    return Command::Analyse;
  }
}

/// Takes the first argument that is no option as what the command is about.
void takeTopic(Options &O) {
  O.Topic = O.Files.front();
  O.Files.erase(O.Files.begin());
}

llvm::Error checkFiles(const Options &O) {
  if (O.HasFlags && O.Files.empty())
    return sentence("no file given before '--'");
  if (O.HasFlags && !O.BuildPath.empty())
    return sentence("'-p' names a database and '--' gives the flags instead: use one of them");
  return llvm::Error::success();
}

llvm::Error finishGraph(Options &O) {
  if (O.Files.empty() || O.Files.front() != "locks")
    return sentence("'async-tidy graph' draws one thing: 'async-tidy graph locks FACTS...'");
  takeTopic(O);
  if (O.Files.empty())
    return sentence(
        "'async-tidy graph locks' needs facts files, or directories with them: 'async-tidy facts' writes them");
  return llvm::Error::success();
}

llvm::Error finishCompletion(Options &O) {
  const std::vector<StringRef> Shells = listedValues(optionTable().getOption(OPT_completion_command));
  if (O.Files.size() != 1 || !llvm::is_contained(Shells, O.Files.front()))
    return sentence("'async-tidy completion' needs the name of one shell: " + llvm::join(Shells, ", "));
  takeTopic(O);
  return llvm::Error::success();
}

/// What follows "--" are files: a hook's may begin with a dash.
llvm::Error finishChanged(Options &O) {
  O.HasFlags = false;
  llvm::append_range(O.Files, std::exchange(O.Flags, {}));
  if (O.Staged && !O.Since.empty())
    return sentence("'--staged' and '--since' mean different changes: use one of them");
  return llvm::Error::success();
}

/// Makes sure that \p O has what its command needs, and no more.
llvm::Error finish(Options &O) {
  switch (O.Do) {
  case Command::Baseline:
    if (O.Output.empty())
      return sentence("'async-tidy baseline' needs '-o FILE', the baseline that it updates");
    O.Baseline = O.Output;
    return checkFiles(O);
  case Command::Changed:
    return finishChanged(O);
  case Command::Init:
    if (O.Files.size() > 1)
      return sentence("'async-tidy init' takes one directory, the project's");
    return llvm::Error::success();
  case Command::Facts:
    if (O.Output.empty())
      return sentence("'async-tidy facts' needs '-o DIRECTORY', or '-o FILE' for one source file");
    return checkFiles(O);
  case Command::Index:
    if (O.BuildPath.empty() || O.HasFlags || !O.Files.empty())
      return sentence("'async-tidy index' needs '-p BUILD' and no files: it is about all of a database");
    return llvm::Error::success();
  case Command::Link:
    if (O.Files.empty())
      return sentence("'async-tidy link' needs facts files, or directories with them: 'async-tidy facts' writes them");
    return llvm::Error::success();
  case Command::Graph:
    return finishGraph(O);
  case Command::Sarif:
    if (O.Files.size() != 1)
      return sentence("'async-tidy sarif' needs the file that clang-tidy's '--export-fixes' wrote");
    return llvm::Error::success();
  case Command::Cache:
    if (!O.Files.empty())
      return sentence("'async-tidy cache' takes no files: '-p BUILD' or '--cache DIR' says which cache is meant");
    return llvm::Error::success();
  case Command::List:
    if (!O.Files.empty())
      return sentence("'async-tidy list' takes no arguments; 'async-tidy explain NAME' shows one check");
    return llvm::Error::success();
  case Command::Explain:
    if (O.Files.size() != 1)
      return sentence("'async-tidy explain' needs the name of one check; 'async-tidy list' shows them");
    takeTopic(O);
    return llvm::Error::success();
  case Command::Completion:
    return finishCompletion(O);
  case Command::Manual:
    if (!O.Files.empty())
      return sentence("'async-tidy man' takes no arguments; 'async-tidy COMMAND --help' tells of one command");
    return llvm::Error::success();
  default:
    return checkFiles(O);
  }
}

} // namespace

llvm::Expected<Options> parseOptions(llvm::ArrayRef<const char *> Arguments) {
  const CommandEntry &In = commandNamed(Arguments.empty() ? "" : Arguments.front());
  if (!In.Name.empty())
    Arguments = Arguments.drop_front();
  if (In.Id == OPT_complete_command) { // its arguments are not its own
    Options O;
    O.Do = Command::Complete;
    O.Files.assign(Arguments.begin(), Arguments.end());
    return O;
  }
  InputArgList Args(Arguments.begin(), Arguments.end());
  if (llvm::Error E = parse(In, Args))
    return std::move(E);
  llvm::Expected<Options> O = read(Args);
  if (!O)
    return O;
  O->Do = commandOf(In.Id);
  if (const Arg *Asked = Args.getLastArg(OPT_help, OPT_version)) {
    O->Do = Asked->getOption().matches(OPT_help) ? Command::Help : Command::Version;
    O->Topic = In.Name.str();
    return O;
  }
  if (llvm::Error E = finish(*O))
    return std::move(E);
  return O;
}

} // namespace asynctidy::driver
