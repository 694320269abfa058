// The commands and options of async-tidy, and the only list of them: what is parsed, `--help`, the manual page, what
// shells complete and what is suggested for a misspelt option all come from here (option-table.h).
include "llvm/Option/OptParser.td"

// Which commands take an option. A new command has a line here and in option-table.h, where these get their values.
def AnalyseVis : OptionVisibility;
def ListVis : OptionVisibility;
def ExplainVis : OptionVisibility;
def BaselineVis : OptionVisibility;
def FactsVis : OptionVisibility;
def IndexVis : OptionVisibility;
def LinkVis : OptionVisibility;
def GraphVis : OptionVisibility;
def SarifVis : OptionVisibility;
def CompletionVis : OptionVisibility;
def ManVis : OptionVisibility;
def CompleteVis : OptionVisibility;
def ChangedVis : OptionVisibility;
def DoctorVis : OptionVisibility;
def InitVis : OptionVisibility;
def CacheVis : OptionVisibility;
def TestVis : OptionVisibility; // accepted by what analyses, shown nowhere

defvar Analysing = [AnalyseVis, BaselineVis, FactsVis, IndexVis, ChangedVis, DoctorVis];
defvar Cached = !listconcat(Analysing, [CacheVis]);
defvar Finding = [AnalyseVis, BaselineVis, ChangedVis];
defvar Reporting = [AnalyseVis, LinkVis, ChangedVis];
defvar Writing = [BaselineVis, FactsVis, IndexVis, LinkVis, GraphVis, SarifVis];
defvar Every = [AnalyseVis, ListVis, ExplainVis, BaselineVis, FactsVis, IndexVis, LinkVis, GraphVis, SarifVis, CompletionVis, ManVis,
    ChangedVis, DoctorVis, InitVis, CacheVis];

// What a value is, for its check and its completion. `Values` instead lists all that are right.
def NumberValue : OptionFlag;
def FileValue : OptionFlag;
def DirectoryValue : OptionFlag;
def CheckValue : OptionFlag;      // the name of a check
def OptInCheckValue : OptionFlag; // of one that is off unless it is asked for
def CheckGlobsValue : OptionFlag; // names and globs, with commas between

// The headings of `--help`, in the order of these names. Commands without one are shown nowhere.
def group1_commands : OptionGroup<"commands">, HelpText<"Commands">;
def group2_steps : OptionGroup<"steps">, HelpText<"In steps, for build systems and editors">;
def group3_shells : OptionGroup<"shells">, HelpText<"For shells and packages">;
def group4_files : OptionGroup<"files">, HelpText<"Which files, and how they are compiled">;
def group5_findings : OptionGroup<"findings">, HelpText<"Which findings">;
def group6_output : OptionGroup<"output">, HelpText<"What is written">;
def group7_reports : OptionGroup<"reports">, HelpText<"Reports for other programs">;
def group8_run : OptionGroup<"run">, HelpText<"How it runs">;

// Commands. They are options without a prefix, which the parser never finds. Several usages stand on lines of their
// own; the texts are single lines, or empty.
class Command<OptionVisibility vis, string name, string usage, string summary, string description, string exits>
    : Flag<[], name>, Visibility<[vis]>, MetaVarName<usage>, HelpText<summary # "\n" # description # "\n" # exits>;

def analyse_command : Command<AnalyseVis, "", "-p BUILD [FILE...]\nFILE... -- FLAGS",
    "Finds misuse of C++20 coroutines, file by file or over a whole project.",
    "FILE is a path, a directory or a glob ('src/**/*.cpp'). Without one every file of BUILD/compile_commands.json is "
    "analysed, and all of them together; files before '--' are analysed with the compiler flags after it.",
    "0 nothing found, 1 something found, 2 not everything could be analysed">, Flags<[FileValue]>;
def list_command : Command<ListVis, "list", "[--names]", "Shows all checks.", "", "">, Group<group1_commands>;
def explain_command : Command<ExplainVis, "explain", "NAME", "Shows a check's page.", "",
    "0 shown, 2 there is no such check">, Group<group1_commands>, Flags<[CheckValue]>;
def baseline_command : Command<BaselineVis, "baseline", "-p BUILD [FILE...] -o BASELINE [--accept]",
    "Keeps the file of findings that a project lives with for now, which '--baseline' leaves out.",
    "What is gone from the analysed files is taken out; with '--accept' what is new is added, and the file made when "
    "there is none.",
    "0 written, 2 not everything could be done">, Group<group1_commands>, Flags<[FileValue]>;
