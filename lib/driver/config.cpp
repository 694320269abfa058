#include "driver/config.h"

#include "checks/catalogue.h"
#include "driver/messages.h"
#include "facts/unit/settings.h"

#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"

using clang::tidy::ClangTidyOptions;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

using ClangTidyValue = ClangTidyOptions::ClangTidyValue;

std::vector<StringRef> splitGlobs(StringRef List) {
  std::vector<StringRef> Globs;
  while (!List.empty()) {
    const size_t End = std::min(List.find_first_of(",\n"), List.size());
    if (StringRef Glob = List.take_front(End).trim(); !Glob.empty())
      Globs.push_back(Glob);
    List = List.drop_front(std::min(End + 1, List.size()));
  }
  return Globs;
}

bool namesUs(StringRef Glob) { return Glob.contains("async-"); }

/// An error for a glob that names async- checks and matches none; else empty.
std::string unknownCheck(StringRef Glob) {
  if (!namesUs(Glob))
    return {};
  Glob.consume_front("-");
  Glob = Glob.ltrim();
  const clang::tidy::GlobList Matches(Glob);
  llvm::SmallVector<StringRef, 16> Names;
  for (const CatalogueEntry &Check : catalogue()) {
    if (Matches.contains(Check.Name))
      return {};
    Names.push_back(Check.Name);
  }
  const std::string Hint = didYouMean(Glob, Names);
  return ("there is no check '" + Glob + "'" + (Hint.empty() ? "; 'async-tidy list' shows all" : Hint)).str();
}

void appendToOption(ClangTidyOptions::OptionMap &Into, StringRef Name, const ClangTidyOptions::OptionMap &Before) {
  auto Mine = Into.find(Name);
  auto Theirs = Before.find(Name);
  if (Mine != Into.end() && Theirs != Before.end() && !Theirs->getValue().Value.empty())
    Mine->getValue().Value = Theirs->getValue().Value + ";" + Mine->getValue().Value;
}

/// The default options. Unlike clang-tidy's they show findings in the user's headers; system code is never reported.
ClangTidyOptions defaults() {
  ClangTidyOptions Options;
  Options.Checks = "-*,async-*";
  Options.HeaderFilterRegex = ".*";
  return Options;
}

/// The program has no other checks, and clang's warnings are left to the build: only our globs have an effect.
constexpr StringRef OnlyOurs = "-clang-*";

/// For all checks, or with a check's name before it for that one.
constexpr StringRef ConfidenceOption = "Confidence";

/// The command line has the last word on every check, also on those that a file sets apart.
void setConfidence(ClangTidyOptions &Options, summaries::Confidence Least) {
  const StringRef Name = nameOf(Least);
  Options.CheckOptions[ConfidenceOption] = ClangTidyValue(Name);
  for (const CatalogueEntry &Check : catalogue())
    Options.CheckOptions[(Check.Name + "." + ConfidenceOption).str()] = ClangTidyValue(Name);
}

/// A check option that marks options from a file that could not be read.
constexpr StringRef BrokenMark = "async-tidy.BrokenConfiguration";

} // namespace

ConfigProvider::ConfigProvider(const Options &O, const std::vector<std::string> &SystemPaths,
                               llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files)
    : FileOptionsProvider({}, defaults(), {}, std::move(Files)), TreatAsTest(O.TreatAsTest),
      DefaultTestPaths(O.DefaultTestPaths), ReplacementOrigin(O.ConfigOrigin) {
  ConfigHandlers.clear();
  ConfigHandlers.emplace_back(".clang-tidy", [this](llvm::MemoryBufferRef Text) { return parse(Text); });

  CommandLine.Checks = O.Checks.empty() ? OnlyOurs.str() : O.Checks + "," + OnlyOurs.str();
  CommandLine.HeaderFilterRegex = O.HeaderFilter;
  CommandLine.ExcludeHeaderFilterRegex = O.ExcludeHeaderFilter;
  CommandLine.WarningsAsErrors = O.WarningsAsErrors;
  CommandLine.SystemHeaders = false;
  if (!O.ExtraArgs.empty())
    CommandLine.ExtraArgs = O.ExtraArgs;
  if (!O.ExtraArgsBefore.empty())
    CommandLine.ExtraArgsBefore = O.ExtraArgsBefore;
  for (StringRef Name : O.Enable)
    CommandLine.CheckOptions[(Name + ".Enable").str()] = ClangTidyValue("true");
  if (!O.Models.empty())
    CommandLine.CheckOptions[facts::Settings::ModelsOption] = ClangTidyValue(llvm::join(O.Models, ";"));
  if (!O.Index.empty())
    CommandLine.CheckOptions[facts::Settings::IndexOption] = ClangTidyValue(O.Index);
  if (O.Confidence)
    setConfidence(CommandLine, *O.Confidence);
  if (!O.DefaultSystemPaths)
    CommandLine.CheckOptions[facts::Settings::DefaultSystemPathsOption] = ClangTidyValue("false");
  if (!SystemPaths.empty())
    CommandLine.CheckOptions[facts::Settings::SystemPathsOption] = ClangTidyValue(llvm::join(SystemPaths, ";"));

  if (O.Config && !StringRef(*O.Config).trim().empty()) {
    if (auto Parsed = parse({*O.Config, ReplacementOrigin}))
      Replacement = std::move(*Parsed);
  }
}

