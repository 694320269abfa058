#include "facts/aliases/access-path.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <functional>
#include <memory>
#include <utility>
#include <vector>
#include "zoo.h"
template <class T> void at(T &&);
struct lock {};
struct pool {
  lock mutex; int n; pool *next;
  lock &get_lock() { return mutex; }
  lock *lock_address() { return &mutex; }
  pool &self() { return *this; }
  lock &nth(int) { return mutex; }
  lock &counted() { ++n; return mutex; }
  lock copied() { return mutex; }
};
pool global; bool c(); pool make(); pool &find(); pool &choose(int);
inline pool &instance() { static pool only; return only; }
inline pool &the_global() { return global; }
lock &lock_of(pool &p) __attribute__((lock_returned(p.mutex)));
lock &global_lock(int) __attribute__((lock_returned(global.mutex)));
struct base { pool inherited; };
)";

/// The text of a member function that does \p Body, in a class with members of many kinds.
std::string member(const std::string &Name, const std::string &Body) {
  return "struct " + Name + R"( : base {
  void test(pool &given, pool *pointer, pool value) { )" +
         Body + R"( }
  pool &get() { return pool_; }
  lock mutex_; pool pool_; pool *raw_; std::unique_ptr<pool> unique_; std::shared_ptr<pool> shared_;
  std::vector<pool> pools_; pool array_[2]; static pool static_;
};
)";
}

/// The paths of what \p F gives to at(), in the order of the source.
std::vector<AccessPath> pathsIn(const FunctionDecl &F) {
  std::vector<AccessPath> Found;
  for (const CallExpr *Call : callsIn(F, "at"))
    Found.push_back(accessPath(Call->getArg(0)));
  return Found;
}

std::string described(const AccessPath &Path) {
  constexpr const char *Roots[] = {"unknown", "this", "global", "parameter", "local"};
  const std::string Text = Path.text();
  return Roots[static_cast<unsigned>(Path.From)] + (Text.empty() ? "" : " " + Text);
}

/// Expects that the paths in each body, described and joined, are what stands beside it.
void expectPaths(llvm::ArrayRef<std::pair<const char *, const char *>> Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += member("case" + std::to_string(I), Cases[I].first);
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I) {
    std::vector<std::string> Found;
    for (const AccessPath &Path : pathsIn(C.function("case" + std::to_string(I) + "::test")))
      Found.push_back(described(Path));
    EXPECT_EQ(llvm::join(Found, ", "), Cases[I].second) << Cases[I].first;
  }
}

TEST(AccessPath, BeginsAtARoot) {
  expectPaths({
      {"at(*this);", "this *this"},
      {"at(mutex_);", "this mutex_"},
      {"at(this->mutex_);", "this mutex_"},
      {"at(inherited.mutex);", "this inherited.mutex"},
      {"at(global);", "global global"},
      {"at(static_);", "global static_"},
      {"at(this->static_);", "global static_"},
      {"static pool once; at(once.mutex);", "global once.mutex"},
      {"at(given.mutex);", "parameter given.mutex"},
      {"at(value.mutex);", "parameter value.mutex"},
      {"pool own; at(own.mutex);", "local own.mutex"},
      {"at(make());", "unknown"},
      {"at(make().mutex);", "unknown"},
      {"at(find().mutex);", "unknown"},
      {"at(choose(1));", "unknown"},
      {"at(c() ? pool_ : global);", "unknown"},
  });
}

TEST(AccessPath, OfALockThatADeclarationSaysIsReturned) {
  expectPaths({
      {"at(lock_of(pool_));", "this pool_.mutex"},
      {"at(lock_of(given));", "parameter given.mutex"},
      {"at(lock_of(find()));", "unknown"},
      {"at(global_lock(1));", "global global.mutex"},
  });
}

