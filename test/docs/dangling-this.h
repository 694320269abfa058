#pragma once

#include "background.h"

#include <map>

struct client {
  int id = 0;
  task<> fetch() {
    co_await tick();
    show(id);
  }
};
client connect();

struct session : std::enable_shared_from_this<session> {
  void start();
  detached close();
  task<> read_held();
  task<> read() {
    co_await tick();
    show(received_);
  }
  int received_ = 0;
};

struct server {
  void start();
  task<> run() {
    co_await tick();
    show(port_);
  }
  int port_ = 0;
};
