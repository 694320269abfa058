#include "driver/results.h"

#include "driver/messages.h"

#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/Support/YAMLTraits.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::driver {
namespace {

/// A default-constructible form of ClangTidyError, as YAML needs.
struct WrittenError {
  clang::tooling::Diagnostic Diagnostic;
  bool IsWarningAsError = false;
  std::vector<std::string> Aliases;
  std::optional<report::Details> Known;
};

struct WrittenResult {
  std::vector<WrittenError> Errors;
  std::string FactsProblem;
  bool HasChanged = false;
  bool Compiles = true;
  std::vector<std::string> UserFiles;
  std::vector<SuppressionComment> Comments;
  std::vector<SilencedLine> Silenced;
};

} // namespace
} // namespace asynctidy::driver

LLVM_YAML_IS_SEQUENCE_VECTOR(asynctidy::driver::WrittenError)
LLVM_YAML_IS_SEQUENCE_VECTOR(asynctidy::driver::SuppressionComment)
LLVM_YAML_IS_SEQUENCE_VECTOR(asynctidy::driver::SilencedLine)
LLVM_YAML_IS_SEQUENCE_VECTOR(asynctidy::report::NoteDetails)

namespace llvm::yaml {

template <> struct ScalarEnumerationTraits<asynctidy::report::NoteRole> {
  static void enumeration(IO &Io, asynctidy::report::NoteRole &Role) {
    using asynctidy::report::NoteRole;
    Io.enumCase(Role, "Step", NoteRole::Step);
    Io.enumCase(Role, "Related", NoteRole::Related);
    Io.enumCase(Role, "Advice", NoteRole::Advice);
    Io.enumCase(Role, "Reason", NoteRole::Reason);
    Io.enumCase(Role, "Assumption", NoteRole::Assumption);
  }
};

template <> struct ScalarEnumerationTraits<asynctidy::report::ShownIn> {
  static void enumeration(IO &Io, asynctidy::report::ShownIn &Where) {
    using asynctidy::report::ShownIn;
    Io.enumCase(Where, "Both", ShownIn::Both);
    Io.enumCase(Where, "Text", ShownIn::Text);
    Io.enumCase(Where, "Data", ShownIn::Data);
  }
};

template <> struct MappingTraits<asynctidy::report::NoteDetails> {
  static void mapping(IO &Io, asynctidy::report::NoteDetails &Note) {
    Io.mapRequired("Role", Note.Role);
    Io.mapRequired("Where", Note.Where);
    Io.mapOptional("Actor", Note.Actor);
    Io.mapRequired("File", Note.File);
    Io.mapRequired("Offset", Note.Offset);
    Io.mapOptional("Message", Note.Message);
  }
};

/// Check and place are those of the diagnostic.
template <> struct MappingTraits<asynctidy::report::Details> {
  static void mapping(IO &Io, asynctidy::report::Details &Known) {
    uint32_t Assumes = Known.Assumes.code();
    Io.mapRequired("Function", Known.Function);
    Io.mapRequired("Subject", Known.Subject);
    Io.mapRequired("Assumes", Assumes);
    Io.mapOptional("Notes", Known.Notes);
    Known.Assumes = asynctidy::summaries::Assumptions::fromCode(Assumes);
  }
};

template <> struct MappingTraits<asynctidy::driver::WrittenError> {
  static void mapping(IO &Io, asynctidy::driver::WrittenError &E) {
    Io.mapRequired("Diagnostic", E.Diagnostic);
    Io.mapRequired("IsWarningAsError", E.IsWarningAsError);
    Io.mapOptional("Aliases", E.Aliases);
    Io.mapOptional("Known", E.Known);
  }
};

template <> struct MappingTraits<asynctidy::driver::SuppressionComment> {
  static void mapping(IO &Io, asynctidy::driver::SuppressionComment &Comment) {
    Io.mapRequired("File", Comment.File);
    Io.mapRequired("Offset", Comment.Offset);
    Io.mapRequired("Kind", Comment.Kind);
    Io.mapRequired("FirstLine", Comment.FirstLine);
    Io.mapRequired("LastLine", Comment.LastLine);
    Io.mapRequired("Checks", Comment.Checks);
    Io.mapRequired("ChecksOffset", Comment.ChecksOffset);
    Io.mapRequired("HasReason", Comment.HasReason);
  }
};

template <> struct MappingTraits<asynctidy::driver::SilencedLine> {
  static void mapping(IO &Io, asynctidy::driver::SilencedLine &Silenced) {
    Io.mapRequired("Check", Silenced.Check);
    Io.mapRequired("File", Silenced.File);
    Io.mapRequired("Line", Silenced.Line);
  }
};

template <> struct MappingTraits<asynctidy::driver::WrittenResult> {
  static void mapping(IO &Io, asynctidy::driver::WrittenResult &R) {
    Io.mapRequired("Errors", R.Errors);
    Io.mapOptional("HasChanged", R.HasChanged);
    Io.mapOptional("FactsProblem", R.FactsProblem);
    Io.mapOptional("UserFiles", R.UserFiles);
    Io.mapOptional("Comments", R.Comments);
    Io.mapOptional("Silenced", R.Silenced);
    Io.mapRequired("Compiles", R.Compiles); // last, so that a truncated text lacks it
  }
};

} // namespace llvm::yaml

namespace asynctidy::driver {

bool isConfiguration(const clang::tidy::ClangTidyError &Error) { return Error.DiagnosticName == "clang-tidy-config"; }

bool isFinding(const clang::tidy::ClangTidyError &Error) {
  return !isConfiguration(Error) && !llvm::StringRef(Error.DiagnosticName).starts_with("clang-diagnostic-");
}

std::string toText(const Result &R) {
  WrittenResult Written;
  Written.Compiles = R.Compiles;
  Written.HasChanged = R.HasChanged;
  Written.FactsProblem = R.FactsProblem;
  Written.UserFiles = R.UserFiles;
  Written.Comments = R.Comments;
  Written.Silenced = R.Silenced;
  for (const Reported &E : R.Errors)
    Written.Errors.push_back({E, E.IsWarningAsError, E.EnabledDiagnosticAliases, E.Known});
  std::string Text;
  llvm::raw_string_ostream Stream(Text);
  llvm::yaml::Output Out(Stream);
  Out << Written;
  return Text;
}

llvm::Expected<Result> fromText(llvm::StringRef Text) {
  WrittenResult Written;
  llvm::yaml::Input In(Text, /*Ctxt=*/nullptr, /*DiagHandler=*/[](const llvm::SMDiagnostic &, void *) {});
  In >> Written;
  if (In.error())
    return sentence("its result is incomplete");
  Result R;
  R.Compiles = Written.Compiles;
  R.HasChanged = Written.HasChanged;
  R.FactsProblem = std::move(Written.FactsProblem);
  R.UserFiles = std::move(Written.UserFiles);
  R.Comments = std::move(Written.Comments);
  R.Silenced = std::move(Written.Silenced);
  for (WrittenError &W : Written.Errors) {
    clang::tidy::ClangTidyError E(W.Diagnostic.DiagnosticName, W.Diagnostic.DiagLevel, W.Diagnostic.BuildDirectory,
                                  W.IsWarningAsError);
    E.Message = std::move(W.Diagnostic.Message);
    E.Notes = std::move(W.Diagnostic.Notes);
    E.EnabledDiagnosticAliases = std::move(W.Aliases);
    R.Errors.emplace_back(std::move(E)).Known = std::move(W.Known);
  }
  return R;
}

} // namespace asynctidy::driver
