#include "report/line-hash.h"

#include "report/utf8.h"

#include "llvm/ADT/StringExtras.h"

#include <array>
#include <map>

namespace asynctidy::report {
namespace {

/// A rolling hash over a window of UTF-16 code units.
class Roll {
public:
  explicit Roll(std::vector<std::string> &Hashes) : Hashes(Hashes) {
    for (size_t I = 0; I < Window; ++I)
      Outgoing *= Base;
    Begins.fill(false);
  }

  void add(char16_t Unit) {
    if (Unit == ' ' || Unit == '\t' || (AfterReturn && Unit == '\n')) {
      AfterReturn = false;
      return;
    }
    AfterReturn = Unit == '\r';
    if (AfterReturn)
      Unit = '\n';
    completeLine();
    Begins[Next] = AtLineStart;
    AtLineStart = Unit == '\n';
    push(Unit);
  }

  void finish() {
    add(EndOfFile);
    for (size_t I = 0; I < Window; ++I) {
      completeLine();
      push(0);
    }
  }

private:
  static constexpr size_t Window = 100;
  static constexpr uint64_t Base = 37;
  static constexpr char16_t EndOfFile = 0xFFFF;

  /// Writes down the hash of the line that begins where the window does, if one does.
  void completeLine() {
    if (!Begins[Next])
      return;
    Begins[Next] = false;
    Hashes.push_back(llvm::utohexstr(Hash, /*LowerCase=*/true) + ":" + std::to_string(++Times[Hash]));
  }

  void push(char16_t Unit) {
    Hash = Base * Hash + Unit - Outgoing * Units[Next];
    Units[Next] = Unit;
    Next = (Next + 1) % Window;
  }

  std::vector<std::string> &Hashes;
  std::array<char16_t, Window> Units = {};
  std::array<bool, Window> Begins; ///< whether a line begins with the unit
  size_t Next = 0;
  uint64_t Hash = 0, Outgoing = 1;
  bool AtLineStart = true, AfterReturn = false;
  std::map<uint64_t, unsigned> Times;
};

} // namespace

std::vector<std::string> lineHashes(llvm::StringRef Content) {
  std::vector<std::string> Hashes;
  Roll Rolling(Hashes);
  forEachUtf16Unit(Content, [&](char16_t Unit) { Rolling.add(Unit); });
  Rolling.finish();
  return Hashes;
}

} // namespace asynctidy::report
