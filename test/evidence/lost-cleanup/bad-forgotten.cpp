// bad: deadlock: task 'main' waits for event 'written' and nothing can wake it
// The exception is saved for the time of the clean-up, and then forgotten: the caller takes the failure for a success.
#include "store.hpp"

async::task<> save(store &to, std::string line) {
  std::exception_ptr failure;
  try {
    co_await to.write(line);
  } catch (const std::runtime_error &) {
    failure = std::current_exception(); // <- async-lost-cleanup
  }
  co_await to.close();
}

async::task<> program() {
  store to;
  co_await save(to, "");
  co_await to.written.wait();
}

int main() { return evidence::explore(program); }
