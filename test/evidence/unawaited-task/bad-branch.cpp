// bad: never-awaited: a task was made but never awaited
// Close to scylladb/scylladb#7904: work that was begun is awaited on one way through the function, not on the other.
#include "evidence.hpp"

class journal {
public:
  async::task<> append(std::string line) {
    auto written = write(std::move(line)); // <- async-unawaited-task
    if (durable_)
      co_await std::move(written);
  }

  async::task<> relax() {
    durable_ = false;
    co_return;
  }

private:
  async::task<> write(std::string line) {
    co_await async::yield();
    lines_.push_back(std::move(line));
  }

  bool durable_ = true;
  std::vector<std::string> lines_;
};

async::task<> program() {
  journal of;
  auto appends = async::spawn(of.append(evidence::long_text()), "append");
  auto relaxes = async::spawn(of.relax(), "relax");
  co_await appends;
  co_await relaxes;
}

int main() { return evidence::explore(program); }
