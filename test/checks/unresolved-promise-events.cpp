// RUN: %check_async async-unresolved-promise %s
// RUN: %check_async async-unresolved-promise %s --likely
//
// Events and promises that a coroutine opens and completes itself, and that an exception leaves open.
#include "signals.h"

#include <stdexcept>

task<> transmit();
task<int> receive();
plain::manual_event::waiter tick();
void log(const char *) noexcept;

template <class F> class [[nodiscard]] at_exit {
public:
  explicit at_exit(F f) : f_(std::move(f)) {}
  ~at_exit() { f_(); }

private:
  F f_;
};

// An event that is awaited by itself.
class throwing {
public:
  throwing() { idle_.set(); }

  task<> send() {
    if (!idle_.is_set())
      co_await idle_;
    idle_.reset();
    if (co_await receive() == 0)
      // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: exception of this 'co_await' skips the completion of 'idle_', so coroutines that wait for it are never resumed [async-unresolved-promise]
      log("nothing");
    idle_.set();
  }

private:
  plain::manual_event idle_;
};

class sender {
public:
  sender() { idle_.set(); }

  task<> guarded() {
    if (!idle_.is_set())
      co_await idle_;
    idle_.reset();
    at_exit done([this] { idle_.set(); });
    co_await transmit();
  }

  task<> guarded_before() {
    co_await idle_;
    at_exit done([this] { idle_.set(); });
    idle_.reset();
    co_await transmit();
    idle_.set();
  }

  task<> caught() {
    co_await idle_;
    idle_.reset();
    try {
      co_await transmit();
    } catch (...) {
      idle_.set();
      throw;
    }
    idle_.set();
  }

  task<> swallowed() {
    co_await idle_;
    idle_.reset();
    try {
      co_await transmit();
    } catch (const std::exception &) {
      log("failed");
    }
    idle_.set();
  }

  task<> caught_by_type() {
    co_await idle_;
    idle_.reset();
    try {
      co_await transmit();
    } catch (const std::runtime_error &) {
      idle_.set();
      throw;
    }
    idle_.set();
  }

  task<> completed_by_helper() {
    co_await idle_;
    idle_.reset();
    try {
      co_await transmit();
    } catch (...) {
      finish();
      throw;
    }
    finish();
  }

private:
  void finish() { idle_.set(); }

  plain::manual_event idle_;
};

// The handler is there, and forgets it.
class forgetful {
public:
  task<> send() {
    co_await idle_;
    idle_.reset();
    try {
      co_await transmit();
    } catch (const std::exception &) {
      log("failed");
      throw;
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: exception of this 'throw' skips the completion of 'idle_', so coroutines that wait for it are never resumed [async-unresolved-promise]
    }
    idle_.set();
  }

private:
  plain::manual_event idle_;
};

// The handler stops only one kind of exception.
class particular {
public:
  task<> send() {
    co_await idle_;
    idle_.reset();
    try {
      co_await transmit();
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: exception of this 'co_await' skips the completion of 'idle_'
    } catch (const std::logic_error &) {
      log("failed");
    }
    idle_.set();
  }

private:
  plain::manual_event idle_;
};

// What is called throws.
class checked {
public:
  task<> send(int size) {
    co_await idle_;
    idle_.reset();
    check(size);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this call skips the completion of 'idle_'
    idle_.set();
  }

private:
  static void check(int size) {
    if (size < 0)
      throw std::invalid_argument("size");
  }
  plain::manual_event idle_;
};

// A guard whose scope ends before.
class early {
public:
  task<> send() {
    co_await idle_;
    {
      at_exit done([this] { idle_.set(); });
      co_await transmit();
    }
    idle_.reset();
    co_await transmit();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'idle_'
    idle_.set();
  }

private:
  plain::manual_event idle_;
};

// Awaited only through the promise of the library's task; a pointer to it.
bound::job<int> read_some();

class receiver {
public:
  bound::job<bool> fill() {
    if (!free_->up()) {
      co_await *free_;
      co_return true;
    }
    free_->clear();
    int size = co_await read_some();
    // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: exception of this 'co_await' skips the completion of 'free_', so coroutines that wait for it are never resumed [async-unresolved-promise]
    free_->post();
    co_return size != 0;
  }

private:
  std::unique_ptr<bound::latch> free_ = std::make_unique<bound::latch>();
};

// An eager future, and a promise that is made anew.
shard::future<> write_out();

class cache {
public:
  shard::future<> flush() {
    if (flushing_) {
      co_await flushing_->get_shared_future();
      co_return;
    }
    flushing_.emplace();
    co_await write_out();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'flushing_'
    flushing_->set_value();
    flushing_.reset();
  }

private:
  std::optional<shard::shared_promise> flushing_;
};

