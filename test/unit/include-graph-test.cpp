// Which files include a header, by their include lines.
#include "driver/include-graph.h"

#include "llvm/ADT/StringSet.h"
#include "gtest/gtest.h"

using namespace asynctidy::driver;

namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

std::vector<std::string> includers(Lines All, const std::vector<std::string> &Headers, llvm::StringSet<> There = {}) {
  const IncludeGraph Graph(std::move(All), [&](llvm::StringRef File) { return There.contains(File); });
  std::vector<std::string> Found;
  for (const Includer &I : Graph.includersOf(Headers))
    Found.push_back(I.File + " " + std::to_string(I.Distance));
  return Found;
}

using Names = std::vector<std::string>;

TEST(IncludeGraph, FollowsHeadersToThoseThatIncludeThem) {
  EXPECT_EQ(includers({{"src/a.cpp", "#include \"lib/a.h\""},
                       {"src/b.cpp", "  #  include  <lib/b.h>  // for b"},
                       {"inc/lib/b.h", "#import <lib/a.h>"},
                       {"src/c.cpp", "#include <vector>"},
                       {"src/d.cpp", "#include MACRO"},
                       {"src/e.cpp", "#include \"lib/a.h"}},
                      {"inc/lib/a.h"}),
            (Names{"src/a.cpp 1", "inc/lib/b.h 1", "src/b.cpp 2"}));
}

TEST(IncludeGraph, KnowsAFileBesideTheIncluder) {
  const Lines All{{"x/a.cpp", "#include \"config.h\""},
                  {"y/b.cpp", "#include \"config.h\""},
                  {"z/c.cpp", "#include \"config.h\""},
                  {"x/in/d.cpp", "#include \"../config.h\""},
                  {"y/in/e.cpp", "#include <../config.h>"}};
  const llvm::StringSet<> There{{"x/config.h"}, {"y/config.h"}};
  EXPECT_EQ(includers(All, {"x/config.h"}, There), (Names{"x/a.cpp 1", "z/c.cpp 1", "x/in/d.cpp 1", "y/in/e.cpp 1"}));
}

TEST(IncludeGraph, TakesWholeComponents) {
  EXPECT_EQ(includers({{"a.cpp", "#include \"b/x.h\""}, {"b.cpp", "#include \"x.h\""}}, {"ab/x.h"}),
            (Names{"b.cpp 1"}));
  EXPECT_EQ(includers({{"a.cpp", "#include \"./x.h\""}}, {"x.h"}), (Names{"a.cpp 1"}));
}

TEST(IncludeGraph, EndsWhereHeadersIncludeEachOther) {
  EXPECT_EQ(includers({{"a.h", "#include \"b.h\""}, {"b.h", "#include \"a.h\""}}, {"a.h"}), (Names{"b.h 1"}));
}

Names order(std::vector<Includer> All, size_t Most, size_t Expected) {
  EXPECT_EQ(nearestFirst(All, Most), Expected);
  Names Files;
  for (const Includer &I : All)
    Files.push_back(I.File);
  return Files;
}

TEST(IncludeGraph, KnowsWhetherAFileIsIncluded) {
  const IncludeGraph Graph({{"a.cpp", "#include \"b.h\""}, {"b.h", "#include \"c.h\""}},
                           [](llvm::StringRef) { return false; });
  const auto IsSource = [](llvm::StringRef File) { return File.ends_with(".cpp"); };
  EXPECT_TRUE(Graph.isIncludedBy("c.h", IsSource));
  EXPECT_FALSE(Graph.isIncludedBy("d.h", IsSource));
  EXPECT_FALSE(Graph.isIncludedBy("c.h", [](llvm::StringRef) { return false; }));
}

TEST(NearestFirst, PutsTheOwnSourceBeforeNeighboursAndTheseBeforeOthers) {
  EXPECT_EQ(
      order(
          {{"z/far.cpp", "x/a.h", 2}, {"y/other.cpp", "x/a.h", 1}, {"x/near.cpp", "x/a.h", 1}, {"y/a.cpp", "x/a.h", 1}},
          3, 3),
      (Names{"y/a.cpp", "x/near.cpp", "y/other.cpp", "z/far.cpp"}));
}

TEST(NearestFirst, IsFairToHeaders) {
  EXPECT_EQ(order({{"a1.cpp", "a.h", 1}, {"a2.cpp", "a.h", 1}, {"a3.cpp", "a.h", 1}, {"b1.cpp", "b.h", 5}}, 2, 2),
            (Names{"a1.cpp", "b1.cpp", "a2.cpp", "a3.cpp"}));
  EXPECT_EQ(order({{"a.cpp", "a.h", 1}}, 20, 1), (Names{"a.cpp"}));
  EXPECT_EQ(order({{"a.cpp", "a.h", 1}}, 0, 0), (Names{"a.cpp"}));
}

} // namespace
