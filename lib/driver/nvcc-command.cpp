#include "driver/nvcc-command.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

#include <optional>

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

// By `nvcc --help`, without dashes: nvcc takes one or two. Those of the linker never are in compile commands.

/// Options with a value that mean nothing to the compiler of the host: `-gencode X` and `-gencode=X`.
constexpr StringRef WithValue[] = {"ccbin",
                                   "compiler-bindir",
                                   "gencode",
                                   "generate-code",
                                   "arch",
                                   "gpu-architecture",
                                   "code",
                                   "gpu-code",
                                   "rdc",
                                   "relocatable-device-code",
                                   "Xptxas",
                                   "ptxas-options",
                                   "Xnvlink",
                                   "nvlink-options",
                                   "Xlinker",
                                   "linker-options",
                                   "Xarchive",
                                   "archive-options",
                                   "Xcudafe",
                                   "maxrregcount",
                                   "threads",
                                   "t",
                                   "split-compile",
                                   "split-compile-extended",
                                   "default-stream",
                                   "cudart",
                                   "cudadevrt",
                                   "ldir",
                                   "libdevice-directory",
                                   "target-dir",
                                   "target-directory",
                                   "odir",
                                   "output-directory",
                                   "keep-dir",
                                   "diag-suppress",
                                   "diag-error",
                                   "diag-warn",
                                   "Werror",
                                   "opt-info",
                                   "optimization-info",
                                   "ftz",
                                   "prec-div",
                                   "prec-sqrt",
                                   "fmad",
                                   "e",
                                   "entries",
                                   "Ofc",
                                   "Ofast-compile",
                                   "dopt",
                                   "fdevice-time-trace",
                                   "time",
                                   "brief-diag",
                                   "brief-diagnostics",
                                   "jtd",
                                   "jump-table-density",
                                   "compress-mode",
                                   "static-global-template-stub",
                                   "device-entity-has-hidden-visibility",
                                   "device-stack-protector",
                                   "machine",
                                   "optimize",
                                   "MT",
                                   "dependency-target-name",
                                   "MF",
                                   "dependency-output",
                                   "MQ",
                                   "frandom-seed"};

/// The same without a value.
constexpr StringRef Alone[] = {"dc",
                               "device-c",
                               "dw",
                               "device-w",
                               "compile",
                               "G",
                               "device-debug",
                               "lineinfo",
                               "generate-line-info",
                               "use_fast_math",
                               "expt-relaxed-constexpr",
                               "extended-lambda",
                               "expt-extended-lambda",
                               "dlto",
                               "dlink-time-opt",
                               "lto",
                               "gen-opt-lto",
                               "allow-unsupported-compiler",
                               "forward-unknown-to-host-compiler",
                               "forward-unknown-to-host-linker",
                               "forward-unknown-opts",
                               "use-local-env",
                               "keep",
                               "keep-device-functions",
                               "src-in-ptx",
                               "source-in-ptx",
                               "restrict",
                               "res-usage",
                               "resource-usage",
                               "ewp",
                               "extensible-whole-program",
                               "extra-device-vectorization",
                               "no-compress",
                               "objtemp",
                               "objdir-as-tempdir",
                               "noprof",
                               "dont-use-profile",
                               "nohdinitlist",
                               "no-host-device-initializer-list",
                               "nohdmoveforward",
                               "no-host-device-move-forward",
                               "cuda",
                               "Wreorder",
                               "Wdefault-stream-launch",
                               "Wmissing-launch-bounds",
                               "Wext-lambda-captures-this",
                               "Wno-deprecated-gpu-targets",
                               "err-no",
                               "display-error-number",
                               "no-err-no",
                               "no-display-error-number",
                               "generate-dependencies-with-compile",
                               "generate-nonsystem-dependencies-with-compile",
                               "MD",
                               "MMD",
                               "MP"};

/// Options that the compiler of the host has under another spelling: the beginning of its own.
constexpr std::pair<StringRef, StringRef> Translated[] = {{"I", "-I"},
                                                          {"include-path", "-I"},
                                                          {"isystem", "-isystem"},
                                                          {"system-include", "-isystem"},
                                                          {"D", "-D"},
                                                          {"define-macro", "-D"},
                                                          {"U", "-U"},
                                                          {"undefine-macro", "-U"},
                                                          {"std", "-std="},
                                                          {"include", "-include"},
                                                          {"pre-include", "-include"},
                                                          {"x", "-x"}};

bool isForHost(StringRef Name) { return Name == "Xcompiler" || Name == "compiler-options"; }

/// CUDA's headers, which nvcc finds by itself; empty when \p Nvcc is not here.
std::string headersOf(StringRef Nvcc) {
  std::string Program = Nvcc.str();
  if (!Nvcc.contains('/'))
    if (const auto Found = llvm::sys::findProgramByName(Nvcc))
      Program = *Found;
  llvm::SmallString<256> Headers(path::parent_path(path::parent_path(Program)));
  path::append(Headers, "include");
  return llvm::sys::fs::exists(Headers + "/cuda_runtime.h") ? std::string(Headers) : std::string();
}

/// Adds the parts of \p Values, which commas separate, each after \p Before.
void addParts(StringRef Before, StringRef Values, std::vector<std::string> &To) {
  llvm::SmallVector<StringRef, 4> Parts;
  Values.split(Parts, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (const StringRef Part : Parts)
    To.push_back((Before + Part.trim("\"'")).str());
}

} // namespace

std::vector<std::string> hostCommand(std::vector<std::string> CommandLine) {
  if (CommandLine.empty() || !path::stem(CommandLine.front()).starts_with("nvcc"))
    return CommandLine;
  std::vector<std::string> Host = {"c++"};
  for (size_t I = 1; I < CommandLine.size(); ++I) {
    const StringRef Argument = CommandLine[I];
    if (!Argument.starts_with("-")) {
      Host.push_back(Argument.str());
      continue;
    }
    const auto [Name, Joined] = Argument.ltrim('-').split('=');
    const bool HasJoined = Argument.contains('=');
    auto Value = [&]() -> StringRef {
      if (HasJoined)
        return Joined;
      return I + 1 < CommandLine.size() ? StringRef(CommandLine[++I]) : StringRef();
    };
    const auto *const Other = llvm::find_if(Translated, [&](const auto &Pair) { return Pair.first == Name; });
    if (StringRef Directories = Argument; Directories.consume_front("-I") && !Directories.empty() && !HasJoined)
      addParts("-I", Directories, Host);
    else if (isForHost(Name))
      addParts("", Value(), Host);
    else if (llvm::is_contained(WithValue, Name))
      Value();
    else if (Other != std::end(Translated) && Other->second == "-D")
      Host.push_back("-D" + Value().str());
    else if (Other != std::end(Translated))
      addParts(Other->second, Value(), Host);
    else if (!llvm::is_contained(Alone, Name))
      Host.push_back(Argument.str());
  }
  if (const std::string Headers = headersOf(CommandLine.front()); !Headers.empty())
    Host.push_back("-isystem" + Headers);
  return Host;
}

} // namespace asynctidy::driver
