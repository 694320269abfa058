#include "facts/calls/object-ends.h"

#include "code.h"

#include "facts/syntax/call-parts.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>
#include "zoo.h"
struct item { int n; zoo::task<> act(); bool idle() const; void stop(); };
template <class T> struct owned { owned(owned &&); ~owned(); T *operator->() const; T &operator*() const; };
struct holder {
  std::map<int, std::unique_ptr<item>> sole; std::map<int, std::shared_ptr<item>> shared; std::map<int, item> values;
  std::map<int, owned<item>> others; std::map<int, item *> borrowed; std::map<int, int> numbers;
  std::unique_ptr<item> one; std::optional<item> maybe; item *pointer; item part; std::vector<item> list;
  item *look_up(int id) { auto it = sole.find(id); return it == sole.end() ? nullptr : it->second.get(); }
  item &element(int id) { return values[id]; } item *other(int id) { return borrowed[id]; }
  item *circle(int id) { return circle(id); }
)";

/// The first end in the function `f` with this body: "<owner> one prepared"; "" when there is none.
std::string endIn(const std::string &Body) {
  Code C(Prelude + ("zoo::task<> f(int id, bool idle) { " + Body + " co_return; } };"));
  for (const ObjectEnd &End : objectEnds(C.unit()))
    return End.Owner->getNameAsString() + (End.IsOne ? " one" : "") + (End.IsPrepared ? " prepared" : "");
  return "";
}

TEST(ObjectEnds, OfWhatIsLetGo) {
  const std::pair<const char *, const char *> Cases[] = {
      {"sole.erase(id);", "sole one"},
      {"values.erase(id);", "values one"},
      {"others.erase(id);", "others one"},
      {"list.pop_back();", "list one"},
      {"sole.clear();", "sole"},
      {"one.reset();", "one"},
      {"one = nullptr;", "one"},
      {"maybe.reset();", "maybe"},
      {"numbers.erase(id);", ""},
      {"borrowed.erase(id);", ""},
      {"auto it = sole.find(id); if (it == sole.end()) co_return; sole.erase(it);", "sole one"},
      {"if (sole.count(id)) sole.erase(id);", "sole one"},
      {"sole.at(id)->stop(); sole.erase(id);", "sole one prepared"},
      {"for (auto &[key, value] : sole) value->stop(); sole.clear();", "sole prepared"},
      {"co_await part.act(); sole.erase(id);", "sole one prepared"},
      {"co_await sole.at(id)->act(); sole.erase(id);", ""},
      {"auto it = sole.find(id); if (it->second->idle()) sole.erase(it);", ""},
      {"if (sole.at(id)->n == 0) sole.erase(id);", ""},
      {"auto taken = std::move(sole.at(id)); sole.erase(id);", ""},
      {"auto erase = [this, id] { sole.erase(id); }; erase();", ""},
      {"holder local; local.sole.erase(id);", ""},
  };
  for (const auto &[Body, Expected] : Cases)
    EXPECT_EQ(endIn(Body), Expected) << Body;
}

/// What owns the object of the call of act() in a function with this body.
std::string ownerIn(const std::string &Body, const std::string &Returns = "zoo::task<>") {
  Code C(Prelude +
         ("std::unique_ptr<item> &give(); " + Returns + " f(int id, item &given, item *raw) { " + Body + " } };"));
  const FunctionDecl &F = C.function("holder::f");
  const auto Owner = ownerOf(*partsOf(*callsIn(F, "act").front()).Object, F, C.unit());
  return Owner ? Owner->Declared->getNameAsString() + (Owner->IsSole ? "" : " shared") : "";
}

TEST(ObjectEnds, OwnersOfObjects) {
  const std::pair<const char *, const char *> Cases[] = {
      {"co_await sole.at(id)->act();", "sole"},
      {"co_await (*sole[id]).act();", "sole"},
      {"co_await shared.at(id)->act();", "shared shared"},
      {"co_await values[id].act();", "values"},
      {"co_await others.at(id)->act();", "others"},
      {"auto it = sole.find(id); co_await it->second->act();", "sole"},
      {"auto &here = *sole.at(id); co_await here.act();", "sole"},
      {"item *here = sole.at(id).get(); co_await here->act();", "sole"},
      {"for (auto &[key, value] : sole) co_await value->act();", "sole"},
      {"co_await look_up(id)->act();", "sole"},
      {"auto *here = look_up(id); co_await here->act();", "sole"},
      {"co_await element(id).act();", "values"},
      {"co_await other(id)->act();", ""},
      {"co_await circle(id)->act();", ""},
      {"co_await one->act();", "one"},
      {"co_await maybe->act();", "maybe"},
      {"return shared.at(id)->act();", "shared shared"},
      {"auto gone = shared.at(id); return gone->act();", "shared shared"},
      {"auto kept = shared.at(id); co_await kept->act();", ""},
      {"co_await borrowed.at(id)->act();", ""},
      {"co_await pointer->act();", ""},
      {"co_await part.act();", ""},
      {"co_await given.act();", ""},
      {"co_await raw->act();", ""},
      {"co_await give()->act();", ""},
      {"std::map<int, std::unique_ptr<item>> local; co_await local.at(id)->act();", ""},
  };
  for (const auto &[Body, Expected] : Cases)
    EXPECT_EQ(ownerIn(Body), Expected) << Body;
}

TEST(ObjectEnds, DestructorsThatMayEndWork) {
  Code C(R"(
struct part { void stop(); ~part(); }; void log(int);
struct none { int n; }; struct empty { ~empty() {} }; struct defaulted { virtual ~defaulted() = default; };
struct logs { int n; ~logs() { log(1); } };
struct unseen { ~unseen(); }; struct stops { part p; ~stops() { p.stop(); } }; struct helped { void stop(); ~helped() { stop(); } };
)");
  for (const char *Name : {"none", "empty", "defaulted", "logs"})
    EXPECT_FALSE(mayEndWorkInDestructor(C.record(Name), C.unit())) << Name;
  for (const char *Name : {"unseen", "stops", "helped"})
    EXPECT_TRUE(mayEndWorkInDestructor(C.record(Name), C.unit())) << Name;
}

} // namespace