def changed_command : Command<ChangedVis, "changed", "[-p BUILD] [--since REV | --staged] [-- FILE...]",
    "Analyses what has changed: sources, and files that include changed headers.",
    "Git knows what: since the last commit, since REV branched off, or what is staged, as it is staged. FILE... are "
    "files that count as changed instead. The baseline is async-tidy.baseline in git's top level unless another is "
    "named; a new file is compiled like the most similar one. With '--staged' no compilation database is no failure.",
    "0 nothing found, 1 something found, 2 not everything could be analysed">, Group<group1_commands>, Flags<[FileValue]>;
def doctor_command : Command<DoctorVis, "doctor", "[-p BUILD] [FILE...]",
    "Says what keeps findings away: from the compilation database, the configuration or the code.",
    "Looks at a dozen files that have coroutines, or at those that are named.",
    "0 nothing does, 1 something does, 2 it could not be told">, Group<group1_commands>, Flags<[FileValue]>;
def init_command : Command<InitVis, "init", "[--write] [DIRECTORY]",
    "Says what a project has of what async-tidy can use, and with '--write' adds what is missing.",
    "Files that exist are never changed; what to add to them is shown.",
    "0 nothing is missing, 1 something is, 2 it could not be told or written">, Group<group1_commands>,
    Flags<[DirectoryValue]>;
def cache_command : Command<CacheVis, "cache", "[-p BUILD] [--cache DIR] [--prune]",
    "Shows what is kept of earlier runs, so that only what has changed is analysed again.",
    "Where it lies, how large it is, how many files of the last run came from it.",
    "0 shown, 2 it could not be">, Group<group1_commands>;
def facts_command : Command<FactsVis, "facts", "-p BUILD [FILE...] -o DIRECTORY\nFILE -o OUT.facts -- FLAGS",
    "Writes what files say to each other: what each function locks, calls and waits for.",
    "The facts of many files lie below DIRECTORY as the sources do below the root.",
    "0 everything written, 2 not everything could be done">, Group<group2_steps>, Flags<[FileValue]>;
def index_command : Command<IndexVis, "index", "-p BUILD [-o INDEX]",
    "Writes what the files of a project say to each other, for editors and for analyses of single files.",
    "The same as 'facts' and 'link' in one step, without findings. INDEX is by default what the option 'AsyncIndex' "
    "names, else BUILD/async-tidy.index, where async-clangd looks for it.",
    "0 written, 2 not everything could be done">, Group<group2_steps>;
def link_command : Command<LinkVis, "link", "FACTS... [-o INDEX]",
    "Prints what is found across files, from the facts of each.",
    "FACTS are files that 'async-tidy facts' wrote, or directories of them. INDEX is what '--index' and the option "
    "'AsyncIndex' read.",
    "0 nothing found, 1 something found, 2 the facts could not be read or the index not be written">,
    Group<group2_steps>, Flags<[FileValue]>;
def graph_command : Command<GraphVis, "graph", "locks FACTS... [-o FILE]",
    "Draws which lock is taken while which is held; red where they form a cycle.",
    "FACTS are files that 'async-tidy facts' wrote, or directories of them. FILE gets DOT, or if its name ends with "
    ".svg a picture by Graphviz; without it standard output gets DOT.",
    "0 drawn, 2 it could not be">, Group<group2_steps>, Flags<[FileValue]>, Values<"locks">;
def sarif_command : Command<SarifVis, "sarif", "FIXES.yaml [-o FILE]",
    "Turns what clang-tidy exports into SARIF, for code hosts.",
    "FIXES.yaml was written by clang-tidy's '--export-fixes'; a file that does not exist is one without findings. FILE "
    "gets SARIF; without it standard output does.",
    "0 written, 2 it could not be">, Group<group2_steps>, Flags<[FileValue]>;
def completion_command : Command<CompletionVis, "completion", "bash|zsh|fish",
    "Prints the script by which a shell completes commands, options and their values.",
    "For the shell at hand: 'source <(async-tidy completion bash)', the same with zsh after 'compinit', or "
    "'async-tidy completion fish | source'. Installed, the scripts are called bash-completion/completions/async-tidy, "
    "zsh/site-functions/_async-tidy and fish/vendor_completions.d/async-tidy.fish.",
    "">, Group<group3_shells>, Values<"bash,zsh,fish">;
def man_command : Command<ManVis, "man", "", "Prints the manual page, async-tidy.1.",
    "To read it: 'async-tidy man | man -l -'.", "">, Group<group3_shells>;
// What the scripts ask: `async-tidy complete WORD...` prints what the last word may become.
def complete_command : Command<CompleteVis, "complete", "WORD...", "Completes a command line.", "", "">;

