// What the command line accepts: every option of every command in every spelling. The list here was written from the
// parser of the first version, so it says what scripts may rely on; it is not read from the table of the options.
#include "driver/options.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

using namespace asynctidy::driver;

namespace {

using Words = std::vector<std::string>;

enum Of : unsigned { Analyse = 1, Facts = 2, Link = 4, Graph = 8, List = 16, Explain = 32 };

struct KnownCommand {
  Of Bit;
  Words Before; ///< what stands before the options
  Words After;  ///< what it needs besides them
};

const KnownCommand Commands[] = {
    {Analyse, {}, {"a.cpp"}},      {Facts, {"facts", "-o", "out"}, {"a.cpp"}},
    {Link, {"link"}, {"a.facts"}}, {Graph, {"graph"}, {"locks", "a.facts"}},
    {List, {"list"}, {}},          {Explain, {"explain"}, {"async-stale-write"}},
};

struct KnownOption {
  std::string Name;
  unsigned Takers; ///< commands
  Words Values;    ///< right ones, of which the first is not the default; empty: it takes none
  Words Wrong;     ///< values that are refused
};

const KnownOption Known[] = {
    {"checks", Analyse | Facts, {"-*,async-x", ""}, {}},
    {"confidence", Analyse | Facts | Link, {"likely", "sure"}, {"", "maybe", "Likely"}},
    {"config", Analyse | Facts, {"{Checks: x}", ""}, {}},
    {"config-file", Analyse | Facts, {"/dev/null"}, {"/no/such/file"}},
    {"enable", Analyse | Facts, {"async-x"}, {}},
    {"exclude-header-filter", Analyse | Facts, {"x", ""}, {}},
    {"extra-arg", Analyse | Facts, {"-DX", "--fix", "--"}, {}},
    {"extra-arg-before", Analyse | Facts, {"-DX", "x"}, {}},
    {"header-filter", Analyse | Facts, {"x", ""}, {}},
    {"inject-fault", Analyse | Facts, {"crash@a", "hang@a", "memory@a", "crash@"}, {"boom@a", ""}},
    {"j", Analyse | Facts, {"8", "0"}, {"", "x", "-1", "8x", "0x8"}},
    {"jobs", Analyse | Facts, {"8", "0"}, {"", "x", "-1", "8x", "0x8"}},
    {"memory-limit", Analyse | Facts, {"8", "0"}, {"", "x", "-1", "8x"}},
    {"models", Analyse | Facts, {"m.yaml"}, {}},
    {"no-default-system-paths", Analyse | Facts, {}, {}},
    {"no-default-test-paths", Analyse | Facts, {}, {}},
    {"p", Analyse | Facts, {"build", "-"}, {}},
    {"quiet", Analyse | Facts, {}, {}},
    {"timeout", Analyse | Facts, {"8", "0"}, {"", "x", "-1", "8x"}},
    {"treat-as-system", Analyse | Facts, {"x"}, {}},
    {"treat-as-test", Analyse | Facts, {"x"}, {}},
    {"version", Analyse | Facts, {}, {}},
    {"warnings-as-errors", Analyse | Facts, {"*", ""}, {}},
    {"export-fixes", Analyse, {"f.yaml"}, {}},
    {"fix", Analyse, {}, {}},
    {"format", Analyse, {"github", "text"}, {"", "html"}},
    {"index", Analyse, {"i"}, {}},
    {"gitlab", Analyse | Link, {"g.json", ""}, {}},
    {"json", Analyse | Link, {"f.json", ""}, {}},
    {"junit", Analyse | Link, {"j.xml", ""}, {}},
    {"markdown", Analyse | Link, {"m.md", ""}, {}},
    {"sarif", Analyse | Link, {"s.sarif", ""}, {}},
    {"root", Analyse | Facts | Link | Graph, {"r"}, {""}},
    {"o", Facts | Link | Graph, {"x"}, {}},
    {"output", Facts | Link | Graph, {"x"}, {}},
    {"h", Analyse | Facts | Link | Graph, {}, {}},
    {"help", Analyse | Facts | Link | Graph, {}, {}},
    {"names", List, {}, {}},
};

void say(llvm::raw_ostream &Out, const Words &List) { Out << '[' << llvm::join(List, "|") << ']'; }

template <class T> void say(llvm::raw_ostream &Out, const std::optional<T> &Value) {
  Value ? Out << *Value : Out << "unset";
  Out << ' ';
}

/// All that was read, to compare spellings.
std::string described(const Options &O) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  Out << int(O.Do) << ' ' << O.HasFlags << O.DefaultSystemPaths << O.DefaultTestPaths << O.AsGithub << O.Fix << O.Quiet
      << O.NamesOnly << ' ' << O.Jobs << ' ' << O.TimeoutSeconds << ' ';
  for (const Words &List :
       {O.Files, O.Flags, O.Enable, O.Models, O.TreatAsSystem, O.TreatAsTest, O.ExtraArgs, O.ExtraArgsBefore,
        Words{O.BuildPath, O.Checks, O.ConfigOrigin, O.Index, O.Output, O.Root, O.ExportFixes, O.Topic}})
    say(Out, List);
  for (const std::optional<std::string> &One : {O.HeaderFilter, O.ExcludeHeaderFilter, O.WarningsAsErrors, O.Config})
    say(Out, One);
  say(Out, O.UseColor);
  say(Out, O.MemoryLimitMiB);
  Out << (O.Confidence ? int(*O.Confidence) : -1);
  for (const auto &[Form, Path] : O.Reports)
    Out << ' ' << Form->Option << '=' << Path;
  for (const InjectedFault &Fault : O.Faults)
    Out << ' ' << int(Fault.What) << '@' << Fault.File;
  return Text;
}

