// RUN: %check_async async-stale-write %s
//
// What must stay silent.
#include "locks.h"
#include "task.h"
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

struct connection {
  int id = 0;
};
struct account {
  int balance = 0;
};
task<connection *> find();
task<> step();
task<int> value();
task<int> after(int);
task<std::string> text();
task<std::unique_ptr<connection>> connect();
task<bool> work();
int next(int);
enum class phase { idle, ready };

class service {
public:
  // ---- read when it is written

  task<> compound() {
    total_ += co_await value();
    total_ -= co_await value();
    name_ += co_await text();
    total_ |= next(co_await value());
  }
  task<> read_afterwards() {
    total_ = co_await value() + total_;
    auto more = co_await value();
    total_ = total_ + more;
    ++total_;
  }
  task<> difference(int) {
    int before = total_;
    co_await step();
    total_ += next(before);
    total_ = total_ - before;
  }
  task<> read_again() {
    int old = total_;
    co_await after(old);
    old = total_;
    total_ = old + 1;
  }
  task<> no_suspension() {
    int old = total_;
    co_await std::suspend_never();
    total_ = old + 1;
    co_await step();
  }
  task<> written_first() {
    int old = total_;
    total_ = old + 1;
    co_await step();
    use(old);
  }

  // ---- what is written has nothing to do with what was read

  task<> overwritten() {
    int old = total_;
    use(old);
    total_ = co_await value();
    name_ = co_await text();
    co_await step();
    open_ = false;
  }
  task<> given_to_what_is_awaited() {
    total_ = co_await after(total_);
    int position = total_;
    position = co_await after(position);
    total_ = position;
  }
  task<> on_another_path(bool b) {
    int old = total_;
    if (b)
      co_await step();
    else
      total_ = old + 1;
    if (!b)
      total_ = old + 2;
  }

  // ---- somebody looks again

  task<> compared() {
    int old = total_;
    co_await step();
    if (total_ == old)
      total_ = old + 1;
  }
  task<> exchanged() {
    int old = counter_.load();
    co_await step();
    while (!counter_.compare_exchange_weak(old, old + 1))
      ;
    counter_.fetch_add(co_await value());
  }
  task<> tested_again() {
    if (!connection_) {
      auto made = co_await connect();
      if (!connection_)
        connection_ = std::move(made);
    }
  }
  task<> tested_again_early() {
    if (optional_)
      co_return;
    auto made = co_await text();
    if (optional_)
      co_return;
    optional_ = std::move(made);
  }
  task<> first_one_stays() {
    if (!known_.contains(1))
      known_.emplace(1, co_await value());
  }

  // ---- a flag says that somebody is at it

  task<> busy() {
    if (busy_)
      co_return;
    busy_ = true;
    co_await step();
    busy_ = false;
  }
  task<> busy_again() {
    if (!busy_) {
      busy_ = true;
      co_await step();
      busy_ = false;
    }
  }
  task<> state() {
    if (phase_ == phase::idle) {
      phase_ = phase::ready;
      co_await step();
      phase_ = phase::idle;
    }
  }
  task<> saved_and_restored() {
    int old = total_;
    total_ = 0;
    co_await step();
    total_ = old;
  }
  task<> swapped() {
    bool was = std::exchange(busy_, true);
    co_await step();
    busy_ = was;
  }
  task<> taken_out() {
    auto words = std::move(words_);
    words.push_back(co_await text());
    words_ = std::move(words);
  }

  // ---- under a lock

  task<> under_lock() {
    auto guard = co_await async_mutex_.scoped_lock();
    total_ = total_ + co_await value();
    if (!connection_)
      connection_ = co_await connect();
  }
  task<> under_thread_lock() {
    std::lock_guard guard(mutex_);
    int old = total_;
    co_await step();
    total_ = old + 1;
  }

  // ---- a test that decides something else

  task<> closed_meanwhile() {
    if (closed_)
      co_return;
    bool ok = co_await work();
    if (!ok)
      closed_ = true;
  }
  task<> guard_at_the_top() {
    if (closed_)
      co_return;
    co_await step();
    closed_ = true;
  }
  task<> precondition() {
    if (open_)
      throw 1;
    co_await step();
    open_ = true;
    if (optional_)
      throw 1;
    optional_ = co_await text();
  }
  task<> precondition_with_else() {
    if (open_) {
      throw 1;
    } else {
      open_ = co_await work();
    }
  }
  task<> until_done() {
    while (!done_)
      done_ = co_await work();
    do {
      co_await step();
    } while (!done_);
  }
  task<> compared_with_a_variable(int limit) {
    if (total_ < limit) {
      co_await step();
      total_ = 5;
    }
  }
  task<> logged() {
    if (total_)
      co_await step();
    total_ = co_await value();
  }

  // ---- nobody else knows it

  task<> local() {
    int n = 0;
    n = n + co_await value();
    std::optional<std::string> name;
    if (!name)
      name = co_await text();
    service own;
    own.total_ = own.total_ + co_await value();
    auto made = std::make_unique<service>();
    made->total_ = made->total_ + co_await value();
  }
  task<> by_value(int n, account a, connection *p, std::shared_ptr<connection> s) {
    n = n + co_await value();
    a.balance = a.balance + co_await value();
    if (!p)
      p = co_await find();
    if (!s)
      s = co_await connect();
  }
  task<> assigned_otherwise(account &a) {
    int balance = a.balance;
    co_await step();
    balance = next(1);
    a.balance = balance;
  }
  task<> fill(int &n) { n = n + co_await value(); }
  task<> caller() {
    int n = 0;
    co_await fill(n);
  }
  task<> elements(int i, int j) {
    int old = numbers_[i];
    co_await step();
    numbers_[j] = old;
  }
  // More is asked than this: it is brought up to date whatever it was.
  task<> reads_anew() {
    int now = co_await value();
    if (open_ && now > 4)
      co_return;
    now = co_await value();
    open_ = now > 4;
  }
  task<> two_members() {
    int old = total_;
    co_await step();
    other_ = old;
    auto &alias = other_;
    alias = alias + 1;
  }
  void no_coroutine() {
    int old = total_;
    use(old);
    total_ = old + 1;
  }
  static void use(int);

private:
  int total_ = 0, other_ = 0;
  int numbers_[3];
  std::atomic<int> counter_ = 0;
  std::vector<std::string> words_;
  std::unique_ptr<connection> connection_;
  std::map<int, int> known_;
  std::optional<std::string> optional_;
  std::string name_;
  bool open_ = false, busy_ = false, closed_ = false, done_ = false;
  phase phase_ = phase::idle;
  std::mutex mutex_;
  maple::mutex async_mutex_;
};
