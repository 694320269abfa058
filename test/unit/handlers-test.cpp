#include "facts/flow/handlers.h"

#include "code.h"

#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <exception>
#include <stdexcept>
struct base {}; struct derived : base {}; struct other {}; struct failure : std::runtime_error { failure(); };
namespace mine { struct exception {}; }
)";

/// The handlers of `void test() { try {} HANDLERS }`.
struct Handlers {
  Code C;
  const CXXTryStmt &Try;

  explicit Handlers(const std::string &Text)
      : C(std::string(Prelude) + "void test() { try {} " + Text + " }"),
        Try(*allIn<CXXTryStmt>(C.function("test")).front()) {}

  /// Which handler gets an exception of the class \p Name; -1 for none.
  int of(const char *Name) const {
    const CXXCatchStmt *Handler = handlerFor(Try, C.record(Name));
    for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
      if (Try.getHandler(I) == Handler)
        return I;
    return -1;
  }
};

TEST(Handlers, CatchClassesAndWhatIsDerivedFromThem) {
  const struct {
    const char *Handler, *Thrown;
    bool Catches;
  } Cases[] = {
      {"catch (...) {}", "other", true},
      {"catch (base) {}", "base", true},
      {"catch (const base &) {}", "base", true},
      {"catch (const base &e) {}", "derived", true},
      {"catch (derived &) {}", "base", false},
      {"catch (base &) {}", "other", false},
      {"catch (int) {}", "base", false},
      {"catch (const std::exception &) {}", "failure", true},
      {"catch (const std::logic_error &) {}", "failure", false},
  };
  for (const auto &Case : Cases) {
    const Handlers H(Case.Handler);
    EXPECT_EQ(catches(*H.Try.getHandler(0), H.C.record(Case.Thrown)), Case.Catches)
        << Case.Handler << " of " << Case.Thrown;
  }
}

TEST(Handlers, TheFirstThatFitsGetsIt) {
  const Handlers H("catch (int) {} catch (derived &) {} catch (base &) {} catch (const std::exception &) {}");
  EXPECT_EQ(H.of("derived"), 1);
  EXPECT_EQ(H.of("base"), 2);
  EXPECT_EQ(H.of("failure"), 3);
  EXPECT_EQ(H.of("other"), -1);
  EXPECT_EQ(Handlers("catch (base &) {} catch (derived &) {}").of("derived"), 0);
}

TEST(Handlers, ThatLetNoErrorThrough) {
  for (const char *Text : {"catch (...) {}", "catch (const std::exception &) {}", "catch (std::exception) {}"})
    EXPECT_TRUE(catchesErrors(*Handlers(Text).Try.getHandler(0))) << Text;
  for (const char *Text :
       {"catch (int) {}", "catch (base &) {}", "catch (const std::runtime_error &) {}", "catch (mine::exception &) {}"})
    EXPECT_FALSE(catchesErrors(*Handlers(Text).Try.getHandler(0))) << Text;
}

} // namespace
