#include "checks/catalogue.h"

#include "check-pages.h"

#include <vector>

namespace asynctidy {
namespace {

llvm::StringRef pageOf(llvm::StringRef Name) {
  llvm::StringRef Stem = Name;
  Stem.consume_front("async-");
  for (const EmbeddedFile &Page : CheckPages)
    if (Page.Stem == Stem)
      return Page.Text;
  return {};
}

} // namespace

llvm::ArrayRef<CatalogueEntry> catalogue() {
  static const std::vector<CatalogueEntry> Entries = {
#define ASYNC_CHECK(Class, Name, Family, Since, Summary) {Name, Family, Since, Summary, pageOf(Name), false},
#define ASYNC_OPT_IN_CHECK(Class, Name, Family, Since, Summary) {Name, Family, Since, Summary, pageOf(Name), true},
#include "checks/checks.def"
  };
  return Entries;
}

const CatalogueEntry *findInCatalogue(llvm::StringRef Name) {
  for (const CatalogueEntry &Entry : catalogue())
    if (Entry.Name == Name)
      return &Entry;
  return nullptr;
}

} // namespace asynctidy
