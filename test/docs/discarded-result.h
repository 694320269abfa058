// What the examples of docs/checks/discarded-result.md use.
#include "signals.h"
#include "task.h"
#include "tasks.h"
#include <stdexcept>
#include <string>
#include <system_error>
#include <tuple>
#include <vector>

using shard::future;
using shard::shared_promise;
future<int> size();

using fire_and_forget = alder::courier;
void report(std::error_code);
void operator&&(task<> &&, task<> &&);

class client {
public:
  task<> run();
  task<> close();
  void on_timer();
  void later();

private:
  task<> send_goodbye();
  task<> flush();
  task<> pause();
  task<task<>> reconnect();
  task<std::error_code> connect(std::string host);
  task<std::size_t> read_some();
  bool connected() const;
  fire_and_forget start_heartbeat();
  cedar::eager<int> start_refresh();
  std::vector<task<>> pending_;
  task<> last_;
};