// Options. `-x` and `--x` are the same, and so are `--x VALUE` and `--x=VALUE`.
class Switch<string name> : Flag<["--", "-"], name>;
multiclass Valued<string name, string meta, string help> {
  def NAME : Separate<["--", "-"], name>, MetaVarName<meta>, HelpText<help>;
  def NAME # _eq : Joined<["--", "-"], name # "=">, Alias<!cast<Separate>(NAME)>;
}
multiclass ValuedAlias<string name, Separate other> {
  def NAME : Separate<["--", "-"], name>, Alias<other>;
  def NAME # _eq : Joined<["--", "-"], name # "=">, Alias<other>;
}

// "--": what follows are the compiler's flags.
def dash_dash : Option<["--"], "", KIND_REMAINING_ARGS>, Visibility<Every>;

let Visibility = Cached, Group = group4_files in
defm p : Valued<"p", "BUILD", "the directory of compile_commands.json, or that file">, Flags<[FileValue]>;
let Visibility = Analysing, Group = group4_files in {
defm extra_arg : Valued<"extra-arg", "ARG", "add to the end of every compile command; may be repeated">;
defm extra_arg_before : Valued<"extra-arg-before", "ARG",
    "add to the beginning of every compile command; may be repeated">;
}

let Visibility = [ChangedVis], Group = group4_files in {
defm since : Valued<"since", "REV", "what has changed since the current branch and REV went apart">;
def staged : Switch<"staged">, HelpText<"what the next commit has, for hooks">;
defm includers : Valued<"includers", "N",
    "at most this many files for the changed headers, the nearest (default: 20 with '--staged', else all)">,
    Flags<[NumberValue]>;
}

let Visibility = Analysing, Group = group5_findings in {
defm checks : Valued<"checks", "GLOBS", "added to the 'Checks' of .clang-tidy, e.g. '-*,async-unawaited-task'">,
    Flags<[CheckGlobsValue]>;
defm enable : Valued<"enable", "NAME", "turn on an opt-in check; may be repeated">, Flags<[OptInCheckValue]>;
defm header_filter : Valued<"header-filter", "REGEX", "headers to report in (default: all but system headers)">;
defm exclude_header_filter : Valued<"exclude-header-filter", "REGEX", "headers not to report in">;
defm treat_as_system : Valued<"treat-as-system", "GLOB",
    "paths that count as system code, besides directories such as third_party; may be repeated">;
def no_default_system_paths : Switch<"no-default-system-paths">,
    HelpText<"no directory counts as system code by its name">;
defm treat_as_test : Valued<"treat-as-test", "GLOB",
    "paths of tests and examples, where a sleep is no harm, besides directories such as tests; may be repeated">;
def no_default_test_paths : Switch<"no-default-test-paths">, HelpText<"no file counts as a test by its path">;
defm models : Valued<"models", "FILE", "what a library promises about its names; may be repeated">, Flags<[FileValue]>;
defm config : Valued<"config", "YAML", "use this instead of looking for .clang-tidy files">;
defm config_file : Valued<"config-file", "FILE", "use this file instead of looking for .clang-tidy files">,
    Flags<[FileValue]>;
}
let Group = group5_findings in {
defm confidence : Valued<"confidence", "sure|likely",
    "'likely' also shows findings that rest on assumptions, and lists these (default: sure)">,
    Visibility<[AnalyseVis, BaselineVis, FactsVis, LinkVis, ChangedVis, DoctorVis]>, Values<"sure,likely">;
defm index : Valued<"index", "FILE", "what 'async-tidy link' knows of the other files of the project">,
    Visibility<Finding>, Flags<[FileValue]>;
defm baseline : Valued<"baseline", "FILE",
    "leave out the findings that this file knows; 'async-tidy baseline' writes it">,
    Visibility<Reporting>, Flags<[FileValue]>;
defm new_since : Valued<"new-since", "REV", "show only what git's commit REV does not have">, Visibility<[AnalyseVis]>;
def accept : Switch<"accept">, Visibility<[BaselineVis]>, HelpText<"add what is new">;
defm fail_on : Valued<"fail-on", "sure|likely|never",
    "which findings give exit code 1 (default: likely, which is every one that is shown)">,
    Visibility<Reporting>, Values<"sure,likely,never">;
def require_reason : Switch<"require-reason">, Visibility<Finding>,
    HelpText<"report NOLINT comments that name a check of these and no reason">;
def unused_nolint : Switch<"unused-nolint">, Visibility<[AnalyseVis, BaselineVis]>,
    HelpText<"report those that suppress nothing, in a run over the whole project">;
}

