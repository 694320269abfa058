// What the examples of docs/checks/unawaited-task.md use.
#include "task.h"
#include <vector>

struct record {};
void log(const char *);
template <class... T> task<> when_all(T...);

class store {
public:
  task<> save(record r);
  task<> start(record r);

private:
  task<> write(record r);
  task<> index(record r);
  bool synchronous() const;
  bool closed() const;
  std::vector<task<>> pending_;
};
