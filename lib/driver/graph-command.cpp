#include "driver/graph-command.h"

#include "driver/command-output.h"
#include "driver/messages.h"
#include "driver/project-facts.h"
#include "link/analysis.h"
#include "link/dot.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {

/// Runs Graphviz on \p Dot.
static llvm::Error drawAsSvg(StringRef Dot, StringRef Output) {
  const llvm::ErrorOr<std::string> Program = llvm::sys::findProgramByName("dot");
  if (!Program)
    return sentence("drawing '" + Output + "' needs Graphviz's program 'dot': install graphviz, or write DOT instead");
  llvm::SmallString<128> Input, Aside(Output);
  if (const std::error_code Why = llvm::sys::fs::createTemporaryFile("async-tidy", "dot", Input))
    return sentence("cannot make a temporary file: " + Why.message());
  const llvm::FileRemover RemoveInput(Input);
  if (llvm::Error E = writeOutput(Input, Dot))
    return E;
  Aside += ".new";
  llvm::FileRemover RemoveAside(Aside);
  // Graphviz warns about fonts and long labels; its output is shown only when it fails.
  llvm::SmallString<128> Said;
  if (const std::error_code Why = llvm::sys::fs::createTemporaryFile("async-tidy", "txt", Said))
    return sentence("cannot make a temporary file: " + Why.message());
  const llvm::FileRemover RemoveSaid(Said);
  std::string Why;
  const StringRef Arguments[] = {*Program, "-Tsvg", "-o", Aside, Input};
  const std::optional<StringRef> Streams[] = {std::nullopt, std::nullopt, StringRef(Said)};
  if (llvm::sys::ExecuteAndWait(*Program, Arguments, std::nullopt, Streams, /*SecondsToWait=*/600, 0, &Why) != 0) {
    const auto Errors = llvm::MemoryBuffer::getFile(Said);
    if (Why.empty() && Errors)
      Why = (*Errors)->getBuffer().trim().split('\n').first.str();
    return sentence("Graphviz could not draw '" + Output + "'" + (Why.empty() ? "" : ": " + Why));
  }
  if (const std::error_code Failed = llvm::sys::fs::rename(Aside, Output))
    return sentence("cannot write '" + Output + "': " + Failed.message());
  RemoveAside.releaseFile();
  return llvm::Error::success();
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
  llvm::Error E = StringRef(O.Output).ends_with(".svg") ? drawAsSvg(Dot, O.Output) : writeOutput(O.Output, Dot);
  return E ? refuse(std::move(E)) : Clean;
}

} // namespace asynctidy::driver