class good_cache {
public:
  shard::future<> flush() {
    if (flushing_) {
      co_await flushing_->get_shared_future();
      co_return;
    }
    flushing_.emplace();
    try {
      co_await write_out();
      flushing_->set_value();
    } catch (...) {
      flushing_->set_exception(std::current_exception());
    }
    flushing_.reset();
  }

private:
  std::optional<shard::shared_promise> flushing_;
};

// Helpers open and complete it, and wait for it; its state is a class of its own.
class by_helpers {
public:
  task<> send() {
    co_await until_idle();
    begin();
    co_await transmit();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'idle'
    end();
  }
private:
  struct state {
    plain::manual_event idle;
  };
  task<> until_idle() {
    while (!state_.idle.is_set())
      co_await state_.idle;
  }
  void begin() { state_.idle.reset(); }
  void end() { state_.idle.set(); }

  state state_;
};

class by_helpers_well {
public:
  task<> send_well() {
    co_await until_idle();
    begin();
    try {
      co_await transmit();
    } catch (...) {
      end();
      throw;
    }
    end();
  }

private:
  struct state {
    plain::manual_event idle;
  };
  task<> until_idle() {
    while (!state_.idle.is_set())
      co_await state_.idle;
  }
  void begin() { state_.idle.reset(); }
  void end() { state_.idle.set(); }

  state state_;
};

// A template.
template <class T> class box {
public:
  task<T> load() {
    co_await ready_;
    ready_.reset();
    T value = co_await receive();
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: exception of this 'co_await' skips the completion of 'ready_'
    ready_.set();
    co_return value;
  }

private:
  plain::manual_event ready_;
};
task<> load_both(box<int> &a, box<long> &b) {
  co_await a.load();
  co_await b.load();
}

// A lambda; an event of the file.
static plain::manual_event turn;
task<> take_turns() {
  auto once = []() -> task<> {
    co_await turn;
    turn.reset();
    co_await transmit();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'turn'
    turn.set();
  };
  co_await once();
}

// Not connected until the next attempt succeeds: other calls of the same function complete it.
class connection {
public:
  task<> connect() {
    connected_.reset();
    co_await transmit();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'connected_'
    connected_.set();
  }
  task<> use() { co_await connected_; }

private:
  plain::manual_event connected_;
};

// Others complete it: silent even where it is likely, when a later call does, too.
class reconnecting {
public:
  task<> connect() {
    connected_.reset();
    co_await transmit();
    connected_.set();
  }
  void stop() { connected_.set(); }
  task<> use() { co_await connected_; }

private:
  plain::manual_event connected_;
};

// A path without an exception; whether a later call completes it is not known.
class abandoned {
public:
  task<> read() {
    co_await idle_;
    idle_.reset();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'idle_' is reset here and on some path not completed, so coroutines that wait for it are never resumed [async-unresolved-promise]
    if (closed_)
      co_return;
    idle_.set();
  }

private:
  bool closed_ = false;
  plain::manual_event idle_;
};

// The conditions contradict each other on the path.
class conditional {
public:
  task<> read(bool alone) {
    co_await idle_;
    if (alone)
      idle_.reset();
    if (!alone)
      co_await transmit();
    if (alone)
      idle_.set();
  }

private:
  plain::manual_event idle_;
};

// The class has functions that are not seen, which may complete it.
class declared_only {
public:
  task<> read() {
    co_await idle_;
    idle_.reset();
    co_await transmit();
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: exception of this 'co_await' skips the completion of 'idle_'
    idle_.set();
  }
  void stop();

private:
  plain::manual_event idle_;
};

// An auto-reset event: the one who resets it waits for it, and others complete it.
class consumer {
public:
  task<> next() {
    co_await more_;
    more_.reset();
    co_await more_;
    co_await transmit();
    more_.set();
  }

private:
  plain::manual_event more_;
};

// What cannot throw.
class quiet {
public:
  task<> wait() {
    co_await idle_;
    idle_.reset();
    co_await tick();
    idle_.set();
  }

private:
  plain::manual_event idle_;
};

// Handed to what runs later.
void later(void (*run)(quiet *), quiet *);
template <class F> void post(F f);
class posted {
public:
  task<> send() {
    co_await idle_;
    idle_.reset();
    post([this] { idle_.set(); });
    co_await transmit();
    idle_.set();
  }

private:
  plain::manual_event idle_;
};

// No event: a counter that is reset, a guard.
class meter {
public:
  task<> run() {
    co_await transmit();
    total_.reset();
    co_await transmit();
    total_.post();
  }

private:
  struct counter {
    void reset();
    void post();
  } total_;
};