TEST(AccessPath, GoesThroughMembersPointersAndSubscripts) {
  expectPaths({
      {"at(pool_.mutex);", "this pool_.mutex"},
      {"at(pools_[0]);", "this pools_[...]"},
      {"at(pools_[0].mutex);", "this pools_[...].mutex"},
      {"at(array_[1].mutex);", "this array_[...].mutex"},
      {"at(pointer->mutex);", "parameter pointer.mutex"},
      {"at((*pointer).mutex);", "parameter pointer.mutex"},
      {"at(raw_->mutex);", "this raw_.mutex"},
      {"at(raw_->next->mutex);", "this raw_.next.mutex"},
      {"auto it = pools_.begin(); at(it->mutex);", "local it[...].mutex"},
  });
}

TEST(AccessPath, OfAPointerIsThatOfWhatItPointsTo) {
  expectPaths({
      {"at(pointer); at(*pointer);", "parameter pointer, parameter pointer"},
      {"at(raw_); at(*raw_);", "this raw_, this raw_"},
      {"at(&pool_); at(*&pool_);", "this pool_, this pool_"},
      {"at(std::addressof(pool_.mutex));", "this pool_.mutex"},
      {"at(std::ref(pool_));", "this pool_"},
      {"at(unique_); at(*unique_); at(unique_.get());", "this unique_, this unique_, this unique_"},
      {"at(unique_->mutex); at((*unique_).mutex); at(unique_.get()->mutex);",
       "this unique_.mutex, this unique_.mutex, this unique_.mutex"},
      {"at(shared_); at(*shared_); at(shared_->mutex);", "this shared_, this shared_, this shared_.mutex"},
      {"auto own = std::make_unique<pool>(); at(own->mutex);", "local own.mutex"},
  });
}

TEST(AccessPath, LooksThroughMovesAndCasts) {
  expectPaths({
      {"at(std::move(pool_));", "this pool_"},
      {"at(static_cast<pool &&>(pool_).mutex);", "this pool_.mutex"},
      {"at(const_cast<pool &>(global).mutex);", "global global.mutex"},
      {"at((pool_).mutex);", "this pool_.mutex"},
      {"at(static_cast<base &>(*this).inherited);", "this inherited"},
  });
}

TEST(AccessPath, LooksThroughAliasesThatTheFunctionFixes) {
  expectPaths({
      {"auto &alias = pool_; at(alias.mutex);", "this pool_.mutex"},
      {"const pool &alias = given; at(alias.mutex);", "parameter given.mutex"},
      {"auto &&alias = std::move(pool_); at(alias.mutex);", "this pool_.mutex"},
      {"auto &first = pool_; auto &second = first.mutex; at(second);", "this pool_.mutex"},
      {"auto *const alias = &pool_; at(alias->mutex);", "this pool_.mutex"},
      {"auto *const alias = &pool_; at(alias); at(*alias);", "this pool_, this pool_"},
      {"auto &alias = *unique_; at(alias.mutex);", "this unique_.mutex"},
      {"auto &alias = pools_[0]; at(alias.mutex);", "this pools_[...].mutex"},
      {"auto &[mutex, n, next] = pool_; at(mutex);", "this pool_.mutex"},
      // What a call gave has no other name here, and neither has a temporary that a reference keeps.
      {"auto &alias = find(); at(alias.mutex);", "local alias.mutex"},
      {"const pool &kept = make(); at(kept.mutex);", "local kept.mutex"},
      {"pool copy = pool_; at(copy.mutex);", "local copy.mutex"},
  });
}

TEST(AccessPath, LooksIntoAccessors) {
  expectPaths({
      {"at(get());", "this pool_"},
      {"at(get().mutex);", "this pool_.mutex"},
      {"at(pool_.get_lock());", "this pool_.mutex"},
      {"at(get().get_lock());", "this pool_.mutex"},
      {"at(pool_.self().mutex);", "this pool_.mutex"},
      {"at(given.get_lock());", "parameter given.mutex"},
      {"at(pointer->get_lock());", "parameter pointer.mutex"},
      {"at(unique_->get_lock());", "this unique_.mutex"},
      {"at(pool_.lock_address()); at(*pool_.lock_address());", "this pool_.mutex, this pool_.mutex"},
      {"auto &alias = pool_.get_lock(); at(alias);", "this pool_.mutex"},
      {"at(instance().mutex);", "global only.mutex"},
      {"at(the_global().mutex);", "global global.mutex"},
      {"at(pool_.counted());", "unknown"},
      {"at(pool_.copied());", "unknown"},
      {"at(make().get_lock());", "unknown"},
  });
}

