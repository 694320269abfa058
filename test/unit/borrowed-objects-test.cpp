#include "facts/aliases/borrowed-objects.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/views.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

/// What the first argument of the last call of a function `to_...` in \p F refers to.
std::string referents(const Code &, const FunctionDecl &F, TranslationUnit &Unit) {
  const CallExpr *Last = nullptr;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (Callee && Callee->getDeclName().isIdentifier() && Callee->getName().starts_with("to_"))
      Last = Call;
  });
  std::vector<std::string> Told;
  const QualType Parameter = Last->getDirectCallee()->getParamDecl(0)->getType();
  for (const BorrowedObject &To : objectsBorrowedBy(*Last->getArg(0), Parameter, F, Unit)) {
    static constexpr llvm::StringLiteral Kinds[] = {"temporary", "local", "borrowed", "this"};
    Told.push_back(Kinds[unsigned(To.Life)].str() + (To.Variable ? " " + To.Variable->getNameAsString() : ""));
  }
  return llvm::join(Told, ", ");
}

TEST(BorrowedObjects, OfArguments) {
  const std::pair<std::string, std::string> Cases[] = {
      // A reference.
      {"to_ref(name());", "temporary"},
      {"std::string s; to_ref(s);", "local s"},
      {"to_ref(given);", "borrowed given"},
      {"to_ref(global_name());", ""},
      {"static std::string s; to_ref(s);", ""},
      {"std::string &r = given; to_ref(r);", "borrowed given"},
      {"const std::string &kept = name(); to_ref(kept);", "local kept"},
      {"std::string s; to_ref(std::move(s));", "local s"},
      {"std::string s; to_ref(c() ? s : given);", "local s, borrowed given"},
      {"std::string s; to_ref((c(), s));", "local s"},
      {"client k; to_ref(k.text);", "local k"},
      {"client k; to_ref(k.ref());", "local k"},
      {"to_ref(make_client().text);", "temporary"},
      {"std::vector<std::string> v; to_ref(v[0]);", "local v"},
      {"std::vector<std::string> v; to_ref(v.front());", "local v"},
      {"std::vector<std::string> v; for (auto &s : v) to_ref(s);", "local v"},
      {"std::optional<std::string> o; to_ref(*o);", "local o"},
      {"auto [a, b] = std::pair(name(), 1); to_ref(a);", "local "},
      // A view, a pointer, what holds such.
      {"to_view(name());", "temporary"},
      {"to_view(\"text\");", ""},
      {"std::string s; to_view(s);", "local s"},
      {"std::string s; std::string_view v = s; to_view(v);", "local s"},
      {"std::string s; to_view(std::string_view(s).substr(1));", "local s"},
      {"std::string s; std::string_view v = s; to_view(v.substr(1));", "local s"},
      {"to_view(given_view.substr(1));", "borrowed given_view"},
      {"std::string s; to_view(s.substr(1));", "temporary"},
      {"int x; to_pointer(&x);", "local x"},
      {"int a[3]; to_pointer(a);", "local a"},
      {"int a[3]; to_pointer(a + 1);", "local a"},
      {"std::vector<int> v; to_pointer(v.data());", "local v"},
      {"to_pointer(pointer);", "borrowed pointer"},
      {"to_pointer(nullptr);", ""},
      {"std::string s; to_wrapper(s);", "local s"},
      {"std::string s; to_wrapper(std::ref(s));", "local s"},
      {"std::string s; to_aggregate({s, 1});", "local s"},
      {"to_aggregate({name(), 1});", "temporary"},
      {"std::string s; to_views({s, name()});", "local s, temporary"},
      // A callable.
      {"std::string s; to_function([&] { use(s); });", "local s"},
      {"std::string s; to_function([s] { use(s); });", ""},
      {"std::string s; to_function([v = std::string_view(s)] { use(std::string(v)); });", "local s"},
      {"std::string s; auto f = [&s] { use(s); }; to_function(f);", "local s"},
      // A value that owns itself.
      {"std::string s; to_value(s);", ""},
      // Smart pointers.
      {"auto p = std::make_unique<std::string>(); to_ref(*p);", "local p"},
      {"auto p = std::make_unique<std::string>(); to_ref(*p); p.reset();", ""},
      {"auto p = std::make_unique<std::string>(); to_ref(*p); auto q = std::move(p);", ""},
      {"to_ref(*std::make_unique<std::string>());", "temporary"},
      {"auto p = std::make_shared<std::string>(); to_ref(*p);", ""},
      // Functions of the user's own.
      {"std::string s; to_ref(same(s));", "local s"},
      {"std::string s; to_ref(either(given, s));", "borrowed given, local s"},
      {"std::string s; to_ref(interned(s));", ""},
      {"std::string s; to_ref(bound(s));", "local s"},
      {"std::string s; to_ref(declared(s));", ""},
  };
  std::string Text = R"(
#include "lifetime.h"
struct aggregate { const std::string &text; int n; };
void to_ref(const std::string &); void to_value(std::string);
void to_view(std::string_view); void to_pointer(const int *); void to_wrapper(std::reference_wrapper<std::string>);
void to_aggregate(aggregate); void to_views(std::vector<std::string_view>); void to_function(std::function<void()>);
inline const std::string &same(const std::string &s) { return s; }
inline const std::string &either(const std::string &a, const std::string &b) { return c() ? a : b; }
inline const std::string &interned(const std::string &s) {
  static std::map<std::string, std::string> all;
  return all[s];
}
const std::string &bound(const std::string &s [[clang::lifetimebound]]);
const std::string &declared(const std::string &s);
)";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "void test" + std::to_string(I) +
            "(std::string &given, std::string_view given_view, const int *pointer) { " + Cases[I].first + " }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(referents(C, C.function("test" + std::to_string(I)), Unit), Cases[I].second) << Cases[I].first;
}

