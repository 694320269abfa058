// What `async-tidy doctor` says, line by line.
#pragma once

#include "llvm/ADT/Twine.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::driver {

class Diagnosis {
public:
  explicit Diagnosis(llvm::raw_ostream &Out) : Out(Out) {}

  /// It is as it should be.
  void fine(const llvm::Twine &Sentence) { line("ok:      ", Sentence); }
  /// The user should know it; it may be meant so.
  void remark(const llvm::Twine &Sentence) { line("note:    ", Sentence); }
  /// It keeps findings away; the sentence says what to do.
  void problem(const llvm::Twine &Sentence) {
    line("problem: ", Sentence);
    ++Problems;
  }

  unsigned problems() const { return Problems; }

private:
  void line(llvm::StringRef Kind, const llvm::Twine &Sentence) {
    Out << Kind << Sentence << '\n';
    Out.flush();
  }

  llvm::raw_ostream &Out;
  unsigned Problems = 0;
};

} // namespace asynctidy::driver
