// good
#include "evidence.hpp"

#include <map>

struct layout {
  std::map<int, std::string> nodes = {{1, evidence::long_text()}};
  const std::string *find(int id) const { return &nodes.at(id); }
};

class cluster {
public:
  async::task<> reload() {
    layout_ = layout();
    co_return;
  }

  async::task<> show(int id) {
    const auto copy = *layout_.find(id);
    co_await async::yield();
    evidence::read(copy);
  }

private:
  layout layout_;
};

async::task<> program() {
  cluster all;
  auto beside = async::spawn(all.reload(), "reload");
  co_await all.show(1);
  co_await beside;
}

int main() { return evidence::explore(program); }
