#include "report/finding.h"

namespace asynctidy::report {

std::pair<std::string, std::string> reasonAndSource(llvm::StringRef Said) {
  if (!Said.ends_with(")"))
    return {Said.str(), ""};
  size_t Open = Said.size();
  for (int Depth = 0; Open > 0;) { // the source may have parentheses of its own: "sleep(3)"
    const char C = Said[--Open];
    Depth += C == ')' ? 1 : C == '(' ? -1 : 0;
    if (Depth == 0)
      break;
  }
  if (Open == 0 || Said[Open - 1] != ' ')
    return {Said.str(), ""};
  return {Said.take_front(Open).rtrim().str(), Said.drop_front(Open + 1).drop_back().str()};
}

} // namespace asynctidy::report