TEST(BorrowedObjects, Views) {
  Code C(R"(
#include "lifetime.h"
struct plain { int x; }; struct pointing { int *p; }; struct nested { pointing p; };
using reference = int &; using pointer = int *; using view = std::string_view; using span = std::span<int>;
using wrapper = std::reference_wrapper<int>; using iterator = std::vector<int>::iterator; using function = void (*)();
using owner = std::string; using shared = std::shared_ptr<int>; using number = int; using a_plain = plain;
using a_pointing = pointing; using a_nested = nested;
void completes(span, wrapper, iterator, shared) {}
)");
  for (const char *Name : {"reference", "pointer", "view", "span", "wrapper", "iterator", "a_pointing", "a_nested"})
    EXPECT_TRUE(isBorrowing(C.type(Name))) << Name;
  for (const char *Name : {"owner", "shared", "number", "a_plain", "function"})
    EXPECT_FALSE(isBorrowing(C.type(Name))) << Name;
}

TEST(BorrowedObjects, ValuesThatNameAConstant) {
  Code C(R"(
#include "lifetime.h"
#include <source_location>
#include <system_error>
#include <typeindex>
struct own { explicit own(const std::string &s) : s(&s) {} int length() const; private: const std::string *s; };
struct changes { void clear(); private: int *p; };
struct open_ { const char *text; };
struct looks { const char *data() const; private: const char *text; };
struct converts { operator const std::string &() const; private: const std::string *s; };
struct inside { std::error_code code; };
using code = std::error_code; using type = std::type_index; using where = std::source_location; using nested = inside;
using named = own; using view = std::string_view; using span = std::span<const int>; using pointer = const char *;
using writes = changes; using reached = open_; using data = looks; using wrapper = std::reference_wrapper<const int>;
using to_reference = converts; using owner = std::string;
void completes(code, type, where, span, wrapper) {}
)");
  for (const char *Name : {"code", "type", "where", "nested", "named"})
    EXPECT_TRUE(namesConstant(C.type(Name))) << Name;
  for (const char *Name : {"view", "span", "pointer", "writes", "reached", "data", "wrapper", "to_reference", "owner"})
    EXPECT_FALSE(namesConstant(C.type(Name))) << Name;
}

} // namespace
