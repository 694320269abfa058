#include "facts/locks/guard-origin.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

constexpr char Prelude[] = R"(
#include <memory>
#include <mutex>
#include <shared_mutex>
#include "zoo.h"
std::mutex m, n; std::shared_mutex rw; std::recursive_mutex again; zoo::mutex am;
using Lk = std::unique_lock<std::mutex>;
struct pool {
  std::mutex mutex;
  Lk locked() { return Lk(mutex); }
  Lk locked_inside() { Lk l(mutex); return l; }
  virtual Lk locked_virtually() { return Lk(mutex); }
} the_pool;
struct monitor { Lk lock; explicit monitor(std::mutex &x) : lock(x) {} monitor(pool &p, int) : lock(p.mutex) {} };
Lk hidden(); bool c(); inline Lk of(std::mutex &x) { return Lk(x); } inline Lk of_m() { return Lk(m); }
inline Lk of_either() { if (c()) return Lk(m); return Lk(n); }
)";

/// What the guard `l` of \p F is made of.
std::string originIn(const FunctionDecl &F) {
  const VarDecl &Guard = *variableIn(F, "l");
  const auto Shape = guardShape(Guard.getType(), ModelSet::builtin());
  if (!Shape)
    return "no guard";
  const GuardOrigin Origin = guardOrigin(*Guard.getInit(), *Shape, ModelSet::builtin());
  constexpr const char *Ways[] = {"takes", "defers", "tries", "adopts"};
  std::string Text = Ways[static_cast<unsigned>(Origin.How)];
  for (const LockName &Lock : Origin.Locks)
    Text += " " + Lock.Path.text() + (Lock.Kind == LockKind::Async ? " async" : "") + (Lock.Shared ? " shared" : "") +
            (Lock.Recursive ? " recursive" : "");
  return Text + (Origin.TakenInside ? " inside" : "");
}

void expectOrigins(llvm::ArrayRef<std::pair<const char *, const char *>> Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "zoo::task<> test" + std::to_string(I) + "(pool &given) { " + Cases[I].first + " co_return; }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(originIn(C.function("test" + std::to_string(I))), Cases[I].second) << Cases[I].first;
}

TEST(GuardOrigin, OfTheLocksItMentions) {
  expectOrigins({
      {"std::lock_guard l(m);", "takes m"},
      {"Lk l{m};", "takes m"},
      {"auto l = Lk(m);", "takes m"},
      {"std::scoped_lock l(m, n);", "takes m n"},
      {"std::shared_lock l(rw);", "takes rw shared"},
      {"std::unique_lock l(rw);", "takes rw"},
      {"std::lock_guard l(again);", "takes again recursive"},
      {"std::lock_guard l(given.mutex);", "takes given.mutex"},
      {"auto l = co_await am.lock();", "takes am async"},
      {"auto l = std::make_unique<std::lock_guard<std::mutex>>(m);", "takes m"},
  });
}

TEST(GuardOrigin, AndOfTheTagsBesideThem) {
  expectOrigins({
      {"Lk l(m, std::defer_lock);", "defers m"},
      {"Lk l(m, std::try_to_lock);", "tries m"},
      {"Lk l(m, std::adopt_lock);", "adopts m"},
      {"std::scoped_lock l(std::adopt_lock, m, n);", "adopts m n"},
  });
}

TEST(GuardOrigin, OfClassesAroundAGuard) {
  expectOrigins({
      {"monitor l(m);", "takes m"},
      {"monitor l(given.mutex);", "takes given.mutex"},
      {"monitor l(given, 1);", "takes given.mutex"},
  });
}

TEST(GuardOrigin, OfFunctionsThatReturnAGuard) {
  expectOrigins({
      {"auto l = the_pool.locked();", "takes the_pool.mutex"},
      {"auto l = given.locked();", "takes given.mutex"},
      {"auto l = of(m);", "takes m"},
      {"auto l = of(given.mutex);", "takes given.mutex"},
      {"auto l = of_m();", "takes m"},
      {"auto l = given.locked_inside();", "takes given.mutex inside"},
      // Which lock these take is not seen.
      {"auto l = hidden();", "takes"},
      {"auto l = of_either();", "takes"},
      {"auto l = given.locked_virtually();", "takes"},
  });
}

} // namespace
