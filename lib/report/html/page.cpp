#include "report/formats.h"
#include "report/html/colours.h"
#include "report/html/page-data.h"
#include "report/markdown.h"
#include "report/sarif-limits.h"

#include "html-assets.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::report {
namespace {

void replaceAll(std::string &Text, StringRef Old, StringRef New) {
  for (size_t At = 0; (At = Text.find(Old, At)) != std::string::npos; At += New.size())
    Text.replace(At, Old.size(), New);
}

/// How a policy names the one script or style that may be used.
std::string hashOf(StringRef Text) {
  return "'sha256-" + llvm::encodeBase64(llvm::SHA256::hash(llvm::arrayRefFromStringRef(Text))) + "'";
}

/// \p Json so that it means the same, and that nothing in it means anything to a parser of HTML.
void writeInScript(StringRef Json, llvm::raw_ostream &Out) {
  constexpr StringRef Special = "<>&\xE2";
  while (!Json.empty()) {
    const size_t Plain = std::min(Json.find_first_of(Special), Json.size());
    Out << Json.take_front(Plain);
    Json = Json.drop_front(Plain);
    if (Json.empty())
      return;
    if (Json.consume_front("\xE2\x80\xA8"))
      Out << "\\u2028";
    else if (Json.consume_front("\xE2\x80\xA9"))
      Out << "\\u2029";
    else if (Json.front() == '\xE2')
      Out << Json.front(), Json = Json.drop_front();
    else
      Out << "\\u00" << llvm::utohexstr(Json.front(), /*LowerCase=*/true), Json = Json.drop_front();
  }
}

std::string inHtml(StringRef Text) {
  std::string Made;
  llvm::raw_string_ostream Out(Made);
  llvm::printHTMLEscaped(Text, Out);
  return Out.str();
}

/// C++ code as HTML, coloured.
std::string colouredHtml(StringRef Code) {
  std::string Made;
  size_t Done = 0;
  for (const Coloured &Part : coloursOf(Code)) {
    Made += inHtml(Code.slice(Done, Part.Begin)) + "<span class=\"" + static_cast<char>(Part.As) + "\">" +
            inHtml(Code.slice(Part.Begin, Part.End)) + "</span>";
    Done = Part.End;
  }
  return Made + inHtml(Code.drop_front(Done));
}

/// \p Html, in which cmark wrote all text escaped, with colours in blocks of C++.
std::string withColouredCode(StringRef Html) {
  constexpr StringRef Begin = "<code class=\"language-cpp\">", End = "</code>";
  std::string Made;
  while (true) {
    const auto [Before, Rest] = Html.split(Begin);
    Made += Before;
    if (Before.size() == Html.size())
      return Made;
    std::string Code = Rest.split(End).first.str();
    for (const auto &[Escaped, Character] :
         {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""), std::pair("&amp;", "&")})
      replaceAll(Code, Escaped, Character);
    Made += "<code>" + colouredHtml(Code) + End.str();
    Html = Rest.split(End).second;
  }
}

/// The page of a check as a part of this one, whose headings are two levels higher.
void writeCheckPage(const Rule &Each, llvm::raw_ostream &Out) {
  std::string Html = withColouredCode(renderPage(Each.Page).Html);
  for (char Level = '4'; Level >= '1'; --Level)
    for (const StringRef Tag : {"<h", "</h"})
      replaceAll(Html, (Tag + StringRef(&Level, 1) + ">").str(), (Tag + llvm::Twine(char(Level + 2)) + ">").str());
  Out << "<article class=\"page\" id=\"page-" << inHtml(Each.Name) << "\" data-check=\"" << inHtml(Each.Name)
      << "\" tabindex=\"-1\" hidden>\n"
      << Html << "</article>\n";
}

StringRef asset(StringRef Stem) {
  return llvm::find_if(HtmlAssets, [&](const EmbeddedFile &File) { return File.Stem == Stem; })->Text;
}

/// All parts in the order of CMakeLists.txt, as one module.
std::string script() {
  std::string Text;
  for (const EmbeddedFile &File : HtmlAssets)
    if (File.Stem != "page" && File.Stem != "style")
      Text += File.Text;
  return Text;
}

} // namespace

void writeHtml(const Run &R, SourceFiles &Sources, llvm::raw_ostream &Out) {
  std::vector<const Finding *> Shown;
  for (const Finding &F : R.Findings)
    Shown.push_back(&F);
  keepMostCertain(Shown, MostOfPage);
  const std::string Script = script();
  const StringRef Style = asset("style");
  for (StringRef Rest = asset("page"); !Rest.empty();) {
    const auto [Before, After] = Rest.split("{{");
    const auto [Name, Behind] = After.split("}}");
    Out << Before;
    Rest = Behind;
    if (Name == "policy")
      Out << "default-src 'none'; script-src " << hashOf(Script) << "; style-src " << hashOf(Style)
          << "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
    else if (Name == "findings")
      Out << R.Findings.size() << (R.Findings.size() == 1 ? " finding" : " findings");
    else if (Name == "style")
      Out << Style;
    else if (Name == "script")
      Out << Script;
    else if (Name == "pages")
      llvm::for_each(R.Rules, [&](const Rule &Each) { writeCheckPage(Each, Out); });
    else if (Name == "data")
      writeInScript(pageData(R, Shown, Sources), Out);
  }
}

} // namespace asynctidy::report
