#include "driver/module-settings.h"

using namespace clang;

namespace asynctidy::driver {

facts::Settings settingsOf(const tidy::ClangTidyOptions &Options) {
  const auto Of = [&](llvm::StringRef Name, llvm::StringRef Default = "") {
    const auto It = Options.CheckOptions.find(Name);
    return It == Options.CheckOptions.end() ? Default.str() : It->getValue().Value;
  };
  using facts::Settings;
  return {Of(Settings::ModelsOption), Of(Settings::SystemPathsOption), Of(Settings::IndexOption),
          Of(Settings::TestPathsOption, facts::DefaultTestPaths),
          Of(Settings::DefaultSystemPathsOption, "true") != "false"};
}

} // namespace asynctidy::driver
