#include "facts/unit/test-code.h"

#include "code.h"
#include "facts/syntax/test-paths.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy;
using namespace asynctidy::facts;
using unit::Code;

namespace {

using Files = llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem>;

Files files(std::initializer_list<const char *> Paths) {
  Files Made(new llvm::vfs::InMemoryFileSystem);
  for (const char *Path : Paths)
    Made->addFile(Path, 0, llvm::MemoryBuffer::getMemBuffer(""));
  return Made;
}

// ---- the path below the project's root

TEST(PathInProject, BeginsWhereVersionControlDoes) {
  const Files Present =
      files({"/home/me/tests/proj/.git/HEAD", "/home/me/tests/CMakeLists.txt", "/home/me/tests/proj/tests/.clang-tidy",
             "/home/me/tests/proj/lib/.git", "/home/me/.git/HEAD"});
  EXPECT_EQ(pathInProject("/home/me/tests/proj/src/a.cpp", *Present), "/src/a.cpp");
  EXPECT_EQ(pathInProject("/home/me/tests/proj/tests/deep/a.cpp", *Present), "/tests/deep/a.cpp");
  EXPECT_EQ(pathInProject("/home/me/tests/proj/lib/a.cpp", *Present), "/a.cpp") << "a submodule, whose .git is a file";
  EXPECT_EQ(pathInProject("/home/me/tests/a.cpp", *Present), "/tests/a.cpp");
}

TEST(PathInProject, BeginsAtTheHighestBuildDescriptionWithoutIt) {
  const Files Present = files({"/home/me/tests/proj/CMakeLists.txt", "/home/me/tests/proj/tests/unit/CMakeLists.txt"});
  EXPECT_EQ(pathInProject("/home/me/tests/proj/tests/unit/a.cpp", *Present), "/tests/unit/a.cpp");
  EXPECT_EQ(pathInProject("/home/me/tests/proj/a.cpp", *Present), "/a.cpp");
}

TEST(PathInProject, HasTheOwnDirectoryWithoutAnySign) {
  const Files Present = files({});
  EXPECT_EQ(pathInProject("/home/me/tests/proj/a.cpp", *Present), "/proj/a.cpp");
  EXPECT_EQ(pathInProject("/home/tests/a.cpp", *Present), "/tests/a.cpp");
  EXPECT_EQ(pathInProject("/tests/a.cpp", *Present), "/tests/a.cpp");
  EXPECT_EQ(pathInProject("/a.cpp", *Present), "/a.cpp");
}

TEST(DefaultTestPaths, AreHowTestsAndExamplesAreCalled) {
  const PathGlobs Globs(DefaultTestPaths);
  for (const char *Path : {"/tests/a.cpp",
                           "/lib/test/a.h",
                           "/src/Tests/a.cpp",
                           "/unit_tests/a.cpp",
                           "/integration-test/x/a.cpp",
                           "/testing/a.h",
                           "/examples/server.cpp",
                           "/docs/example/a.cpp",
                           "/bench/a.cpp",
                           "/benchmarks/deep/a.cpp",
                           "/demos/a.cpp",
                           "/samples/a.cpp",
                           "/tutorial/a.cpp",
                           "/src/queue_test.cpp",
                           "/src/queue-tests.cc",
                           "/src/test_queue.cpp",
                           "/src/queue.test.cpp",
                           "/src/queue_unittest.cc",
                           "/src/QueueTest.cpp",
                           "/src/queue_benchmark.cpp",
                           "/src/queue.bench.cpp",
                           "/src/test.cpp"})
    EXPECT_TRUE(Globs.match(Path)) << Path;
  for (const char *Path : {"/src/a.cpp", "/src/latest.cpp", "/src/contest/a.cpp", "/src/attestation.cpp",
                           "/src/testament.cpp", "/src/protest.h", "/lib/benchmarked.cpp", "/src/tester.cpp",
                           "/src/workbench/a.cpp", "/src/sampler.cpp", "/out/a.test.tmp/a.cpp", "/src/democracy.cpp"})
    EXPECT_FALSE(Globs.match(Path)) << Path;
}

// ---- which code is a test

constexpr const char *Text = R"(
  namespace testing { struct Test { virtual void TestBody() = 0; }; }
  #define TEST_CASE(text) static void made_by_a_macro()
  struct fixture : testing::Test {};
  struct answers : fixture { void TestBody() override { int in_a_test = 0; (void)[] { int in_a_lambda = 0; }; } };
  TEST_CASE("answers") { int in_a_case = 0; }
  void product() { int in_the_product = 0; }
)";

bool isTest(const Code &C, const char *TestPaths, const char *Variable) {
  TranslationUnit &Unit =
      TranslationUnit::of(C.context(), {.Models = "", .SystemPaths = "", .Index = "", .TestPaths = TestPaths});
  for (const FunctionDecl *F : Unit.userCode().Functions)
    if (const VarDecl *V = unit::variableIn(*F, Variable))
      return isTestCode(V->getLocation(), Unit);
  ADD_FAILURE() << Variable;
  return false;
}

TEST(IsTestCode, ByPath) {
  const Code C(Text, {.FileName = "/proj/tests/a.cpp"});
  EXPECT_TRUE(isTest(C, "*/tests/*", "in_the_product"));
  EXPECT_TRUE(isTest(C, "*/other/*; */a.?pp", "in_the_product"));
  EXPECT_FALSE(isTest(C, "*/other/*", "in_the_product"));
  EXPECT_FALSE(isTest(C, "", "in_the_product"));
}

TEST(IsTestCode, ByTheBodiesOfFrameworks) {
  const Code C(Text);
  for (const char *Inside : {"in_a_test", "in_a_lambda", "in_a_case"}) {
    EXPECT_TRUE(isTest(C, "*/none/*", Inside)) << Inside;
    EXPECT_FALSE(isTest(C, "", Inside)) << "the option switches it off";
  }
  EXPECT_FALSE(isTest(C, "*/none/*", "in_the_product"));
}

TEST(IsHarmlessInTest, WhatRunsOnIsAndWhatIsLostIsNot) {
  const Work Lazy = {WorkKind::Task, Start::Lazy, FrameOwner::Owns};
  const Work Owning = {WorkKind::Task, Start::Eager, FrameOwner::Owns};
  const Work Leaving = {WorkKind::Task, Start::Eager, FrameOwner::Leaves};
  EXPECT_FALSE(isHarmlessInTest(kindOfLosing(Lazy)));
  EXPECT_FALSE(isHarmlessInTest(kindOfLosing(Lazy, /*IsAsked=*/true)));
  EXPECT_FALSE(isHarmlessInTest(kindOfLosing(Owning))) << "destroyed at its first suspension";
  EXPECT_TRUE(isHarmlessInTest(kindOfLosing(Owning, /*IsAsked=*/true)));
  EXPECT_TRUE(isHarmlessInTest(kindOfLosing(Leaving)));
}

} // namespace
