#include "facts/aliases/shared-state.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/unit/translation-unit.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <map>
#include <memory>
#include <optional>
#include <vector>
#include "zoo.h"
struct inner { int n; };
struct state { inner in; inner *out; std::shared_ptr<inner> shared; const inner fixed{}; std::vector<inner> many; };
state global; const state constant{}; static state *pointer;
state make(); state &find(); void look(const int &);
)";

/// What the argument of the call look() is to the function around it.
std::string sharedIn(const FunctionDecl &F) {
  std::string Text;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (!Call || !Call->getDirectCallee() || Call->getDirectCallee()->getNameAsString() != "look")
      return;
    const auto Shared = sharedObject(Call->getArg(0), F);
    constexpr const char *Names[] = {"member", "global", "parameter", "captured"};
    Text =
        Shared ? std::string(Names[static_cast<int>(Shared->What)]) + " " + Shared->Declared->getNameAsString() : "own";
  });
  return Text;
}

TEST(SharedState, ByWhereItIsFound) {
  const std::pair<const char *, const char *> Cases[] = {
      {"void f(state s) { look(s.in.n); }", "own"},
      {"void f(state &&s) { look(s.in.n); }", "own"},
      {"void f(state &s) { look(s.in.n); }", "member n"},
      {"void f(state *s) { look(s->in.n); }", "member n"},
      {"void f(const state &s) { look(s.in.n); }", "own"},
      {"void f(int &n) { look(n); }", "parameter n"},
      {"void f(int *n) { look(*n); }", "parameter n"},
      {"void f(const int &n) { look(n); }", "own"},
      {"void f(int n) { look(n); }", "own"},
      {"void f(std::shared_ptr<state> s) { look(s->in.n); }", "member n"},
      {"void f(std::shared_ptr<const state> s) { look(s->in.n); }", "own"},
      {"void f(std::unique_ptr<state> s) { look(s->in.n); }", "own"},
      {"void f(std::optional<state> s) { look(s->in.n); }", "own"},
      {"void f() { state s; look(s.in.n); }", "own"},
      {"void f() { state s; look(s.out->n); }", "member n"},
      {"void f() { state s; look(s.shared->n); }", "member n"},
      {"void f() { state s; auto &alias = s.in; look(alias.n); }", "own"},
      {"void f(state &s) { auto &alias = s.in; look(alias.n); }", "member n"},
      {"void f(state &s) { look(s.fixed.n); }", "own"},
      {"void f(state &s) { look(s.many[0].n); }", "member n"},
      {"void f() { look(global.in.n); }", "member n"},
      {"int number; void f() { look(number); }", "global number"},
      {"void f() { static int number; look(number); }", "global number"},
      {"void f() { look(constant.in.n); }", "own"},
      {"void f() { look(pointer->in.n); }", "member n"},
      {"void f() { auto &s = find(); look(s.in.n); }", "member n"},
      {"void f() { auto s = make(); look(s.in.n); }", "own"},
      {"struct c { int n; void f() { look(n); } }; void g() { c().f(); }", "member n"},
  };
  std::string Text = Prelude;
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "namespace case" + std::to_string(I) + " { " + Cases[I].first + " }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const std::string Namespace = "case" + std::to_string(I) + "::";
    const FunctionDecl &F = C.function(Namespace + (C.find(Namespace + "f") ? "f" : "c::f"));
    EXPECT_EQ(sharedIn(F), Cases[I].second) << Cases[I].first;
  }
}

TEST(SharedState, OfLambdas) {
  Code C(std::string(Prelude) + R"(
void f(int by_value, int &by_reference) {
  int n = 0;
  auto copies = [n] { look(n); };
  auto refers = [&n] { look(n); };
  auto all = [&] { look(by_reference); };
  copies(); refers(); all();
}
)");
  std::vector<std::string> Found;
  for (const FunctionDecl *F : TranslationUnit::of(C.context(), {}).userCode().Functions)
    if (isLambda(*F))
      Found.push_back(sharedIn(*F));
  EXPECT_EQ(Found, (std::vector<std::string>{"own", "captured n", "own"}));
}

} // namespace
