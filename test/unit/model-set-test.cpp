#include "models/model-set.h"
#include "models/reason.h"

#include "code.h"

#include "llvm/Support/Error.h"

#include "gtest/gtest.h"

using asynctidy::models::Entry;
using asynctidy::models::Means;
using asynctidy::models::ModelSet;

namespace {

std::string errorOf(llvm::StringRef Yaml) {
  ModelSet Set;
  llvm::Error E = Set.addYaml(Yaml, "dir/mine.yaml");
  if (!E)
    return "";
  EXPECT_EQ(Set.size(), 0u) << "nothing of a broken file is added";
  return llvm::toString(std::move(E));
}

TEST(ModelSet, BuiltInModelsLoad) {
  const ModelSet &Builtin = ModelSet::builtin();
  EXPECT_GT(Builtin.size(), 100u);
  EXPECT_EQ(&Builtin, &ModelSet::builtin());
  EXPECT_TRUE(Builtin.is("std::lock_guard", Means::Guard));
  EXPECT_TRUE(Builtin.is("std::error_code", Means::ErrorOutcome));
  EXPECT_TRUE(Builtin.is("std::jthread", Means::Joins));
  EXPECT_TRUE(Builtin.is("std::ignore", Means::IgnoresAssigned));
  EXPECT_TRUE(Builtin.is("sleep", Means::Blocks));
  EXPECT_TRUE(Builtin.is("EXPECT_THROW", Means::ExpectsExit));
  EXPECT_TRUE(Builtin.is("seastar::future", Means::EagerWork));
  EXPECT_FALSE(Builtin.is("std::lock_guard", Means::Blocks)) << "another word";
  EXPECT_FALSE(Builtin.is("lock_guard", Means::Guard)) << "another name";
  EXPECT_FALSE(Builtin.is("", Means::Guard));
}

TEST(ModelSet, BuiltInEntriesHaveReasons) {
  const ModelSet &Builtin = ModelSet::builtin();
  Builtin.forEach([&](const Entry &E) {
    EXPECT_TRUE(E.IsBuiltIn) << E.Origin;
    // What it does, then where that is written: "ignores what the function returns ([alg.foreach])".
    const auto [What, Where] = llvm::StringRef(E.Because).split(" (");
    EXPECT_TRUE(What.contains(' ')) << E.Origin << ": " << E.Because;
    EXPECT_TRUE(llvm::isLower(What.front())) << E.Origin << ": goes on after the name: " << E.Because;
    EXPECT_TRUE(Where.size() > 2 && Where.ends_with(")")) << E.Origin << ": " << E.Because;
    const bool Blocks = Builtin.is(E.Name, Means::Blocks) || Builtin.is(E.Name, Means::WaitsForWork) ||
                        Builtin.is(E.Name, Means::RunsEventLoop) || Builtin.is(E.Name, Means::MayBlock);
    EXPECT_TRUE(E.Is != Means::HasTwin || Blocks) << E.Origin << ": a twin of what does not block: " << E.Name;
    EXPECT_FALSE(Blocks && Builtin.is(E.Name, Means::Offloads)) << E.Origin << ": " << E.Name;
    EXPECT_FALSE(E.Is == Means::CallsInline && Builtin.is(E.Name, Means::Offloads)) << E.Origin << ": " << E.Name;
  });
}

TEST(ModelSet, ReasonsForMessages) {
  const auto Reason = [](llvm::StringRef Name, Means Is) {
    return reasonOf(*ModelSet::builtin().find(Name, Is)).substr(0, 40);
  };
  EXPECT_EQ(reasonOf(*ModelSet::builtin().find("scanf", Means::Blocks)),
            "'scanf' blocks until there is input (fscanf(3p))");
  EXPECT_EQ(Reason("std::basic_ifstream::basic_ifstream", Means::Blocks), "'std::basic_ifstream' opens the file, an");
  EXPECT_EQ(reasonOf(*ModelSet::builtin().find("scanf", Means::Blocks), "this"),
            "this blocks until there is input (fscanf(3p))");
  EXPECT_EQ(Reason("stdexec::sync_wait_t::operator()", Means::WaitsForWork),
            "'stdexec::sync_wait_t' blocks the callin");
  ModelSet Set;
  ASSERT_FALSE(errorToBool(Set.addYaml("- {name: run, is: blocks, because: run.h says so}\n", "dir/mine.yaml")));
  EXPECT_EQ(reasonOf(*Set.find("run", Means::Blocks)), "run.h says so (mine.yaml:1)");
}

TEST(ModelSet, EntriesSayWhatIsWritten) {
  ModelSet Set;
  ASSERT_FALSE(errorToBool(Set.addYaml(R"(
- name: lib::run
  is: ignores-callable-result
  arguments: [1, 3]
  because: "documentation of lib::run"
- names: [lib::a, lib::b]
  is: blocks
  because: reasons
)",
                                       "dir/mine.yaml")));
  EXPECT_EQ(Set.size(), 3u);
  const Entry *Run = Set.find("lib::run", Means::IgnoresCallableResult);
  ASSERT_NE(Run, nullptr);
  EXPECT_EQ(Run->Name, "lib::run");
  EXPECT_EQ(Run->Because, "documentation of lib::run");
  EXPECT_EQ(Run->Origin, "mine.yaml:2");
  EXPECT_TRUE(Run->speaksOfArgument(0));
  EXPECT_FALSE(Run->speaksOfArgument(1));
  EXPECT_TRUE(Run->speaksOfArgument(2));
  const Entry *B = Set.find("lib::b", Means::Blocks);
  ASSERT_NE(B, nullptr);
  EXPECT_EQ(B->Origin, "mine.yaml:6");
  EXPECT_TRUE(B->speaksOfArgument(7)) << "without 'arguments' it speaks of all";
  EXPECT_NE(Set.find("lib::a", Means::Blocks), nullptr);
  EXPECT_EQ(Set.find("lib::a", Means::Guard), nullptr);
}

