// good
#include "button.hpp"

class dashboard {
public:
  void start(button &reload) {
    reload.on_click([this] { pending_.push_back(async::spawn(refresh(), "refresh")); });
  }

  async::task<> finish() {
    for (auto &each : std::exchange(pending_, {}))
      co_await each;
  }

  int shown() const { return shown_; }

private:
  async::task<> refresh() {
    ++shown_;
    co_return;
  }

  std::vector<async::task_handle<void>> pending_;
  int shown_ = 0;
};

async::task<> program() {
  button reload;
  dashboard all;
  all.start(reload);
  reload.click();
  co_await all.finish();
  if (all.shown() != 1)
    throw std::logic_error("nothing was shown");
}

int main() { return evidence::explore(program); }
