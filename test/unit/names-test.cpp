#include "facts/syntax/names.h"

#include "code.h"

#include "clang/AST/DeclTemplate.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

TEST(QualifiedName, OfNamespacesAndMembers) {
  Code C(R"(
void global();
namespace a { void f(); namespace b { struct s { void m(); static void sm(); struct inner { int data; }; }; } }
extern "C" void c_function();
namespace a { extern "C" void c_in_namespace(); }
)");
  for (const char *Name :
       {"global", "a::f", "a::b::s", "a::b::s::m", "a::b::s::sm", "a::b::s::inner", "a::b::s::inner::data"})
    EXPECT_EQ(qualifiedName(*C.find(Name)), Name);
}

TEST(QualifiedName, LeavesOutWhatNobodyWrites) {
  Code C(R"(
namespace lib { inline namespace v1 { struct in_inline { void m(); }; } namespace { struct in_anonymous {}; } }
namespace { struct top_anonymous {}; }
template <class T> struct box { void m(); struct inner {}; };
template <> struct box<int> { void special(); };
template <class T> void generic();
)");
  EXPECT_EQ(qualifiedName(*C.find("lib::v1::in_inline")), "lib::in_inline");
  EXPECT_EQ(qualifiedName(*C.find("lib::v1::in_inline::m")), "lib::in_inline::m");
  EXPECT_EQ(qualifiedName(*C.find("lib::in_anonymous")), "lib::in_anonymous");
  EXPECT_EQ(qualifiedName(*C.find("top_anonymous")), "top_anonymous");
  EXPECT_EQ(qualifiedName(*C.find("box::m")), "box::m");
  EXPECT_EQ(qualifiedName(*C.find("box::inner")), "box::inner");
  EXPECT_EQ(qualifiedName(*C.find("generic")), "generic");
  const auto *Box = cast<CXXRecordDecl>(C.find("box"))->getDescribedClassTemplate();
  for (const auto *Special : Box->specializations()) {
    EXPECT_EQ(qualifiedName(*Special), "box");
    for (const auto *Method : Special->methods())
      if (!Method->isImplicit())
        EXPECT_EQ(qualifiedName(*Method), "box::special");
  }
}

TEST(QualifiedName, EnumeratorsAsTheyAreWritten) {
  Code C("namespace a { enum class scoped { one }; enum plain { two }; struct s { enum { three }; }; }\n");
  EXPECT_EQ(qualifiedName(*C.find("a::scoped::one")), "a::scoped::one");
  EXPECT_EQ(qualifiedName(*C.find("a::two")), "a::two");
  EXPECT_EQ(qualifiedName(*C.find("a::s::three")), "a::s::three");
}

TEST(QualifiedName, Constructors) {
  Code C(R"(
namespace lib { struct s { explicit s(int); }; template <class T> struct t { explicit t(int);
  template <class U> t(U); }; }
)");
  for (const char *Class : {"lib::s", "lib::t"})
    for (const Decl *D : cast<CXXRecordDecl>(C.find(Class))->decls()) {
      if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
        D = Template->getTemplatedDecl();
      if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(D); Constructor && !Constructor->isImplicit())
        EXPECT_EQ(qualifiedName(*Constructor), Class + std::string(Class).substr(3));
    }
}

TEST(QuotedName, OfSpecialMembersAndBindings) {
  Code C(R"(
struct s { explicit s(int); ~s(); void m(); void operator()(); int key, value; };
void f(s given) { auto [key, value] = given; }
)");
  std::string Quoted;
  for (const auto *Method : cast<CXXRecordDecl>(C.find("s"))->methods())
    if (!Method->isImplicit())
      Quoted += quotedName(*Method) + "\n";
  EXPECT_EQ(Quoted, "the constructor of 's'\nthe destructor of 's'\n'm'\nthe call operator of 's'\n");
  for (const Decl *D : C.function("f").decls())
    if (isa<DecompositionDecl>(D))
      EXPECT_EQ(quotedName(*cast<NamedDecl>(D)), "'[key, value]'");
}

TEST(QualifiedName, OfTheStandardLibraryAsModelsWriteIt) {
  Code C(R"(
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
)");
  EXPECT_EQ(qualifiedName(*C.find("std::this_thread::sleep_for")), "std::this_thread::sleep_for");
  EXPECT_EQ(qualifiedName(*C.find("std::condition_variable::wait")), "std::condition_variable::wait");
  EXPECT_EQ(qualifiedName(*C.find("std::chrono::steady_clock::now")), "std::chrono::steady_clock::now")
      << "libstdc++ has an inline namespace in it";
}

TEST(QualifiedName, OfLocalClasses) {
  Code C("namespace a { auto f() { struct local { void m(); }; return local(); } using result = decltype(f()); }\n");
  EXPECT_EQ(qualifiedName(*C.type("a::result")->getAsCXXRecordDecl()), "a::local");
}

TEST(WordsOf, SplitsIdentifiers) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(wordsOf("stop"), (Words{"stop"}));
  EXPECT_EQ(wordsOf("stopRequested"), (Words{"stop", "requested"}));
  EXPECT_EQ(wordsOf("stop_requested_"), (Words{"stop", "requested"}));
  EXPECT_EQ(wordsOf("STOP_REQUESTED"), (Words{"stop", "requested"}));
  EXPECT_EQ(wordsOf("isHTTPOpen"), (Words{"is", "http", "open"}));
  EXPECT_EQ(wordsOf("m_isClosed2"), (Words{"m", "is", "closed2"}));
  EXPECT_EQ(wordsOf("trunk"), (Words{"trunk"})) << "it does not run";
  EXPECT_EQ(wordsOf("__"), Words{});
  EXPECT_EQ(wordsOf(""), Words{});
}

TEST(OutermostNamespace, IsTheLibrary) {
  Code C(R"(
namespace lib { inline namespace v1 { namespace detail { struct s { void m(); }; } } }
namespace lib { struct again {}; }
struct global {};
)");
  const NamespaceDecl *Library = outermostNamespace(*C.find("lib::v1::detail::s::m"));
  ASSERT_NE(Library, nullptr);
  EXPECT_EQ(Library->getName(), "lib");
  EXPECT_EQ(outermostNamespace(*C.find("lib::again")), Library) << "also when it is reopened";
  EXPECT_EQ(outermostNamespace(*C.find("global")), nullptr);
}

} // namespace