TEST(ModelSet, EveryWord) {
  const std::pair<const char *, Means> Words[] = {
#define MODEL_WORD(Enumerator, Word, OfA, Meaning) {Word, Means::Enumerator},
#include "models/words.def"
  };
  for (auto [Word, Is] : Words) {
    const std::string Twin = Is == Means::HasTwin ? ", instead: y" : "";
    const ModelSet Set =
        asynctidy::unit::modelsWith(std::string("- {name: x, because: test, is: ") + Word + Twin + "}\n");
    EXPECT_TRUE(Set.is("x", Is)) << Word;
  }
}

TEST(ModelSet, OneNameMaySayTwoThings) {
  const ModelSet Set = asynctidy::unit::modelsWith("- {name: x, is: guard, because: one}\n"
                                                   "- {name: x, is: droppable, because: two}\n");
  EXPECT_TRUE(Set.is("x", Means::Guard));
  EXPECT_TRUE(Set.is("x", Means::Droppable));
}

TEST(ModelSet, TheUsersEntryIsFoundBeforeTheBuiltInOne) {
  const ModelSet Set = asynctidy::unit::modelsWith("- {name: 'std::error_code', is: error, because: mine}\n");
  ASSERT_NE(Set.find("std::error_code", Means::ErrorOutcome), nullptr);
  EXPECT_EQ(Set.find("std::error_code", Means::ErrorOutcome)->Because, "mine");
  EXPECT_EQ(Set.find("std::error_code", Means::ErrorOutcome)->Origin, "test.yaml:1");
  EXPECT_FALSE(Set.find("std::error_code", Means::ErrorOutcome)->IsBuiltIn);
  EXPECT_NE(ModelSet::builtin().find("std::error_code", Means::ErrorOutcome)->Because, "mine");
}

TEST(ModelSet, EntriesOutliveAnAddition) {
  ModelSet Set = asynctidy::unit::modelsWith("- {name: x, is: guard, because: one}\n");
  const Entry *First = Set.find("x", Means::Guard);
  std::string Many;
  for (int I = 0; I < 200; ++I)
    Many += "- {name: x" + std::to_string(I) + ", is: guard, because: more}\n";
  ASSERT_FALSE(errorToBool(Set.addYaml(Many + "- {name: x, is: guard, because: two}\n", "more.yaml")));
  EXPECT_EQ(First->Because, "one");
  EXPECT_EQ(Set.find("x", Means::Guard)->Because, "two");
}

// ---- twins

constexpr char Sleeps[] = R"yaml(
- name: sleep
  is: blocks
  timeout: 1
  because: "man page"
  instead: "a timer"
- name: sleep
  is: has-twin
  because: "lib's documentation"
  within:
    - lib::task
    - lib::lazy
  instead: "lib::sleep"
  replace-with: "co_await lib::sleep({1})"
- name: sleep
  is: has-twin
  because: "other's documentation"
  within:
    - other::task
  instead: "other::timer"
- name: wait
  is: blocks
  because: "man page"
)yaml";

