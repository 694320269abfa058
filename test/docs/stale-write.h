#pragma once

#include "task.h"

#include "locks.h"

#include <memory>
#include <optional>
#include <utility>

struct request {};
struct connection {
  task<> write(request);
};

class account {
public:
  void pay(double amount) { balance_ += amount; }

private:
  double balance_ = 0;
  task<> pay_interest();
  task<> deposit();
};

class client {
public:
  void close() {
    connection_.reset();
    version_.reset();
    open_ = false;
  }
  task<> lost() {
    close();
    co_return;
  }

private:
  std::unique_ptr<connection> connection_;
  std::optional<int> version_;
  bool open_ = false;
  maple::mutex mutex_;
  task<> send(request);
  task<int> version();
  task<> open();
};

task<double> ask_rate();
task<double> receive();
task<std::unique_ptr<connection>> connect();
task<int> ask_version();
task<> handshake();
