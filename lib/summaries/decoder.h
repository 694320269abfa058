// Reads facts and summaries from JSON; see encoding.h.
#pragma once

#include "summaries/function-summary.h"

#include "llvm/Support/JSON.h"

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>

namespace asynctidy::summaries {

/// Reads the output of Encoder; validates everything.
class Decoder {
public:
  /// \p Texts maps a text number of the file to one of the reader, or to nothing when the number is invalid.
  explicit Decoder(std::function<std::optional<Text>(uint64_t)> Texts) : Texts(std::move(Texts)) {}

  /// Read \p V into the second argument. False when \p V is invalid; see problem().
  bool read(const llvm::json::Value &V, FunctionFacts &F);
  bool read(const llvm::json::Value &V, FunctionSummary &F);
  bool read(const llvm::json::Value &V, LockNesting &N);

  /// The reason of the last failed read: "'held' has an index out of range".
  const std::string &problem() const { return Problem; }

private:
  using Object = llvm::json::Object;

  bool fail(llvm::StringRef Key, llvm::StringRef What);
  const Object *object(const llvm::json::Value &V);
  bool number(llvm::StringRef Key, const llvm::json::Value &V, uint64_t Most, uint64_t &N);
  template <class T> bool number(const Object &O, llvm::StringRef Key, uint64_t Most, T &N);
  bool text(llvm::StringRef Key, const llvm::json::Value &V, Text &T);
  bool text(const Object &O, llvm::StringRef Key, Text &T);
  bool name(const Object &O, llvm::StringRef Key, Text &T);
  bool place(llvm::StringRef Key, const llvm::json::Array &From, Place &P);
  bool place(const Object &O, llvm::StringRef Key, Place &P);
  bool path(llvm::StringRef Key, const llvm::json::Value &V, ObjectPath &P);
  bool path(const Object &O, llvm::StringRef Key, ObjectPath &P);
  bool lock(const Object &O, llvm::StringRef Key, Lock &L);
  template <class T, class Read>
  bool list(const Object &O, llvm::StringRef Key, std::vector<T> &Elements, Read ReadOne);
  bool held(const Object &O, size_t Holds, std::vector<uint32_t> &Indices);
  bool texts(const Object &O, llvm::StringRef Key, std::vector<Text> &List);
  bool steps(const Object &O, llvm::StringRef Key, std::vector<Step> &List);
  bool parameters(const llvm::json::Object &O, llvm::StringRef Key, ParameterSet &Set);
  bool assumptions(const llvm::json::Object &O, Assumptions &Made);
  bool checks(const Object &O, llvm::StringRef Key, CheckSet &Checks);
  bool flags(const Object &O, std::initializer_list<bool *> Flags);

  std::function<std::optional<Text>(uint64_t)> Texts;
  std::string Problem;
};

} // namespace asynctidy::summaries
