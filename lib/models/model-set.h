// What libraries promise about their names, as data. Structure cannot tell that `sleep` blocks or that an error_code is
// an error; a model file can, and says where it is written down. Checks reason in the words of `Means` only. A ModelSet
// is filled once and then only read; reading is thread-safe.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <memory>
#include <string>
#include <vector>

namespace asynctidy::models {

/// The words a model file can say of a name (`is:`); words.def explains each.
enum class Means {
#define MODEL_WORD(Enumerator, Word, OfA, Meaning) Enumerator,
#include "models/words.def"
};

/// One statement of a model file about one name.
struct Entry {
  std::string Name; ///< qualified, without template arguments and inline namespaces: "std::thread::thread"
  Means Is;
  std::vector<unsigned> Arguments; ///< call arguments it speaks of, 1-based; empty: all
  std::string Because;             ///< the reason, and where the promise is written down; see reason.h
  std::string Origin;              ///< "std.yaml:12"
  unsigned Timeout = 0;    ///< of what blocks: the argument that limits it, 1-based; where that is 0, it does not block
  std::string Instead;     ///< of what blocks: what to use in a coroutine, as part of a sentence; may be empty
  std::string ReplaceWith; ///< the same as code that is surely right: "co_await lib::sleep({1})"; may be empty
  std::vector<std::string> Within; ///< of HasTwin: the return types of the coroutines that can do so; empty: any
  bool IsBuiltIn = false;          ///< of a file that came with async-tidy, not of the user's
  std::string Given =
      {}; ///< of what blocks: the class of the first parameter of the overloads that are meant; empty: all

  bool speaksOfArgument(unsigned Index /* 0-based */) const;

  /// ReplaceWith with the source text of a call put in: {0} is the object of a member function, {1} the first argument.
  /// Empty when there is none or the call has other arguments than it speaks of. A `co_await` expression: where a
  /// postfix operator follows, it needs parentheses.
  std::string replacement(llvm::StringRef Object, llvm::ArrayRef<llvm::StringRef> CallArguments) const;
};

/// The union of the built-in models and the user's, queried by qualified name.
class ModelSet {
public:
  /// Every lib/models/builtin/*.yaml.
  static const ModelSet &builtin();

  /// Adds the entries of \p Text. Unknown keys and words, missing keys and statements made twice in one file are errors
  /// of the form "file:line:column: what is wrong"; then nothing of the file is added.
  llvm::Error addYaml(llvm::StringRef Text, llvm::StringRef Origin, bool IsBuiltIn = false);
  llvm::Error addFile(llvm::StringRef Path);

  /// The entry that says \p QualifiedName \p Is so, or null. The pointer lives as long as the set.
  const Entry *find(llvm::StringRef QualifiedName, Means Is) const;
  bool is(llvm::StringRef QualifiedName, Means Is) const { return find(QualifiedName, Is); }

  /// What a coroutine that returns a \p ReturnType can do instead of calling \p QualifiedName, which blocks: the entry
  /// that speaks of such coroutines, else one that speaks of all, or null. Its `Instead` is not empty.
  const Entry *twinOf(llvm::StringRef QualifiedName, llvm::StringRef ReturnType) const;

  /// Calls \p Visit with every entry, in no particular order.
  void forEach(llvm::function_ref<void(const Entry &)> Visit) const;
  /// Calls \p Visit for every entry that says of something that it \p Is so, in the order of names.
  void forEach(Means Is, llvm::function_ref<void(const Entry &)> Visit) const;

  size_t size() const { return Count; }

private:
  llvm::StringMap<std::vector<std::shared_ptr<const Entry>>> ByName;
  size_t Count = 0;
};

} // namespace asynctidy::models
