#include "kinds.h"
#include "lifetime-plants.h"

#include "facts/locks/suspensions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/coroutine-promise.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::mutate {
namespace {

class KeptIterators {
public:
  KeptIterators(const FunctionSite &Site, PlantContext &In) : Site(Site), In(In) {}

  void run() {
    if (!facts::isCoroutine(Site.F))
      return;
    forEachPlainStatement(Site, In, [&](const Stmt &S) {
      if (!isa<ReturnStmt, CoreturnStmt>(S))
        statement(S);
    });
  }

private:
  void statement(const Stmt &S) {
    bool Awaits = false, Suspends = false;
    facts::forEachEvaluated(&S, [&](const Stmt &At) {
      if (const auto *Await = dyn_cast<CoawaitExpr>(&At)) {
        Awaits = true;
        Suspends |= facts::canSuspend(*Await);
      }
    });
    const std::optional<Spot> Begin = In.Text.at(S.getBeginLoc()), End = In.Text.after(S);
    if (!Awaits || !Begin || !End)
      return;
    const Container Into = container();
    if (Place *New = In.Book.add(Kind::Iterator, *Begin, Into.Anchor, /*IsInstance=*/true,
                                 Suspends ? "" : "the await never suspends")) {
      New->Line = New->OtherLine = End->Line;
      New->Mutants = {{Into.Declared,
                       {{Begin->Offset, Begin->Offset}, BeforeIterator.str() + Into.Name + AfterIterator.str()},
                       {{End->Offset, End->Offset}, IteratorUse.str()}}};
    }
  }

  /// The container of the iterator: a new member of the class, if the class is in the same file, or else a global.
  struct Container {
    std::string Name;
    Edit Declared;
    unsigned Anchor;
  };
  Container container() {
    const auto *Method = dyn_cast<CXXMethodDecl>(&Site.F);
    if (Method && Method->isInstance() && !facts::isLambda(Site.F)) {
      const std::optional<Spot> Brace = In.Text.at(Method->getParent()->getBraceRange().getEnd()),
                                Body = In.Text.at(Site.Body.getLBracLoc());
      const std::optional<Spots::Outermost> Around = Brace ? In.Text.around(*Brace) : std::nullopt;
      if (Around && Body && Brace->Id == Body->Id && In.Text.isText(*Brace, '}'))
        return {"this->async_planted_numbers",
                {{Brace->Offset, Brace->Offset}, MemberContainer.str()},
                std::min(Around->Anchor, Site.Around.Anchor)};
    }
    return {"::async_planted_numbers",
            {{Site.Around.Offset, Site.Around.Offset}, GlobalContainer.str()},
            Site.Around.Anchor};
  }

  const FunctionSite &Site;
  PlantContext &In;
};

} // namespace

void findKeptIterators(const FunctionSite &Site, PlantContext &In) { KeptIterators(Site, In).run(); }

} // namespace asynctidy::mutate
