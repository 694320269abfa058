#include "report/html/colours.h"

#include "report/utf8.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

#include <algorithm>

using llvm::StringRef;

namespace asynctidy::report {
namespace {

bool isKeyword(StringRef Word) {
  static const llvm::StringSet<> Keywords = {"alignas",      "alignof",
                                             "and",          "asm",
                                             "auto",         "bool",
                                             "break",        "case",
                                             "catch",        "char",
                                             "char8_t",      "char16_t",
                                             "char32_t",     "class",
                                             "co_await",     "co_return",
                                             "co_yield",     "concept",
                                             "const",        "const_cast",
                                             "consteval",    "constexpr",
                                             "constinit",    "continue",
                                             "decltype",     "default",
                                             "delete",       "do",
                                             "double",       "else",
                                             "enum",         "explicit",
                                             "export",       "extern",
                                             "false",        "final",
                                             "float",        "for",
                                             "friend",       "goto",
                                             "if",           "import",
                                             "inline",       "int",
                                             "long",         "module",
                                             "mutable",      "namespace",
                                             "new",          "noexcept",
                                             "not",          "nullptr",
                                             "operator",     "or",
                                             "override",     "private",
                                             "protected",    "public",
                                             "register",     "requires",
                                             "return",       "short",
                                             "signed",       "sizeof",
                                             "static",       "static_assert",
                                             "static_cast",  "dynamic_cast",
                                             "struct",       "switch",
                                             "template",     "this",
                                             "thread_local", "throw",
                                             "true",         "try",
                                             "typedef",      "typeid",
                                             "typename",     "union",
                                             "unsigned",     "using",
                                             "virtual",      "void",
                                             "volatile",     "wchar_t",
                                             "while",        "reinterpret_cast"};
  return Keywords.contains(Word);
}

/// What may stand before a literal's quote; the first before that of a raw string.
constexpr StringRef RawPrefixes[] = {"R", "u8R", "uR", "UR", "LR"}, Prefixes[] = {"u8", "u", "U", "L"};

/// A byte of a character beyond ASCII is part of a name.
bool isOfName(char C) { return llvm::isAlnum(C) || C == '_' || static_cast<unsigned char>(C) >= 0x80; }

class Reader {
public:
  explicit Reader(StringRef Code) : Code(Code) {}

  std::vector<Coloured> read() {
    bool BeginsLine = true; // but for white space
    while (At < Code.size()) {
      const char C = Code[At];
      if (C == '\n' || C == '\r') {
        BeginsLine = true;
        ++At;
        continue;
      }
      if (llvm::isSpace(C)) {
        ++At;
        continue;
      }
      if (C == '#' && BeginsLine)
        directive();
      else if (Code.substr(At).starts_with("//"))
        take(endOfLine(At), Colour::Comment);
      else if (Code.substr(At).starts_with("/*"))
        take(behind("*/", At + 2), Colour::Comment);
      else if (C == '"' || C == '\'')
        take(endOfLiteral(At), Colour::Text);
      else if (llvm::isDigit(C) || (C == '.' && At + 1 < Code.size() && llvm::isDigit(Code[At + 1])))
        take(endOfNumber(), Colour::Number);
      else if (isOfName(C))
        word();
      else
        ++At;
      BeginsLine = false;
    }
    return std::move(Parts);
  }

private:
  void take(size_t End, Colour As) {
    Parts.push_back({At, End, As});
    At = End;
  }

  size_t behind(StringRef Mark, size_t From) const {
    const size_t Found = Code.find(Mark, From);
    return Found == StringRef::npos ? Code.size() : Found + Mark.size();
  }

  /// Of the line that goes on behind a backslash, too.
  size_t endOfLine(size_t From) const {
    while (true) {
      const size_t End = std::min(Code.find_first_of("\r\n", From), Code.size());
      if (End == Code.size() || End == 0 || Code[End - 1] != '\\')
        return End;
      From = End + (Code.substr(End).starts_with("\r\n") ? 2 : 1);
    }
  }

