#pragma once

#include "task.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

struct connection {
  bool greeted = false;
  int latency = 0;
  task<> send(std::string);
  task<> flush();
};

class server {
public:
  void connect(connection);
  void kick(int);
  task<> greet(int);
  task<> broadcast(std::string);
  task<> close(int);
  task<> measure(int);
  task<> flush();
  std::string name;

private:
  std::vector<connection> connections_;
  std::map<int, connection> sessions_;
};

task<int> ping(int);
void log(std::string_view);
