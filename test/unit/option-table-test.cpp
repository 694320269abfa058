// What comes from the table of the options besides parsing: help, the manual page, completion, the forms of reports.
#include "driver/completion.h"
#include "driver/help.h"
#include "driver/options.h"
#include "report/formats.h"

#include "checks/catalogue.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

using namespace asynctidy;
using namespace asynctidy::driver;
using llvm::StringRef;

namespace {

using Words = std::vector<std::string>;

std::string helpOf(StringRef Command) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  printHelp(commandNamed(Command), Out);
  return Text;
}

std::string manual() {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  printManual(Out);
  return Text;
}

/// The lines for \p Typed, without what they mean.
Words completed(const Words &Typed) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  complete(Typed, Out);
  llvm::SmallVector<StringRef, 64> Lines;
  StringRef(Text).split(Lines, '\n', -1, /*KeepEmpty=*/false);
  Words Found;
  for (StringRef Line : Lines)
    Found.push_back(Line.split('\t').first.str());
  return Found;
}

bool accepts(const Words &Arguments) {
  std::vector<const char *> Pointers;
  for (const std::string &Argument : Arguments)
    Pointers.push_back(Argument.c_str());
  llvm::Expected<Options> O = parseOptions(Pointers);
  if (!O)
    llvm::consumeError(O.takeError());
  return bool(O);
}

TEST(OptionTable, HasAnOptionForEachFormOfReportAndNoOther) {
  std::map<std::string, std::string> Formats, InTable;
  for (const report::Format &Form : report::formats())
    Formats[("--" + Form.Option).str()] = Form.Summary.str();
  for (StringRef Command : {"", "link"}) {
    InTable.clear();
    for (const OptionSection &Section : optionsOf(commandNamed(Command)))
      for (const OptionEntry &O : Section.Options)
        if (O.Option.matches(OPT_group7_reports))
          InTable[O.Spellings.front()] = O.Text.str();
    EXPECT_EQ(InTable, Formats) << Command.str();
  }
}

TEST(OptionTable, IsWhole) {
  ASSERT_FALSE(commands().empty());
  EXPECT_EQ(commands().front().Name, "");
  for (const CommandEntry &C : commands()) {
    EXPECT_TRUE(C.Summary.ends_with(".")) << C.Name.str();
    EXPECT_EQ(&commandNamed(C.Name), &C);
    for (const OptionSection &Section : optionsOf(C))
      for (const OptionEntry &O : Section.Options) {
        EXPECT_FALSE(O.Text.empty()) << O.Spellings.front();
        EXPECT_EQ(O.Text.find('\n'), StringRef::npos) << O.Spellings.front();
        const std::vector<StringRef> Values = listedValues(O.Option);
        if (O.Option.getKind() == llvm::opt::Option::SeparateClass)
          EXPECT_FALSE(O.Value.empty()) << O.Spellings.front();
        if (StringRef(O.Value).contains('|'))
          EXPECT_EQ(O.Value, " " + llvm::join(Values, "|")) << O.Spellings.front();
      }
  }
}

TEST(Help, NamesEveryOptionOfACommandAndNoOther) {
  for (const CommandEntry &C : commands())
    for (const CommandEntry &Other : commands())
      for (const OptionSection &Section : optionsOf(Other))
        for (const OptionEntry &O : Section.Options) {
          const std::string Help = helpOf(C.Name);
          const bool Takes = O.Option.hasVisibilityFlag(C.Bit);
          EXPECT_EQ(StringRef(Help).contains("\n  " + llvm::join(O.Spellings, ", ") + O.Value + " ") ||
                        StringRef(Help).contains("\n  " + llvm::join(O.Spellings, ", ") + O.Value + "\n"),
                    Takes)
              << C.Name.str() << ' ' << O.Spellings.front();
        }
  EXPECT_EQ(helpOf("").find("inject-fault"), std::string::npos);
  EXPECT_EQ(helpOf("").find("async-tidy complete "), std::string::npos);
  EXPECT_TRUE(StringRef(helpOf("")).contains("default: git's top level"));
  EXPECT_TRUE(StringRef(helpOf("link")).contains("default: the current one"));
}

TEST(Help, FitsOnTheScreen) {
  for (const CommandEntry &C : commands()) {
    const std::string Help = helpOf(C.Name);
    llvm::SmallVector<StringRef, 64> Lines;
    StringRef(Help).split(Lines, '\n');
    for (StringRef Line : Lines) {
      EXPECT_LE(Line.size(), 120u) << Line.str();
      EXPECT_FALSE(Line.ends_with(" ")) << Line.str();
    }
  }
}

TEST(Help, OfEveryCommandCanBeAsked) {
  for (const CommandEntry &C : commands())
    if (!C.Heading.empty()) {
      EXPECT_TRUE(accepts({C.Name.str(), "--help"})) << C.Name.str();
      EXPECT_TRUE(accepts({C.Name.str(), "-h"})) << C.Name.str();
      EXPECT_TRUE(StringRef(helpOf("")).contains("\n  async-tidy " + C.Name.str())) << C.Name.str();
    }
}

TEST(Manual, HasEveryCommandAndOption) {
  const std::string Page = manual();
  for (const CommandEntry &C : commands()) {
    if (C.Heading.empty() && !C.Name.empty())
      continue;
    if (!C.Name.empty())
      EXPECT_NE(Page.find(".SS async\\-tidy " + C.Name.str() + "\n"), std::string::npos) << C.Name.str();
    for (const OptionSection &Section : optionsOf(C))
      for (const OptionEntry &O : Section.Options) {
        std::string Spelt;
        for (const char Each : O.Spellings.back())
          Spelt += Each == '-' ? std::string("\\-") : std::string(1, Each);
        EXPECT_NE(Page.find("\\fB" + Spelt + "\\fR"), std::string::npos) << Spelt;
      }
  }
  EXPECT_EQ(Page.find("inject"), std::string::npos);
}

