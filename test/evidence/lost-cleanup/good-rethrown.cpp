// good
// What is thrown again is the exception that was saved.
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
    std::rethrow_exception(failure);
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
