#include "link/dot.h"

#include "link-program.h"
#include "link/analysis.h"

#include "gtest/gtest.h"

using namespace asynctidy::link;
using namespace asynctidy::unit;

namespace {

std::string dotOf(Code &C) {
  Analysis Of(C.program());
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  writeDot(Out, C.program(), Of.lockGraph());
  return Out.str();
}

TEST(Dot, NodesEdgesAndCycles) {
  Code C;
  C.function("low").lock("B");
  C.function("f").lock("ns::A").call("low");
  C.function("g").lock("B").lock("ns::A");
  C.coroutine("h").lock("B").lock("this.Pool::m", Async);
  EXPECT_EQ(dotOf(C), R"(digraph locks {
  rankdir=LR;
  node [shape=box];
  n0 [label="B"];
  n1 [label="Pool::m", shape=ellipse];
  n2 [label="ns::A"];
  n0 -> n1 [label="a.cpp:11:1", tooltip="held since a.cpp:10:1\nlocked at a.cpp:11:1"];
  n0 -> n2 [label="a.cpp:8:1", tooltip="held since a.cpp:7:1\nlocked at a.cpp:8:1", color=red, fontcolor=red];
  n2 -> n0 [label="a.cpp:5:1", tooltip="held since a.cpp:4:1\na.cpp:5:1: 'f' calls 'low'\nlocked at a.cpp:2:1", color=red, fontcolor=red];
}
)");
}

TEST(Dot, AnEmptyGraph) {
  Code C;
  EXPECT_EQ(dotOf(C), "digraph locks {\n  rankdir=LR;\n  node [shape=box];\n}\n");
}

TEST(Dot, EveryTextIsEscaped) {
  Code C;
  C.file("a\"b\\c\n.cpp");
  C.function("f").lock("A\"];x").lock("B\\");
  const std::string Text = dotOf(C);
  EXPECT_NE(Text.find("label=\"A\\\"];x\""), std::string::npos);
  EXPECT_NE(Text.find("label=\"B\\\\\""), std::string::npos);
  EXPECT_NE(Text.find("label=\"a\\\"b\\\\c\\n.cpp:3:1\""), std::string::npos);
}

} // namespace
