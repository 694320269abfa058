// RUN: %check_async async-discarded-result %s
// RUN: %check_async async-discarded-result %s --likely
//
// Work that is dropped on purpose, although other coroutines wait for what only it does.
#include "signals.h"

#include <stdexcept>

shard::future<int> fetch();
shard::future<> tick();
int parse(int);
bool check(int);

// A condition: the others wait for what the producer changes, and the one who stops it says only that it is over.
class fanout {
public:
  fanout() {
    (void)produce();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:11: warning: task returned by 'produce' is discarded, so when an exception ends it, coroutines that wait for 'more_' are not told [async-discarded-result]
  }
  shard::future<int> next() {
    int seen = generation_;
    while (items_.empty())
      co_await more_.wait([this, seen] { return generation_ != seen || closed_; });
    co_return items_.front();
  }
  void stop() {
    closed_ = true;
    more_.broadcast();
  }

private:
  shard::future<> produce() {
    while (!closed_) {
      items_.push_back(co_await fetch());
      ++generation_;
      more_.broadcast();
    }
  }
  std::deque<int> items_;
  int generation_ = 0;
  bool closed_ = false;
  shard::condition more_;
};

// It tells them what has happened.
class telling {
public:
  telling() { (void)produce(); }
  shard::future<int> next() {
    while (items_.empty()) {
      if (failure_)
        std::rethrow_exception(failure_);
      co_await more_.when();
    }
    co_return items_.front();
  }

private:
  shard::future<> produce() {
    try {
      for (;;) {
        items_.push_back(co_await fetch());
        more_.broadcast();
      }
    } catch (...) {
      failure_ = std::current_exception();
      more_.broadcast();
    }
  }
  std::deque<int> items_;
  std::exception_ptr failure_;
  shard::condition more_;
};

// It tells them and passes the exception on; by a handler, and by a destructor.
class passing {
public:
  passing() {
    (void)by_handler();
    (void)by_destructor();
  }
  shard::future<> ready() { co_await loaded_.get_shared_future(); }

private:
  shard::future<> by_handler() {
    try {
      co_await tick();
      loaded_.set_value();
    } catch (...) {
      loaded_.set_exception(std::current_exception());
      throw;
    }
  }
  struct teller {
    explicit teller(passing &who) : who(who) {}
    ~teller() { who.loaded_.set_value(); }
    passing &who;
  };
  shard::future<> by_destructor() {
    teller tells(*this);
    co_await tick();
  }
  shard::shared_promise loaded_;
};

// A promise, and an exception in sight: sure.
class loader {
public:
  void start() {
    std::ignore = load();
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: task returned by 'load' is discarded, so when an exception ends it, coroutines that wait for 'loaded_' are not told [async-discarded-result]
  }
  shard::future<> ready() { co_await loaded_.get_shared_future(); }

private:
  shard::future<> load() {
    if (int size = co_await fetch(); size < 0)
      throw std::runtime_error("size");
    loaded_.set_value();
  }
  shard::shared_promise loaded_;
};

// A channel, and a lambda.
class reader {
public:
  void start() {
    (void)[this]() -> shard::future<> {
      for (;;)
        lines_.push(co_await fetch());
    }();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-4]]:11: warning: task returned by this lambda is discarded, so when an exception ends it, coroutines that wait for 'lines_' are not told
  }
  shard::future<int> line() { co_return co_await lines_.pop(); }

private:
  shard::channel<int> lines_;
};

// A template.
template <class T> class source {
public:
  source() {
    (void)run();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:11: warning: task returned by 'run' is discarded, so when an exception ends it, coroutines that wait for 'values_' are not told
  }
  shard::future<T> get() { return values_.pop(); }

private:
  shard::future<> run() { values_.push(co_await fetch()); }
  shard::channel<T> values_;
};
shard::future<long> sum(source<int> &a, source<long> &b) { co_return co_await a.get() + co_await b.get(); }
source<int> ints;
source<long> longs;

// Others feed the channel, too; what ends is over before it can fail; nothing else waits.
class shared_reader {
public:
  void start() { (void)run(); }
  void push(int line) { lines_.push(line); }
  shard::future<int> line() { co_return co_await lines_.pop(); }

private:
  shard::future<> run() {
    for (;;)
      lines_.push(co_await fetch());
  }
  shard::channel<int> lines_;
};

class early {
public:
  void start() { (void)run(); }
  shard::future<> ready() { co_await ready_.get_shared_future(); }

private:
  shard::future<> run() {
    ready_.set_value();
    co_await tick();
  }
  shard::shared_promise ready_;
};

class unheard {
public:
  void start() { (void)run(); }

private:
  shard::future<> run() {
    co_await tick();
    ready_.set_value();
  }
  shard::shared_promise ready_;
};

// Awaited, or kept: its exception reaches the caller.
class kept {
public:
  shard::future<> start() { co_await run(); }
  shard::future<> ready() { co_await ready_.get_shared_future(); }

private:
  shard::future<> run() {
    co_await tick();
    ready_.set_value();
  }
  shard::shared_promise ready_;
};

// What is sent goes to a peer, and what is received comes from there.
class connection {
public:
  void start() { (void)write(); }
  shard::future<int> read() { co_return co_await socket_.receive(); }

private:
  struct socket {
    shard::future<> send(int);
    shard::future<int> receive();
  };
  shard::future<> write() {
    for (;;)
      co_await socket_.send(co_await fetch());
  }
  socket socket_;
};
