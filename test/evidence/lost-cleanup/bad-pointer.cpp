// bad: deadlock: task 'main' waits for event 'failed' and nothing can wake it
// Close to redpanda 77cf1eb816: what is thrown is the pointer, so the handler for errors does not catch it.
#include "store.hpp"

async::task<> save(store &to, std::string line) {
  std::exception_ptr failure;
  try {
    co_await to.write(line);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await to.close();
  if (failure)
    throw failure; // <- async-lost-cleanup
}

async::task<> save_and_tell(store &to, async::event &failed) {
  try {
    co_await save(to, "");
  } catch (const std::exception &) {
    failed.set();
  } catch (...) {
    // never: whatever this program throws is an error
  }
}

async::task<> program() {
  store to;
  async::event failed("failed");
  auto saves = async::spawn(save_and_tell(to, failed), "save");
  co_await saves;
  co_await failed.wait();
}

int main() { return evidence::explore(program); }
