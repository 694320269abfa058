#include "finder.h"

#include "code.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

#include <map>
#include <set>

using namespace asynctidy::mutate;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(#include "zoo.h"
zoo::task<> step(); zoo::task<int> count();
struct text { int size = 0; };
template <class> struct handler;
template <class T> struct handler<void(T)> { void operator()(T) const; };
template <class T> struct strong_base { T *operator->() const; };
template <class T> struct strong : strong_base<T> {};
template <class T> struct counted { strong<T> self(); };
template <class F> void post(F);
)";

/// All places of \p Text, found once.
const std::vector<Place> &placesIn(const std::string &Text) {
  static std::map<std::string, std::vector<Place>> Known;
  auto [At, New] = Known.try_emplace(Text);
  if (New) {
    std::set<unsigned> All;
    for (unsigned I = 0; I < kinds().size(); ++I)
      All.insert(I);
    At->second = findPlaces(Code(Text).context(), All);
    llvm::erase_if(At->second, [](const Place &P) { return P.File != "input.cpp"; });
  }
  return At->second;
}

/// What was planted so far, each in a namespace of its own. One parse shows that it compiles.
std::string Mutants = Prelude;

/// What is taken away leaves blanks behind.
std::string squeezed(std::string Text) {
  Text.erase(std::unique(Text.begin(), Text.end(), [](char L, char R) { return L == ' ' && R == ' '; }), Text.end());
  return Text;
}

/// The lines of \p Text that each place for \p Kind changes, as they become, joined by " / ".
std::vector<std::string> planted(llvm::StringRef Kind, const std::string &Text) {
  const std::string Whole = Prelude + Text;
  std::vector<std::string> Found;
  for (const Place &P : placesIn(Whole)) {
    if (P.Kind != kindNamed(Kind))
      continue;
    const std::string Mutant = edited(Whole, P.Edits);
    static unsigned Count = 0;
    Mutants += "namespace mutant_" + std::to_string(Count++) + " {\n" + Mutant.substr(sizeof Prelude - 1) + "}\n";
    llvm::SmallVector<llvm::StringRef> Before, After;
    llvm::StringRef(Whole).split(Before, '\n');
    llvm::StringRef(Mutant).split(After, '\n');
    EXPECT_EQ(Before.size(), After.size());
    std::vector<llvm::StringRef> Changed;
    for (size_t I = 0; I < std::min(Before.size(), After.size()); ++I)
      if (Before[I] != After[I])
        Changed.push_back(After[I].trim());
    Found.push_back(squeezed(llvm::join(Changed, " / ")));
  }
  return Found;
}

using Lines = std::vector<std::string>;

/// Such kinds surround the await in `zoo::task<> run() {`, newline, statement, newline, `}`.
std::string around(llvm::StringRef Kind) {
  return llvm::join(planted(Kind, "zoo::task<> run() {\nfor (;;) {\nco_await step();\n}\n}\n"), " and ");
}

TEST(PlantedBugs, WithoutTheAwait) {
  EXPECT_EQ(around("dropped"), "step();");
  EXPECT_EQ(around("named"), "auto planted = step();");
  EXPECT_EQ(planted("dropped", "zoo::task<> run() {\nint n = co_await count();\n(void)n;\n}\n"), Lines());
  EXPECT_EQ(
      planted("guard",
              "zoo::task<> run(zoo::mutex &m) {\nauto lock = co_await m.lock();\nauto n = co_await count();\n}\n"),
      Lines({"auto lock = m.lock();"}));
  EXPECT_EQ(around("foreign-guard"), "auto planted_pass = ::planted_door.enter(); co_await step();");
}

TEST(PlantedBugs, OfTheCallThatIsAwaited) {
  const std::string Run = "zoo::task<> run() {\nco_await step();\n}\nzoo::task<> step() { co_return; }\n";
  EXPECT_EQ(planted("twice", Run),
            Lines({"auto planted = step(); co_await ::std::move(planted); co_await ::std::move(planted);"}));
  EXPECT_EQ(planted("callback", Run), Lines({"::std::function<void()>([&] { return step(); })();"}));
  EXPECT_EQ(planted("detached", Run),
            Lines({"[](auto planted) -> ::planted_detached { co_await ::std::move(planted); }(step());"}));
  EXPECT_EQ(planted("twice", "zoo::task<> run() {\nco_await step();\n}\n"), Lines()) << "its body is not in sight";
}

