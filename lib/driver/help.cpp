// The text of `--help`.
#include "driver/options.h"

using llvm::StringLiteral;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

constexpr StringLiteral Whole = R"(Finds misuse of C++20 coroutines, file by file or over a whole project.

  async-tidy -p BUILD             analyse every file of BUILD/compile_commands.json, and all of them together
  async-tidy -p BUILD FILE...     analyse these files; FILE is a path, a directory or a glob ('src/**/*.cpp')
  async-tidy FILE... -- FLAGS     analyse files with these compiler flags
  async-tidy list [--names]       show all checks
  async-tidy explain NAME         show a check's page

  async-tidy baseline -p BUILD -o FILE [--accept]
                                  take findings that are gone out of a baseline, and add the new ones

In steps, for build systems and editors:
  async-tidy facts ... -o OUT     write what files say to each other: a directory of facts files, or for one source a file
  async-tidy link FACTS... [-o INDEX]
                                  show what is found across files; write an index for --index and 'AsyncIndex'
  async-tidy graph locks FACTS... [-o FILE]
                                  draw which lock is taken while which is held, as DOT or, by Graphviz, as .svg
  --root DIRECTORY                the project's directory, which the paths in all of these are relative to
                                  (default: the current one)

Which findings:
  --checks GLOBS                  added to the 'Checks' of .clang-tidy, e.g. '-*,async-unawaited-task'
  --enable NAME                   turn on an opt-in check
  --confidence sure|likely        'likely' also shows findings that rest on assumptions, and lists these (default: sure)
  --header-filter REGEX           headers to report in (default: all but system headers)
  --exclude-header-filter REGEX   headers not to report in
  --treat-as-system GLOB          paths that count as system code, besides directories such as third_party
  --no-default-system-paths       no directory counts as system code by its name
  --treat-as-test GLOB            paths of tests and examples, where a sleep is no harm, besides directories such as tests
  --no-default-test-paths         no file counts as a test by its path
  --index FILE                    what 'async-tidy link' knows of the other files of the project
  --models FILE                   what a library promises about its names; may be repeated
  --config YAML, --config-file FILE
                                  use this instead of looking for .clang-tidy files
  --extra-arg ARG, --extra-arg-before ARG
                                  add to every compile command

What happens with them:
  --fix                           apply the fixes
  --export-fixes FILE             write findings and fixes to a YAML file
  --sarif FILE                    write findings as SARIF 2.1.0, for code hosts
  --root DIRECTORY                what reports name files below (default: git's top level, else the project's directory)
  --baseline FILE                 leave out the findings that this file knows; 'async-tidy baseline' writes it
  --fail-on sure|likely|never     which findings give exit code 1 (default: likely, which is every one that is shown)
  --require-reason                report NOLINT comments that name a check of these and no reason
  --unused-nolint                 report those that suppress nothing, in a run over the whole project
  --warnings-as-errors GLOBS      show findings of these checks as errors
  --use-color[=BOOL]              colours (default: on a terminal)
  --quiet                         only the findings and what went wrong

How it runs:
  -j N, --jobs N                  worker processes (default: all cores)
  --timeout SECONDS               give up on a file after this long (default: 900; 0: never)
  --memory-limit MIB              give up on a file that needs more (default: a share of the machine's; 0: none)
  --version, --help

Exit code: 0 nothing found, 1 something found, 2 not everything could be analysed.
)";

constexpr StringLiteral Facts = R"(Writes what files say to each other: what each function locks, calls and waits for.

  async-tidy facts FILE -o OUT.facts -- FLAGS     of one file
  async-tidy facts -p BUILD [FILE...] -o DIRECTORY
                                  of these files of BUILD/compile_commands.json, or all; below DIRECTORY as the sources
                                  are below the root

  -o FILE, --output FILE          where to
  --root DIRECTORY                the project's directory, which paths are relative to (default: the current one)

Which files, how they are parsed and which checks are on is said as for 'async-tidy' itself: see 'async-tidy --help'.
Exit code: 0 everything written, 2 not everything could be done.
)";

constexpr StringLiteral Baseline =
    R"(Keeps the file of findings that a project lives with for now, which '--baseline FILE' leaves out.

  async-tidy baseline -p BUILD -o FILE            take out what is gone from the files of BUILD/compile_commands.json
  async-tidy baseline -p BUILD SOURCE... -o FILE  the same for these files alone
  async-tidy baseline -p BUILD -o FILE --accept   add what is new as well, and make the file when there is none

  -o FILE, --output FILE          the baseline
  --accept                        add what is new
  --root DIRECTORY                what it names files below (default: git's top level, else the project's directory)

Which files, how they are parsed and which findings is said as for 'async-tidy' itself: see 'async-tidy --help'.
Exit code: 0 written, 2 not everything could be done.
)";

constexpr StringLiteral Link = R"(Prints what is found across files, from the facts of each.

  async-tidy link FACTS... [-o INDEX]             FACTS are files that 'async-tidy facts' wrote, or directories of them

  -o INDEX, --output INDEX        write what '--index' and the option 'AsyncIndex' read
  --confidence sure|likely        as for 'async-tidy' itself (default: sure)
  --sarif FILE, --baseline FILE, --fail-on sure|likely|never
                                  as for 'async-tidy' itself
  --root DIRECTORY                the project's directory, which paths are relative to (default: the current one)

Exit code: 0 nothing found, 1 something found, 2 the facts could not be read or the index not be written.
)";

constexpr StringLiteral Graph = R"(Draws which lock is taken while which is held; red where they form a cycle.

  async-tidy graph locks FACTS... [-o FILE]       FACTS are files that 'async-tidy facts' wrote, or directories of them

  -o FILE, --output FILE          DOT, or for a name that ends with .svg a picture by Graphviz (default: DOT on
                                  standard output)
  --root DIRECTORY                the project's directory, which paths are relative to (default: the current one)

Exit code: 0 drawn, 2 it could not be.
)";

} // namespace

StringRef helpText(StringRef Step) {
  if (Step == "facts")
    return Facts;
  if (Step == "baseline")
    return Baseline;
  if (Step == "link")
    return Link;
  return Step == "graph" ? StringRef(Graph) : StringRef(Whole);
}

} // namespace asynctidy::driver
