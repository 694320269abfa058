#include "driver/messages.h"

#include "llvm/Support/raw_ostream.h"

#include <algorithm>

namespace asynctidy::driver {

void say(const llvm::Twine &Sentence) {
  llvm::outs().flush(); // so that findings come first when both go to one terminal
  llvm::errs() << "async-tidy: " << Sentence << '\n';
}

std::string counted(size_t Count, llvm::StringRef Noun) {
  return (llvm::Twine(Count) + " " + Noun + (Count == 1 ? "" : "s")).str();
}

std::string didYouMean(llvm::StringRef Wrong, llvm::ArrayRef<llvm::StringRef> Known) {
  llvm::StringRef Best;
  unsigned BestDistance = std::max<unsigned>(2, Wrong.size() / 3) + 1;
  for (llvm::StringRef Name : Known) {
    const unsigned Distance = Wrong.edit_distance(Name, /*AllowReplacements=*/true, BestDistance);
    if (Distance < BestDistance) {
      BestDistance = Distance;
      Best = Name;
    }
  }
  return Best.empty() ? std::string() : ("; did you mean '" + Best + "'?").str();
}

} // namespace asynctidy::driver
