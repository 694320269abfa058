// What the examples of docs/checks/unawaited-task.md use.
#include "signals.h"
#include "task.h"
#include <string>
#include <vector>

using shard::future;
future<> tick();
future<int> count(int);
inline future<int> length(const std::string &text) {
  co_await tick();
  co_return text.size();
}

struct record {};
void log(const char *);
template <class... T> task<> when_all(T...);

class store {
public:
  task<> save(record r);
  task<> start(record r);
  future<int> copy(std::string name);
  future<int> both();

private:
  task<> write(record r);
  task<> index(record r);
  bool synchronous() const;
  bool closed() const;
  std::vector<task<>> pending_;
};
