// good
#include "evidence.hpp"

#include <async/watched_mutex.hpp>

#include <functional>
#include <mutex>

class player {
public:
  void on_change(std::function<void()> callback) { changed_ = std::move(callback); }

  void play() {
    {
      const std::unique_lock guard(mutex_);
      playing_ = true;
    }
    notify();
  }

  bool is_playing() {
    const std::unique_lock guard(mutex_);
    return playing_;
  }

private:
  void notify() {
    if (changed_)
      changed_();
  }

  async::watched_mutex<> mutex_{"state"};
  std::function<void()> changed_;
  bool playing_ = false;
};

async::task<> program() {
  player music;
  bool shown = false;
  music.on_change([&] { shown = music.is_playing(); });
  co_await async::yield();
  music.play();
}

int main() { return evidence::explore(program); }
