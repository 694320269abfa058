// RUN: %check_async async-stale-reference %s --likely
//
// A function that returns a reference to a member changes nothing itself: its callers may.
#include "task.h"
#include <string>
#include <vector>

task<> step();

class service {
public:
  std::vector<int> &entries() { return entries_; }
  const std::vector<int> &looked_at() { return seen_; }
  std::vector<int> &both() { return both_; }
  void add(int entry) { both_.push_back(entry); }

  task<> given_out() {
    int &first = entries_.front();
    co_await step();
    ++first;
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'first' refers into 'entries_' and is used after a suspension
    // CHECK-MESSAGES-LIKELY: :12:33: note: 'entries' lets its callers change 'entries_'
  }
  task<> only_to_look_at() {
    int &first = seen_.front();
    co_await step();
    ++first;
  }
  task<> changed_as_well() {
    int &first = both_.front();
    co_await step();
    ++first;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'first' refers into 'both_' and is used after a suspension, so it dangles if
  }

private:
  std::vector<int> entries_, seen_, both_;
};
