#include "facts/types/ownership.h"
#include "facts/types/reference-counting.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

constexpr char Prelude[] = R"(
#include <memory>
#include <optional>
#include <utility>
#include <vector>
struct item { int n; void act(); int look() const; };
)";

TEST(Ownership, OfSmartPointers) {
  Code C(std::string(Prelude) + R"(
template <class T> struct box { explicit box(T *); box(const box &) = delete; ~box(); T *get() const; T *operator->() const; };
template <class T> struct handle { T *get() const; T *operator->() const; T *p; };
using unique = std::unique_ptr<item>; using shared = std::shared_ptr<item>; using own_unique = box<item>;
using observing = handle<item>;
using raw = item *; using optional = std::optional<item>; using iterator = std::vector<item>::iterator; using number = int;
using weak = std::weak_ptr<item>;
void complete(unique, shared, optional, iterator, weak); box<item> *a; handle<item> *b;
)");
  for (const char *Name : {"unique", "shared", "own_unique", "observing"})
    EXPECT_TRUE(isSmartPointer(C.type(Name))) << Name;
  for (const char *Name : {"raw", "optional", "iterator", "number", "weak"})
    EXPECT_FALSE(isSmartPointer(C.type(Name))) << Name;
  for (const char *Name : {"unique", "own_unique"})
    EXPECT_TRUE(isSoleOwner(C.type(Name))) << Name;
  for (const char *Name : {"shared", "observing", "raw", "optional"})
    EXPECT_FALSE(isSoleOwner(C.type(Name))) << Name;
}

TEST(Ownership, KeptUntilTheOwnersEnd) {
  const std::pair<const char *, bool> Cases[] = {
      {"p->act();", true},
      {"(*p).act(); p->n = 1;", true},
      {"if (p) p->act();", true},
      {"use(*p.get());", true},
      {"", true},
      {"auto q = std::move(p);", false},
      {"p.reset();", false},
      {"p = nullptr;", false},
      {"p.release();", false},
      {"keep(std::move(p));", false},
      {"borrow(p);", false},
      {"auto f = [&p] { p->act(); }; f();", false},
      {"auto f = [p = std::move(p)] {}; f();", false},
      {"std::swap(p, other);", false},
  };
  std::string Text = std::string(Prelude) +
                     "void use(item &); void keep(std::unique_ptr<item>); void borrow(std::unique_ptr<item> &);\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "void test" + std::to_string(I) + "() { std::unique_ptr<item> p = std::make_unique<item>(), other; " +
            Cases[I].first + " }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const FunctionDecl &F = C.function("test" + std::to_string(I));
    EXPECT_EQ(keepsPointee(*variableIn(F, "p"), F), Cases[I].second) << Cases[I].first;
  }
}

// ---- reference counting

constexpr char Counted[] = R"(
#include <memory>
template <class T> struct intrusive { T *operator->() const; T *p; };
struct counted : std::enable_shared_from_this<counted> { void run(); };
struct derived : counted { void run_too(); };
struct plain {}; struct unrelated : std::enable_shared_from_this<unrelated> {};
std::shared_ptr<counted> find(); std::shared_ptr<derived> find_derived(); std::shared_ptr<unrelated> find_unrelated();
template <class T> void post(T &&) {}
)";

TEST(ReferenceCounting, ByWhatGivesTheReference) {
  Code C(Counted);
  EXPECT_TRUE(isReferenceCounted(C.record("counted")));
  EXPECT_TRUE(isReferenceCounted(C.record("derived")));
  EXPECT_FALSE(isReferenceCounted(C.record("plain")));
}

