// good
#include "evidence.hpp"

#include <map>
#include <memory>

class actor : public std::enable_shared_from_this<actor> {
public:
  async::task<> runs() { return runs_held(shared_from_this()); }

private:
  static async::task<> runs_held(std::shared_ptr<actor> self) {
    co_await async::yield();
    evidence::read(self->name_);
  }
  std::string name_ = evidence::long_text();
};

class stage {
public:
  async::task<> run(int id) { return actors_.at(id)->runs(); }
  void abort(int id) { actors_.erase(id); }
  void add(int id) { actors_.emplace(id, std::make_shared<actor>()); }

private:
  std::map<int, std::shared_ptr<actor>> actors_;
};

async::task<> program() {
  stage all;
  all.add(1);
  auto beside = async::spawn(all.run(1), "actor");
  co_await async::yield();
  all.abort(1);
  co_await beside;
}

int main() { return evidence::explore(program); }