TEST(PlantedBugs, ThatMakeAnArgumentDieFirst) {
  const std::string Use = "zoo::task<> use(const text &s) { co_await step(); (void)s.size; }\n";
  const std::string Run = "zoo::task<> run(text name) {\nco_await use(name);\n}\n";
  EXPECT_EQ(planted("temporary", Use + Run),
            Lines({"auto planted = use(::std::decay_t<decltype(name)>(name)); co_await ::std::move(planted) ;"}));
  EXPECT_EQ(planted("escape", Use + Run),
            Lines({"co_await [&] { auto planted_copy = name; return use(planted_copy); }() ;"}));
  const std::string Change = "zoo::task<> use(text &s) { co_await step(); s.size = 1; }\n";
  EXPECT_EQ(planted("temporary", Change + Run),
            Lines({"::std::optional<decltype(use(name))> planted; { auto planted_copy = name; "
                   "planted.emplace(use(planted_copy)); } co_await ::std::move(*planted) ;"}));
  const std::string Unused = "zoo::task<> use(const text &s) { co_await step(); }\n";
  EXPECT_EQ(planted("temporary", Unused + Run), Lines());
  EXPECT_EQ(planted("temporary", "zoo::task<> use(text s) { co_await step(); (void)s.size; }\n" + Run), Lines());
}

TEST(PlantedBugs, ThatMakeTheObjectDieFirst) {
  const std::string Type = "struct box { int n = 0; zoo::task<> fill() { co_await step(); ++n; } };\n";
  EXPECT_EQ(planted("object", Type + "zoo::task<> run(box b) {\nco_await b.fill();\n}\n"),
            Lines({"auto planted = ::std::decay_t<decltype(b)>(b).fill(); co_await ::std::move(planted) ;"}));
  EXPECT_EQ(planted("object", Type + "zoo::task<> run(box *b) {\nco_await b->fill();\n}\n"), Lines());
  EXPECT_EQ(planted("capture",
                    "zoo::task<> run(int n) {\nauto f = [n]() -> zoo::task<> { co_await step(); (void)n; };\n"
                    "co_await f();\n}\n"),
            Lines({"auto planted = ::std::decay_t<decltype(f)>(f)(); co_await ::std::move(planted) ;"}));
  EXPECT_EQ(
      planted("capture", "zoo::task<> run() {\nauto f = []() -> zoo::task<> { co_await step(); };\nco_await f();\n}\n"),
      Lines());
}

TEST(PlantedBugs, WithoutTheStrongReference) {
  const std::string Head = "struct conn : counted<conn> {\nint n;\n";
  EXPECT_EQ(planted("self", Head + "void go() {\nauto me = self();\npost([me] {\nme->n = 1; });\n}\n};\n"),
            Lines({" / post([this ] { / this ->n = 1; });"}));
  EXPECT_EQ(planted("self", Head + "void go() {\npost([this, me = self()] { n = 1; });\n}\n};\n"),
            Lines({"post([this ] { n = 1; });"}));
}

TEST(PlantedBugs, AroundAnAwait) {
  EXPECT_EQ(around("lock"), "::std::lock_guard<::std::mutex> planted_guard(::planted_mutex); co_await step();");
  EXPECT_EQ(around("sleep"), "::planted_nap(); co_await step();");
  EXPECT_EQ(around("sleep-elsewhere"), "::planted_nap_elsewhere(); co_await step();");
  EXPECT_EQ(around("wait"), "(void)::planted_ask(); co_await step();");
  EXPECT_EQ(around("twin"), "(void)::planted_work.outcome(); co_await step();");
  EXPECT_EQ(around("catch-all"), "try { co_await step(); } catch (...) {}");
  EXPECT_EQ(around("lost-error"), "::std::exception_ptr planted_failure; try { co_await step(); } "
                                  "catch (...) { planted_failure = ::std::current_exception(); }");
  EXPECT_EQ(around("thrown-pointer"), "::std::exception_ptr planted_failure; try { co_await step(); } "
                                      "catch (...) { planted_failure = ::std::current_exception(); } "
                                      "if (planted_failure) throw planted_failure;");
  EXPECT_EQ(around("open-event"),
            "co_await ::planted_ready; ::planted_ready.reset(); co_await step(); ::planted_ready.set();");
  EXPECT_EQ(around("open-event-foreign"),
            "co_await ::planted_idle; ::planted_idle.lower(); co_await step(); ::planted_idle.raise();");
  EXPECT_EQ(around("lost-wakeup"),
            "while (::planted_items.empty()) { co_await step(); co_await ::planted_changed.wait(); }");
  EXPECT_EQ(around("lost-wakeup-foreign"),
            "while (::planted_orders.empty()) { co_await step(); co_await ::planted_news.news(); }");
  EXPECT_EQ(around("iterator"), "auto planted_iterator = ::planted_numbers.begin(); co_await step(); "
                                "int planted_value = *planted_iterator; (void)planted_value;");
  EXPECT_EQ(planted("catch-all", "zoo::task<> run() {\nco_await step();\n}\n"), Lines()) << "in no loop";
  EXPECT_EQ(planted("lost-error", "zoo::task<> run() {\nint n = co_await count();\n(void)n;\n}\n"), Lines())
      << "later statements use the variable";
  EXPECT_EQ(planted("lost-error", "zoo::task<> run() {\nco_await std::suspend_always();\n}\n"), Lines())
      << "nothing is thrown";
}