TEST(ModelSetTwins, AreOfTheCoroutine) {
  const ModelSet Set = asynctidy::unit::modelsWith(Sleeps);
  for (const char *Type : {"lib::task", "lib::lazy"}) {
    ASSERT_NE(Set.twinOf("sleep", Type), nullptr) << Type;
    EXPECT_EQ(Set.twinOf("sleep", Type)->Instead, "lib::sleep");
    EXPECT_EQ(Set.twinOf("sleep", Type)->Origin, "test.yaml:7");
  }
  EXPECT_EQ(Set.twinOf("sleep", "other::task")->Instead, "other::timer");
  EXPECT_EQ(Set.twinOf("sleep", "third::task")->Instead, "a timer") << "what is said of all";
  EXPECT_EQ(Set.twinOf("sleep", "")->Instead, "a timer");
  EXPECT_EQ(Set.find("sleep", Means::Blocks)->Because, "man page");
  EXPECT_EQ(Set.find("sleep", Means::Blocks)->Timeout, 1u);
  EXPECT_EQ(Set.find("wait", Means::Blocks)->Timeout, 0u);
  EXPECT_EQ(Set.twinOf("wait", "lib::task"), nullptr) << "it has none";
  EXPECT_EQ(Set.twinOf("unknown", "lib::task"), nullptr);
}

TEST(ModelSetTwins, TheUsersComesFirst) {
  const ModelSet Set =
      asynctidy::unit::modelsWith("- name: 'std::this_thread::sleep_for'\n  is: has-twin\n  because: y\n"
                                  "  instead: our timer\n  within:\n    - async_simple::coro::Lazy\n");
  EXPECT_EQ(Set.twinOf("std::this_thread::sleep_for", "async_simple::coro::Lazy")->Instead, "our timer");
}

std::string replacement(llvm::StringRef With, llvm::StringRef Object, llvm::ArrayRef<llvm::StringRef> Arguments) {
  Entry E;
  E.ReplaceWith = With;
  return E.replacement(Object, Arguments);
}

TEST(ModelSetTwins, AreMadeOfTheCallsSource) {
  EXPECT_EQ(replacement("co_await lib::sleep({1})", "", {"10 * ms"}), "co_await lib::sleep(10 * ms)");
  EXPECT_EQ(replacement("co_await lib::at({1}, {2})", "", {"a + b", "c"}), "co_await lib::at(a + b, c)");
  EXPECT_EQ(replacement("co_await lib::at({2}, {1})", "", {"a", "b"}), "co_await lib::at(b, a)");
  EXPECT_EQ(replacement("co_await {0}.async_wait(token)", "t->timers[i + 1]", {}),
            "co_await t->timers[i + 1].async_wait(token)");
  EXPECT_EQ(replacement("co_await {0}", "std::move(f)", {}), "co_await std::move(f)");
  EXPECT_EQ(replacement("co_await {1}", "", {"x.work(1, [] { return 2; })"}), "co_await x.work(1, [] { return 2; })");
  EXPECT_EQ(replacement("co_await {1}", "", {"a | b"}), "co_await (a | b)");
  EXPECT_EQ(replacement("co_await {1}", "", {"a ? b : c"}), "co_await (a ? b : c)");
  EXPECT_EQ(replacement("co_await {1}", "", {"f<int>()"}), "co_await (f<int>())") << "rather too many";
  EXPECT_EQ(replacement("co_await {1}", "", {"a > b"}), "co_await (a > b)");
  EXPECT_EQ(replacement("co_await {0}.async_wait()", "*t", {}), "co_await (*t).async_wait()");
  EXPECT_EQ(replacement("co_await lib::yield()", "", {}), "co_await lib::yield()");
}

TEST(ModelSetTwins, AreOnlyMadeOfCallsWithTheSameArguments) {
  EXPECT_EQ(replacement("co_await lib::sleep({1})", "", {"a", "b"}), "");
  EXPECT_EQ(replacement("co_await lib::sleep({1})", "", {}), "");
  EXPECT_EQ(replacement("co_await lib::sleep({1})", "object", {"a"}), "") << "the object would be lost";
  EXPECT_EQ(replacement("co_await {0}", "", {}), "");
  EXPECT_EQ(replacement("", "", {}), "");
}

