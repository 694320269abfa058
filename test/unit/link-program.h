// Programs for the tests of lib/link, written down function by function:
//
//   Code C;
//   C.function("f").lock("this.Server::m").call("g");
//   C.coroutine("c").call("f");
//   EXPECT_EQ(C.findings(), "...");
//
// Each event stands on the next line of its function's file. Objects are written as "this.Server::pool_.Pool::m",
// "global", "#0.Pool::m" for the first parameter, "~local.Pool::m", "?.Pool::m" for an unknown object; "[]" is the step
// through an element.
#pragma once

#include "link/program.h"

#include "llvm/ADT/StringRef.h"

#include <deque>
#include <memory>
#include <string>

namespace asynctidy::unit {

/// How a lock is meant, in addition to its path.
struct Mode {
  bool IsAsync = false;
  bool IsShared = false;
  bool IsRecursive = false;
};
inline constexpr Mode Async{true, false, false};
inline constexpr Mode Shared{false, true, false};
inline constexpr Mode Recursive{false, false, true};

class Function {
public:
  Function(summaries::Strings &Names, llvm::StringRef Id, summaries::Place At, uint32_t &NextLine);

  Function &lock(llvm::StringRef Path, Mode M = {});
  /// Locks that do not wait for others, taken together with the last one.
  Function &tryLock(llvm::StringRef Path, Mode M = {});
  Function &unlock();
  Function &blocks(llvm::StringRef Name, llvm::StringRef Because = "");
  Function &waits(llvm::StringRef Name, llvm::StringRef Because = "");
  Function &runsLoop(llvm::StringRef Name, llvm::StringRef Because = "");
  Function &call(llvm::StringRef Callee, llvm::StringRef Object = "", std::vector<llvm::StringRef> Arguments = {});
  Function &await(llvm::StringRef Callee, llvm::StringRef Object = "", std::vector<llvm::StringRef> Arguments = {});
  Function &spawn(llvm::StringRef Callee);
  /// A call of a function that is declared to be called without the lock.
  Function &excluded(llvm::StringRef Callee, llvm::StringRef Path);
  /// What comes after this is not reached before a suspension.
  Function &suspend();
  Function &overrides(llvm::StringRef Id);
  Function &closed();
  Function &makesObject();
  Function &eager();
  Function &generator();

  // Of the last event:
  Function &silenced(summaries::CheckSet Checks);
  /// The last lock or call happens only where the parameter has this value.
  Function &onlyIf(uint8_t Parameter, bool Value);
  Function &isVirtual();
  Function &mayBlock();
  /// Of the last lock: only on some paths.
  Function &maybe();

  summaries::FunctionFacts Facts;

private:
  friend class Code;
  summaries::Place next();
  summaries::Lock lockAt(llvm::StringRef Path, Mode M);
  void addCall(llvm::StringRef Callee, summaries::Call::Way How, llvm::StringRef Object,
               llvm::ArrayRef<llvm::StringRef> Arguments);

  summaries::Strings &Names;
  uint32_t &NextLine;
  std::vector<uint32_t> Held;
  bool HasSuspended = false;
  summaries::CheckSet *LastSilenced = nullptr;
  summaries::Condition *LastCondition = nullptr;
};

class Code {
public:
  /// The functions from here on stand in \p Name.
  void file(llvm::StringRef Name) { File = Name.str(); }
  /// The functions from here on stand in a translation unit whose main file is \p Name and has a `main`; empty: has
  /// none.
  void unitWithMain(llvm::StringRef Name) { Main = Name.str(); }
  Function &function(llvm::StringRef Id);
  Function &coroutine(llvm::StringRef Id);
  /// A declaration on the next line: \p First is locked before \p Then.
  void order(llvm::StringRef First, llvm::StringRef Then);
  /// The last function stands in a header that the translation unit with the main file \p Main includes too.
  void again(llvm::StringRef Main);

  /// The texts of all that is written down.
  summaries::Strings &strings() { return Names; }
  /// All functions, in the order they were written; complete when this is called first.
  link::Program &program();
  const std::vector<summaries::LockNesting> &orders() const { return Orders; }
  /// The functions as what one translation unit says. To be called once, and instead of program().
  std::vector<summaries::FunctionFacts> facts();
  /// One finding a line, "a.cpp:3: message [check]", its notes indented below it.
  std::string findings(summaries::CheckSet Wanted = summaries::CheckSet::all());

private:
  summaries::Strings Names;
  link::Program Whole{Names};
  summaries::Place next(); ///< the next line of File
  std::string File = "a.cpp", Main;
  std::vector<summaries::LockNesting> Orders;
  std::deque<Function> Functions;
  std::deque<std::string> Mains;                      ///< by function
  std::deque<std::pair<std::string, uint32_t>> Lines; ///< used up, by file
  bool IsComplete = false;
};

summaries::ObjectPath pathOf(llvm::StringRef Text, summaries::Strings &Names);
std::string toText(const std::vector<link::Finding> &Findings, const summaries::Strings &Names);

} // namespace asynctidy::unit
