// bad: AddressSanitizer: stack-use-after-scope
#include "evidence.hpp"

/// Lets its tasks run when it is joined, at the latest in its destructor.
class errands {
public:
  ~errands() { join(); }
  void add(async::task<> errand) { errands_.push_back(std::move(errand)); }
  void join() {
    async::virtual_time_driver time;
    for (auto &each : std::exchange(errands_, {}))
      async::run(std::move(each), {.drives = &time});
  }

private:
  std::vector<async::task<>> errands_;
};

async::task<> deliver(const std::string &address) {
  co_await async::yield();
  evidence::read(address);
}

int main() {
  errands today;
  std::string address = evidence::long_text();
  today.add(deliver(address)); // <- async-scope-order
}
