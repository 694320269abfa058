#include "driver/report.h"

#include "driver/path-globs.h"
#include "driver/project-facts.h"

#include "clang-tidy/ClangTidy.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using clang::tidy::ClangTidyError;
using llvm::StringRef;

namespace asynctidy::driver {

void printReport(const std::vector<Reported> &Errors, const Options &Asked,
                 llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files) {
  clang::tidy::ClangTidyOptions Form;
  Form.UseColor = Asked.UseColor;
  clang::tidy::ClangTidyContext Context(
      std::make_unique<clang::tidy::DefaultOptionsProvider>(clang::tidy::ClangTidyGlobalOptions(), Form));
  unsigned WarningsAsErrors = 0;
  clang::tidy::handleErrors(std::vector<ClangTidyError>(Errors.begin(), Errors.end()), Context, clang::tidy::FB_NoFix,
                            WarningsAsErrors, std::move(Files));
}

void printLinked(const std::vector<link::Finding> &Found, const summaries::Strings &Names, const Options &Asked,
                 llvm::raw_ostream &Out) {
  const std::string Root = rootOf(Asked);
  std::vector<std::pair<std::string, size_t>> Order; // within a file they are in order already
  for (size_t I = 0; I < Found.size(); ++I)
    Order.emplace_back(absolutePath(Names[Found[I].At.File], Root), I);
  llvm::sort(Order);
  auto Line = [&](const summaries::Place &P) -> llvm::raw_ostream & {
    return Out << Names[P.File] << ':' << P.Line << ':' << P.Column << ": ";
  };
  for (const auto &[Path, I] : Order) {
    const link::Finding &F = Found[I];
    Line(F.At) << "warning: " << F.Message << " [" << summaries::nameOf(F.Check) << "]\n";
    for (const link::Finding::Note &Note : F.Notes)
      if (Note.Where != report::ShownIn::Data)
        Line(Note.At) << "note: " << Note.Message << '\n';
    if (!F.Assumes.empty())
      Line(F.At) << "note: " << sentenceOf(F.Assumes) << '\n';
  }
}

} // namespace asynctidy::driver
