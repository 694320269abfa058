#include "checks/lifetime/dangling-fixes.h"

#include "facts/calls/kept-work.h"
#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TypeLoc.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using Through = asynctidy::analyses::DanglingWork::Through;
using End = asynctidy::analyses::DanglingWork::End;

namespace asynctidy::checks {
namespace {

/// The editable source text of one translation unit: everything outside of macro expansions.
class Text {
public:
  explicit Text(const TranslationUnit &Unit)
      : Sources(Unit.context().getSourceManager()), Language(Unit.context().getLangOpts()) {}

  llvm::StringRef of(SourceRange Range) const {
    return Range.isInvalid() || Range.getBegin().isMacroID() || Range.getEnd().isMacroID()
               ? llvm::StringRef()
               : Lexer::getSourceText(CharSourceRange::getTokenRange(Range), Sources, Language);
  }
  llvm::StringRef between(SourceLocation Begin, SourceLocation End) const {
    return Begin.isMacroID() || End.isMacroID()
               ? llvm::StringRef()
               : Lexer::getSourceText(CharSourceRange::getCharRange(Begin, End), Sources, Language);
  }
  SourceLocation behind(SourceLocation LastToken) const {
    return Lexer::getLocForEndOfToken(LastToken, 0, Sources, Language);
  }
  llvm::StringRef indentation(SourceLocation At) const { return Lexer::getIndentationForLine(At, Sources); }

private:
  const SourceManager &Sources;
  const LangOptions &Language;
};

/// `const T &name` and `T &&name` become `T name`; nothing when the text is not editable.
std::optional<FixItHint> byValue(const ParmVarDecl &Parameter, const TranslationUnit &Unit) {
  const TypeSourceInfo *Written = Parameter.getTypeSourceInfo();
  const auto Reference = Written ? Written->getTypeLoc().getAs<ReferenceTypeLoc>() : ReferenceTypeLoc();
  if (!Reference || !Unit.isUserCode(Parameter.getLocation()))
    return std::nullopt;
  const SourceLocation Sigil = Reference.getSigilLoc();
  const SourceRange Range(Parameter.getBeginLoc(), Sigil);
  llvm::StringRef Type = Text(Unit).of(Range);
  const llvm::StringRef Sign = Reference.getAs<RValueReferenceTypeLoc>() ? "&&" : "&";
  if (!Type.consume_back(Sign))
    return std::nullopt;
  Type = Type.rtrim();
  if (!Type.consume_front("const "))
    Type.consume_back(" const");
  const bool Touches = Parameter.getLocation() == Sigil.getLocWithOffset(Sign.size());
  return FixItHint::CreateReplacement(CharSourceRange::getTokenRange(Range),
                                      Touches ? (Type + " ").str() : Type.rtrim().str());
}

/// Whether a parameter of the reference type \p T could be taken by value: by copying from a `const &`, or moving from
/// a `&&`.
bool mayBeValue(QualType T) {
  if (!T->isReferenceType() || (T->isLValueReferenceType() && !T->getPointeeType().isConstQualified()))
    return false;
  if (T->getPointeeType()->isArithmeticType() || T->getPointeeType()->isEnumeralType())
    return true;
  const CXXRecordDecl *Record = recordOf(T);
  if (!Record || !Record->hasDefinition() || Record->isAbstract() || Record->isPolymorphic())
    return false;
  return T->isLValueReferenceType() ? isCopyable(*Record->getDefinition()) : isMovable(*Record->getDefinition());
}

} // namespace

Edits awaitAtOnce(const DanglingWork &Work, const FunctionDecl &F, TranslationUnit &Unit) {
  if (Work.Dies != End::Statement)
    return {};
  const auto Kept = keptWork(*Work.Work, F);
  if (!Kept || !Kept->Next)
    return {};
  const Text Written(Unit);
  const SourceLocation Begin = Kept->Declared->getBeginLoc(), Next = Kept->NextStatement->getBeginLoc();
  const llvm::StringRef Call = Written.of(Work.Work->getSourceRange());
  const llvm::StringRef Operand = Written.of(Kept->Next->getOperand()->getSourceRange());
  const llvm::StringRef Between = Written.between(Written.behind(Kept->Declared->getEndLoc()), Next);
  if (Call.empty() || Operand.empty() || Between.empty() || !Between.trim().empty())
    return {};
  return {FixItHint::CreateRemoval(CharSourceRange::getCharRange(Begin, Next)),
          FixItHint::CreateReplacement(Kept->Next->getOperand()->getSourceRange(), Call)};
}

Edits nameClosure(const DanglingWork &Work, const FunctionDecl &F, TranslationUnit &Unit) {
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(Work.Work);
  if (Work.Dies != End::Statement || Work.How != Through::Closure || !Call || Call->getNumArgs() == 0)
    return {};
  const auto *Lambda = dyn_cast<LambdaExpr>(withoutTemporaries(Call->getArg(0)));
  const auto Kept = Lambda ? keptWork(*Work.Work, F) : std::nullopt;
  if (!Kept || !Kept->Local->getDeclName().isIdentifier())
    return {};
  const Text Written(Unit);
  const SourceLocation Begin = Kept->Declared->getBeginLoc();
  const llvm::StringRef Closure = Written.of(Lambda->getSourceRange());
  const std::string Name = Kept->Local->getNameAsString() + "_closure";
  if (Closure.empty() || Begin.isMacroID() || Unit.context().Idents.find(Name) != Unit.context().Idents.end())
    return {};
  return {
      FixItHint::CreateInsertion(Begin, ("auto " + Name + " = " + Closure + ";\n" + Written.indentation(Begin)).str()),
      FixItHint::CreateReplacement(Lambda->getSourceRange(), Name)};
}

Edits takeByValue(const DanglingWork &Work, TranslationUnit &Unit) {
  const FunctionDecl *F = Work.Callee;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  if (!Work.Parameter || !F || !Work.Use.At || !Work.Use.In ||
      Work.Use.In->getCanonicalDecl() != F->getCanonicalDecl() || F->isTemplateInstantiation() ||
      F->getDescribedFunctionTemplate() || F->isOverloadedOperator() ||
      (Method && (Method->isVirtual() || Method->getParent()->isDependentContext())) ||
      !mayBeValue(Work.Parameter->getType()))
    return {};
  Edits Found;
  for (const FunctionDecl *Each : F->redecls()) {
    const auto Edit = byValue(*Each->getParamDecl(Work.Parameter->getFunctionScopeIndex()), Unit);
    if (!Edit)
      return {};
    Found.push_back(*Edit);
  }
  return Found;
}

} // namespace asynctidy::checks
