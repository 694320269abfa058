#include "driver/graph-command.h"

#include "driver/command-output.h"
#include "driver/graphviz.h"
#include "driver/messages.h"
#include "driver/project-facts.h"
#include "link/analysis.h"
#include "link/dot.h"
#include "report/output-file.h"

#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {

static llvm::Error writeText(StringRef Output, StringRef Text) {
  return report::writeFile(Output, [&](llvm::raw_ostream &Out) { Out << Text; });
}

static llvm::Error drawAsSvg(StringRef Dot, StringRef Output) {
  constexpr unsigned Seconds = 600;
  const std::optional<std::string> Program = graphviz();
  if (!Program)
    return sentence("drawing '" + Output + "' needs Graphviz's program 'dot': install graphviz, or write DOT instead");
  llvm::Expected<std::string> Svg = drawn(*Program, Dot, "svg", Seconds);
  if (Svg)
    return writeText(Output, *Svg);
  const std::string Why = llvm::toString(Svg.takeError());
  return sentence("Graphviz could not draw '" + Output + "'" + (Why.empty() ? "" : ": " + Why));
}

ExitCode drawGraph(const Options &O, llvm::raw_ostream &Out) {
  summaries::Strings Names;
  link::Program Whole(Names);
  llvm::Expected<std::vector<summaries::UnitInfo>> Units = readFacts(O, Whole);
  if (!Units)
    return refuse(Units.takeError());
  link::Analysis Known(Whole);
  std::string Dot;
  llvm::raw_string_ostream Text(Dot);
  link::writeDot(Text, Whole, Known.lockGraph());
  if (O.Output.empty()) {
    Out << Dot;
    return Clean;
  }
  if (llvm::Error E = checkOutput(O.Output, {"digraph locks", "<?xml"}))
    return refuse(std::move(E));
  llvm::Error E = StringRef(O.Output).ends_with(".svg") ? drawAsSvg(Dot, O.Output) : writeText(O.Output, Dot);
  return E ? refuse(std::move(E)) : Clean;
}

} // namespace asynctidy::driver
