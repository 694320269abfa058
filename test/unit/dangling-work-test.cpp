#include "analyses/lifetime/dangling-work.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

struct Case {
  std::string Body;
  std::string Expected;               ///< findings: through what, which object, what ends it
  std::string Result = "zoo::task<>"; ///< what the function returns...
  std::string Parameters = {};        ///< ...and takes; without any, a coroutine
};
constexpr char Task[] = "zoo::task<>";

std::string told(const DanglingWork &Found, const Code &C) {
  static constexpr llvm::StringLiteral Through[] = {"parameter", "closure", "object", "capture"};
  static constexpr llvm::StringLiteral Ends[] = {"statement", "scope", "function", "owner", "sink"};
  std::string Told = Through[unsigned(Found.How)].str();
  if (Found.How == DanglingWork::Through::Parameter)
    Told += " " + Found.Parameter->getNameAsString();
  Told += Found.Refers.Life == BorrowedObject::Kind::This ? " this" : "";
  if (Found.Refers.Life == BorrowedObject::Kind::Local)
    Told += " " + Found.Refers.Variable->getNameAsString();
  Told += ": " + Ends[unsigned(Found.Dies)].str();
  if (Found.Keeper)
    Told += " before " + Found.Keeper->getNameAsString();
  if (Found.Throws)
    Told += " if " + C.text(*Found.Throws) + " throws";
  return Told;
}

void expect(llvm::ArrayRef<Case> Cases) {
  std::string Text = "#include \"lifetime.h\"\n";
  for (size_t I = 0; I < Cases.size(); ++I) {
    const Case &Each = Cases[I];
    const bool Coroutine = Each.Parameters.empty();
    Text += Each.Result + " test" + std::to_string(I) + (Coroutine ? "()" : Each.Parameters) + " { " + Each.Body +
            (Coroutine ? "\n co_return; }\n" : " }\n");
  }
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < Cases.size(); ++I) {
    std::vector<std::string> Told;
    for (const DanglingWork &Found : danglingWorkIn(C.function("test" + std::to_string(I)), Unit))
      Told.push_back(told(Found, C));
    EXPECT_EQ(llvm::join(Told, "; "), Cases[I].Expected) << Cases[I].Body;
  }
}

TEST(DanglingWork, Temporaries) {
  expect({
      {"auto t = reads(name()); co_await t;", "parameter text: statement"},
      {"auto t = reads(\"text\"); co_await t;", "parameter text: statement"},
      {"auto t = reads_view(name()); co_await t;", "parameter text: statement"},
      {"auto t = reads_view(\"text\"); co_await t;", ""},
      {"auto t = reads(c() ? name() : global_name()); co_await t;", "parameter text: statement"},
      {"auto t = elsewhere(name()); co_await t;", "parameter text: statement"},
      {"auto t = make_client().fetch(); co_await t;", "object: statement"},
      {"auto t = make_client().nothing(); co_await t;", ""},
      {"auto t = reads(make_client().ref()); co_await t;", "parameter text: statement"},
      {"auto t = new_client()->fetch(); co_await t;", "object: statement"},
      {"auto t = takes(name()); co_await t;", ""},
      {"auto t = ignores(name()); co_await t;", ""},
      {"auto t = reads(name()); (void)t;", ""},
      {"co_await reads(name());", ""},
      {"co_await all(reads(name()), tick());", ""},
      {"auto t = all(reads(name()), tick()); co_await t;", "parameter text: statement"},
      {"cppcoro::sync_wait(reads(name()));", ""},
      {"async::spawn(reads(name()));", "parameter text: statement"},
      {"auto t = starts(name()); co_await t;", "parameter text: statement"},
      {"auto t = starts_early(name()); co_await t;", ""},
      {"fires(name());", "parameter text: statement"},
      {"return reads(name());", "parameter text: statement", Task, "()"},
      {"zoo::task<> ts[] = {reads(name()), tick()}; co_await ts[0];", "parameter text: statement"},
      {"auto [t, n] = std::make_pair(reads(name()), 1); co_await t;", "parameter text: statement"},
      {"std::vector<zoo::task<>> ts; ts.push_back(reads(name())); for (auto &t : ts) co_await t;",
       "parameter text: statement"},
      {"std::vector<zoo::task<>> ts; ts.push_back(reads(name()));", ""},
  });
}

