// What an analysis asked of an index, and a digest of each answer: its findings hold as long as the answers do.
#pragma once

#include "summaries/other-files.h"

#include <memory>

namespace asynctidy::link {

struct IndexAnswer {
  std::string Index; ///< its path
  std::string Question;
  std::string Digest; ///< of the answer
};

/// While it lives, what is asked of indexes on this thread is added to a list. Only one at a time.
class AnswerCollector {
public:
  /// \p Into must live longer.
  explicit AnswerCollector(std::vector<IndexAnswer> &Into);
  ~AnswerCollector();
  AnswerCollector(const AnswerCollector &) = delete;
  AnswerCollector &operator=(const AnswerCollector &) = delete;
};

/// \p Index, at \p Path, such that the collector of this thread gets its answers, if there is one.
std::unique_ptr<summaries::OtherFiles> noting(std::unique_ptr<summaries::OtherFiles> Index, llvm::StringRef Path);

/// The digest of what \p Index answers now; nothing when it cannot answer.
std::optional<std::string> answerTo(llvm::StringRef Question, const summaries::OtherFiles &Index);

} // namespace asynctidy::link