/// What was read, or "refused: " and the error.
std::string read(const Words &Arguments) {
  std::vector<const char *> Pointers;
  for (const std::string &Argument : Arguments)
    Pointers.push_back(Argument.c_str());
  llvm::Expected<Options> O = parseOptions(Pointers);
  if (O)
    return described(*O);
  const std::string Error = llvm::toString(O.takeError());
  EXPECT_EQ(Error.find('\n'), std::string::npos) << Error;
  return "refused: " + Error;
}

bool isRefused(const std::string &Read) { return llvm::StringRef(Read).starts_with("refused: "); }

Words together(Words All, const Words &B, const Words &C) {
  All.insert(All.end(), B.begin(), B.end());
  All.insert(All.end(), C.begin(), C.end());
  return All;
}

/// The spellings of option \p Name with \p Value, each as one or two arguments.
std::vector<Words> spellings(const std::string &Name, const std::string &Value) {
  std::vector<Words> All;
  for (const std::string &Spelt : {"-" + Name, "--" + Name}) {
    All.push_back({Spelt, Value});
    All.push_back({Spelt + "=" + Value});
    if (Name == "j" && !Value.empty() && llvm::isDigit(Value.front()))
      All.push_back({Spelt + Value});
  }
  return All;
}

/// Expects that \p Spelt is read alike before and after what \p In needs, and returns what is read.
std::string readAnywhere(const KnownCommand &In, const Words &Spelt) {
  const std::string Read = read(together(In.Before, Spelt, In.After));
  const std::string Last = read(together(In.Before, In.After, Spelt));
  EXPECT_EQ(isRefused(Read), isRefused(Last)) << llvm::join(Spelt, " ");
  if (!isRefused(Read) && !isRefused(Last))
    EXPECT_EQ(Read, Last) << llvm::join(Spelt, " ");
  return Read;
}

class Spellings : public testing::TestWithParam<KnownCommand> {};

TEST_P(Spellings, OfOptionsWithAValueMeanTheSame) {
  const KnownCommand &In = GetParam();
  const std::string Without = read(together(In.Before, {}, In.After));
  ASSERT_FALSE(isRefused(Without)) << Without;
  for (const KnownOption &Option : Known)
    for (const std::string &Value : Option.Values) {
      const std::vector<Words> All = spellings(Option.Name, Value);
      const std::string First = readAnywhere(In, All.front());
      for (const Words &Spelt : All) {
        const std::string Read = readAnywhere(In, Spelt);
        EXPECT_EQ(isRefused(Read), !(Option.Takers & In.Bit)) << llvm::join(Spelt, " ") << ": " << Read;
        if (Option.Takers & In.Bit)
          EXPECT_EQ(Read, First) << llvm::join(Spelt, " ");
      }
      if ((Option.Takers & In.Bit) && Value == Option.Values.front())
        EXPECT_NE(First, Without) << Option.Name << " does nothing";
    }
}

