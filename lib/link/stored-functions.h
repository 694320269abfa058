// Which functions an index stores, and what it says of each.
#pragma once

#include "link/analysis.h"
#include "link/index-rows.h"
#include "link/lock-table.h"

namespace asynctidy::link {

/// The functions that other files can ask for, if there is something to say of them, and those that their call chains
/// lead over.
class StoredFunctions {
public:
  /// The functions of \p MainFiles that no other file can name are only stored when chains lead over them.
  StoredFunctions(Analysis &Of, const std::vector<std::string> &MainFiles);

  /// The functions by bucket, in the order of their slots.
  const std::vector<std::vector<Program::Number>> &buckets() const { return Buckets; }
  /// The name under which \p F is found; empty for one that only chains lead over.
  llvm::StringRef nameOf(Program::Number F) const;
  FunctionRef refOf(Program::Number F) const { return Refs[F]; }
  StoredFunction stored(Program::Number F);
  /// The locks by the number that stored() says.
  const LockTable &locks() const { return Locks; }

private:
  bool isAnswer(Program::Number F) const;
  size_t answersOf(Program::Number F) const;
  void needLock(Program::Number F, uint32_t Number);
  void needBlocking(Program::Number F);
  void addCall(StoredFunction &Into, Program::Number F, uint32_t Call, uint32_t &Index);
  void addBlocking(StoredFunction &Into, Program::Number F);
  void addLocks(StoredFunction &Into, Program::Number F);

  Analysis &Of;
  const Program &Whole;
  const BlockingChains &Chains;
  const LockSummaries &Summaries;
  std::vector<bool> IsMainFile;      ///< by text
  std::vector<uint64_t> NeededLocks; ///< by function, a bit for each entry of its locks
  std::vector<bool> IsNeeded;        ///< by function: with all its ways to blocking calls
  std::vector<FunctionRef> Refs;     ///< by function
  std::vector<std::vector<Program::Number>> Buckets;
  LockTable Locks;
  std::vector<uint32_t> StoredLocks; ///< by the number in the summaries: in Locks, and 1
  std::vector<uint32_t> CallIndices; ///< of the function that is being stored, by its calls: in its row, and 1
};

} // namespace asynctidy::link
