// What differs between LLVM 19 and 22 in a table that `llvm-tblgen -gen-opt-parser-defs` has written.
#pragma once

#include "llvm/Config/llvm-config.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

#include <iterator>

/// What the constructor of a table takes. Since LLVM 20 the entries hold offsets into arrays of names and prefixes.
#if LLVM_VERSION_MAJOR >= 20
#define ASYNC_OPTION_ENTRIES(Entries) OptionStrTable, OptionPrefixesTable, Entries
#else
#define ASYNC_OPTION_ENTRIES(Entries) Entries
#endif

/// Declares prefixes that the entries name; before LLVM 20.
#define ASYNC_OPTION_PREFIX(NAME, VALUE)                                                                               \
  constexpr llvm::StringLiteral NAME##_init[] = VALUE;                                                                 \
  constexpr llvm::ArrayRef<llvm::StringLiteral> NAME(NAME##_init, std::size(NAME##_init) - 1);
