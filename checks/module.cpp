// Registers every check of checks.def with clang-tidy: in the plugin when it is loaded, in the programs when they
// start.
#include "all-checks.h"
#include "checks/opt-in.h"
#include "compat/tidy-module.h"

namespace asynctidy::checks {
namespace {

class AsyncTidyModule : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
#define ASYNC_CHECK(Class, Name, Family, Since, Summary) Factories.registerCheck<Class>(Name);
#define ASYNC_OPT_IN_CHECK(Class, Name, Family, Since, Summary) Factories.registerCheck<OptIn<Class>>(Name);
#include "checks/checks.def"
  }
};

const clang::tidy::ClangTidyModuleRegistry::Add<AsyncTidyModule>
    Registration("async-tidy-module", "Checks for the misuse of C++20 coroutines.");

} // namespace
} // namespace asynctidy::checks
