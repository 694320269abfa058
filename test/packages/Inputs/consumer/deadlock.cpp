#include <async/mutex.hpp>
#include <async/run.hpp>
#include <async/sleep.hpp>

#include <cstdio>

static async::task<> transfer(async::mutex &from, async::mutex &to) {
  auto first = co_await from.lock();
  co_await async::yield();
  auto second = co_await to.lock();
}

static async::task<> program() {
  async::mutex savings("savings"), checking("checking");
  auto one = async::spawn(transfer(savings, checking), "one");
  auto two = async::spawn(transfer(checking, savings), "two");
  co_await one;
  co_await two;
}

int main() {
  try {
    async::run(program());
  } catch (const async::deadlock_error &) {
    std::puts("the deadlock was found");
  }
}
