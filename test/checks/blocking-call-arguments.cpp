// RUN: %check_async async-blocking-call %s
// What a model says of a function, and what the call at hand does.

#include "assertions.h"
#include "task.h"

#include <fstream>
#include <poll.h>
#include <string>
#include <sys/epoll.h>
#include <unistd.h>

struct client {};
class QThread {
public:
  bool wait(unsigned long time = ~0ul);
  static void msleep(unsigned long);
};
extern "C" int zmq_poll(void *items, int nitems, long timeout);
extern "C" void *rd_kafka_consumer_poll(void *rk, int timeout_ms);

constexpr int no_wait = 0;

task<> waits(pollfd *fds, QThread &t, void *k, int milliseconds) {
  poll(fds, 1, 100);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks the thread
  poll(fds, 1, milliseconds);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks the thread
  epoll_wait(3, nullptr, 1, -1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'epoll_wait' blocks the thread
  t.wait();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  t.wait(10);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'wait' blocks the thread
  rd_kafka_consumer_poll(k, milliseconds);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rd_kafka_consumer_poll' blocks the thread
  co_return;
}

task<> only_asks(pollfd *fds, QThread &t, void *k) {
  poll(fds, 1, 0);
  poll(fds, 1, no_wait);
  epoll_wait(3, nullptr, 1, 0 * 10);
  t.wait(0);
  zmq_poll(k, 1, 0L);
  rd_kafka_consumer_poll(k, 0);
  QThread::msleep(0);
  sleep(0);
  co_return;
}

// A program's own functions of the names of C functions.
task<> poll(client &);
task<int> sleep(client &, int seconds);
void fread(client &);
namespace mine {
task<> poll(client &);
}
task<> with_other_functions(client &c) {
  co_await poll(c);
  co_await sleep(c, 1);
  co_await mine::poll(c);
  fread(c);
}

// Of a stream's constructors, those that open a file.
struct reads_settings {
  std::ifstream in;
  explicit reads_settings(const std::string &name) : in(name) {}
  reads_settings(reads_settings &&) = default;
};
task<> opens(std::ifstream other) {
  std::ifstream by_name("name");
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the constructor of 'basic_ifstream' blocks the thread
  std::ofstream out(std::string("name"), std::ios::app);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: the constructor of 'basic_ofstream' blocks the thread
  reads_settings settings("name");
  // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: the constructor of 'reads_settings' blocks the thread
  reads_settings taken = std::move(settings);
  std::ifstream later;
  std::fstream both;
  std::ifstream moved(std::move(other));
  co_return;
}

// What an assertion does besides is not the coroutine's business; what it is given is.
bool slow() {
  sleep(1);
  return true;
}
task<> asserts(int n) {
  BIRCH_CHECK(n == 1);
  BIRCH_CHECK(slow());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'slow' blocks the thread
  co_return;
}
