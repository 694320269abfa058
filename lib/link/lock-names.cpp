#include "link/lock-names.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <algorithm>

namespace asynctidy::link {
std::string shortName(llvm::StringRef Id) {
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  Id.substr(Id.rfind('|') + 1).split(Parts, "::");          // before '|' is a file or function
  if (Parts.size() == 1 || Parts[Parts.size() - 2].empty()) // a member of a lambda
    return Parts.back().str();
  return Parts[Parts.size() - 2].str() + "::" + Parts.back().str();
}

std::string displayName(const ObjectPath &Path, const Strings &Names) {
  if (const Text Field = lastField(Path))
    return (Path.Steps.back() == 0 ? "an element of '" : "'") + shortName(Names[Field]) + "'";
  if (Path.Variable)
    return "'" + shortName(Names[Path.Variable]) + "'";
  switch (Path.From) {
  case ObjectPath::Root::This:
    return "this object";
  case ObjectPath::Root::Parameter:
    return "parameter " + std::to_string(Path.Number + 1);
  default:
    return "this lock";
  }
}

Text lastField(const ObjectPath &Path) {
  const auto It = std::find_if(Path.Steps.rbegin(), Path.Steps.rend(), [](Text Step) { return Step != 0; });
  return It == Path.Steps.rend() ? 0 : *It;
}

bool isExact(const ObjectPath &Path) {
  return Path.From != ObjectPath::Root::Unknown && !llvm::is_contained(Path.Steps, Text(0));
}

bool isInOwnFrame(const ObjectPath &Path) { return Path.From == ObjectPath::Root::Local && isExact(Path); }

Text keyOf(const ObjectPath &Path) {
  if (isInOwnFrame(Path))
    return 0;
  if (const Text Field = lastField(Path))
    return Field;
  return Path.From == ObjectPath::Root::Global ? Path.Variable : 0;
}

} // namespace asynctidy::link