TEST(PlantedBugs, WithAMemberOfTheClass) {
  EXPECT_EQ(planted("stale", "struct box {\nzoo::task<> run() {\nco_await step();\n}\n};\n"),
            Lines({"int planted_before = this->planted_count; co_await step(); "
                   "this->planted_count = planted_before + 1; / "
                   "public: int planted_count = 0; void planted_bump() { ++planted_count; } };"}));
}

TEST(PlantedBugs, WithLocks) {
  EXPECT_EQ(planted("swap", "zoo::task<> run() {\nco_return;\n}\nvoid other() {\n}\n"),
            Lines({"zoo::task<> run() { { ::std::lock_guard<::std::mutex> planted_a(::planted_mutex); "
                   "::std::lock_guard<::std::mutex> planted_b(::planted_other_mutex); } / "
                   "void other() { { ::std::lock_guard<::std::mutex> planted_a(::planted_other_mutex); "
                   "::std::lock_guard<::std::mutex> planted_b(::planted_mutex); }"}));
  EXPECT_EQ(planted("relock", "void inner() {\n}\nvoid outer() {\ninner();\n}\n"),
            Lines({"void inner() { ::std::unique_lock planted_inner(::planted_mutex); / "
                   "{ ::std::scoped_lock planted_outer(::planted_mutex); inner(); }"}));
  for (auto [Kind, Enters] :
       {std::pair("relock-awaited", "::planted_async_lock.lock();"), {"relock-foreign", "::planted_door.enter();"}})
    EXPECT_EQ(planted(Kind, "zoo::task<> inner() {\nco_return;\n}\nzoo::task<> outer() {\nco_await inner();\n}\n"),
              Lines({std::string("zoo::task<> inner() { auto planted_inner = co_await ") + Enters +
                     " / { auto planted_outer = co_await " + Enters + " co_await inner(); }"}));
  EXPECT_EQ(planted("resume-locked", "void wake(std::coroutine_handle<> h) {\nh.resume();\n}\n"),
            Lines({"{ ::std::lock_guard<::std::mutex> planted_guard(::planted_mutex); h.resume(); }"}));
  EXPECT_EQ(planted("call-locked", "struct feed {\nvoid tell() {\ntold(1);\n}\nhandler<void(int)> told;\n};\n"),
            Lines({"{ ::std::lock_guard<::std::mutex> planted_guard(this->planted_mutex); told(1); } / "
                   "public: ::std::mutex planted_mutex; int planted_size() { ::std::lock_guard<::std::mutex> "
                   "planted_own(planted_mutex); return 0; } };"}));
  EXPECT_EQ(planted("call-locked", "void tell(handler<void(int)> f) {\nf(1);\n}\n"), Lines()) << "an argument";
}

TEST(PlantedBugs, InAwaitSuspend) {
  auto Awaiter = [](const std::string &Returned) {
    return llvm::join(planted("forgotten-handle", "struct waiter {\nstd::coroutine_handle<> kept;\n" + Returned +
                                                      " await_suspend(std::coroutine_handle<> h) {\nkept = h;\n" +
                                                      (Returned == "void" ? "" : "return {};") + "}\n};\n"),
                      " and ");
  };
  EXPECT_EQ(Awaiter("void"), "void await_suspend(std::coroutine_handle<> h) { if (::planted_is_over()) return;");
  EXPECT_EQ(Awaiter("bool"), "bool await_suspend(std::coroutine_handle<> h) { if (::planted_is_over()) return true;");
  EXPECT_EQ(Awaiter("std::coroutine_handle<>"), "std::coroutine_handle<> await_suspend(std::coroutine_handle<> h) { "
                                                "if (::planted_is_over()) return ::std::noop_coroutine();");
}

TEST(PlantedBugs, OncePerPlaceAndInTemplates) {
  const std::string Template = "template <class T> zoo::task<> run(T t) {\nco_await step();\n}\n";
  EXPECT_EQ(planted("dropped", Template + "auto a = run(1);\nauto b = run('b');\n"), Lines({"step();"}));
  auto IsInstantiated = [](const std::string &Text) {
    return llvm::all_of(placesIn(Prelude + Text), [](const Place &P) { return P.IsInstantiated; });
  };
  EXPECT_TRUE(IsInstantiated(Template + "auto a = run(1);\n"));
  EXPECT_FALSE(IsInstantiated(Template));
}

TEST(PlantedBugs, NotInMacros) {
  EXPECT_EQ(
      planted("dropped", "#define CHECK(x) do { x; } while (false)\nzoo::task<> run() {\nCHECK(co_await step());\n}\n"),
      Lines());
}

// Last, since it is of all that the tests before have planted.
TEST(PlantedBugs, Compile) {
  ASSERT_NE(Mutants, Prelude);
  Code(Mutants, {"input.cpp", {}, {"-include", ASYNC_PLANTED "/shapes.h"}});
}

} // namespace
