// RUN: %check_async async-stale-write,async-stale-reference %s
// RUN: %check_async async-stale-write,async-stale-reference %s --likely
//
// Who else can change it: another activation of the same coroutine, when two can be alive at once, or another function.
#include "task.h"
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

task<int> value();
task<> step();
task<> join(task<>, task<>);
void spawn(task<>);

// ---- private, and awaited where it is called: one at a time

class connection {
public:
  task<> serve() {
    co_await loop();
    reset_between();
  }

private:
  task<> loop() {
    for (;;) {
      total_ = total_ + co_await value();
      auto &last = lines_.back();
      lines_.emplace_back();
      auto &next = lines_.back();
      co_await step();
      next += "x";
      (void)last;
      if (state_ == 1) {
        co_await step();
        state_ = 0;
      }
    }
  }
  void reset_between() {}

  int total_ = 0, state_ = 0;
  std::vector<std::string> lines_;
};

// ---- the same, but something else can write meanwhile

class watched {
public:
  task<> serve() { co_await loop(); }
  void clear() {
    total_ = 0;
    lines_.clear();
  }

private:
  task<> loop() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'total_' is overwritten
    auto &last = lines_.back();
    co_await step();
    last += "x";
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'last' {{.*}} 'lines_'
  }

  int total_ = 0;
  std::vector<std::string> lines_;
};

// ---- two at a time

class spawned {
public:
  void start() { spawn(loop()); }

private:
  task<> loop() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'total_' is overwritten
  }
  int total_ = 0;
};
class both {
public:
  task<> serve() { co_await join(loop(), loop()); }

private:
  task<> loop() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'total_' is overwritten
  }
  int total_ = 0;
};
class open_to_all {
public:
  task<> loop() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'total_' is overwritten
  }
  task<> serve() { co_await loop(); }

private:
  int total_ = 0;
};
class has_a_friend {
public:
  task<> serve() { co_await loop(); }

private:
  friend task<> runs_it(has_a_friend &);
  task<> loop() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'total_' is overwritten
  }
  int total_ = 0;
};
class defined_elsewhere {
public:
  task<> serve() { co_await loop(); }
  void more();

private:
  task<> loop() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'total_' is overwritten
  }
  int total_ = 0;
};
class its_address_is_taken {
public:
  task<> serve() { co_await loop(); }
  auto entry() { return &its_address_is_taken::loop; }

private:
  task<> loop() {
    total_ = total_ + co_await value();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'total_' is overwritten
  }
  int total_ = 0;
};
static int of_once, of_twice;
static task<> once() {
  of_once = of_once + co_await value();
}
task<> calls_once() { co_await once(); }
static task<> twice() {
  of_twice = of_twice + co_await value();
  // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:3: warning: 'of_twice' is overwritten
}
task<> calls_twice(bool b) {
  if (b)
    co_await twice();
  else
    co_await twice();
}
template <class T> class of_any {
public:
  task<> serve() { co_await loop(); }

private:
  task<> loop() { total_ = total_ + co_await value(); }
  T total_ = 0;
};
task<> uses(of_any<int> &a, of_any<long> &b) {
  co_await a.serve();
  co_await b.serve();
}

// ---- what the coroutine itself does through helpers, when it is done

class client {
public:
  task<> receive(int id) {
    auto it = handlers_.find(id);
    if (it != handlers_.end()) {
      co_await step();
      it->second = 0;
    }
    fail();
  }
  task<> send(int id) {
    auto it = sent_.find(id);
    co_await step();
    it->second = 0;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'it' {{.*}} 'sent_'
  }
  void stop() { forget(); }

private:
  void fail() { end(); }
  void end() { handlers_.clear(); }
  void forget() { sent_.clear(); }
  std::map<int, int> handlers_, sent_;
};

// ---- to look is not to change

struct ring {
  int *begin();
  int *end();
  int &at(int);
  int *find(int);
  void push_back(int);
};
class looks {
public:
  task<> run(int n) {
    auto &item = *std::next(std::begin(items_), n);
    auto *own = ring_.find(n);
    co_await step();
    ++item;
    ++*own;
    ++ring_.at(n);
  }
  int *other() { return std::data(items_); }

private:
  std::vector<int> items_;
  ring ring_;
};
class adds {
public:
  task<> run(int n) {
    auto *own = ring_.find(n);
    co_await step();
    ++*own;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'own' {{.*}} 'ring_'
  }
  void add() { ring_.push_back(1); }

private:
  ring ring_;
};

// ---- a permit, kept for its destructor

struct units {
  units(units &&) noexcept;
  ~units();
  void give_back();
};
task<units> acquire();
struct answer {
  int status;
};
task<answer> ask();
class under_permit {
public:
  task<> held() {
    auto permit = co_await acquire();
    const int next = version_ + 1;
    co_await step();
    version_ = next;
  }
  task<> in_a_block() {
    {
      auto permit = co_await acquire();
    }
    const int next = version_ + 1;
    co_await step();
    version_ = next;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'version_' is overwritten
  }
  task<> given_back() {
    auto permit = co_await acquire();
    const int next = version_ + 1;
    permit.give_back();
    co_await step();
    version_ = next;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'version_' is overwritten
  }
  task<> no_permit() {
    auto told = co_await ask();
    const int next = version_ + 1;
    co_await step();
    version_ = next;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'version_' is overwritten
  }

private:
  int version_ = 0;
};