TEST(ModelSetErrors, OfTwins) {
  const std::pair<const char *, const char *> Cases[] = {
      {"- {name: x, is: guard, because: y, instead: z}\n", "are only for what blocks"},
      {"- {name: x, is: guard, because: y, replace-with: co_await z}\n", "are only for what blocks"},
      {"- {name: x, is: guard, because: y, timeout: 1}\n", "'timeout' is only for what blocks"},
      {"- {name: x, is: blocks, because: y, instead: z, within: [t]}\n", "'within' is only for"},
      {"- {name: x, is: guard, because: y, given: t}\n", "'given' is only for what blocks"},
      {"- {name: x, is: blocks, because: y, given: 't<int>'}\n", "'given' is only for what blocks"},
      {"- {name: x, is: has-twin, because: y}\n", "'instead' is missing"},
      {"- {name: x, is: blocks, because: y, replace-with: co_await z}\n", "'instead' is missing"},
      {"- {name: x, is: blocks, because: y, instead: Use z.}\n", "part of a sentence"},
      {"- {name: x, is: has-twin, because: y, instead: z, within: ['']}\n", "'within' lists"},
      {"- {name: x, is: has-twin, because: y, instead: z, within: ['t<int>']}\n", "'within' lists"},
      {"- {name: x, is: blocks, because: y, instead: z, replace-with: z}\n", "a co_await expression"},
      {"- {name: x, is: blocks, because: y, instead: z, replace-with: 'co_await z({2})'}\n",
       "each argument of the call once"},
      {"- {name: x, is: blocks, because: y, instead: z, replace-with: 'co_await z({1}, {1})'}\n",
       "each argument of the call once"},
      {"- {name: x, is: has-twin, because: y, instead: z, within: [t]}\n- {name: x, is: has-twin, because: y, instead: "
       "z, within: [u, t]}\n",
       "2:1: 'x' was already said to be so in line 1"},
  };
  for (auto [Yaml, What] : Cases)
    EXPECT_NE(errorOf(Yaml).find(What), std::string::npos) << "'" << errorOf(Yaml) << "' for\n" << Yaml;
}

// ---- where

std::string origin(llvm::StringRef Yaml, llvm::StringRef Name) {
  const ModelSet Set = asynctidy::unit::modelsWith(Yaml);
  const Entry *E = Set.find(Name, Means::Guard);
  return E ? E->Origin : "not found";
}

TEST(ModelSetOrigin, IsTheEntrysFirstLine) {
  constexpr char Yaml[] = R"(# A comment.

- name: a
  is: guard
  because: one
# - name: no
#   is: guard
- names:
    - b
    - c
  is: guard # why
  because: "a long
    text - with dashes
    - at the start of a line"

- {name: d, is: guard, because: flow}
-
  name: e
  is: guard
  because: >
    folded
    - text
)";
  EXPECT_EQ(origin(Yaml, "a"), "test.yaml:3");
  EXPECT_EQ(origin(Yaml, "b"), "test.yaml:8");
  EXPECT_EQ(origin(Yaml, "c"), "test.yaml:8");
  EXPECT_EQ(origin(Yaml, "d"), "test.yaml:16");
  EXPECT_EQ(origin(Yaml, "e"), "test.yaml:17");
}

TEST(ModelSetOrigin, WithADocumentStart) {
  EXPECT_EQ(origin("---\n- name: a\n  is: guard\n  because: one\n", "a"), "test.yaml:2");
}

TEST(ModelSetOrigin, OfAnIndentedSequence) {
  constexpr char Yaml[] = R"(
  - name: a
    is: guard
    because: one
  - names:
      - b
    is: guard
    because: two
)";
  EXPECT_EQ(origin(Yaml, "a"), "test.yaml:2");
  EXPECT_EQ(origin(Yaml, "b"), "test.yaml:5");
}

TEST(ModelSetOrigin, WithWindowsLineEnds) {
  EXPECT_EQ(origin("- name: a\r\n  is: guard\r\n  because: one\r\n- name: b\r\n  is: guard\r\n  because: two\r\n", "b"),
            "test.yaml:4");
}

// ---- errors

TEST(ModelSetErrors, NameTheFileTheLineAndTheColumn) {
  EXPECT_EQ(errorOf("- name: x\n  is: blocks\n  because: y\n  reason: z\n"), "dir/mine.yaml:4:3: unknown key 'reason'");
  for (const char *Name : {"'::std::mutex'", "'std::vector<int>'", "a b"})
    EXPECT_NE(
        errorOf((llvm::Twine("- name: ") + Name + "\n  is: guard\n  because: y\n").str()).find("a name is qualified"),
        std::string::npos)
        << Name;
  EXPECT_TRUE(
      llvm::StringRef(errorOf("- name: x\n  is: blocking\n  because: y\n"))
          .starts_with("dir/mine.yaml:2:7: unknown word: what stands after 'is:' is one of lazy-work, eager-work, "))
      << errorOf("- name: x\n  is: blocking\n  because: y\n");
  EXPECT_EQ(errorOf("- name: x\n  is: blocks\n"), "dir/mine.yaml:1:3: missing required key 'because'");
  EXPECT_EQ(errorOf("- name: x\n  because: y\n"), "dir/mine.yaml:1:3: missing required key 'is'");
}