TEST(Completion, OfCommandsAndFiles) {
  EXPECT_EQ(completed({""}), (Words{"list", "explain", "baseline", "facts", "index", "link", "graph", "sarif",
                                    "completion", "man", ":files"}));
  EXPECT_EQ(completed({"li"}), (Words{"list", "link", ":files"}));
  EXPECT_EQ(completed({"a.cpp", "li"}), Words{":files"}) << "a command stands first";
  EXPECT_EQ(completed({"link", ""}), Words{":files"});
  EXPECT_EQ(completed({"graph", ""}), Words{"locks"});
  EXPECT_EQ(completed({"graph", "locks", ""}), Words{":files"});
  EXPECT_EQ(completed({"completion", ""}), (Words{"bash", "zsh", "fish"}));
  EXPECT_EQ(completed({"completion", "bash", ""}), Words{});
  EXPECT_EQ(completed({"list", ""}), Words{});
  EXPECT_EQ(completed({"a.cpp", "--", "--ch"}), Words{":files"}) << "flags of the compiler";
  EXPECT_EQ(completed({}), Words{});
  EXPECT_EQ(completed({"complete", ""}), Words{});
}

TEST(Completion, OfOptions) {
  EXPECT_EQ(completed({"--conf"}), (Words{"--confidence", "--config", "--config-file"}));
  EXPECT_EQ(completed({"", "--conf"}), (Words{"--confidence", "--config", "--config-file"}));
  EXPECT_EQ(completed({"facts", "-o"}), Words{"-o"});
  EXPECT_EQ(completed({"-o"}), Words{});
  EXPECT_EQ(completed({"link", "--conf"}), Words{"--confidence"});
  EXPECT_EQ(completed({"list", "-"}), (Words{"--names", "-h", "--help"}));
  EXPECT_EQ(completed({"--inj"}), Words{});
  for (const CommandEntry &C : commands()) {
    const Words Found = completed(C.Name.empty() ? Words{"-"} : Words{C.Name.str(), "-"});
    for (const OptionSection &Section : optionsOf(C))
      for (const OptionEntry &O : Section.Options)
        for (const std::string &Spelt : O.Spellings)
          EXPECT_TRUE(llvm::is_contained(Found, Spelt)) << C.Name.str() << ' ' << Spelt;
  }
}

TEST(Completion, OfValues) {
  EXPECT_EQ(completed({"--confidence", ""}), (Words{"sure", "likely"}));
  EXPECT_EQ(completed({"-confidence", "s"}), Words{"sure"});
  EXPECT_EQ(completed({"--confidence=l"}), Words{"--confidence=likely"});
  EXPECT_EQ(completed({"-confidence="}), (Words{"-confidence=sure", "-confidence=likely"}));
  EXPECT_EQ(completed({"--use-color=n"}), Words{"--use-color=never"});
  EXPECT_EQ(completed({"-p", ""}), Words{":files"});
  EXPECT_EQ(completed({"link", "a.facts", "-o", ""}), Words{":files"});
  EXPECT_EQ(completed({"--sarif=x"}), Words{":files"});
  EXPECT_EQ(completed({"--root", ""}), Words{":directories"});
  EXPECT_EQ(completed({"--timeout", ""}), Words{});
  EXPECT_EQ(completed({"--timeout", "--confidence", "s"}), Words{":files"}) << "that is the time";
  EXPECT_EQ(completed({"--confidence", "sure", "--quiet", "--confidence", "s"}), Words{"sure"});
  EXPECT_EQ(completed({"list", "--confidence", "s"}), Words{}) << "it has no such option";
}

TEST(Completion, OfChecks) {
  Words All, OptIn, InList;
  for (const CatalogueEntry &Check : catalogue()) {
    All.push_back(Check.Name.str());
    if (Check.IsOptIn)
      OptIn.push_back("--enable=" + Check.Name.str());
    InList.push_back("--checks=-*," + Check.Name.str());
  }
  EXPECT_EQ(completed({"explain", ""}), All);
  EXPECT_EQ(completed({"explain", All.front(), ""}), Words{});
  EXPECT_EQ(completed({"--enable="}), OptIn);
  EXPECT_EQ(completed({"--checks=-*,async"}), InList);
  EXPECT_EQ(completed({"--checks", "-*,-async-stale-w"}), Words{"-*,-async-stale-write"});
  EXPECT_EQ(completed({"--checks=async-stale-w"}), Words{"--checks=async-stale-write"});
  EXPECT_EQ(completed({"--warnings-as-errors", "async-stale-w"}), Words{"async-stale-write"});
}

TEST(Completion, HasAScriptForEachShell) {
  for (StringRef Shell : listedValues(optionTable().getOption(OPT_completion_command))) {
    EXPECT_TRUE(completionScript(Shell).contains("async-tidy completion " + Shell.str())) << Shell.str();
    EXPECT_TRUE(accepts({"completion", Shell.str()}));
  }
  EXPECT_FALSE(accepts({"completion", "tcsh"}));
  EXPECT_FALSE(accepts({"completion"}));
  EXPECT_FALSE(accepts({"completion", "bash", "zsh"}));
  EXPECT_TRUE(accepts({"man"}));
  EXPECT_FALSE(accepts({"man", "link"}));
}

} // namespace
