// good
// Each caller has the form it needs: the function for old callers is called where no loop runs.
#include "evidence.hpp"

class settings {
public:
  async::task<std::string> load() {
    co_await async::yield();
    co_return evidence::long_text();
  }

  std::string load_now() { return async::run(load()); }
};

async::task<> serve(settings &from) { evidence::read(co_await from.load()); }

async::task<> program() {
  settings all;
  co_await serve(all);
}

int main() {
  settings all;
  evidence::read(all.load_now());
  return evidence::explore(program);
}
