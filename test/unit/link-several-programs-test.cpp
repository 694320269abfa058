// One project, several programs: what is not linked together does not meet.
#include "link-program.h"

#include "link/analysis.h"

#include "llvm/ADT/Twine.h"

#include "gtest/gtest.h"

using namespace asynctidy::link;
using asynctidy::unit::Code;

namespace {

/// "a.cpp" takes `one` before `two`, "b.cpp" the other way round.
void inversion(Code &C, llvm::StringRef MainOfA, llvm::StringRef MainOfB) {
  C.file("a.cpp");
  C.unitWithMain(MainOfA);
  C.function("f").lock("one").lock("two");
  C.file("b.cpp");
  C.unitWithMain(MainOfB);
  C.function("g").lock("two").lock("one");
}

TEST(SeveralPrograms, TwoMainsNeverMeet) {
  Code C;
  inversion(C, "a.cpp", "b.cpp");
  EXPECT_EQ(C.findings(), "");
}

TEST(SeveralPrograms, AFileWithoutMainIsInEveryProgram) {
  Code C;
  inversion(C, "a.cpp", "");
  C.unitWithMain("c.cpp");
  C.function("h");
  EXPECT_NE(C.findings(), "");
}

TEST(SeveralPrograms, OneMainIsOneProgram) {
  Code C;
  inversion(C, "a.cpp", "a.cpp");
  EXPECT_NE(C.findings(), "");
}

TEST(SeveralPrograms, ThreeFilesOfWhichNoTwoExcludeTheThird) {
  // Each two of the three have a program in common, all three have none.
  Code C;
  for (const auto &[Function, First, Second, Mains] : {std::tuple("f", "one", "two", std::pair("a.cpp", "b.cpp")),
                                                       {"g", "two", "three", {"b.cpp", "c.cpp"}},
                                                       {"h", "three", "one", {"c.cpp", "a.cpp"}}}) {
    C.file((llvm::Twine(Function) + ".h").str());
    C.unitWithMain(Mains.first);
    C.function(Function).lock(First).lock(Second);
    C.again(Mains.second);
  }
  EXPECT_EQ(C.findings(), "");
}

TEST(SeveralPrograms, AFunctionOfOneNameIsCalledInItsOwnFile) {
  Code C;
  C.file("a.cpp");
  C.function("work");
  C.coroutine("c").call("work");
  C.file("b.cpp");
  C.function("work").blocks("sleep");
  C.coroutine("d").call("work");
  C.file("c.cpp");
  C.coroutine("e").call("work");
  EXPECT_EQ(C.program().functions().size(), 5u);
  EXPECT_EQ(C.findings(),
            "b.cpp:4: 'work' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
            "[blocking-call]\n"
            "  b.cpp:2: 'work' calls 'sleep' here\n");
}

TEST(SeveralPrograms, WhatOnlyOneProgramHasIsNotSureForAll) {
  Code C;
  C.coroutine("c").call("work");
  C.file("b.cpp");
  C.unitWithMain("b.cpp");
  C.function("work").blocks("sleep");
  C.file("d.cpp");
  C.unitWithMain("d.cpp");
  C.function("other");
  EXPECT_EQ(C.findings(), "");
}

TEST(SeveralPrograms, AVirtualCallMeansWhatItsOwnProgramHas) {
  Code C;
  C.file("a.cpp");
  C.unitWithMain("a.cpp");
  C.function("A::f").overrides("Base::f").blocks("sleep");
  C.coroutine("c").call("Base::f").isVirtual();
  C.file("b.cpp");
  C.unitWithMain("b.cpp");
  C.function("B::f").overrides("Base::f");
  C.coroutine("d").call("Base::f").isVirtual();
  EXPECT_EQ(
      C.findings(),
      "a.cpp:4: 'Base::f' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
      "[blocking-call]\n"
      "  a.cpp:2: 'A::f' calls 'sleep' here\n");
}

/// Says that each of \p Files defines `one` and `two`.
void defineGlobals(Code &C, std::initializer_list<llvm::StringRef> Files) {
  UnitFacts Unit;
  for (const llvm::StringRef Variable : {"one", "two"})
    for (const llvm::StringRef File : Files)
      Unit.Globals.push_back({C.strings().add(Variable), C.strings().add(File)});
  C.program().add(std::move(Unit));
  C.program().tellGlobalsApart();
}

TEST(SeveralPrograms, AGlobalThatSeveralFilesDefineIsEachFilesOwn) {
  Code C;
  inversion(C, "", "");
  defineGlobals(C, {"a.cpp", "b.cpp"});
  EXPECT_EQ(C.findings(), "");
}

TEST(SeveralPrograms, AGlobalThatOneFileDefinesIsOne) {
  Code C;
  inversion(C, "", "");
  defineGlobals(C, {"a.cpp", "a.cpp"});
  EXPECT_NE(C.findings(), "");
}

} // namespace
