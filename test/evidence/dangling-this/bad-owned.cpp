// bad: AddressSanitizer: heap-use-after-free
// Close to cloudflare/workerd@aa1cfd444: the owner removes the object while its coroutine is suspended.
#include "evidence.hpp"

#include <map>
#include <memory>

class actor {
public:
  async::task<> runs() {
    co_await async::yield();
    evidence::read(name_);
  }

private:
  std::string name_ = evidence::long_text();
};

class stage {
public:
  async::task<> run(int id) { return actors_.at(id)->runs(); } // <- async-dangling-this
  void abort(int id) { actors_.erase(id); }
  void add(int id) { actors_.emplace(id, std::make_unique<actor>()); }

private:
  std::map<int, std::unique_ptr<actor>> actors_;
};

async::task<> program() {
  stage all;
  all.add(1);
  auto beside = async::spawn(all.run(1), "actor");
  co_await async::yield();
  all.abort(1);
  co_await beside;
}

int main() { return evidence::run(program()); }
