// bad: run was called inside of a task
// Close to what public code bases have mended: a function for old callers, which are not coroutines, gets a new one.
#include "evidence.hpp"

class settings {
public:
  async::task<std::string> load() {
    co_await async::yield();
    co_return evidence::long_text();
  }

  std::string load_now() { return async::run(load()); }
};

async::task<> serve(settings &from) {
  evidence::read(from.load_now()); // <- async-blocking-wait
  co_await async::yield();
}

async::task<> program() {
  settings all;
  co_await serve(all);
}

int main() { return evidence::explore(program); }