TEST(DanglingWork, Locals) {
  expect({
      {"std::string s; auto t = reads(s); co_await t;", ""},
      {"zoo::task<> t; { std::string s; t = reads(s); } co_await t;", "parameter text s: scope"},
      {"zoo::task<> t; { std::string s; t = reads(s); co_await t; }", ""},
      {"zoo::task<> t; { static std::string s; t = reads(s); } co_await t;", ""},
      {"zoo::task<> t; { int a[2]; t = reads_pointer(a + 1); } co_await t;", "parameter p a: scope"},
      {"std::vector<zoo::task<>> ts; for (;;) { std::string s; ts.push_back(reads(s)); if (c()) break; } co_await "
       "ts[0];",
       "parameter text s: scope"},
      {"zoo::task<> t; { client k; t = k.fetch(); } co_await t;", "object k: scope"},
      {"zoo::task<> t; { auto k = new_client(); t = k->fetch(); } co_await t;", "object k: scope"},
      {"zoo::task<> t; { auto k = std::make_shared<client>(); t = k->fetch(); } co_await t;", ""},
      {"std::string s; return reads(s);", "parameter text s: function", Task, "()"},
      {"return reads(s);", "parameter text s: function", Task, "(std::string s)"},
      {"return takes(std::move(s));", "", Task, "(std::string s)"},
      {"return reads(s);", "", Task, "(const std::string &s)"},
      {"std::string s; auto t = reads(s); return t;", "parameter text s: function", Task, "()"},
      {"std::string s; async::spawn(reads(s));", "parameter text s: scope", "void", "()"},
      {"async::spawn(reads(s));", "parameter text s: scope", "void", "(std::string s)"},
      {"async::spawn(reads(s));", "", "void", "(std::string &s)"},
      {"boost::asio::io_context io; std::string s; async::spawn(reads(s)); io.run();", "", "void", "()"},
      {"std::string s; async::task_group g; g.spawn(reads(s)); co_await g.join();", ""},
      {"std::string s; crew k; k.start(reads(s));", "", "void", "()"},
      {"crew k; std::string s; k.start(reads(s));", "parameter text s: scope before k", "void", "()"},
      {"std::string s; fires(s);", "parameter text s: scope", "void", "()"},
      {"std::string s; auto a = starts(s); auto b = starts(s); co_await a; co_await b;",
       "parameter text s: scope if co_await a throws"},
  });
}

TEST(DanglingWork, ClosuresAndCaptures) {
  expect({
      {"int x = 0; auto t = [x]() -> zoo::task<> { use(x); co_return; }(); co_await t;", "closure: statement"},
      {"int x = 0; co_await [x]() -> zoo::task<> { use(x); co_return; }();", ""},
      {"auto t = []() -> zoo::task<> { co_return; }(); co_await t;", ""},
      {"int x = 0; auto t = [](int y) -> zoo::task<> { use(y); co_return; }(x); co_await t;", ""},
      {"int x = 0; auto f = [x]() -> zoo::task<> { use(x); co_return; }; auto t = f(); co_await t;", ""},
      {"auto f = [x]() -> zoo::task<> { use(x); co_return; }; return f();", "closure f: function", Task, "(int x)"},
      {"async::spawn([x]() -> zoo::task<> { use(x); co_return; });", "", "void", "(int x)"},
      {"async::spawn([x]() -> zoo::task<> { use(x); co_return; }());", "closure: statement", "void", "(int x)"},
      {"async::spawn([&x]() -> zoo::task<> { use(x); co_return; });", "capture x: scope", "void", "(int x)"},
      {"async::spawn([&s] { return reads(s); }());", "", "void", "(const std::string &s)"},
      {"async::spawn([s] { return reads(s); }());", "closure: statement", "void", "(const std::string &s)"},
      {"int x = 0; t.async_wait([&x] { use(x); });", "capture x: scope", "void",
       "(boost::asio::basic_waitable_timer &t)"},
      {"int x = 0; t.async_wait([x] { use(x); });", "", "void", "(boost::asio::basic_waitable_timer &t)"},
      {"int x = 0; return read_value().thenValue([&x] { use(x); });", "capture x: function", "folly::Future", "()"},
      {"int x = 0; co_await read_value().thenValue([&x] { use(x); });", ""},
      {"int x = 0; each([&x] { use(x); });", "", "void", "(void (*each)(std::function<void()>))"},
  });
}

TEST(DanglingWork, CountedObjects) {
  Code C(R"(
#include "lifetime.h"
struct session : std::enable_shared_from_this<session> {
  int id = 0;
  zoo::task<> run() { co_await tick(); use(id); }
  zoo::task<> holds() { auto self = shared_from_this(); co_await tick(); use(id); }
  void starts() { async::spawn(run()); }
  void starts_holding() { async::spawn(holds()); }
  void starts_held() { async::spawn([this, self = shared_from_this()] { return run(); }); }
  zoo::task<> awaits() { co_await run(); }
};
struct server {
  int id = 0;
  zoo::task<> run() { co_await tick(); use(id); }
  void starts() { async::spawn(run()); }
};
)");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  const std::pair<const char *, bool> Cases[] = {{"session::starts", true},
                                                 {"session::starts_holding", false},
                                                 {"session::starts_held", false},
                                                 {"session::awaits", false},
                                                 {"server::starts", false}};
  for (const auto &[Name, Expected] : Cases) {
    const std::vector<DanglingWork> Found = danglingWorkIn(C.function(Name), Unit);
    EXPECT_EQ(!Found.empty(), Expected) << Name;
    for (const DanglingWork &Each : Found)
      EXPECT_EQ(Each.Dies, DanglingWork::End::Owner) << Name;
  }
}

TEST(DanglingWork, NothingInBrokenCode) {
  const Code C = Code::broken("#include \"lifetime.h\"\n"
                              "zoo::task<> test() { auto t = reads(name()); co_await t; nobody(); }\n");
  EXPECT_TRUE(danglingWorkIn(C.function("test"), TranslationUnit::of(C.context(), {})).empty());
}

} // namespace
