#include "link/lock-names.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <algorithm>

namespace asynctidy::link {
namespace {

/// The part behind what cannot belong to a name: "dir/file.cpp:Class" is "Class". Template arguments stay.
llvm::StringRef withoutFile(llvm::StringRef Component) {
  size_t Begin = 0;
  int Depth = 0;
  for (size_t I = 0; I < Component.size(); ++I) {
    const char C = Component[I];
    if (C == '<' || C == '(')
      ++Depth;
    else if (C == '>' || C == ')')
      --Depth;
    else if (Depth == 0 && (C == ':' || C == '/' || C == '@' || C == '#'))
      Begin = I + 1;
  }
  return Component.substr(Begin);
}

/// Splits at each "::" outside of template arguments and "(anonymous namespace)".
llvm::SmallVector<llvm::StringRef, 4> components(llvm::StringRef Id) {
  llvm::SmallVector<llvm::StringRef, 4> Parts;
  size_t Begin = 0;
  int Depth = 0;
  for (size_t I = 0; I + 1 < Id.size(); ++I) {
    if (Id[I] == '<' || Id[I] == '(')
      ++Depth;
    else if (Id[I] == '>' || Id[I] == ')')
      --Depth;
    else if (Depth == 0 && Id[I] == ':' && Id[I + 1] == ':') {
      Parts.push_back(Id.slice(Begin, I));
      Begin = I + 2;
      ++I;
    }
  }
  Parts.push_back(Id.substr(Begin));
  return Parts;
}

} // namespace

std::string shortName(llvm::StringRef Id) {
  llvm::SmallVector<llvm::StringRef, 4> Parts = components(Id);
  for (llvm::StringRef &Part : Parts)
    Part = withoutFile(Part);
  llvm::erase_if(Parts, [](llvm::StringRef Part) { return Part.empty() || Part.front() == '('; });
  if (Parts.empty())
    return Id.str();
  if (Parts.size() == 1)
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
