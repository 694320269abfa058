#include "report/markdown.h"

#include "llvm/ADT/STLExtras.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <cstdlib>
#include <memory>
#include <vector>

using llvm::StringRef;

namespace asynctidy::report {
namespace {

/// Pages are written in long lines, which are no line breaks.
constexpr int Options = CMARK_OPT_NOBREAKS;

void replaceByItsContent(cmark_node *Link) {
  while (cmark_node *Child = cmark_node_first_child(Link))
    cmark_node_insert_before(Link, Child);
  cmark_node_free(Link);
}

/// Removes what has no meaning outside of the documentation.
void makeSelfContained(cmark_node *Document) {
  std::vector<cmark_node *> Links, Html;
  cmark_iter *Iterator = cmark_iter_new(Document);
  while (cmark_iter_next(Iterator) != CMARK_EVENT_DONE) {
    cmark_node *Node = cmark_iter_get_node(Iterator);
    if (cmark_iter_get_event_type(Iterator) != CMARK_EVENT_ENTER)
      continue;
    const cmark_node_type Type = cmark_node_get_type(Node);
    if (Type == CMARK_NODE_LINK && !StringRef(cmark_node_get_url(Node)).starts_with("https://"))
      Links.push_back(Node);
    else if (Type == CMARK_NODE_HTML_BLOCK || Type == CMARK_NODE_HTML_INLINE)
      Html.push_back(Node);
  }
  cmark_iter_free(Iterator);
  llvm::for_each(Links, replaceByItsContent);
  llvm::for_each(Html, cmark_node_free);
}

std::string taken(char *Rendered) {
  std::string Text = Rendered;
  std::free(Rendered);
  return Text;
}

} // namespace

Page renderPage(StringRef Markdown) {
  cmark_gfm_core_extensions_ensure_registered();
  const std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)> Owned(cmark_parser_new(Options), cmark_parser_free);
  cmark_parser *Parser = Owned.get();
  if (cmark_syntax_extension *Tables = cmark_find_syntax_extension("table"))
    cmark_parser_attach_syntax_extension(Parser, Tables);
  cmark_parser_feed(Parser, Markdown.data(), Markdown.size());
  const std::unique_ptr<cmark_node, decltype(&cmark_node_free)> Tree(cmark_parser_finish(Parser), cmark_node_free);
  cmark_node *Document = Tree.get();
  makeSelfContained(Document);
  constexpr int NoWrapping = 0;
  return {taken(cmark_render_commonmark(Document, Options, NoWrapping)),
          taken(cmark_render_plaintext(Document, Options, NoWrapping)),
          taken(cmark_render_html(Document, Options, cmark_parser_get_syntax_extensions(Parser)))};
}

} // namespace asynctidy::report
