#include "links.h"

#include "checks/catalogue.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

using llvm::StringRef;

namespace asynctidy::editor {
namespace {

// An unescaped quote before the key: within a text of the user's it would be escaped.
constexpr StringRef Key = "\"href\":";
constexpr StringRef Dead = "\"https://clang.llvm.org/extra/clang-tidy/checks/async/";
constexpr StringRef End = ".html\"";

} // namespace

std::string withOurLinks(StringRef Message) {
  std::string Mended;
  for (size_t At = Message.find(Key); At != StringRef::npos; At = Message.find(Key)) {
    Mended += Message.take_front(At + Key.size());
    Message = Message.drop_front(At + Key.size());
    StringRef Value = Message.ltrim();
    if (!Value.consume_front(Dead))
      continue;
    const StringRef Stem = Value.take_front(Value.find(End));
    const std::string Name = (llvm::Twine("async-") + Stem).str();
    if (llvm::none_of(catalogue(), [&](const auto &Check) { return Check.Name == Name; }))
      continue;
    Mended += (llvm::Twine("\"" ASYNC_TIDY_CHECK_PAGES) + Stem + ".md\"").str();
    Message = Value.drop_front(Stem.size() + End.size());
  }
  Mended += Message;
  return Mended;
}

} // namespace asynctidy::editor
