#include "facts/syntax/symbols.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;
namespace summaries = asynctidy::summaries;

namespace {

/// A translation unit, with the names that it gives.
struct Unit {
  Code C;
  summaries::Strings Names;
  Places Where{C.context().getSourceManager(), Names, "/project"};
  Symbols Ids{Names, Where};

  explicit Unit(llvm::StringRef Text, std::string FileName = "/project/a.cpp",
                std::vector<std::pair<std::string, std::string>> Files = {})
      : C(Text, {std::move(FileName), std::move(Files)}) {}

  std::string function(llvm::StringRef Name) { return Names[Ids.function(C.function(Name))].str(); }
  std::string variable(llvm::StringRef Name) { return Names[Ids.variable(*llvm::cast<ValueDecl>(C.find(Name)))].str(); }
  std::string field(llvm::StringRef Name) { return Names[Ids.field(*llvm::cast<FieldDecl>(C.find(Name)))].str(); }
};

TEST(Symbols, MeanTheSameFunctionEverywhere) {
  Unit A("namespace n { void f(); struct s { void g(); }; }", "/project/a.cpp");
  Unit B("namespace n { struct s { void g(); }; void f() {} void s::g() {} }", "/project/b.cpp");
  EXPECT_EQ(A.function("n::f"), B.function("n::f"));
  EXPECT_EQ(A.function("n::s::g"), B.function("n::s::g"));
  EXPECT_NE(A.function("n::f"), A.function("n::s::g"));
}

TEST(Symbols, TellOverloadsApart) {
  Unit A("namespace a { void f(int); } namespace b { void f(char); void f(int); }");
  std::set<std::string> Seen;
  for (const Decl *Namespace : A.C.context().getTranslationUnitDecl()->decls())
    if (const auto *Inside = dyn_cast<NamespaceDecl>(Namespace))
      for (const Decl *D : Inside->decls())
        Seen.insert(A.Names[A.Ids.function(*llvm::cast<FunctionDecl>(D))].str());
  EXPECT_EQ(Seen.size(), 3u);
}

TEST(Symbols, OfInternalLinkageBringTheirFile) {
  constexpr char Text[] = "static void f() {} namespace { void g() {} int v; struct s { int m; }; } static int w;";
  Unit A(Text, "/project/a.cpp"), B(Text, "/project/b.cpp");
  for (const char *Name : {"f", "g"}) {
    EXPECT_NE(A.function(Name), B.function(Name)) << Name;
    EXPECT_TRUE(llvm::StringRef(A.function(Name)).starts_with("a.cpp|")) << A.function(Name);
  }
  EXPECT_EQ(A.variable("w"), "a.cpp|w");
  EXPECT_NE(A.variable("v"), B.variable("v"));
}

TEST(Symbols, OfLambdasBringTheirPlace) {
  Unit A("void test() { auto f = [] {}; auto g = [] {}; }");
  std::vector<std::string> Ids;
  for (const auto *Lambda : allIn<LambdaExpr>(A.C.function("test")))
    Ids.push_back(A.Names[A.Ids.function(*Lambda->getCallOperator())].str());
  ASSERT_EQ(Ids.size(), 2u);
  EXPECT_NE(Ids[0], Ids[1]);
  EXPECT_TRUE(llvm::StringRef(Ids[0]).starts_with("a.cpp:1:")) << Ids[0];
}

TEST(Symbols, OfFields) {
  Unit A("#include \"/project/s.h\"\nstruct here { int m; };", "/project/a.cpp",
         {{"/project/s.h", "namespace n { struct s { int m; int k; }; }"}});
  EXPECT_EQ(A.field("n::s::m"), "s.h|n::s::m");
  EXPECT_EQ(A.field("n::s::k"), "s.h|n::s::k");
  EXPECT_EQ(A.field("here::m"), "a.cpp|here::m");
}

TEST(Symbols, OfVariables) {
  Unit A("namespace n { int v; extern int w; struct s { static int m; }; }");
  EXPECT_EQ(A.variable("n::v"), "n::v");
  EXPECT_EQ(A.variable("n::w"), "n::w");
  EXPECT_EQ(A.variable("n::s::m"), "n::s::m");
}

TEST(Symbols, OfLocals) {
  Unit A("void f() { { static int v; } { static int v; } } void g() { static int v; }");
  std::set<std::string> Seen;
  for (const char *Name : {"f", "g"})
    for (const auto *Declared : allIn<DeclStmt>(A.C.function(Name)))
      Seen.insert(A.Names[A.Ids.variable(*llvm::cast<VarDecl>(Declared->getSingleDecl()))].str());
  EXPECT_EQ(Seen.size(), 3u);
}

TEST(Symbols, SayWhichFileDefinesAVariable) {
  Unit A("#include \"/project/v.h\"\nint mine; extern int theirs; static int own;", "/project/a.cpp",
         {{"/project/v.h", "inline int shared;"}});
  for (const char *Name : {"mine", "theirs", "own", "shared"})
    A.variable(Name);
  std::vector<std::string> Defined;
  for (const auto &[Variable, File] : A.Ids.definedVariables())
    Defined.push_back((A.Names[Variable] + " in " + A.Names[File]).str());
  EXPECT_EQ(Defined, (std::vector<std::string>{"mine in a.cpp", "shared in v.h"}));
}

} // namespace