llvm::ErrorOr<ClangTidyOptions> ConfigProvider::parse(llvm::MemoryBufferRef Text) {
  std::string Current = Text.getBuffer().str();
  const std::string Origin = Text.getBufferIdentifier().str();
  // A file may have keys of another clang-tidy version: drop the unknown ones and keep the rest.
  for (int Attempt = 0; Attempt < 16; ++Attempt) {
    std::optional<llvm::SMDiagnostic> First;
    auto Parsed =
        clang::tidy::parseConfigurationWithDiags({Current, Origin}, [&](const llvm::SMDiagnostic &Diagnostic) {
          if (!First && Diagnostic.getKind() == llvm::SourceMgr::DK_Error)
            First = Diagnostic;
        });
    if (Parsed) {
      keepOurs(*Parsed, Origin);
      return Parsed;
    }
    const std::string What = First ? First->getMessage().str() : "not YAML";
    const int Line = First ? First->getLineNo() : 1;
    const std::string Where = Origin + ":" + std::to_string(Line) + ": ";
    if (!First || !StringRef(What).starts_with("unknown key") || First->getColumnNo() != 0) {
      Problems.push_back(Where + What + ": this is no configuration of clang-tidy");
      break;
    }
    Remarks.push_back(Where + What + " is ignored");
    llvm::SmallVector<StringRef, 32> Lines;
    StringRef(Current).split(Lines, '\n');
    std::string Without;
    for (size_t I = 0, Skipping = 0; I < Lines.size(); ++I) {
      if (I + 1 == static_cast<size_t>(Line))
        Skipping = 1;
      else if (Skipping && !Lines[I].empty() && !llvm::isSpace(Lines[I].front()) && Lines[I].front() != '-')
        Skipping = 0;
      Without += (Skipping ? "" : Lines[I].str()) + "\n"; // an empty line keeps the line numbers
    }
    Current = std::move(Without);
  }
  ClangTidyOptions Broken;
  Broken.CheckOptions[BrokenMark] = ClangTidyValue("true");
  return Broken;
}

summaries::Confidence ConfigProvider::leastConfidence(StringRef Check, const ClangTidyOptions &Options) {
  for (const std::string &Key : {(Check + "." + ConfidenceOption).str(), ConfidenceOption.str()})
    if (const auto Said = Options.CheckOptions.find(Key); Said != Options.CheckOptions.end())
      return summaries::confidenceNamed(Said->getValue().Value).value_or(summaries::Confidence::Sure);
  return summaries::Confidence::Sure;
}

bool ConfigProvider::isUsable(const ClangTidyOptions &Options) { return !Options.CheckOptions.contains(BrokenMark); }

void ConfigProvider::keepOurs(ClangTidyOptions &Options, StringRef Origin) {
  if (Options.Checks) {
    std::vector<std::string> Kept;
    for (StringRef Glob : splitGlobs(*Options.Checks)) {
      if (!namesUs(Glob))
        continue;
      if (std::string Wrong = unknownCheck(Glob); !Wrong.empty())
        Remarks.push_back((Origin + ": " + Wrong).str());
      Kept.push_back(Glob.str());
    }
    Options.Checks = llvm::join(Kept, ",");
    if (Kept.empty())
      Options.Checks.reset();
  }
  for (std::optional<std::string> *Regex : {&Options.HeaderFilterRegex, &Options.ExcludeHeaderFilterRegex}) {
    std::string Error;
    if (*Regex &&
        (*Regex)->empty()) // clang-tidy takes it for one that no header matches, LLVM's own not in all versions
      *Regex = "^$";
    if (*Regex && !llvm::Regex(**Regex).isValid(Error)) {
      Problems.push_back((Origin + ": '" + **Regex + "' is not a regular expression: " + Error).str());
      Options.CheckOptions[BrokenMark] = ClangTidyValue("true");
    }
  }
  Options.SystemHeaders.reset();
}

