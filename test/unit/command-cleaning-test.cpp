#include "driver/command-cleaning.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"

#include "gtest/gtest.h"

using namespace asynctidy::driver;

namespace {

/// What is left of the arguments, without those that are always added.
std::string clean(llvm::StringRef Arguments) {
  std::vector<std::string> Command = {"/usr/bin/g++"};
  for (llvm::StringRef Word : llvm::split(Arguments, ' '))
    if (!Word.empty())
      Command.push_back(Word.str());
  std::vector<std::string> Result = cleanCommand(Command, "/resources");
  EXPECT_EQ(Result.front(), "/usr/bin/g++");
  llvm::erase_if(Result, [](const std::string &Word) {
    return Word == "/usr/bin/g++" || Word == "-resource-dir=/resources" || Word == "-w" || Word == "-Qunused-arguments";
  });
  return llvm::join(Result, " ");
}

TEST(CleanCommand, KeepsWhatTheParserNeeds) {
  for (const char *Kept :
       {"-std=c++20 -Iinclude -I include2 -isystem sys -iquote q -DNAME=1 -D OTHER -UNDEF -include a.h -c a.cpp -o a.o",
        "-O2 -g -fPIC -pthread -march=native -m32 -fno-exceptions -fno-rtti -stdlib=libc++ --target=x86_64-linux-gnu",
        "-Wall -Wextra -Wno-unused a.cpp", "-x c++ a.txt"})
    EXPECT_EQ(clean(Kept), Kept);
}

TEST(CleanCommand, DropsWhatClangDoesNotKnow) {
  EXPECT_EQ(clean("-mno-such-thing -fno-such-thing -std=c++20 a.cpp"), "-std=c++20 a.cpp");
  EXPECT_EQ(clean("-fno-canonical-system-headers a.cpp"), "a.cpp");
  EXPECT_EQ(clean("-fconcepts-diagnostics-depth=2 -c a.cpp"), "-c a.cpp");
  EXPECT_EQ(clean("-fmodules-ts a.cpp"), "a.cpp");
}

TEST(CleanCommand, DropsWhatMakesWarningsErrors) {
  EXPECT_EQ(clean("-Werror -Wall a.cpp"), "-Wall a.cpp");
  EXPECT_EQ(clean("-Werror=unused a.cpp"), "a.cpp");
  EXPECT_EQ(clean("-pedantic-errors a.cpp"), "a.cpp");
  EXPECT_EQ(clean("-Xclang -Werror a.cpp"), "a.cpp");
  EXPECT_EQ(clean("-Wno-error=unused a.cpp"), "-Wno-error=unused a.cpp");
}

TEST(CleanCommand, DropsPrecompiledHeadersButNotTheHeader) {
  EXPECT_EQ(clean("-include pch.h -include-pch pch.pch a.cpp"), "-include pch.h a.cpp");
  EXPECT_EQ(clean("-Winvalid-pch -Xclang -include-pch -Xclang x.pch -Xclang -include -Xclang x.hxx a.cpp"),
            "-Winvalid-pch -Xclang -include -Xclang x.hxx a.cpp");
  EXPECT_EQ(clean("-fpch-instantiate-templates a.cpp"), "a.cpp");
}

TEST(CleanCommand, AddsTheResourceDirectoryUnlessThereIsOne) {
  auto Has = [](const std::vector<std::string> &Command, llvm::StringRef Word) {
    return llvm::is_contained(Command, Word);
  };
  EXPECT_TRUE(Has(cleanCommand({"c++", "a.cpp"}, "/resources"), "-resource-dir=/resources"));
  EXPECT_FALSE(Has(cleanCommand({"c++", "-resource-dir=/own", "a.cpp"}, "/resources"), "-resource-dir=/resources"));
  EXPECT_FALSE(Has(cleanCommand({"c++", "-resource-dir", "/own", "a.cpp"}, "/resources"), "-resource-dir=/resources"));
  EXPECT_TRUE(Has(cleanCommand({"c++", "a.cpp"}, "/resources"), "-w"));
}

TEST(CleanCommand, ACommandWithoutArguments) { EXPECT_EQ(cleanCommand({"c++"}, "/resources").front(), "c++"); }

} // namespace
