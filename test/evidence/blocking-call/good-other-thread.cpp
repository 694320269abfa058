// good
#include "evidence.hpp"

#include <async/to_thread.hpp>

#include <future>

async::task<int> result_of(std::future<int> computed) {
  co_return co_await async::to_thread([&computed] { return computed.get(); });
}

async::task<> program() {
  std::promise<int> computes;
  computes.set_value(42);
  if (co_await result_of(computes.get_future()) != 42)
    throw std::logic_error("a wrong result");
}

int main() { return evidence::explore(program); }