TEST_P(Spellings, OfFlagsMeanTheSame) {
  const KnownCommand &In = GetParam();
  const std::string Without = read(together(In.Before, {}, In.After));
  for (const KnownOption &Option : Known) {
    if (!Option.Values.empty())
      continue;
    const std::string One = readAnywhere(In, {"-" + Option.Name}), Two = readAnywhere(In, {"--" + Option.Name});
    if (!(Option.Takers & In.Bit)) {
      if (Option.Name != "h" && Option.Name != "help") // which commands that lacked it may get
        EXPECT_TRUE(isRefused(One) && isRefused(Two)) << Option.Name;
      continue;
    }
    EXPECT_FALSE(isRefused(One)) << One;
    EXPECT_EQ(One, Two);
    EXPECT_NE(One, Without) << Option.Name << " does nothing";
    for (const char *Tail : {"=", "=yes"})
      for (const char *Dashes : {"-", "--"})
        EXPECT_TRUE(isRefused(readAnywhere(In, {Dashes + Option.Name + Tail}))) << Option.Name << Tail;
  }
}

TEST_P(Spellings, OfWrongValuesAreRefused) {
  const KnownCommand &In = GetParam();
  for (const KnownOption &Option : Known)
    for (const std::string &Value : Option.Wrong)
      for (const Words &Spelt : spellings(Option.Name, Value)) {
        EXPECT_TRUE(isRefused(readAnywhere(In, Spelt))) << llvm::join(Spelt, " ");
        if (Option.Takers & In.Bit) { // nor does a right one after it help
          const Words Twice = together(Spelt, {"--" + Option.Name, Option.Values.front()}, {});
          EXPECT_TRUE(isRefused(readAnywhere(In, Twice)) || Option.Name == "config-file") << llvm::join(Twice, " ");
        }
      }
}

TEST_P(Spellings, OfMissingValuesAndStrangersAreRefused) {
  const KnownCommand &In = GetParam();
  for (const KnownOption &Option : Known) {
    std::vector<Words> Refused = {{"---" + Option.Name}, {"--" + Option.Name + "x"}, {"-" + Option.Name + "x=1"},
                                  {"-x" + Option.Name},  {"--no-" + Option.Name},    {"--" + Option.Name + ":1"}};
    if (Option.Name.size() > 1)
      Refused.push_back({"--" + Option.Name.substr(0, Option.Name.size() - 1)}); // no abbreviations
    for (const Words &Spelt : Refused)
      if (llvm::none_of(Known, [&](const KnownOption &K) { return "--" + K.Name == Spelt.front(); }))
        EXPECT_TRUE(isRefused(readAnywhere(In, Spelt))) << Spelt.front();
    if (!Option.Values.empty())
      for (const char *Dashes : {"-", "--"})
        EXPECT_TRUE(isRefused(read(together(In.Before, In.After, {Dashes + Option.Name})))) << Option.Name;
  }
  for (const char *Strange : {"-x", "-pbuild", "-ox", "-jx", "-jobz", "-j8=9", "-checks:x", "-Wall", "--=", "-=x"})
    EXPECT_TRUE(isRefused(readAnywhere(In, {Strange}))) << Strange;
}

INSTANTIATE_TEST_SUITE_P(Of, Spellings, testing::ValuesIn(Commands), [](const auto &Tested) {
  return Tested.param.Before.empty() ? "analysis" : Tested.param.Before.front();
});

TEST(Spelling, OfColour) {
  for (const char *Dashes : {"-", "--"}) {
    const std::string Name = Dashes + std::string("use-color");
    for (const char *Yes : {"=", "=true", "=1", "=always"})
      EXPECT_EQ(read({Name + Yes}), read({Name})) << Yes;
    for (const char *No : {"=0", "=never"})
      EXPECT_EQ(read({Name + No}), read({Name + "=false"})) << No;
    EXPECT_EQ(read({Name + "=auto"}), read({}));
    EXPECT_NE(read({Name}), read({}));
    EXPECT_NE(read({Name}), read({Name + "=false"}));
    EXPECT_TRUE(isRefused(read({Name + "=maybe"})));
    EXPECT_TRUE(isRefused(read({Name + "x"})));
    EXPECT_EQ(read({Name, "false"}), read({"false", Name})) << "the next argument is a file";
    EXPECT_NE(read({"facts", "a.cpp", "-o", "x", Name}), read({"facts", "a.cpp", "-o", "x"}));
    EXPECT_TRUE(isRefused(read({"link", "a.facts", Name})));
  }
}

