// Writes facts and summaries as JSON; see encoding.h.
#pragma once

#include "summaries/encoding.h"
#include "summaries/function-summary.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/JSON.h"

#include <functional>
#include <initializer_list>

namespace asynctidy::summaries {

/// Numbers texts in the order in which they are first written; the empty text is always 0.
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

/// Writes each fact or summary as one JSON value.
class Encoder {
public:
  /// \p NumberOf maps a text to the number that is written for it.
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

} // namespace asynctidy::summaries
