#pragma once

#include <atomic>
#include <coroutine>
#include <deque>
#include <functional>

struct queue {
  std::deque<int> items;
  std::deque<std::coroutine_handle<>> waiting;
};
void on_ready(int descriptor, std::function<void()>);
