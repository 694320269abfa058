// What the examples of docs/checks/task-in-void-callback.md use.
#include "task.h"
#include "tasks.h"
#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

using fire_and_forget = alder::courier;

class button {
public:
  void on_click(std::function<void()>);
};
class task_runner {
public:
  void add(std::function<task<>()>);
};
struct widget {
  task<> update();
};

class dashboard {
public:
  void start();
  task<> update_all(std::vector<widget> &widgets);

private:
  task<> refresh();
  button button_;
  task_runner runner_;
};
