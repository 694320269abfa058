// The kinds of bugs: their edits and the expected reports.
#pragma once

#include "place.h"

#include "llvm/ADT/StringRef.h"

namespace asynctidy::mutate {

/// The name of a kind, and the checks that must report its mutants.
struct KindInfo {
  llvm::StringRef Name, Title;
  std::vector<llvm::StringRef> Checks;
};
const KindInfo &infoOf(Kind K);

/// The headers that every translation unit for planting includes first, mutated or not.
inline constexpr llvm::StringLiteral PlantHeaders[] = {"chrono", "mutex", "optional", "thread", "utility", "vector"};

/// Three functions in a chain that ends in a sleep, and the call of the first.
inline constexpr llvm::StringLiteral SleepingHelpers =
    "inline void async_planted_3() { ::std::this_thread::sleep_for(::std::chrono::milliseconds(1)); } "
    "inline void async_planted_2() { async_planted_3(); } inline void async_planted_1() { async_planted_2(); } ";
inline constexpr llvm::StringLiteral HelperDeclaration = "void async_planted_1(); ";
inline constexpr llvm::StringLiteral HelperCall = " ::async_planted_1();";

/// The same functions, each a file of its own.
inline constexpr llvm::StringLiteral HelperFiles[] = {
    "void async_planted_2();\nvoid async_planted_1() { async_planted_2(); }\n",
    "void async_planted_3();\nvoid async_planted_2() { async_planted_3(); }\n",
    "#include <chrono>\n#include <thread>\n"
    "void async_planted_3() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }\n"};

inline constexpr llvm::StringLiteral Guard = "static ::std::mutex async_planted_mutex; ::std::lock_guard<::std::mutex> "
                                             "async_planted_guard(async_planted_mutex); ";

inline constexpr llvm::StringLiteral Mutexes = "inline ::std::mutex async_planted_first, async_planted_second; ";
inline constexpr llvm::StringLiteral InOrder =
    " { ::std::lock_guard<::std::mutex> async_planted_a(::async_planted_first); "
    "::std::lock_guard<::std::mutex> async_planted_b(::async_planted_second); }";
inline constexpr llvm::StringLiteral Swapped =
    " { ::std::lock_guard<::std::mutex> async_planted_a(::async_planted_second); "
    "::std::lock_guard<::std::mutex> async_planted_b(::async_planted_first); }";

inline constexpr llvm::StringLiteral BeforeTried = "try { ";
inline constexpr llvm::StringLiteral AfterTried = " } catch (...) {}";

inline constexpr llvm::StringLiteral MemberContainer =
    " public: ::std::vector<int> async_planted_numbers; "
    "void async_planted_grow() { async_planted_numbers.push_back(0); } ";
inline constexpr llvm::StringLiteral GlobalContainer =
    "inline ::std::vector<int> async_planted_numbers; "
    "inline void async_planted_grow() { async_planted_numbers.push_back(0); } ";
inline constexpr llvm::StringLiteral BeforeIterator = "auto async_planted_iterator = ";
inline constexpr llvm::StringLiteral AfterIterator = ".begin(); ";
inline constexpr llvm::StringLiteral IteratorUse =
    " int async_planted_value = *async_planted_iterator; (void)async_planted_value;";

} // namespace asynctidy::mutate
