#include "report/formats.h"

namespace asynctidy::report {

llvm::ArrayRef<Format> formats() {
  static constexpr Format All[] = {
      {"sarif", "write the findings as SARIF 2.1.0, for code hosts", writeSarif},
  };
  return All;
}

} // namespace asynctidy::report
