#include "driver/graphviz.h"

#include "driver/messages.h"
#include "driver/temporary-file.h"
#include "report/output-file.h"

#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {

std::optional<std::string> graphviz() {
  llvm::ErrorOr<std::string> Program = llvm::sys::findProgramByName("dot");
  return Program ? std::optional(*Program) : std::nullopt;
}

llvm::Expected<std::string> drawn(StringRef Program, StringRef Dot, StringRef Form, unsigned Seconds) {
  TemporaryFile Input, Output, Said;
  for (auto &[File, Extension] : {std::pair(&Input, "dot"), std::pair(&Output, "out"), std::pair(&Said, "txt")})
    if (llvm::Error E = File->create(Extension))
      return std::move(E);
  if (llvm::Error E = report::writeFile(Input.path(), [&](llvm::raw_ostream &Out) { Out << Dot; }))
    return std::move(E);
  const std::string AsForm = ("-T" + Form).str();
  const StringRef Arguments[] = {Program, AsForm, "-o", Output.path(), Input.path()};
  // Graphviz warns about fonts and long labels; its output is of interest only when it fails.
  const std::optional<StringRef> Streams[] = {std::nullopt, std::nullopt, Said.path()};
  std::string Why;
  if (llvm::sys::ExecuteAndWait(Program, Arguments, std::nullopt, Streams, Seconds, 0, &Why) == 0)
    return Output.content();
  return sentence(Why.empty() ? StringRef(Said.content()).trim().split('\n').first.str() : Why);
}

} // namespace asynctidy::driver
