#include "driver/init-command.h"

#include "driver/flags-file.h"
#include "driver/init-files.h"
#include "driver/init-project.h"
#include "driver/messages.h"
#include "driver/path-globs.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace asynctidy::driver {
namespace {

/// Makes a new file. The error is one sentence; one that exists is left alone, even if it came this very moment.
llvm::Error create(const std::string &Path, StringRef Text) {
  int Descriptor = -1;
  if (const std::error_code Why = fs::openFileForWrite(Path, Descriptor, fs::CD_CreateNew))
    return sentence("cannot write '" + Path + "': " + Why.message());
  llvm::raw_fd_ostream Out(Descriptor, /*shouldClose=*/true);
  Out << Text;
  Out.close();
  if (const std::error_code Why = Out.error()) {
    Out.clear_error();
    fs::remove(Path);
    return sentence("cannot write '" + Path + "': " + Why.message());
  }
  return llvm::Error::success();
}

/// Prints what there is and what is missing, and writes files if it is to.
class Preparation {
public:
  Preparation(const Project &P, bool Write, llvm::raw_ostream &Out) : P(P), Write(Write), Out(Out) {}

  void found(const llvm::Twine &What) { Out << "found:   " << What << '\n'; }
  void missing(const llvm::Twine &What) {
    Out << "missing: " << What << '\n';
    ++Missing;
  }
  /// Something for the user to do, as lines of code.
  void show(StringRef Lines) {
    for (StringRef Line : llvm::split(Lines.rtrim('\n'), '\n'))
      Out << "           " << Line << '\n';
  }
  /// A file that does not exist.
  void add(StringRef Name, StringRef Text, const llvm::Twine &For) {
    if (!Write) {
      missing("'" + Name + "', " + For + ": '--write' adds it");
      return show(Text);
    }
    if (llvm::Error E = create(absolutePath(Name, P.Directory), Text)) {
      say(llvm::toString(std::move(E)));
      Failed = true;
      return;
    }
    Out << "added:   '" << Name << "', " << For << '\n';
  }

  ExitCode end() const { return Failed ? NotEverythingAnalysed : Missing ? FoundSomething : Clean; }

private:
  const Project &P;
  bool Write;
  llvm::raw_ostream &Out;
  unsigned Missing = 0;
  bool Failed = false;
};

void prepareDatabase(const Project &P, Preparation &Does) {
  if (!P.Database.empty())
    return Does.found("the compile commands, '" + P.Database + "'");
  if (!P.DatabaseProblem.empty())
    return Does.found(P.DatabaseProblem);
  if (P.System == BuildSystem::None) {
    llvm::Expected<std::vector<std::string>> Sources = sourcesBelow(P.Directory);
    if (!Sources)
      return Does.missing(llvm::toString(Sources.takeError()));
    if (Sources->empty())
      return Does.missing("C++ sources below '" + P.Directory + "': name the project's directory");
    return Does.add("compile_flags.txt", flagsText(), "the flags that all files are compiled with");
  }
  Does.missing("the compile commands, compile_commands.json: this makes them");
  Does.show(databaseAdvice(P.System));
}

void prepareConfiguration(const Project &P, Preparation &Does) {
  if (P.Configuration.empty())
    return Does.add(".clang-tidy", configurationText(), "which chooses the checks and sets their options");
  Does.found("'" + P.Configuration + "'");
  if (P.ConfigurationIsSilent) {
    Does.missing(
        "a check of these in its Checks, for clang-tidy with the plugin (async-tidy passes over its '-*'): add");
    Does.show("async-*");
  }
}

void prepareHook(const Project &P, Preparation &Does) {
  if (P.HooksKnowUs)
    return Does.found("'" + P.Hooks + "', with a hook of async-tidy");
  if (P.Hooks.empty())
    return Does.add(".pre-commit-config.yaml", hookText(true), "by which pre-commit looks at what is committed");
  Does.missing("a hook of async-tidy in '" + P.Hooks + "': add below 'repos:'");
  Does.show(hookText(false));
}

void prepareCi(const Project &P, Preparation &Does) {
  const std::string Files = "'" + llvm::join(P.Ci, "', '") + "'";
  if (P.CiKnowsUs)
    return Does.found("continuous integration with async-tidy, " + Files);
  if (P.Ci.empty())
    return Does.found("no continuous integration that is known: the step to add is 'async-tidy -p build'");
  Does.missing("continuous integration with async-tidy: add a step after the build was configured, in " + Files);
  const bool IsGitlab = P.Ci.front() == ".gitlab-ci.yml";
  Does.show(IsGitlab ? "async-tidy -p build --gitlab gl-code-quality.json" : "async-tidy -p build --format=github");
}

} // namespace

ExitCode initProject(const Options &O, llvm::raw_ostream &Out) {
  const std::string Directory = O.Files.empty() ? "." : O.Files.front();
  if (!fs::is_directory(Directory)) {
    say("'" + Directory + "' is no directory: name the project's, or nothing for the current one");
    return NotEverythingAnalysed;
  }
  const Project P = lookAt(Directory);
  Preparation Does(P, O.Write, Out);
  if (P.System == BuildSystem::None)
    Out << "found:   no build system that is known\n";
  else
    Does.found(nameOf(P.System) + ", by '" + P.DescribedBy + "'");
  prepareDatabase(P, Does);
  prepareConfiguration(P, Does);
  prepareHook(P, Does);
  prepareCi(P, Does);
  if (!P.Baseline.empty())
    Does.found("a baseline, '" + P.Baseline + "'");
  return Does.end();
}

} // namespace asynctidy::driver