  /// Of the literal whose quote is at \p Quote. One that is not closed ends with its line.
  size_t endOfLiteral(size_t Quote) const {
    for (size_t I = Quote + 1; I < Code.size(); ++I) {
      if (Code[I] == Code[Quote])
        return I + 1;
      if (Code[I] == '\n' || Code[I] == '\r')
        return I;
      if (Code[I] == '\\' && I + 1 < Code.size())
        I += Code.substr(I + 1).starts_with("\r\n") ? 2 : 1;
    }
    return Code.size();
  }

  size_t endOfRawString(size_t Quote) const {
    constexpr size_t MostOfDelimiter = 16;
    const size_t Length = Code.substr(Quote + 1, MostOfDelimiter + 1).find('(');
    if (Length == StringRef::npos)
      return endOfLiteral(Quote);
    const size_t Open = Quote + 1 + Length;
    return behind((")" + Code.slice(Quote + 1, Open) + "\"").str(), Open);
  }

  size_t endOfNumber() const {
    size_t I = At;
    for (; I < Code.size(); ++I) {
      const bool IsSign = (Code[I] == '+' || Code[I] == '-') && I > At && StringRef("eEpP").contains(Code[I - 1]) &&
                          (!Code.substr(At).starts_with_insensitive("0x") || StringRef("pP").contains(Code[I - 1]));
      const bool IsSeparator = Code[I] == '\'' && I + 1 < Code.size() && isOfName(Code[I + 1]);
      if (!isOfName(Code[I]) && Code[I] != '.' && !IsSign && !IsSeparator)
        break;
    }
    return I;
  }

  void word() {
    const StringRef Word = Code.substr(At).take_while(isOfName);
    const size_t End = At + Word.size();
    const bool IsQuoted = End < Code.size() && (Code[End] == '"' || Code[End] == '\'');
    if (IsQuoted && llvm::is_contained(RawPrefixes, Word) && Code[End] == '"')
      return take(endOfRawString(End), Colour::Text);
    if (IsQuoted && llvm::is_contained(Prefixes, Word))
      return take(endOfLiteral(End), Colour::Text);
    if (isKeyword(Word))
      return take(End, Colour::Keyword);
    At = End;
  }

  /// '#include' and its like with the name of a header; the rest of the line is code.
  void directive() {
    size_t End = At + 1;
    while (End < Code.size() && (Code[End] == ' ' || Code[End] == '\t'))
      ++End;
    const StringRef Word = Code.substr(End).take_while(isOfName);
    take(End + Word.size(), Colour::Directive);
    if (!Word.starts_with("include") && Word != "import")
      return;
    while (At < Code.size() && (Code[At] == ' ' || Code[At] == '\t'))
      ++At;
    if (At < Code.size() && Code[At] == '<')
      take(std::min({behind(">", At), endOfLine(At)}), Colour::Text);
  }

  StringRef Code;
  size_t At = 0;
  std::vector<Coloured> Parts;
};

} // namespace

std::vector<Coloured> coloursOf(StringRef Code) { return Reader(Code).read(); }

std::string colourRuns(StringRef Code, const std::vector<Coloured> &Parts, size_t &At, size_t Begin, size_t End) {
  std::string Runs;
  const auto Add = [&](Colour As, size_t From, size_t To) {
    if (From < To)
      Runs += static_cast<char>(As) + std::to_string(utf16Length(Code.slice(From, To)));
  };
  while (At < Parts.size() && Parts[At].End <= Begin)
    ++At;
  size_t Done = Begin;
  for (size_t I = At; I < Parts.size() && Parts[I].Begin < End; ++I) {
    const size_t From = std::max(Parts[I].Begin, Begin), To = std::min(Parts[I].End, End);
    Add(Colour::Plain, Done, From);
    Add(Parts[I].As, From, To);
    Done = To;
  }
  return Runs;
}

} // namespace asynctidy::report
