#include "facts/syntax/functions.h"

#include "code.h"
#include "facts/syntax/names.h"

#include "clang/AST/DeclTemplate.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

using Words = std::vector<std::string>;

/// "f", "f<int>" for an instantiation, "f<>" for a template itself, "box<int>::m" for a member of one, "lambda:LINE".
std::string nameOf(const Code &C, const FunctionDecl &F) {
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F); Method && Method->getParent()->isLambda())
    return "lambda:" + std::to_string(C.line(F.getLocation())) +
           (F.getDescribedFunctionTemplate()       ? "<>"
            : F.isFunctionTemplateSpecialization() ? "<auto>"
                                                   : "");
  std::string Name;
  llvm::raw_string_ostream Out(Name);
  PrintingPolicy Policy = C.context().getPrintingPolicy();
  Policy.SuppressUnwrittenScope = true;
  F.getNameForDiagnostic(Out, Policy, /*Qualified=*/true);
  if (F.getDescribedFunctionTemplate())
    Out << "<>";
  return Name;
}

Words functions(const Code &C, llvm::StringRef SystemPaths = "") {
  Words Found;
  for (const FunctionDecl *F : userCodeIn(C.context(), UserCode(C.context().getSourceManager(), SystemPaths)).Functions)
    Found.push_back(nameOf(C, *F));
  return Found;
}

Words initializers(const Code &C) {
  Words Found;
  for (const Expr *E : userCodeIn(C.context(), UserCode(C.context().getSourceManager(), "")).Initializers)
    Found.push_back(C.text(*E));
  return Found;
}

TEST(UserCodeIn, FunctionsWithABodyInOrder) {
  Code C(R"(
void declared();
void first() {}
namespace a { void second() {} namespace { void third() {} } namespace b { inline namespace c { void fourth() {} } } }
extern "C" { void fifth() {} }
extern "C" void sixth() {}
static void seventh() {}
struct s { s() {} ~s() {} void m() {} static void sm() {} void out(); s(const s &) = default; void gone() = delete;
  int operator()(int) { return 1; } };
void s::out() {}
union u { void m() {} };
)");
  EXPECT_EQ(functions(C), (Words{"first", "a::second", "a::third", "a::b::fourth", "fifth", "sixth", "seventh", "s::s",
                                 "s::~s", "s::m", "s::sm", "s::operator()", "s::out", "u::m"}));
}

TEST(UserCodeIn, InstantiationsComeBeforeTheTemplate) {
  Code C(R"(
template <class T> void f(T) {}
template <class T> struct box { void used() {} void unused() {} template <class U> void both(U) {} };
template <class T> void never() {}
void caller() { f(1); f('c'); box<int>().used(); box<char>().both(1); }
)");
  const Words Found = functions(C);
  auto At = [&](llvm::StringRef Name) { return llvm::find(Found, Name) - Found.begin(); };
  const long Missing = static_cast<long>(Found.size());
  for (const char *Name : {"f<int>", "f<char>", "f<>", "box<int>::used", "box<char>::both<int>", "box::used",
                           "box::unused", "never<>", "caller"})
    EXPECT_LT(At(Name), Missing) << Name << " is not among " << testing::PrintToString(Found);
  EXPECT_LT(At("f<int>"), At("f<>"));
  EXPECT_LT(At("f<char>"), At("f<>"));
  EXPECT_EQ(At("box<int>::unused"), Missing) << "not instantiated";
}

TEST(UserCodeIn, SpecialisationsAreFoundOnce) {
  Code C(R"(
template <class T> void f(T) {}
template <> void f(int) {}
template <class T> struct box { void m() {} };
template <class T> struct box<T *> { void pointer() {} };
template <> struct box<char> { void special() {} };
template void f(long);
template struct box<long>;
void caller() { f(1); box<int *>().pointer(); }
)");
  Words Found = functions(C);
  llvm::sort(Found);
  EXPECT_EQ(std::adjacent_find(Found.begin(), Found.end()), Found.end()) << testing::PrintToString(Found);
  for (const char *Name : {"f<int>", "f<long>", "f<>", "box<char>::special", "box<long>::m", "box<int *>::pointer"})
    EXPECT_TRUE(llvm::is_contained(Found, Name)) << Name << " is not among " << testing::PrintToString(Found);
  EXPECT_EQ(llvm::count_if(Found, [](llvm::StringRef Name) { return Name.ends_with("::pointer"); }), 2)
      << "the partial specialisation and its instance";
}

TEST(UserCodeIn, MembersOfAClassTemplateInAClassTemplate) {
  Code C(R"(
template <class T> struct outer {
  template <class U> struct inner {
    void m() {}
    void out();
  };
};
template <class T> template <class U> void outer<T>::inner<U>::out() {}
void uses() { outer<int>::inner<char> i; i.m(); i.out(); }
)");
  EXPECT_EQ(functions(C), (Words{"outer<int>::inner<char>::m", "outer<int>::inner<char>::out", "outer::inner::m",
                                 "outer::inner::out", "uses"}));
}

