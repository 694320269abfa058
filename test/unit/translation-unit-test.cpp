#include "facts/unit/translation-unit.h"

#include "facts/unit/awaited-types.h"

#include "code.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

#include <thread>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Text[] = R"(
#include "zoo.h"
zoo::task<int> work();
zoo::lock_operation lock();
zoo::task<int> test() { co_return co_await work(); }
)";

TEST(Unit, AreMadeOnceAnAst) {
  Code One(Text), Two(Text);
  TranslationUnit &First = TranslationUnit::of(One.context(), {});
  EXPECT_EQ(&First, &TranslationUnit::of(One.context(), {}));
  EXPECT_NE(&First, &TranslationUnit::of(Two.context(), {}));
  EXPECT_EQ(&First.context(), &One.context());
  EXPECT_EQ(&TranslationUnit::of(Two.context(), {}).context(), &Two.context());
}

TEST(Unit, AreMadeOnceASetOfOptions) {
  Code C(Text);
  TranslationUnit &Plain = TranslationUnit::of(C.context(), {});
  TranslationUnit &Other = TranslationUnit::of(C.context(), {.Models = "", .SystemPaths = "*/zoo.h", .Index = ""});
  EXPECT_NE(&Plain, &Other);
  EXPECT_EQ(&Other, &TranslationUnit::of(C.context(), {.Models = "", .SystemPaths = "*/zoo.h", .Index = ""}));
  EXPECT_EQ(&Plain, &TranslationUnit::of(C.context(), {.Models = "", .SystemPaths = "", .Index = ""}));
  EXPECT_GT(Plain.userCode().Functions.size(), Other.userCode().Functions.size());
  EXPECT_EQ(Other.userCode().Functions.size(), 1u);
}

TEST(Unit, TwoAstsLiveAtOnceAndDieInAnyOrder) {
  auto One = std::make_unique<Code>(Text);
  auto Two = std::make_unique<Code>(Text);
  TranslationUnit &OfTwo = TranslationUnit::of(Two->context(), {});
  EXPECT_TRUE(TranslationUnit::of(One->context(), {}).workOf(One->type("work")).isLazy());
  One.reset();
  EXPECT_EQ(&OfTwo, &TranslationUnit::of(Two->context(), {}));
  EXPECT_TRUE(OfTwo.workOf(Two->type("work")).isLazy());
  auto Three = std::make_unique<Code>(Text);
  EXPECT_TRUE(TranslationUnit::of(Three->context(), {}).workOf(Three->type("work")).isTask());
  Two.reset();
  EXPECT_EQ(&TranslationUnit::of(Three->context(), {}).context(), &Three->context());
}

TEST(Unit, SeveralThreadsEachWithTheirOwnAst) {
  std::vector<std::thread> Threads;
  std::array<bool, 4> Right{};
  for (size_t I = 0; I < Right.size(); ++I)
    Threads.emplace_back([&Right, I] {
      for (int Round = 0; Round < 3; ++Round) {
        Code C(Text);
        Right[I] = TranslationUnit::of(C.context(), {}).workOf(C.type("work")).isLazy();
      }
    });
  for (std::thread &T : Threads)
    T.join();
  EXPECT_EQ(Right, (std::array<bool, 4>{true, true, true, true}));
}

TEST(Unit, AnswerTheSameAgain) {
  Code C(Text);
  TranslationUnit &F = TranslationUnit::of(C.context(), {});
  for (int Again = 0; Again < 2; ++Again) {
    EXPECT_TRUE(F.workOf(C.type("work")).isTask());
    EXPECT_FALSE(F.workOf(C.context().IntTy));
    EXPECT_FALSE(F.workOf(QualType()));
    EXPECT_TRUE(awaitsGuard(C.type("lock"), F.models()));
    EXPECT_FALSE(awaitsGuard(C.type("work"), F.models()));
    EXPECT_TRUE(acceptsAwait(C.function("test"), C.type("work"), F));
    EXPECT_EQ(&F.userCode(), &F.userCode());
  }
}

TEST(Unit, WhatAnotherCoroutineAwaitsIsKnown) {
  Code C(R"(
#include "zoo.h"
struct ticketed { int ticket(); };
struct unknown { int ticket(); };
zoo::picky witness() { co_await ticketed(); }
zoo::picky test() { co_return; }
ticketed t(); unknown u();
)");
  TranslationUnit &F = TranslationUnit::of(C.context(), {});
  EXPECT_TRUE(acceptsAwait(C.function("test"), C.type("t"), F));
  EXPECT_FALSE(acceptsAwait(C.function("test"), C.type("u"), F));
}

// ---- model files

