#include "models/reason.h"

using llvm::StringRef;

namespace asynctidy::models {

/// \p Name as one writes it: "std::thread::thread" is "std::thread", and a function object's class stands for it.
static std::string quotedName(StringRef Name) {
  Name.consume_back("::operator()");
  const auto [Class, Last] = Name.rsplit("::");
  const bool IsConstructor = Class == Last || Class.ends_with(("::" + Last).str());
  return ("'" + (IsConstructor ? Class : Name) + "'").str();
}

std::string reasonOf(const Entry &Said, StringRef Name) {
  return Said.IsBuiltIn ? Name.str() + " " + Said.Because : Said.Because + " (" + Said.Origin + ")";
}

std::string reasonOf(const Entry &Said) { return reasonOf(Said, quotedName(Said.Name)); }

} // namespace asynctidy::models
