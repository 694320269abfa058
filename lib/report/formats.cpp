#include "report/formats.h"

namespace asynctidy::report {

llvm::ArrayRef<Format> formats() {
  static constexpr Format All[] = {
      {"gitlab", "write the findings as GitLab's code quality report", writeGitlab, '[', /*NamesOnlyBelowRoot=*/true},
      {"html", "write the findings as a page for a browser, with the code around them", writeHtml, '<',
       /*NamesOnlyBelowRoot=*/false, /*ShowsLocks=*/true},
      {"json", "write the findings as JSON, with all that is known of them", writeJson, '{'},
      {"junit", "write the findings as failed tests, in JUnit's form", writeJunit, '<'},
      {"markdown", "write the findings as a table in Markdown, for the summary of a job", writeMarkdown, '#'},
      {"sarif", "write the findings as SARIF 2.1.0, for code hosts", writeSarif, '{', /*NamesOnlyBelowRoot=*/true},
  };
  return All;
}

} // namespace asynctidy::report