TEST(AccessPath, OfCaptures) {
  Code C(std::string(Prelude) + R"(
struct server {
  pool pool_;
  void test(pool &given) {
    pool own; pool &alias = pool_;
    auto copies = [own] { at(own.mutex); };
    auto makes = [made = given] { at(made.mutex); };
    auto refers = [&] { at(own.mutex); at(given.mutex); };
    auto of_this = [this] { at(pool_.mutex); };
    copies(); makes(); refers(); of_this();
  }
};
)");
  std::vector<std::string> Found;
  for (const FunctionDecl *F : C.unit().userCode().Functions)
    if (isLambda(*F))
      for (const AccessPath &Path : pathsIn(*F))
        Found.push_back(described(Path));
  EXPECT_EQ(Found, (std::vector<std::string>{"local own.mutex", "local made.mutex", "local own.mutex",
                                             "parameter given.mutex", "this pool_.mutex"}));
}

TEST(AccessPath, EqualWhereTheObjectIsTheSame) {
  const struct {
    const char *Body;
    bool Same;
  } Cases[] = {
      {"at(pool_.mutex); at(get().get_lock());", true},
      {"auto &alias = pool_; at(alias.mutex); at(this->pool_.mutex);", true},
      {"at(unique_->mutex); at(unique_.get()->mutex);", true},
      {"at(instance()); at(instance());", true},
      {"at(pool_); at(inherited);", false},
      {"at(pool_.mutex); at(mutex_);", false},
      {"at(pool_); at(pool_.mutex);", false},
      {"at(pools_); at(pools_[0]);", false},
      {"at(given.mutex); at(value.mutex);", false},
      {"pool first, second; at(first); at(second);", false},
      {"pool own; { pool own; at(own); } at(own);", false},
      // What a pointer points to that is set anew on the way is not what it was made with.
      {"pool *walks = &pool_; at(walks->mutex); at(pool_.mutex);", false},
      {"auto [mutex, n, next] = pool_; at(mutex); at(pool_.mutex);", false},
      {"for (auto &element : pools_) { at(element); at(pools_); }", false},
  };
  std::string Text = Prelude;
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += member("case" + std::to_string(I), Cases[I].Body);
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const std::vector<AccessPath> Found = pathsIn(C.function("case" + std::to_string(I) + "::test"));
    ASSERT_EQ(Found.size(), 2u) << Cases[I].Body;
    EXPECT_TRUE(Found[0] && Found[1]) << Cases[I].Body;
    EXPECT_EQ(Found[0] == Found[1], Cases[I].Same) << Cases[I].Body;
  }
}

TEST(AccessPath, OfVariablesThatAreDeclaredTwice) {
  Code C(std::string(Prelude) +
         "extern pool twice; void first() { at(twice); } pool twice; void second() { at(twice); }");
  EXPECT_EQ(pathsIn(C.function("first")), pathsIn(C.function("second")));
}

TEST(AccessPath, EndsWhereAliasesGoRound) {
  Code C(std::string(Prelude) + R"(
struct round { round &again() { return again(); } lock mutex; };
void test(round r) { pool &self = self; at(self.mutex); at(r.again().mutex); }
)");
  const std::vector<AccessPath> Found = pathsIn(C.function("test"));
  ASSERT_EQ(Found.size(), 2u);
  EXPECT_EQ(Found[0].Variable->getNameAsString(), "self");
  EXPECT_FALSE(Found[1]);
}

} // namespace
