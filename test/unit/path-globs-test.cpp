#include "driver/path-globs.h"

#include "code.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"

#include "gtest/gtest.h"

using namespace asynctidy::driver;

namespace {

TEST(AbsolutePath, IsFromTheDirectoryWithoutDots) {
  EXPECT_EQ(absolutePath("/a/./b/../c.cpp"), "/a/c.cpp");
  EXPECT_EQ(absolutePath("b/c.cpp", "/a"), "/a/b/c.cpp");
  EXPECT_EQ(absolutePath("../c.cpp", "/a/b"), "/a/c.cpp");
  EXPECT_EQ(absolutePath("/x.cpp", "/a/b"), "/x.cpp");
  EXPECT_EQ(absolutePath(".", "/a/b"), "/a/b");
  EXPECT_TRUE(llvm::sys::path::is_absolute(absolutePath("x.cpp"))) << "from where the program runs";
}

TEST(RealPath, ResolvesLinksAndKeepsWhatIsNotThere) {
  EXPECT_EQ(realPath("/no/such/file"), "/no/such/file");
  llvm::SmallString<128> Directory;
  ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("async-unit", Directory));
  const std::string Link = (Directory + "/link").str();
  ASSERT_FALSE(llvm::sys::fs::create_link(Directory, Link));
  EXPECT_EQ(realPath(Link), realPath(Directory));
  llvm::sys::fs::remove_directories(Directory);
}

TEST(IsGlob, BySpecialCharacters) {
  for (const char *Glob : {"*.cpp", "a/?.cpp", "[ab].cpp", "{a,b}.cpp", "src/**"})
    EXPECT_TRUE(isGlob(Glob)) << Glob;
  for (const char *Path : {"a.cpp", "/usr/include/c++", "", "a b.cpp", "a]b", "a}b"})
    EXPECT_FALSE(isGlob(Path)) << Path;
}

TEST(MatchesPathGlob, ComponentByComponent) {
  EXPECT_TRUE(matchesPathGlob("/p/src/*.cpp", "/p/src/a.cpp"));
  EXPECT_FALSE(matchesPathGlob("/p/src/*.cpp", "/p/src/sub/a.cpp")) << "'*' stays within a component";
  EXPECT_FALSE(matchesPathGlob("/p/*", "/p"));
  EXPECT_FALSE(matchesPathGlob("/p/*", "/p/a/b"));
  EXPECT_TRUE(matchesPathGlob("/p/?.cpp", "/p/a.cpp"));
  EXPECT_FALSE(matchesPathGlob("/p/?.cpp", "/p/ab.cpp"));
  EXPECT_TRUE(matchesPathGlob("/p/[a-c].cpp", "/p/b.cpp"));
  EXPECT_FALSE(matchesPathGlob("/p/[a-c].cpp", "/p/d.cpp"));
  EXPECT_TRUE(matchesPathGlob("/p/*.{cpp,cc}", "/p/a.cc"));
  EXPECT_TRUE(matchesPathGlob("/p/a.cpp", "/p/a.cpp"));
  EXPECT_FALSE(matchesPathGlob("/p/a.cpp", "/p/a.cpp.orig"));
  EXPECT_FALSE(matchesPathGlob("/p/[.cpp", "/p/[.cpp")) << "no glob at all";
}

TEST(MatchesPathGlob, TwoStarsStandForAnyNumberOfComponents) {
  EXPECT_TRUE(matchesPathGlob("/p/**/a.cpp", "/p/a.cpp"));
  EXPECT_TRUE(matchesPathGlob("/p/**/a.cpp", "/p/x/y/z/a.cpp"));
  EXPECT_TRUE(matchesPathGlob("/p/**", "/p/x/y"));
  EXPECT_TRUE(matchesPathGlob("/p/**", "/p"));
  EXPECT_TRUE(matchesPathGlob("/**/src/**/*.cpp", "/p/q/src/x/a.cpp"));
  EXPECT_FALSE(matchesPathGlob("/p/**/a.cpp", "/q/a.cpp"));
  EXPECT_FALSE(matchesPathGlob("/p/**.cpp", "/p/x/a.cpp")) << "two stars within a component are one";
}

// ---- globs for SystemPaths

bool isSystem(llvm::ArrayRef<std::string> Globs, llvm::StringRef Path) {
  return llvm::any_of(Globs, [&](const std::string &Glob) {
    auto Pattern = llvm::GlobPattern::create(Glob);
    if (!Pattern) {
      ADD_FAILURE() << Glob << ": " << llvm::toString(Pattern.takeError());
      return false;
    }
    return Pattern->match(Path);
  });
}

TEST(UserSystemGlobs, RelativeOnesMatchBelowAnyDirectory) {
  auto Globs = userGlobs("--treat-as-system", {"contrib", "./legacy/", "/opt/sdk", "*/generated/*"});
  ASSERT_TRUE(static_cast<bool>(Globs));
  for (const char *Path : {"/p/contrib/x.h", "/p/contrib/a/x.h", "/p/legacy/x.h", "/opt/sdk/x.h", "/p/generated/x.h"})
    EXPECT_TRUE(isSystem(*Globs, Path)) << Path;
  for (const char *Path : {"/p/src/x.h", "/p/contribution/x.h", "/home/opt/sdk/x.h"})
    EXPECT_FALSE(isSystem(*Globs, Path)) << Path;
}

TEST(UserSystemGlobs, WrongOnesAreOneSentence) {
  for (const char *Wrong : {"a[", "a;b"}) {
    auto Globs = userGlobs("--treat-as-system", {"fine", Wrong});
    ASSERT_FALSE(static_cast<bool>(Globs)) << Wrong;
    const std::string Error = llvm::toString(Globs.takeError());
    EXPECT_NE(Error.find(std::string("--treat-as-system=") + Wrong), std::string::npos) << Error;
    EXPECT_EQ(Error.find('\n'), std::string::npos) << Error;
  }
}

} // namespace