TEST(UserCodeIn, OutOfLineMembersOfTemplates) {
  Code C(R"(
template <class T> struct box { void m(); template <class U> void g(U); };
template <class T> void box<T>::m() {}
template <class T> template <class U> void box<T>::g(U) {}
void caller() { box<int> b; b.m(); b.g('c'); }
)");
  Words Found = functions(C);
  llvm::sort(Found);
  EXPECT_EQ(std::adjacent_find(Found.begin(), Found.end()), Found.end()) << testing::PrintToString(Found);
  for (const char *Name : {"box<int>::m", "box<int>::g<char>", "caller"})
    EXPECT_TRUE(llvm::is_contained(Found, Name)) << Name << " is not among " << testing::PrintToString(Found);
}

TEST(UserCodeIn, Lambdas) {
  Code C(R"(
auto global = [] {};                          // 2
void f(int n = [] { return 1; }()) {          // 3
  auto outer = [] { auto inner = [] {}; };    // 4
  auto captured = [l = [] {}] {};             // 5
}
struct s {
  int member = [] { return 1; }();            // 8
  int other;
  s() : other([] { return 2; }()) {}          // 10
};
)");
  Words Found = functions(C);
  llvm::erase_if(Found, [](const std::string &Name) { return !llvm::StringRef(Name).starts_with("lambda"); });
  EXPECT_EQ(Found,
            (Words{"lambda:2", "lambda:3", "lambda:4", "lambda:4", "lambda:5", "lambda:5", "lambda:8", "lambda:10"}));
}

TEST(UserCodeIn, GenericLambdas) {
  Code C(R"(
void f() {
  auto called = [](auto x) { return x; };
  called(1);
  auto never = [](auto x) { return x; };
}
)");
  EXPECT_EQ(functions(C), (Words{"f", "lambda:3<auto>", "lambda:3<>", "lambda:5<>"}));
}

TEST(UserCodeIn, LambdasOfInstantiations) {
  Code C(R"(
template <class T> void f(T t) {
  auto l = [t] { return t; };
}
void g() { f(1); }
)");
  EXPECT_EQ(functions(C), (Words{"f<int>", "lambda:3", "f<>", "lambda:3", "g"}));
}

TEST(UserCodeIn, LocalClasses) {
  Code C(R"(
void f() {
  struct local { void m() {} struct inner { void deep() {} }; };
  auto l = [] { struct in_lambda { void m() {} }; };
}
)");
  const Words Found = functions(C);
  EXPECT_EQ(Found.size(), 5u) << testing::PrintToString(Found);
}

TEST(UserCodeIn, FriendsDefinedInAClass) {
  Code C(R"(
struct s { friend void befriended(s) {} friend void elsewhere(s); template <class T> friend void generic(s, T) {} };
void elsewhere(s) {}
void caller() { generic(s(), 1); }
)");
  Words Found = functions(C);
  llvm::sort(Found);
  EXPECT_EQ(Found, (Words{"befriended", "caller", "elsewhere", "generic<>", "generic<int>"}));
}

TEST(UserCodeIn, ALambdaInAnAwaitIsFoundOnce) {
  Code C(R"(#include "zoo.h"
zoo::task<int> f() {
  co_await []() -> zoo::task<int> { co_return 1; }();
  auto n = co_await []() -> zoo::task<int> { co_return 1; }();
  co_return co_await []() -> zoo::task<int> { co_return 1; }();
}
zoo::generator<int> g() {
  co_yield [] { return 1; }();
}
)",
         {.Arguments = {"--system-header-prefix=zoo"}}); // zoo.h has functions of its own
  EXPECT_EQ(functions(C), (Words{"f", "lambda:3", "lambda:4", "lambda:5", "g", "lambda:8"}));
}

TEST(UserCodeIn, Initializers) {
  Code C(R"(
int one();
int global = one() + 1;
int uninitialised;
extern int elsewhere;
struct s {
  int member = one() + 2;
  static inline int shared = one() + 3;
  static int later;
  s() : other(one() + 4) {}
  int other;
};
int s::later = one() + 5;
template <class T> T variable = one() + 6;
void f(int n = one() + 7) { int local = one() + 8; static int kept = one() + 9; }
)");
  const Words Found = initializers(C);
  for (int N : {1, 2, 3, 4, 5, 6, 7})
    EXPECT_EQ(llvm::count(Found, "one() + " + std::to_string(N)), 1) << N << ": " << testing::PrintToString(Found);
  for (int N : {8, 9})
    EXPECT_FALSE(llvm::is_contained(Found, "one() + " + std::to_string(N))) << "part of the body of f";
}

// ---- whose code

constexpr char Header[] = "inline void in_header() {}\ntemplate <class T> void generic_in_header(T) {}\n";

