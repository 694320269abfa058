#include <async/driver.hpp>
#include <async/run.hpp>

#include <unistd.h>

static async::task<> program() {
  ::sleep(3600); // of virtual time
  co_return;
}

int main() {
  async::virtual_time_driver driver;
  async::run(program(), {.drives = &driver});
}
