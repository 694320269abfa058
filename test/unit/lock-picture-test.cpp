#include "driver/lock-picture.h"

#include "gtest/gtest.h"

using namespace asynctidy;
using driver::dotOf;
using driver::layOut;
using report::LockPicture;

namespace {

LockPicture twoLocks() {
  LockPicture Picture;
  Picture.Locks = {{"A\"]; evil"}, {"B"}};
  Picture.Orders = {{0, 1, {{{"/p/x.cpp", 3, 1, 2}, "", ""}}}, {1, 0, {{{"/p/y.cpp", 3, 1, 2}, "", ""}}}};
  return Picture;
}

TEST(LockPicture, GraphvizSeesNoNames) {
  const std::string Dot = dotOf(twoLocks());
  EXPECT_EQ(Dot.find("evil"), std::string::npos);
  EXPECT_EQ(Dot.find("x.cpp"), std::string::npos);
  EXPECT_NE(Dot.find("n1 [width=0.490, height=0.417];"), std::string::npos) << Dot;
  EXPECT_NE(Dot.find("n0 -> n1 [label=e0_"), std::string::npos) << Dot;
}

TEST(LockPicture, TakesPlacesFromPlain) {
  LockPicture Picture = twoLocks();
  ASSERT_TRUE(layOut(Picture, "graph 1 4 2\n"
                              "node n0 1 0.5 1.5 0.25 \"\" solid box black lightgrey\n"
                              "node n1 3 0.5 1 0.25 \"\" solid box black lightgrey\n"
                              "edge n1 n0 4 2.5 0.5 2.25 0.75 2 0.75 1.5 0.5 e1___ 2 1 solid black\n"
                              "edge n0 n1 4 1.5 0.5 2 0 2.25 0 2.5 0.5 e0____ 2 0.25 solid black\n"
                              "stop\n"));
  EXPECT_TRUE(Picture.IsLaidOut);
  EXPECT_EQ(Picture.Width, 288);
  EXPECT_EQ(Picture.Locks[0].Centre.X, 72);
  EXPECT_EQ(Picture.Locks[0].Centre.Y, 108); // from above
  EXPECT_EQ(Picture.Locks[0].Width, 108);
  EXPECT_EQ(Picture.Orders[0].Curve.front().X, 108);
  EXPECT_EQ(Picture.Orders[1].Curve.front().X, 180);
  EXPECT_EQ(Picture.Orders[1].Label.Y, 72);
}

TEST(LockPicture, RefusesWhatIsNotPlain) {
  for (const char *Plain : {"", "graph 1 4\n", "graph 1 nan 2\n", "graph 1 4 inf\n", "<svg>",
                            "graph 1 4 2\nnode n2 1 1 1 1\n", "graph 1 4 2\nnode n0 1 1 1 1\nnode n1 1 1 1 1\n",
                            "graph 1 4 2\nedge n0 n1 4 1 1 1\n", "graph 1 4 2\nedge n0 n1 1 1 1 <script> 1 1\n"}) {
    LockPicture Picture = twoLocks();
    EXPECT_FALSE(layOut(Picture, Plain)) << Plain;
    EXPECT_FALSE(Picture.IsLaidOut) << Plain;
  }
}

} // namespace
