#include "output.h"

#include "clangd.h"
#include "links.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

#include <mutex>

using llvm::StringRef;

namespace asynctidy::editor {
namespace {

constexpr StringRef Length = "Content-Length: ";
constexpr StringRef EndOfHeader = "\r\n\r\n";

/// Takes clangd's messages apart and passes them on, each as a whole.
class Output : public llvm::raw_ostream {
public:
  explicit Output(llvm::raw_ostream &Editor) : raw_ostream(/*unbuffered=*/true), Editor(Editor) {}

  void send(StringRef Message) {
    const std::lock_guard<std::mutex> Lock(Mutex);
    Editor << Length << Message.size() << EndOfHeader << Message;
    Editor.flush();
  }

  void sayOnce(StringRef Sentence) {
    {
      const std::lock_guard<std::mutex> Lock(Mutex);
      if (!Said.insert(Sentence).second)
        return;
    }
    constexpr int Warning = 2;
    const llvm::json::Value Shown =
        llvm::json::Object{{"jsonrpc", "2.0"},
                           {"method", "window/showMessage"},
                           {"params", llvm::json::Object{{"type", Warning}, {"message", Sentence}}}};
    send(llvm::formatv("{0}", Shown).str());
  }

private:
  void write_impl(const char *Data, size_t Size) override {
    Written += Size;
    Pending.append(Data, Size);
    for (;;) {
      const size_t Header = Pending.find(EndOfHeader);
      StringRef Rest(Pending);
      size_t Bytes = 0;
      if (Header == std::string::npos || !Rest.consume_front(Length) || Rest.consumeInteger(10, Bytes))
        return;
      const size_t Begin = Header + EndOfHeader.size();
      if (Pending.size() - Begin < Bytes)
        return;
      send(withOurLinks(StringRef(Pending).substr(Begin, Bytes)));
      Pending.erase(0, Begin + Bytes);
    }
  }

  uint64_t current_pos() const override { return Written; }

  llvm::raw_ostream &Editor;
  std::mutex Mutex; ///< of Editor and Said
  llvm::StringSet<> Said;
  std::string Pending; ///< of a message whose end clangd has not yet written; clangd writes one at a time
  uint64_t Written = 0;
};

Output *TheOutput = nullptr; // never destroyed: other threads may still write while the program ends

} // namespace

TransportPointer wrappedTransport(std::FILE *In, llvm::raw_ostream &Out, llvm::raw_ostream *Mirror, bool Pretty,
                                  unsigned Style) {
  TheOutput = new Output(Out);
  return realTransport(In, *TheOutput, Mirror, Pretty, Style);
}

bool editorListens() { return TheOutput; }

void sayOnce(StringRef Sentence) {
  if (TheOutput)
    TheOutput->sayOnce(Sentence);
}

} // namespace asynctidy::editor