let Group = group6_output in {
def fix : Switch<"fix">, Visibility<[AnalyseVis]>, HelpText<"apply the fixes">;
defm export_fixes : Valued<"export-fixes", "FILE", "write findings and fixes to a YAML file">, Visibility<[AnalyseVis]>,
    Flags<[FileValue]>;
defm format : Valued<"format", "text|github",
    "what is printed: text, or the workflow commands by which GitHub annotates a change (default: text)">,
    Visibility<[AnalyseVis, ChangedVis]>, Values<"text,github">;
defm warnings_as_errors : Valued<"warnings-as-errors", "GLOBS", "show findings of these checks as errors">,
    Visibility<Analysing>, Flags<[CheckGlobsValue]>;
def use_color_eq : Joined<["--", "-"], "use-color=">, Visibility<Analysing>, MetaVarName<"WHEN">,
    HelpText<"colours: always, never or auto (default: auto, which is on a terminal)">,
    Values<"always,never,auto,true,false,1,0">;
def use_color : Switch<"use-color">, Visibility<Analysing>, Alias<use_color_eq>, AliasArgs<["always"]>;
def quiet : Switch<"quiet">, Visibility<Analysing>, HelpText<"only the findings and what went wrong">;
def write : Switch<"write">, Visibility<[InitVis]>, HelpText<"add what is missing">;
def names : Switch<"names">, Visibility<[ListVis]>, HelpText<"only the checks' names">;
defm output : Valued<"output", "FILE", "where to write">, Visibility<Writing>, Flags<[FileValue]>;
defm o : ValuedAlias<"o", output>, Visibility<Writing>;
defm root : Valued<"root", "DIRECTORY",
        "the directory that paths are relative to (default: in reports git's top level, else the project's; in facts the "
        "current one)">,
    Visibility<[AnalyseVis, BaselineVis, ChangedVis, FactsVis, LinkVis, GraphVis, SarifVis]>, Flags<[DirectoryValue]>;
}

// One for each of report::formats(), with the same text.
let Visibility = Reporting, Group = group7_reports, Flags = [FileValue] in {
defm gitlab : Valued<"gitlab", "FILE", "write the findings as GitLab's code quality report">;
defm html : Valued<"html", "FILE",
    "write the findings as a page for a browser, with the code around them">;
defm json : Valued<"json", "FILE", "write the findings as JSON, with all that is known of them">;
defm junit : Valued<"junit", "FILE", "write the findings as failed tests, in JUnit's form">;
defm markdown : Valued<"markdown", "FILE", "write the findings as a table in Markdown, for the summary of a job">;
defm sarif : Valued<"sarif", "FILE", "write the findings as SARIF 2.1.0, for code hosts">;
}

let Group = group8_run in {
defm jobs : Valued<"jobs", "N", "worker processes (default: all cores)">, Visibility<Analysing>, Flags<[NumberValue]>;
def j : JoinedOrSeparate<["--", "-"], "j">, Visibility<Analysing>, Alias<jobs>;
def j_eq : Joined<["--", "-"], "j=">, Visibility<Analysing>, Alias<jobs>;
defm timeout : Valued<"timeout", "SECONDS", "give up on a file after this long (default: 900; 0: never)">,
    Visibility<Analysing>, Flags<[NumberValue]>;
defm memory_limit : Valued<"memory-limit", "MIB",
    "give up on a file that needs more (default: a share of the machine's; 0: none)">, Visibility<Analysing>,
    Flags<[NumberValue]>;
defm cache : Valued<"cache", "DIR", "where results are kept for the next run (default: .cache/async-tidy in BUILD)">,
    Visibility<Cached>, Flags<[DirectoryValue]>;
def no_cache : Switch<"no-cache">, Visibility<Analysing>, HelpText<"analyse everything, and keep nothing">;
defm cache_limit : Valued<"cache-limit", "MIB", "how large the cache may become (default: 2048)">,
    Visibility<Cached>, Flags<[NumberValue]>;
def prune : Switch<"prune">, Visibility<[CacheVis]>,
    HelpText<"remove what was not of use for longest, until the limit is kept">;
def help : Switch<"help">, Visibility<Every>, HelpText<"show what the command does and takes">;
def h : Switch<"h">, Visibility<Every>, Alias<help>;
def version : Switch<"version">, Visibility<Analysing>, HelpText<"show the version">;
}

// A fault that the worker of one file causes on purpose, to test that the program survives it.
defm inject_fault : Valued<"inject-fault", "crash|hang|memory@FILE", "cause a fault">, Visibility<[TestVis]>;
