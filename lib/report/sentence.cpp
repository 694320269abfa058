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

} // namespace asynctidy::report