TEST(ReferenceCounting, OfWhatHoldsOrMakesAReference) {
  Code C(std::string(Counted) + R"(
struct member : std::enable_shared_from_this<member> {};
void counted::run() { post([self = shared_from_this()] {}); }
void makes() { auto self = find(); }
void names_inside() { post([] { find(); }); }
void captures(std::shared_ptr<counted> self) { post([self] {}); }
void of_derived() { auto self = find_derived(); }
void of_intrusive() { intrusive<counted> self{}; post([self] {}); }
void of_another() { auto self = find_unrelated(); }
void raw(counted *self) { post([self] {}); }
void by_reference(counted &self) { post([&self] {}); }
void given(std::shared_ptr<counted>) {}
void given_by_reference(const std::shared_ptr<counted> &) {}
void given_raw(counted *) {}
)");
  const CXXRecordDecl &Class = C.record("counted");
  for (const char *Name : {"counted::run", "makes", "names_inside", "captures", "of_derived", "of_intrusive"})
    EXPECT_TRUE(holdsReference(*C.function(Name).getBody(), Class)) << Name;
  for (const char *Name : {"of_another", "raw", "by_reference", "given"})
    EXPECT_FALSE(holdsReference(*C.function(Name).getBody(), Class)) << Name;
  for (const char *Name : {"given", "given_by_reference", "captures", "counted::run", "makes"})
    EXPECT_TRUE(keepsReference(C.function(Name), Class)) << Name;
  for (const char *Name : {"given_raw", "raw", "of_another"})
    EXPECT_FALSE(keepsReference(C.function(Name), Class)) << Name;
}

TEST(ReferenceCounting, ByItsOperations) {
  Code C(R"(
struct com { unsigned AddRef(); unsigned Release(); }; struct document : com {};
struct webkit { void ref() const; void deref() const; }; struct snake { void add_ref(); void release(); };
struct boosted { friend void intrusive_ptr_add_ref(boosted *) {} friend void intrusive_ptr_release(boosted *) {} };
struct beside {}; void intrusive_ptr_add_ref(beside *); void intrusive_ptr_release(beside *);
struct mutex { void acquire(); void release(); }; struct half { void ref(); }; struct plain {};
struct element { int &ref(int); void release(int); };
)");
  for (const char *Name : {"document", "webkit", "snake", "boosted", "beside"})
    EXPECT_TRUE(countsReferences(C.record(Name))) << Name;
  for (const char *Name : {"mutex", "half", "plain", "element"})
    EXPECT_FALSE(countsReferences(C.record(Name))) << Name;
}

TEST(ReferenceCounting, OfCoroutinesThatWatchTheirObject) {
  Code C(R"(
#include <memory>
#include <vector>
template <class T> struct watcher { watcher(T *); ~watcher(); T *operator->() const; explicit operator bool() const; };
struct gate { struct holder { holder(const holder &); ~holder(); }; holder hold(); };
struct pass { pass(pass &&); ~pass(); }; struct counter { pass enter(); };
struct value { value(const value &); ~value(); };
struct object {
  void strong(), weak(), asked(), flag(), held(), entered(), counted(), unrelated(), copied(), made();
  void AddRef(); void Release();
  std::shared_ptr<object> self(); std::weak_ptr<object> weak_self();
  std::shared_ptr<bool> alive; gate g; counter c; std::shared_ptr<value> shared; value v; value take();
};
void object::strong() { auto s = self(); }
void object::weak() { auto w = weak_self(); }
void object::asked() { watcher<object> w{this}; }
void object::flag() { auto here = alive; }
void object::held() { auto h = g.hold(); }
void object::entered() { auto p = c.enter(); }
void object::counted() { AddRef(); }
void object::unrelated() { auto s = shared; }
void object::copied() { auto copy = v; }
void object::made() { std::vector<int> all; all.push_back(1); }
)");
  const CXXRecordDecl &Class = C.record("object");
  for (const char *Name : {"strong", "weak", "asked", "flag", "held", "entered", "counted"})
    EXPECT_TRUE(watchesObject(C.function(std::string("object::") + Name), Class)) << Name;
  for (const char *Name : {"unrelated", "copied", "made"})
    EXPECT_FALSE(watchesObject(C.function(std::string("object::") + Name), Class)) << Name;
}

} // namespace
