#include "report/sentence.h"

namespace asynctidy::report {

std::string sentenceAbout(const Finding &F) {
  std::string Text = F.Message;
  for (const std::string *More : {&F.Advice, &F.Reason})
    if (!More->empty())
      Text += "; " + *More;
  if (!F.Source.empty())
    Text += " (" + F.Source + ")";
  if (!F.Assumes.empty())
    Text += "; " + sentenceOf(F.Assumes);
  return Text;
}

std::vector<llvm::StringRef> assumptionsOf(const Finding &F) {
  std::vector<llvm::StringRef> Texts;
  for (const auto &[Each, Text] : summaries::AssumptionTexts)
    if (F.Assumes.contains(Each))
      Texts.push_back(Text);
  return Texts;
}

} // namespace asynctidy::report