TEST(Spelling, OfWhatIsNoOption) {
  EXPECT_EQ(read({"-", "", "@a", "/b", "=c"}), read({"-", "", "@a", "/b", "=c", "--checks="}));
  for (const char *File : {"-", "", "@a", "/b", "=c", "j8", "checks=x", "link.cpp"}) {
    std::vector<const char *> Arguments = {File};
    llvm::Expected<Options> O = parseOptions(Arguments);
    ASSERT_TRUE(bool(O)) << File;
    EXPECT_EQ(O->Files, Words{File});
  }
  for (const KnownCommand &In : Commands)
    if (!In.Before.empty()) // a command's name is one only where it stands first
      EXPECT_FALSE(isRefused(read({"a.cpp", In.Before.front()})));
  EXPECT_TRUE(isRefused(read({"list", ""})));
  EXPECT_TRUE(isRefused(read({"explain", "a", ""})));
}

TEST(Spelling, OfTheLastOfSeveral) {
  EXPECT_EQ(read({"--timeout=1", "--timeout=2"}), read({"--timeout=2"}));
  EXPECT_EQ(read({"-p", "a", "--p=b"}), read({"-p", "b"}));
  EXPECT_EQ(read({"-j1", "--jobs=2"}), read({"-j2"}));
  EXPECT_EQ(read({"--jobs=2", "-j1"}), read({"-j1"}));
  EXPECT_EQ(read({"link", "a", "-o", "x", "--output=y"}), read({"link", "a", "-o", "y"}));
  EXPECT_EQ(read({"--config=x", "--config-file=/dev/null"}), read({"--config-file=/dev/null"}));
  EXPECT_EQ(read({"--config-file=/dev/null", "--config=x"}), read({"--config=x"}));
  EXPECT_EQ(read({"--confidence=likely", "--confidence=sure"}), read({"--confidence=sure"}));
  EXPECT_EQ(read({"--format=github", "--format=text"}), read({"--format=text"}));
  EXPECT_EQ(read({"--version", "--help"}), read({"--help"}));
  EXPECT_EQ(read({"--help", "--version"}), read({"--version"}));
  EXPECT_EQ(read({"--use-color=false", "--use-color"}), read({"--use-color"}));
  EXPECT_EQ(read({"--checks=a", "--checks=b"}), read({"--checks=a,b"}));
  EXPECT_EQ(read({"--checks=", "--checks=b"}), read({"--checks=b"}));
  EXPECT_NE(read({"--sarif=a", "--json=b", "--sarif=c"}), read({"--sarif=c", "--json=b"})) << "all are written";
}

TEST(Spelling, OfHelpNeedsNothingElse) {
  for (const char *Step : {"facts", "link", "graph"})
    EXPECT_FALSE(isRefused(read({Step, "--help"}))) << Step;
  EXPECT_FALSE(isRefused(read({"facts", "--version"})));
  EXPECT_FALSE(isRefused(read({"--version", "--", "x"})));
  EXPECT_TRUE(isRefused(read({"--help", "--nonsense"})));
  EXPECT_TRUE(isRefused(read({"--help", "--checks"})));
}

TEST(Spelling, OfFlagsAfterTwoDashes) {
  EXPECT_FALSE(isRefused(read({"a.cpp", "--", "--nonsense", "-p", "x", "--", ""})));
  EXPECT_NE(read({"a.cpp", "--", "-x"}), read({"a.cpp", "--", "-x", "--"})) << "the second is a flag";
  EXPECT_FALSE(isRefused(read({"facts", "a.cpp", "-o", "x", "--", "-std=c++20"})));
  EXPECT_TRUE(isRefused(read({"facts", "-o", "x", "--", "a.cpp"})));
  EXPECT_TRUE(isRefused(read({"-p", "build", "a.cpp", "--"})));
  EXPECT_TRUE(isRefused(read({"explain", "--", "async-stale-write"})));
  EXPECT_FALSE(isRefused(read({"list", "--"})));
}

} // namespace
