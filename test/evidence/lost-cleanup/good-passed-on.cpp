// good
// The exception that was saved is told to the caller in the place of a result.
#include "store.hpp"

async::task<std::exception_ptr> save(store &to, std::string line) {
  std::exception_ptr failure;
  try {
    co_await to.write(line);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await to.close();
  co_return failure;
}

async::task<> program() {
  store to;
  if (!co_await save(to, ""))
    co_await to.written.wait();
}

int main() { return evidence::explore(program); }
