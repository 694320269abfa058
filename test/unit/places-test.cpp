#include "facts/syntax/places.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;
namespace summaries = asynctidy::summaries;

namespace {

constexpr char Main[] = R"(#include "/project/include/inner.h"
#include "/elsewhere/outer.h"
void first();
  void second();
#define MAKE(name) void name(); void made_##name()
MAKE(third);
)";

const Code::Setup Files = {
    "/project/source/./main.cpp",
    {{"/project/include/inner.h", "void inner();\n"}, {"/elsewhere/outer.h", "\n\nvoid outer();\n"}}};

struct Project {
  Code C{Main, Files};
  summaries::Strings Names;
  Places Where{C.context().getSourceManager(), Names, "/project"};

  std::string text(const summaries::Place &P) const {
    return P ? Names[P.File].str() + ":" + std::to_string(P.Line) + ":" + std::to_string(P.Column) : "nowhere";
  }
  std::string of(const char *Function) { return text(Where.of(C.function(Function).getLocation())); }
};

TEST(Places, AreRelativeToTheRoot) {
  Project P;
  EXPECT_EQ(P.of("first"), "source/main.cpp:3:6");
  EXPECT_EQ(P.of("second"), "source/main.cpp:4:8");
  EXPECT_EQ(P.of("inner"), "include/inner.h:1:6");
  EXPECT_EQ(P.of("outer"), "/elsewhere/outer.h:3:6");
  EXPECT_EQ(P.text(P.Where.of(SourceLocation())), "nowhere");
}

TEST(Places, StayAbsoluteWithoutARoot) {
  Project P;
  Places Absolute(P.C.context().getSourceManager(), P.Names, "");
  EXPECT_EQ(P.text(Absolute.of(P.C.function("first").getLocation())), "/project/source/main.cpp:3:6");
}

TEST(Places, AFolderThatBeginsAlikeIsAnother) {
  Project P;
  Places Other(P.C.context().getSourceManager(), P.Names, "/project/inc");
  EXPECT_EQ(P.text(Other.of(P.C.function("inner").getLocation())), "/project/include/inner.h:1:6");
}

TEST(Places, OfMacros) {
  Project P;
  EXPECT_EQ(P.of("third"), "source/main.cpp:6:6") << "an argument stands where it is written";
  EXPECT_EQ(P.of("made_third"), "source/main.cpp:6:1") << "all else where the macro is used";
}

TEST(Places, LeadBackToTheirLocations) {
  Project P;
  for (const char *Name : {"first", "second", "inner", "outer", "third"}) {
    const SourceLocation At = P.C.function(Name).getLocation();
    EXPECT_EQ(P.Where.locate(P.Where.of(At)), At) << Name;
  }
}

TEST(Places, OfOtherTranslationUnits) {
  Project P;
  const SourceManager &Sources = P.C.context().getSourceManager();
  const SourceLocation Told = P.Where.locate({P.Names.add("include/inner.h"), 1, 6});
  EXPECT_TRUE(Told.isValid());
  EXPECT_EQ(P.text(P.Where.of(Told)), "include/inner.h:1:6");
  EXPECT_TRUE(P.Where.locate({P.Names.add("/elsewhere/outer.h"), 3, 1}).isValid());
  EXPECT_FALSE(P.Where.locate({P.Names.add("include/missing.h"), 1, 1}).isValid());
  EXPECT_FALSE(P.Where.locate({}).isValid());
  EXPECT_EQ(P.Where.pathOf(Sources.getMainFileID()), "source/main.cpp");
}

} // namespace
