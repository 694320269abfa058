// A mutex for coroutines: waiting for it suspends the coroutine, not the thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace jobs {

class async_mutex {
public:
  explicit async_mutex(boost::asio::any_io_executor executor) : slot_(std::move(executor), 1) {}

  /// Holds the mutex until it dies.
  class guard {
  public:
    explicit guard(async_mutex &mutex) : mutex_(&mutex) {}
    guard(guard &&other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
    guard &operator=(guard &&) = delete;
    ~guard() {
      if (mutex_)
        mutex_->unlock();
    }

  private:
    async_mutex *mutex_;
  };

  boost::asio::awaitable<guard> scoped_lock() {
    co_await slot_.async_send(boost::system::error_code(), boost::asio::use_awaitable);
    co_return guard(*this);
  }

  void unlock() {
    slot_.try_receive([](boost::system::error_code) {});
  }

private:
  /// One message fits: whoever placed it holds the mutex, and takes it out again to unlock.
  boost::asio::experimental::channel<void(boost::system::error_code)> slot_;
};

} // namespace jobs
