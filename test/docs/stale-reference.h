#pragma once

#include "task.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct connection {
  bool greeted = false;
  int latency = 0;
  task<> send(std::string);
  task<> flush();
};

struct path {
  std::string to;
};
struct routes {
  std::map<int, path> all;
  const path *find(int) const;
};

struct observer {
  void changed();
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
  task<> route(int);
  task<> reload();
  task<> notify();
  task<> unsubscribe();
  std::string name;

private:
  task<routes> load();
  routes routes_;
  std::unique_ptr<observer> observer_;
  std::vector<connection> connections_;
  std::map<int, connection> sessions_;
};

task<int> ping(int);
void log(std::string_view);
