// bad: AddressSanitizer: stack-use-after-return
// Close to ceph/ceph#59746: a function that is no coroutine returns a task that refers to its own local.
#include "evidence.hpp"

async::task<> send(const std::string &message) {
  co_await async::yield();
  evidence::read(message);
}

async::task<> greet(const std::string &name) {
  std::string message = "hello, " + name;
  return send(message); // <- async-escaping-local
}

async::task<> program() { co_await greet(evidence::long_text()); }

int main() { return evidence::run(program()); }