std::vector<ConfigProvider::OptionsSource> ConfigProvider::getRawOptions(StringRef File) {
  std::vector<OptionsSource> Sources;
  if (!Replacement || Replacement->InheritParentConfig.value_or(false))
    Sources = FileOptionsProvider::getRawOptions(File);
  else
    Sources.emplace_back(defaults(), "async-tidy");
  if (Replacement)
    Sources.emplace_back(*Replacement, ReplacementOrigin);

  ClangTidyOptions Before;
  for (const OptionsSource &Source : Sources)
    Before.mergeWith(Source.first, 0);
  ClangTidyOptions Last = CommandLine;
  appendToOption(Last.CheckOptions, facts::Settings::ModelsOption, Before.CheckOptions);
  appendToOption(Last.CheckOptions, facts::Settings::SystemPathsOption, Before.CheckOptions);
  if (const std::optional<std::string> TestPaths = testPaths(Before.CheckOptions))
    Last.CheckOptions[facts::Settings::TestPathsOption] = ClangTidyValue(*TestPaths);
  Sources.emplace_back(std::move(Last), "command line");
  return Sources;
}

std::optional<std::string> ConfigProvider::testPaths(const ClangTidyOptions::OptionMap &Before) const {
  if (TreatAsTest.empty() && DefaultTestPaths)
    return std::nullopt;
  std::vector<std::string> Globs = TreatAsTest;
  const auto Said = Before.find(facts::Settings::TestPathsOption);
  if (Said != Before.end())
    Globs.insert(Globs.begin(), Said->getValue().Value);
  else if (DefaultTestPaths)
    Globs.insert(Globs.begin(), facts::DefaultTestPaths.str());
  return llvm::join(Globs, ";");
}

llvm::Error checkNames(const Options &O, llvm::ArrayRef<CatalogueEntry> Known) {
  for (StringRef Glob : splitGlobs(O.Checks))
    if (std::string Wrong = unknownCheck(Glob); !Wrong.empty())
      return sentence(Wrong);
  for (const std::string &Name : O.Enable) {
    const auto *const Check = llvm::find_if(Known, [&](const CatalogueEntry &Entry) { return Entry.Name == Name; });
    if (Check != Known.end() && Check->IsOptIn)
      continue;
    if (Check != Known.end())
      return sentence("'--enable': '" + Name +
                      "' is on by default, so leave the option out; choose among such checks by "
                      "'--checks'");
    llvm::SmallVector<StringRef, 16> Names;
    for (const CatalogueEntry &Entry : Known)
      Names.push_back(Entry.Name);
    const std::string Hint = didYouMean(Name, Names);
    return sentence("'--enable': there is no check '" + Name + "'" +
                    (Hint.empty() ? "; 'async-tidy list' shows all" : Hint));
  }
  for (auto [Option, Regex] :
       {std::pair("--header-filter", &O.HeaderFilter), std::pair("--exclude-header-filter", &O.ExcludeHeaderFilter)}) {
    std::string Error;
    if (*Regex && !llvm::Regex(**Regex).isValid(Error))
      return sentence(llvm::Twine("'") + Option + "=" + **Regex + "' is not a regular expression: " + Error);
  }
  return llvm::Error::success();
}

bool isOn(const CatalogueEntry &Check, const clang::tidy::ClangTidyOptions &Options) {
  if (!clang::tidy::GlobList(Options.Checks.value_or("")).contains(Check.Name))
    return false;
  const auto Enable = Options.CheckOptions.find((Check.Name + ".Enable").str());
  return !Check.IsOptIn || (Enable != Options.CheckOptions.end() && Enable->getValue().Value == "true");
}

bool isHeaderLeftOut(StringRef Path, const clang::tidy::ClangTidyOptions &Options) {
  const std::string Wanted = Options.HeaderFilterRegex.value_or("");
  const std::string Unwanted = Options.ExcludeHeaderFilterRegex.value_or("");
  return !llvm::Regex(Wanted).match(Path) || (!Unwanted.empty() && llvm::Regex(Unwanted).match(Path));
}

bool leavesAnyCheck(StringRef Checks) {
  const clang::tidy::GlobList Enabled(Checks);
  return llvm::any_of(catalogue(), [&](const CatalogueEntry &Check) { return Enabled.contains(Check.Name); });
}

} // namespace asynctidy::driver
