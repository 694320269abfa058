// The command line of async-tidy as data. Parsing has no side effects and prints nothing. What there is to parse stands
// in options.td.
#pragma once

#include "report/formats.h"
#include "summaries/assumptions.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// Exit codes; the highest that applies is returned.
enum ExitCode { Clean = 0, FoundSomething = 1, NotEverythingAnalysed = 2 };

enum class Command {
  Analyse,
  Baseline,
  Changed,
  Doctor,
  Init,
  Facts,
  Index,
  Link,
  Graph,
  Sarif,
  Cache,
  List,
  Explain,
  Completion,
  Complete,
  Manual,
  Help,
  Version
};

/// A fault that the worker of one file causes on purpose, to test that the program survives it.
struct InjectedFault {
  enum class Kind { Crash, Hang, Memory } What;
  std::string File; ///< the end of the file's path
};

struct Options {
  Command Do = Command::Analyse;

  std::vector<std::string>
      Files;             ///< paths, directories and globs; empty: every file of the database. complete: WORD...
  std::string BuildPath; ///< -p: directory of compile_commands.json, or that file
  bool HasFlags = false; ///< "--" was given: no database
  std::vector<std::string> Flags; ///< the arguments after "--"

  std::string Checks; ///< --checks, appended to what the .clang-tidy files say
  std::vector<std::string> Enable;
  std::optional<summaries::Confidence> Confidence; ///< unset: what the .clang-tidy files say, else sure
  std::vector<std::string> Models;
  std::vector<std::string> TreatAsSystem;
  bool DefaultSystemPaths = true;
  std::vector<std::string> TreatAsTest;
  bool DefaultTestPaths = true;
  std::optional<std::string> HeaderFilter;
  std::optional<std::string> ExcludeHeaderFilter;
  std::optional<std::string> WarningsAsErrors;
  std::optional<std::string> Config; ///< --config or the text of --config-file: replaces the search for .clang-tidy
  std::string ConfigOrigin;          ///< the origin of Config, for messages
  std::vector<std::string> ExtraArgs;
  std::vector<std::string> ExtraArgsBefore;

  std::string Index;  ///< --index: written by `async-tidy link`
  std::string Output; ///< -o of facts, link, graph and baseline
  /// --root: the project's directory, which facts and reports name files below; empty: the current one for facts and
  /// link, for an analysis see reportRoot().
  std::string Root;
  std::vector<std::pair<const report::Format *, std::string>> Reports; ///< to write, and where

  std::string Baseline; ///< --baseline; for `async-tidy baseline` the same as Output
  std::string NewSince; ///< --new-since: the commit whose findings are left out
  bool Accept = false;  ///< --accept: `async-tidy baseline` adds what is new
  /// --fail-on: the least certain findings that the exit code tells of; unset: none.
  std::optional<summaries::Confidence> FailOn = summaries::Confidence::Likely;
  bool RequireReason = false; ///< --require-reason: report NOLINT comments without one
  bool UnusedNolint = false;  ///< --unused-nolint: report those that suppress nothing

  bool AsGithub = false; ///< --format=github: print workflow commands instead of the text
  bool Fix = false;
  std::string ExportFixes;
  bool Quiet = false;
  std::optional<bool> UseColor;

  unsigned Jobs = 0;                      ///< 0: all cores
  unsigned TimeoutSeconds = 900;          ///< 0: none
  std::optional<unsigned> MemoryLimitMiB; ///< 0: none; unset: a share of the machine's memory

  bool UseCache = true;          ///< not with --no-cache
  std::string Cache;             ///< --cache: its directory; empty: below the build directory
  unsigned CacheLimitMiB = 2048; ///< how large it may become
  bool Prune = false;            ///< --prune: `async-tidy cache` removes what was not of use for longest

  std::vector<InjectedFault> Faults;

  bool Staged = false; ///< changed --staged: what git's index has, in place of the work tree
  std::string Since;   ///< changed --since: the branch or commit that changes are counted from; empty: the last commit
  std::optional<unsigned> Includers; ///< changed --includers: how many files are analysed for headers; unset: see there

  bool Write = false;     ///< init --write
  bool NamesOnly = false; ///< list --names
  std::string Topic;      ///< explain NAME, graph KIND, completion SHELL, COMMAND --help
};

/// Reads the arguments after the program's name. The error is one sentence for the user.
llvm::Expected<Options> parseOptions(llvm::ArrayRef<const char *> Arguments);

} // namespace asynctidy::driver
