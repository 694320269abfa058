#include "link/program-files.h"

#include "summaries/facts-file.h"

namespace asynctidy::link {

llvm::Expected<std::vector<UnitInfo>> readProgram(std::vector<std::string> Paths, Program &Into) {
  std::vector<UnitInfo> Units;
  if (llvm::Error E = readFactsFiles(std::move(Paths), Into.strings(), [&](UnitFacts Unit) {
        Units.push_back(Unit.About);
        Into.add(std::move(Unit));
      }))
    return std::move(E);
  Into.tellGlobalsApart();
  Into.callOverriders();
  return Units;
}

} // namespace asynctidy::link