TEST(UserCodeIn, SystemHeadersAreOut) {
  Code C("#include <lib.h>\nvoid mine() { generic_in_header(1); }\n",
         {.Files = {{"/sys/lib.h", Header}}, .Arguments = {"-isystem", "/sys"}});
  EXPECT_EQ(functions(C), Words{"mine"});
}

TEST(UserCodeIn, OwnHeadersAreIn) {
  Code C("#include \"lib.h\"\nvoid mine() {}\n", {.Files = {{"/own/lib.h", Header}}, .Arguments = {"-I/own"}});
  EXPECT_EQ(functions(C), (Words{"in_header", "generic_in_header<>", "mine"}));
}

TEST(UserCodeIn, SystemPathsAreOut) {
  const Code::Setup Setup{.Files = {{"/p/third_party/lib/lib.h", Header}, {"/p/src/own.h", "inline void own() {}\n"}},
                          .Arguments = {"-I/p/third_party/lib", "-I/p/src"}};
  Code C("#include \"lib.h\"\n#include \"own.h\"\nvoid mine() {}\n", Setup);
  EXPECT_EQ(functions(C, "*/third_party/*"), (Words{"own", "mine"}));
  EXPECT_EQ(functions(C, "/nothing/*;*/third_party/*"), (Words{"own", "mine"}));
  EXPECT_EQ(functions(C, "*/lib.h"), (Words{"own", "mine"}));
  EXPECT_EQ(functions(C, "*/lib"), (Words{"in_header", "generic_in_header<>", "own", "mine"})) << "whole path";
  EXPECT_EQ(functions(C, "lib.h"), (Words{"in_header", "generic_in_header<>", "own", "mine"})) << "whole path";
  EXPECT_EQ(functions(C, "[;*/third_party/*"), (Words{"own", "mine"})) << "an unreadable glob matches nothing";
}

TEST(UserCodeIn, TheMainFileIsAlwaysIn) {
  Code C("void mine() {}\n", {.FileName = "/p/third_party/lib/main.cpp"});
  EXPECT_EQ(functions(C, "*/third_party/*"), Words{"mine"});
}

TEST(UserCodeIn, MacrosBelongToWhereTheyAreUsed) {
  Code C("#include <lib.h>\nDEFINE(mine)\n",
         {.Files = {{"/sys/lib.h", "#define DEFINE(name) void name() {}\nDEFINE(theirs)\n"}},
          .Arguments = {"-isystem", "/sys"}});
  EXPECT_EQ(functions(C), Words{"mine"});
}

TEST(PathGlobs, MatchWholePathsAcrossDirectories) {
  const PathGlobs Globs("*/third_party/*;/usr/include/*; /opt/?.h ;;[");
  EXPECT_TRUE(Globs.match("/a/b/third_party/c/d.h"));
  EXPECT_TRUE(Globs.match("/usr/include/c++/12/vector"));
  EXPECT_TRUE(Globs.match("/opt/x.h")) << "spaces around a glob do not count";
  EXPECT_FALSE(Globs.match("/opt/xx.h"));
  EXPECT_FALSE(Globs.match("/a/third_party"));
  EXPECT_FALSE(Globs.match("/home/usr/include/x.h"));
  EXPECT_FALSE(PathGlobs("").match("/x"));
  EXPECT_TRUE(PathGlobs("").empty());
  EXPECT_FALSE(Globs.empty());
}

TEST(UserCode, InvalidLocationsAreNobodys) {
  Code C("int x;\n");
  EXPECT_FALSE(UserCode(C.context().getSourceManager(), "").contains(SourceLocation()));
}

// ---- the rest

TEST(IsCoroutine, ByItsOwnBody) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> coroutine() { co_return 1; }
zoo::task<int> ordinary() { return coroutine(); }
zoo::task<int> declared();
void holds_one() { auto l = []() -> zoo::task<int> { co_return 1; }; }
zoo::detached awaits() { co_await coroutine(); }
)");
  EXPECT_TRUE(isCoroutine(C.function("coroutine")));
  EXPECT_TRUE(isCoroutine(C.function("awaits")));
  EXPECT_FALSE(isCoroutine(C.function("ordinary")));
  EXPECT_FALSE(isCoroutine(C.function("declared")));
  EXPECT_FALSE(isCoroutine(C.function("holds_one")));
}

TEST(WrittenBody, IsWithoutThePromiseMachinery) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> coroutine() { co_return 1; }
int ordinary() { return 1; }
int declared();
)");
  EXPECT_EQ(C.text(*writtenBody(C.function("coroutine"))), "{ co_return 1; }");
  EXPECT_EQ(C.text(*writtenBody(C.function("ordinary"))), "{ return 1; }");
  EXPECT_TRUE(isa<CompoundStmt>(writtenBody(C.function("coroutine"))));
  EXPECT_EQ(writtenBody(C.function("declared")), nullptr);
}

} // namespace
