#include "facts/unit/enclosing-function.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Macros[] = R"(
#define JOIN_NOW(a, b) a##b
#define JOIN(a, b) JOIN_NOW(a, b)
#define TEST_CASE(...) static void JOIN(internal_test_, __COUNTER__)()
#define LINE_CASE(...) static void JOIN(internal_test_, __LINE__)()
#define FIXED(suite, name) struct suite##_##name##_Test { void body(); }; void suite##_##name##_Test::body()
#define NUMBERED(number) void JOIN(numbered_, number)()
#define WHOLE(text, ...) void JOIN(whole_, __COUNTER__)() __VA_ARGS__
#define INSIDE(name) namespace JOIN(space_, __COUNTER__) { struct inner { void run(); }; } \
  void JOIN(space_, 0)::inner::run()
)";

/// The stable names of all functions that have a body, in the order of the source.
std::vector<std::string> namesIn(const std::string &Text) {
  const Code C(Macros + Text);
  std::vector<std::string> Names;
  for (const FunctionDecl *F : C.unit().userCode().Functions)
    Names.push_back(stableName(*F));
  return Names;
}

using Names = std::vector<std::string>;

// Also of a template and its instance: they are one function.
TEST(StableName, HasNamespacesClassesAndFunctionsAround) {
  EXPECT_EQ(namesIn("namespace a { inline namespace v1 { namespace { struct s { s() {} ~s() {} "
                    "template <class T> void f(T) {} }; } } void g() { s().f(1); } }"),
            Names({"a::s::s", "a::s::~s", "a::s::f", "a::s::f", "a::g"}));
}

TEST(StableName, OfATestIsTheUseOfItsMacro) {
  EXPECT_EQ(namesIn(R"(TEST_CASE("sends", "[net]") {} TEST_CASE("closes") {})"),
            Names({R"(TEST_CASE("sends"))", R"(TEST_CASE("closes"))"}));
  EXPECT_EQ(namesIn("LINE_CASE(\"sends\" ,\n // what it is about\n   \"[net]\") {}"), Names({R"(LINE_CASE("sends"))"}));
  EXPECT_EQ(namesIn("TEST_CASE(fixture, \"sends \"\n \"twice\", \"[net]\") {}"),
            Names({R"(TEST_CASE(fixture, "sends twice"))"}));
  EXPECT_EQ(namesIn("namespace n { TEST_CASE(R\"(two\nlines)\") {} }"), Names({"n::TEST_CASE(R\"(two lines)\")"}));
}

TEST(StableName, KeepsWhatTheUseOfAMacroSays) {
  EXPECT_EQ(namesIn("FIXED(net, sends2) {}"), Names({"net_sends2_Test::body"}));
  EXPECT_EQ(namesIn("NUMBERED(7) {} NUMBERED(x8) {}"), Names({"numbered_7", "numbered_x8"}));
}

TEST(StableName, OfAUseWithAWholeBodyHasNoNumber) {
  EXPECT_EQ(namesIn(R"(WHOLE("a", { int n = 0; (void)n; }))"), Names({"whole_"}));
}

TEST(StableName, ReplacesCountersAroundToo) {
  EXPECT_EQ(namesIn("INSIDE(some) {}"), Names({"INSIDE(some)::inner::run"}));
}

} // namespace
