#include "report/lock-picture.h"

#include "summaries/check-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

namespace asynctidy::report {

void connect(LockPicture &Picture, llvm::ArrayRef<Finding> Findings) {
  llvm::StringMap<std::vector<size_t>> BySubject;
  for (size_t I = 0; I < Findings.size(); ++I)
    if (Findings[I].Check == summaries::nameOf(summaries::CheckId::LockOrder))
      BySubject[Findings[I].Subject].push_back(I);
  const auto AreSame = [](const Place &A, const Place &B) {
    return A.File == B.File && A.Line == B.Line && A.Column == B.Column;
  };
  for (LockPicture::Order &O : Picture.Orders) {
    const auto Named = BySubject.find(O.Cycle);
    if (O.Cycle.empty() || O.Path.empty() || Named == BySubject.end())
      continue;
    for (const size_t I : Named->second) {
      const std::vector<Step> &Steps = Findings[I].Steps;
      const auto At = llvm::find_if(
          Steps, [&](const Step &S) { return AreSame(S.At, O.Path.back().At) && S.Message == O.Path.back().Message; });
      if (At == Steps.end())
        continue;
      O.Finding = I;
      O.Step = static_cast<size_t>(At - Steps.begin());
      break;
    }
  }
}

} // namespace asynctidy::report
