// Facts and summaries as JSON, for facts files and the index. What has its default is left out, texts are numbers of a
// table that the file brings along, places are [file, line, column], paths [root, number, variable, steps...], steps
// [file, line, column, caller, callee].
#pragma once

#include "link/summary.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/JSON.h"

#include <functional>
#include <optional>
#include <string>

namespace asynctidy::link {

/// Numbers texts in the order in which they are first written; the empty text is 0 always.
class TextNumbers {
public:
  TextNumbers() { of(0); }
  uint32_t of(Text T) {
    const auto [It, New] = Numbers.try_emplace(T, static_cast<uint32_t>(Order.size()));
    if (New)
      Order.push_back(T);
    return It->second;
  }
  const std::vector<Text> &texts() const { return Order; }

private:
  llvm::DenseMap<Text, uint32_t> Numbers;
  std::vector<Text> Order;
};

/// Texts of files need not be UTF-8, as JSON must be.
std::string asUtf8(llvm::StringRef S);

class Encoder {
public:
  /// \p NumberOf gives the number by which a text is written.
  Encoder(llvm::json::OStream &Out, std::function<uint32_t(Text)> NumberOf) : Out(Out), NumberOf(std::move(NumberOf)) {}

  void write(const FunctionFacts &F);
  void write(const FunctionSummary &F);
  void write(const LockNesting &N);

private:
  void text(llvm::StringRef Key, Text T);
  void number(llvm::StringRef Key, uint64_t N);
  void place(llvm::StringRef Key, const Place &P);
  void path(const ObjectPath &P);
  void lock(llvm::StringRef Key, const Lock &L);
  template <class Range, class Write> void list(llvm::StringRef Key, const Range &Elements, Write WriteOne);
  void numbers(llvm::StringRef Key, const std::vector<uint32_t> &Numbers);
  void texts(llvm::StringRef Key, const std::vector<Text> &Texts);
  void steps(llvm::StringRef Key, const std::vector<Step> &Steps);
  void flags(std::initializer_list<bool> Flags);

  llvm::json::OStream &Out;
  std::function<uint32_t(Text)> NumberOf;
};

/// Reads what Encoder wrote, and believes nothing of it.
class Decoder {
public:
  /// \p Texts gives the text of a number, or nothing for a number that no text has.
  explicit Decoder(std::function<std::optional<Text>(uint64_t)> Texts) : Texts(std::move(Texts)) {}

  bool read(const llvm::json::Value &V, FunctionFacts &F);
  bool read(const llvm::json::Value &V, FunctionSummary &F);
  bool read(const llvm::json::Value &V, LockNesting &N);

  /// What is wrong, after a read that failed: "'held' has an index out of range".
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
  bool flags(const Object &O, std::initializer_list<bool *> Flags);

  std::function<std::optional<Text>(uint64_t)> Texts;
  std::string Problem;
};

} // namespace asynctidy::link
