#include "facts/flow/flow-states.h"

#include "gtest/gtest.h"

#include <map>
#include <utility>
#include <vector>

using namespace asynctidy::facts;

namespace {

std::vector<unsigned> valuesOf(const FlowStates &States) {
  std::vector<unsigned> Values;
  for (size_t I = 0; I < States.size(); ++I)
    Values.push_back(States[I]);
  return Values;
}

std::map<size_t, unsigned> unusualIn(const FlowStates &States) {
  std::map<size_t, unsigned> Found;
  States.forEachUnusual([&](size_t I, unsigned char Value) {
    Found[I] = Value;
    return true;
  });
  return Found;
}

TEST(FlowStates, HaveOneValueForEachThing) {
  EXPECT_EQ(valuesOf(FlowStates()), std::vector<unsigned>());
  EXPECT_EQ(valuesOf(FlowStates(3, 2)), (std::vector<unsigned>{2, 2, 2}));
  EXPECT_EQ(valuesOf(FlowStates{1, 0, 4}), (std::vector<unsigned>{1, 0, 4}));
}

TEST(FlowStates, AreChangedOneByOne) {
  for (const size_t Size : {1, 7, 8, 9, 100, 129})
    for (size_t Changed = 0; Changed < Size; ++Changed) {
      FlowStates States(Size, 1);
      const FlowStates Before = States;
      States.set(Changed, 5);
      for (size_t I = 0; I < Size; ++I)
        ASSERT_EQ(States[I], I == Changed ? 5 : 1) << Size << ' ' << Changed << ' ' << I;
      EXPECT_EQ(unusualIn(States), (std::map<size_t, unsigned>{{Changed, 5}}));
      EXPECT_EQ(Before[Changed], 1) << "a copy is not changed";
      EXPECT_FALSE(States == Before);
      States.set(Changed, 1);
      EXPECT_TRUE(States == Before);
    }
}

TEST(FlowStates, AreUnited) {
  for (const unsigned char Usual : {0, 1}) {
    FlowStates A(100, Usual), B(100, Usual);
    A.set(3, 2);
    A.set(70, 2);
    B.set(3, 4);
    B.set(99, 8);
    EXPECT_TRUE(A.unite(B)) << "it has grown";
    EXPECT_EQ(A[3], 6);
    EXPECT_EQ(A[70], 2 | Usual);
    EXPECT_EQ(A[99], 8 | Usual);
    EXPECT_EQ(A[0], Usual);
    EXPECT_FALSE(A.unite(B)) << "nothing is new";
    EXPECT_FALSE(A.unite(A));
    EXPECT_TRUE(B.unite(A));
    EXPECT_EQ(A == B, true);
  }
}

TEST(FlowStates, ThatBecomeUsualAreEqualToUsualOnes) {
  FlowStates A(20, 3), B(20, 3);
  A.set(9, 1);
  B.set(9, 2);
  EXPECT_TRUE(A.unite(B));
  EXPECT_TRUE(A == FlowStates(20, 3));
  EXPECT_EQ(unusualIn(A), (std::map<size_t, unsigned>()));
}

} // namespace
