// Documentation pages for reports: those stand alone, so links to other pages have no target there.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::report {

/// A page of documentation in the forms that reports need. Of the Markdown of GitHub: with tables, without raw HTML.
/// Links that are not absolute become plain text.
struct Page {
  std::string Markdown;
  std::string Text;
  std::string Html; ///< safe to put into any page: all text is escaped, and URLs are those of the Markdown
};

Page renderPage(llvm::StringRef Markdown);

} // namespace asynctidy::report