bool isOneSentenceAt(llvm::StringRef Error, llvm::StringRef Line) {
  return Error.starts_with(("dir/mine.yaml:" + Line + ":").str()) && !Error.contains('\n');
}

TEST(ModelSetErrors, Others) {
  const std::tuple<const char *, const char *, const char *> Cases[] = {
      {"- is: blocks\n  because: y\n", "1", "needs either 'name' or 'names'"},
      {"- name: a\n  names: [b]\n  is: blocks\n  because: y\n", "1", "needs either 'name' or 'names'"},
      {"- names: []\n  is: blocks\n  because: y\n", "1", "needs either 'name' or 'names'"},
      {"- names: [a, '']\n  is: blocks\n  because: y\n", "1", "a name is empty"},
      {"- name: x\n  is: blocks\n  because: ''\n", "1", "'because' is empty"},
      {"- name: x\n  is: blocks\n  because: y\n  arguments: [0]\n", "1", "counted from 1"},
      {"- name: x\n  is: blocks\n  because: y\n  arguments: [one]\n", "4", ""},
      {"- name: x\n  is: blocks\n  because: y\n- name: z\n  is: guard\n", "4", "missing required key 'because'"},
      {"name: x\nis: blocks\nbecause: y\n", "1", ""},
      {"just text\n", "1", ""},
      {"- name: [\n", "", ""},
      {"- name: \"x\n", "", ""},
      {"\t- name: x\n", "1", ""},
      {"int main() { return 0; }\n", "1", ""},
  };
  for (auto [Yaml, Line, What] : Cases) {
    const std::string Error = errorOf(Yaml);
    if (*Line)
      EXPECT_TRUE(isOneSentenceAt(Error, Line)) << "'" << Error << "' for\n" << Yaml;
    else
      EXPECT_TRUE(llvm::StringRef(Error).starts_with("dir/mine.yaml:")) << "'" << Error << "' for\n" << Yaml;
    EXPECT_NE(Error.find(What), std::string::npos) << "'" << Error << "' for\n" << Yaml;
  }
}

TEST(ModelSetErrors, AStatementMadeTwice) {
  EXPECT_EQ(errorOf("- {name: x, is: guard, because: y}\n- {name: z, is: guard, because: y}\n"
                    "- {name: x, is: guard, because: again}\n"),
            "dir/mine.yaml:3:1: 'x' was already said to be so in line 1");
  EXPECT_EQ(errorOf("- {names: [x, x], is: guard, because: y}\n"),
            "dir/mine.yaml:1:1: 'x' was already said to be so in line 1");
}

TEST(ModelSetErrors, AFileThatSaysNothing) {
  for (const char *Yaml : {"", "\n", "# only a comment\n", "---\n", "[]\n"})
    EXPECT_TRUE(isOneSentenceAt(errorOf(Yaml), "1")) << "'" << errorOf(Yaml) << "' for '" << Yaml << "'";
}

TEST(ModelSetErrors, ASecondDocumentIsNotSilentlyIgnored) {
  EXPECT_EQ(errorOf("- {name: x, is: guard, because: y}\n---\n- {name: z, is: guard, because: y}\n"),
            "dir/mine.yaml:3:1: a second YAML document, which would not be read: remove the '---' before it");
  EXPECT_EQ(errorOf("---\n- {name: x, is: blocks}\n---\n").substr(0, 16), "dir/mine.yaml:2:");
}

TEST(ModelSetErrors, PercentSignsAreText) {
  EXPECT_EQ(errorOf("- {name: '%s%n', is: guard, because: y}\n- {name: '%s%n', is: guard, because: y}\n"),
            "dir/mine.yaml:2:1: '%s%n' was already said to be so in line 1");
}

TEST(ModelSetErrors, AMissingFile) {
  ModelSet Set;
  llvm::Error E = Set.addFile("no/such/file.yaml");
  ASSERT_TRUE(static_cast<bool>(E));
  EXPECT_TRUE(
      llvm::StringRef(llvm::toString(std::move(E))).starts_with("cannot read the model file 'no/such/file.yaml': "));
}

} // namespace
