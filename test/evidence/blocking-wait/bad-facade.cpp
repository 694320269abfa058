// bad: run was called inside of a task
// Close to what libcoro's clients and buffers do (docs/real-code.md): a function for callers that are no coroutines.
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
