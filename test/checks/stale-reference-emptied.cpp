// RUN: %check_async async-stale-reference %s
// RUN: %check_async async-stale-reference %s --likely
//
// Pointer members that are tested before a suspension and used after it.
#include "task.h"
#include <memory>
#include <mutex>
#include <optional>

task<> step();
void log(int);
struct socket {
  int sent = 0;
  void send(int);
  task<int> read();
};

class connection {
public:
  task<> close() {
    co_await step();
    socket_.reset();
    plain_ = nullptr;
    maybe_ = std::nullopt;
  }
  task<> send(int n) {
    if (!socket_)
      co_return;
    co_await step();
    socket_->send(n);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'socket_' is tested before a suspension and used after it, so it is empty if it was emptied meanwhile [async-stale-reference]
    // CHECK-MESSAGES: :[[@LINE-5]]:10: note: 'socket_' is tested here
    // CHECK-MESSAGES: :[[@LINE-4]]:5: note: the coroutine is suspended here
    // CHECK-MESSAGES: :[[@LINE-12]]:5: note: 'close' empties 'socket_' here
  }
  task<> loop() {
    while (plain_ != nullptr) {
      const int n = co_await plain_->read();
      plain_->send(n);
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'plain_' is tested before a suspension and used after it
    }
  }
  task<> value() {
    if (maybe_.has_value()) {
      co_await step();
      log(maybe_->sent);
      // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'maybe_' is tested before a suspension and used after it
    }
  }
  task<> again(int n) {
    if (!socket_)
      co_return;
    co_await step();
    if (socket_)
      socket_->send(n);
  }
  task<> filled(int n) {
    if (!socket_)
      co_await step();
    socket_ = std::make_unique<socket>();
    socket_->send(n);
  }
  task<> before(int n) {
    if (socket_)
      socket_->send(n);
    co_await step();
  }

private:
  std::unique_ptr<socket> socket_;
  socket *plain_ = nullptr;
  std::optional<socket> maybe_;
};

// A function that is not seen to be called meanwhile.
class closed_by_others {
public:
  void close() { socket_.reset(); }
  task<> send(int n) {
    if (!socket_)
      co_return;
    co_await step();
    socket_->send(n);
    // CHECK-MESSAGES-LIKELY: :[[@LINE-1]]:5: warning: 'socket_' is tested before a suspension and used after it
  }

private:
  std::unique_ptr<socket> socket_;
};

// Filled at once, emptied at the end, or by itself.
class steady {
public:
  ~steady() { socket_.reset(); }
  void renew() {
    socket_.reset();
    socket_ = std::make_unique<socket>();
  }
  task<> send(int n) {
    if (!socket_)
      co_return;
    co_await step();
    socket_->send(n);
    other_->send(n);
  }
  task<> last(int n) {
    if (!other_)
      co_return;
    co_await step();
    other_->send(n);
    other_.reset();
  }

private:
  std::unique_ptr<socket> socket_;
  std::unique_ptr<socket> other_;
};
class in_turn {
public:
  task<> run() {
    for (;;) {
      co_await use();
      co_await drop();
    }
  }

private:
  task<> use() {
    if (!socket_)
      co_return;
    co_await step();
    socket_->send(1);
  }
  task<> drop() {
    co_await step();
    socket_.reset();
  }
  std::unique_ptr<socket> socket_;
};
