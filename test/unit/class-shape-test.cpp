#include "facts/types/class-shape.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

TEST(ClassShape, ReadsWhatWasNotInstantiated) {
  Code C(R"(
template <class T> struct box { void put(T); T value; };
template <class T> struct box<T *> { void point(T *); };
struct declared; template <class T> struct declared_too;
using of_int = box<int>; using of_pointer = box<int *>; using reference = const box<int> &; using number = int;
using unknown = declared; using unknown_too = declared_too<int>;
)");
  EXPECT_EQ(methodsNamed(recordOf(C.type("of_int")), "put").size(), 1u);
  EXPECT_EQ(methodsNamed(recordOf(C.type("reference")), "put").size(), 1u);
  EXPECT_EQ(recordOf(C.type("number")), nullptr);
  EXPECT_EQ(readable(recordOf(C.type("unknown"))), nullptr);
  EXPECT_EQ(readable(recordOf(C.type("unknown_too"))), nullptr);
  EXPECT_EQ(readable(nullptr), nullptr);
  EXPECT_EQ(templateOf(recordOf(C.type("of_int"))), templateOf(&C.record("box")));
  EXPECT_EQ(templateOf(recordOf(C.type("unknown"))), nullptr);
}

TEST(ClassShape, LooksIntoBases) {
  Code C(R"(
struct top { void a(); void b(); struct inner {}; using alias = inner; using number = int; };
struct left : top { void a(int); void a(char); }; struct right {}; struct all : left, right {};
)");
  const CXXRecordDecl &All = C.record("all");
  std::vector<std::string> Order;
  visitWithBases(&All, [&](const CXXRecordDecl &Class) {
    Order.push_back(Class.getNameAsString());
    return false;
  });
  EXPECT_EQ(Order, (std::vector<std::string>{"all", "left", "top", "right"}));
  EXPECT_TRUE(visitWithBases(&All, [](const CXXRecordDecl &Class) { return Class.getName() == "left"; }));
  EXPECT_EQ(methodsNamed(&All, "a").size(), 2u) << "of the first class that has any";
  EXPECT_EQ(methodsNamed(&All, "b").size(), 1u);
  EXPECT_TRUE(methodsNamed(&All, "c").empty());
  EXPECT_EQ(memberClass(&All, "alias"), &C.record("top::inner"));
  EXPECT_EQ(memberClass(&All, "number"), nullptr);
  EXPECT_TRUE(hasMemberType(&All, "number"));
  EXPECT_FALSE(hasMemberType(&All, "missing"));
}

TEST(ClassShape, CopiesAndMoves) {
  Code C(R"(
struct plain {}; struct moves { moves(moves &&); }; struct neither { neither(const neither &) = delete; };
struct holds_moves { moves m; }; struct hidden { private: hidden(const hidden &); };
struct closes { ~closes(); }; struct closes_not {};
)");
  for (const char *Name : {"plain"})
    EXPECT_TRUE(isCopyable(C.record(Name)) && isMovable(C.record(Name))) << Name;
  for (const char *Name : {"moves", "holds_moves"})
    EXPECT_TRUE(!isCopyable(C.record(Name)) && isMovable(C.record(Name))) << Name;
  for (const char *Name : {"neither", "hidden"})
    EXPECT_TRUE(!isCopyable(C.record(Name)) && !isMovable(C.record(Name))) << Name;
  EXPECT_NE(writtenDestructor(C.record("closes")), nullptr);
  EXPECT_EQ(writtenDestructor(C.record("closes_not")), nullptr);
}

TEST(ClassShape, OfFunctions) {
  Code C(R"(
template <class T> T made() { return T(); } void hidden(); inline void seen() {} void test() { made<int>(); }
auto deduced() { return 1; } auto declared_only();
bool yes() { return true; } bool no() { return false; } bool asks(bool x) { return x; } bool more() { seen(); return true; }
using closure = decltype([] {}); using other = int;
)");
  EXPECT_EQ(definitionOf(C.function("hidden")), nullptr);
  EXPECT_EQ(bodyOf(C.function("hidden")), nullptr);
  EXPECT_EQ(definitionOf(C.function("seen")), &C.function("seen"));
  EXPECT_NE(bodyOf(*callsIn(C.function("test"), "made").front()->getDirectCallee()), nullptr);
  EXPECT_EQ(returnTypeOf(C.function("deduced")).getAsString(), "int");
  EXPECT_EQ(constantBoolReturn(C.function("yes")), true);
  EXPECT_EQ(constantBoolReturn(C.function("no")), false);
  for (const char *Name : {"asks", "more", "hidden"})
    EXPECT_EQ(constantBoolReturn(C.function(Name)), std::nullopt) << Name;
  EXPECT_TRUE(isClosure(C.type("closure")));
  EXPECT_FALSE(isClosure(C.type("other")));
}

} // namespace
