// A button as libraries of widgets have it, for the programs of this folder.
#pragma once

#include "evidence.hpp"

class button {
public:
  void on_click(std::function<void()> callback) { callbacks_.push_back(std::move(callback)); }
  void click() {
    for (const auto &each : callbacks_)
      each();
  }

private:
  std::vector<std::function<void()>> callbacks_;
};