class ModelFiles : public testing::Test {
protected:
  void SetUp() override { ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("async-unit", Directory)); }
  void TearDown() override { llvm::sys::fs::remove_directories(Directory); }

  std::string write(llvm::StringRef Name, llvm::StringRef Content) {
    llvm::SmallString<128> Path = Directory;
    llvm::sys::path::append(Path, Name);
    llvm::sys::fs::create_directories(llvm::sys::path::parent_path(Path));
    std::error_code Error;
    llvm::raw_fd_ostream(Path, Error) << Content;
    EXPECT_FALSE(Error);
    return Path.str().str();
  }

  llvm::SmallString<128> Directory;
};

constexpr char NotWork[] = "- {name: 'zoo::task', is: not-work, because: test}\n";

TEST_F(ModelFiles, ByAbsolutePath) {
  Code C(Text);
  TranslationUnit &F =
      TranslationUnit::of(C.context(), {.Models = write("mine.yaml", NotWork), .SystemPaths = "", .Index = ""});
  EXPECT_EQ(F.takeSettingsError(), std::nullopt);
  EXPECT_FALSE(F.workOf(C.type("work")));
  EXPECT_TRUE(TranslationUnit::of(C.context(), {}).workOf(C.type("work"))) << "another set of options";
}

TEST_F(ModelFiles, ARelativePathIsLookedUpFromTheMainFileUpwards) {
  write("mine.yaml", NotWork);
  Code C(Text, {.FileName = (Directory + "/a/b/main.cpp").str()});
  TranslationUnit &F = TranslationUnit::of(C.context(), {.Models = "mine.yaml", .SystemPaths = "", .Index = ""});
  EXPECT_EQ(F.takeSettingsError(), std::nullopt);
  EXPECT_FALSE(F.workOf(C.type("work")));
}

TEST_F(ModelFiles, TheNearestOneIsTaken) {
  write("mine.yaml", "broken");
  write("a/mine.yaml", NotWork);
  Code C(Text, {.FileName = (Directory + "/a/b/main.cpp").str()});
  TranslationUnit &F = TranslationUnit::of(C.context(), {.Models = "mine.yaml", .SystemPaths = "", .Index = ""});
  EXPECT_EQ(F.takeSettingsError(), std::nullopt);
  EXPECT_FALSE(F.workOf(C.type("work")));
}

TEST_F(ModelFiles, SeveralAreUnited) {
  const std::string One = write("one.yaml", NotWork);
  const std::string Two = write("two.yaml", "- {name: 'zoo::lock_operation', is: not-work, because: test}\n");
  Code C(Text);
  TranslationUnit &F =
      TranslationUnit::of(C.context(), {.Models = One + "; " + Two + ";", .SystemPaths = "", .Index = ""});
  EXPECT_EQ(F.takeSettingsError(), std::nullopt);
  EXPECT_FALSE(F.workOf(C.type("work")));
  EXPECT_FALSE(F.workOf(C.type("lock")));
}

TEST_F(ModelFiles, AnErrorIsToldOnce) {
  const std::string Broken = write("broken.yaml", "- {name: x}\n");
  Code C(Text);
  const Settings Options{.Models = Broken, .SystemPaths = "", .Index = ""};
  const std::optional<std::string> Error = TranslationUnit::of(C.context(), Options).takeSettingsError();
  ASSERT_TRUE(Error.has_value());
  EXPECT_TRUE(llvm::StringRef(*Error).starts_with(Broken + ":1:")) << *Error;
  EXPECT_EQ(TranslationUnit::of(C.context(), Options).takeSettingsError(), std::nullopt);
  EXPECT_TRUE(TranslationUnit::of(C.context(), Options).workOf(C.type("work"))) << "the built-in models are there";
}

TEST_F(ModelFiles, AMissingFileIsAnError) {
  Code C(Text);
  const auto Error = TranslationUnit::of(C.context(), {.Models = "no-such-file.yaml", .SystemPaths = "", .Index = ""})
                         .takeSettingsError();
  ASSERT_TRUE(Error.has_value());
  EXPECT_NE(Error->find("no-such-file.yaml"), std::string::npos) << *Error;
}

TEST_F(ModelFiles, FactsAreFreedWithTheirAst) {
  // A new AST often gets the address of the last one. If the old facts were still there, they would have told already.
  const Settings Options{.Models = write("broken.yaml", "- {name: x}\n"), .SystemPaths = "", .Index = ""};
  for (int I = 0; I < 8; ++I) {
    Code C("int x;\n");
    EXPECT_TRUE(TranslationUnit::of(C.context(), Options).takeSettingsError().has_value());
    EXPECT_EQ(&TranslationUnit::of(C.context(), Options).context(), &C.context());
    C.destroy();
  }
}

} // namespace
