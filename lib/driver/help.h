// What people read of the command line: `--help` and the manual page. All of it comes from the table of the options.
#pragma once

#include "driver/option-table.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// What `--help` prints.
void printHelp(const CommandEntry &Of, llvm::raw_ostream &Out);

/// The manual page, in the language of man(7).
void printManual(llvm::raw_ostream &Out);

} // namespace asynctidy::driver
