// What the examples of docs/checks/unawaited-guard.md use.
#include "locks.h"
#include "task.h"
#include <vector>

using maple::get_units;

class cache {
public:
  task<> put(int key);
  task<> fetch();
  task<> drain();

private:
  task<> download();
  void prepare();
  bool limited() const;
  maple::mutex mutex_;
  maple::semaphore connections_{4};
  std::vector<int> entries_;
};
