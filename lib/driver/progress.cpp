#include "driver/progress.h"

#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace asynctidy::driver {

Progress::Progress(size_t Total, bool Quiet)
    : Total(Total), Shown(!Quiet && llvm::sys::Process::StandardErrIsDisplayed()) {}

void Progress::finished(llvm::StringRef File) {
  ++Done;
  if (Shown)
    llvm::errs() << "\r\033[K[" << Done << '/' << Total << "] " << llvm::sys::path::filename(File);
}

void Progress::erase() {
  if (Shown)
    llvm::errs() << "\r\033[K";
}

} // namespace asynctidy::driver
