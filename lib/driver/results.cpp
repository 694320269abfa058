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
};

struct WrittenResult {
  std::vector<WrittenError> Errors;
  std::string FactsProblem;
  bool Compiles = true;
};

} // namespace
} // namespace asynctidy::driver

LLVM_YAML_IS_SEQUENCE_VECTOR(asynctidy::driver::WrittenError)

namespace llvm::yaml {

template <> struct MappingTraits<asynctidy::driver::WrittenError> {
  static void mapping(IO &Io, asynctidy::driver::WrittenError &E) {
    Io.mapRequired("Diagnostic", E.Diagnostic);
    Io.mapRequired("IsWarningAsError", E.IsWarningAsError);
    Io.mapOptional("Aliases", E.Aliases);
  }
};

template <> struct MappingTraits<asynctidy::driver::WrittenResult> {
  static void mapping(IO &Io, asynctidy::driver::WrittenResult &R) {
    Io.mapRequired("Errors", R.Errors);
    Io.mapOptional("FactsProblem", R.FactsProblem);
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
  Written.FactsProblem = R.FactsProblem;
  for (const clang::tidy::ClangTidyError &E : R.Errors)
    Written.Errors.push_back({E, E.IsWarningAsError, E.EnabledDiagnosticAliases});
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
  R.FactsProblem = std::move(Written.FactsProblem);
  for (WrittenError &W : Written.Errors) {
    clang::tidy::ClangTidyError E(W.Diagnostic.DiagnosticName, W.Diagnostic.DiagLevel, W.Diagnostic.BuildDirectory,
                                  W.IsWarningAsError);
    E.Message = std::move(W.Diagnostic.Message);
    E.Notes = std::move(W.Diagnostic.Notes);
    E.EnabledDiagnosticAliases = std::move(W.Aliases);
    R.Errors.push_back(std::move(E));
  }
  return R;
}

} // namespace asynctidy::driver
