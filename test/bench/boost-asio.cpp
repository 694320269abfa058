// What the speed of the analysis is measured on: an ordinary server on Boost.Asio 1.81's coroutines. Nothing is wrong
// with it. See `speed`.
#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <chrono>
#include <deque>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

class session;

/// Who is in which room.
class rooms {
public:
  void enter(const std::string &room, std::shared_ptr<session> who) { members_[room].insert(std::move(who)); }
  void leave(const std::string &room, const std::shared_ptr<session> &who) {
    auto at = members_.find(room);
    if (at == members_.end())
      return;
    at->second.erase(who);
    if (at->second.empty())
      members_.erase(at);
  }
  void say(const std::string &room, const std::string &text);

private:
  std::map<std::string, std::set<std::shared_ptr<session>>> members_;
};

class session : public std::enable_shared_from_this<session> {
public:
  session(tcp::socket socket, rooms &all)
      : socket_(std::move(socket)), wake_(socket_.get_executor()), deadline_(socket_.get_executor()), all_(all) {
    wake_.expires_at(asio::steady_timer::time_point::max());
  }

  awaitable<void> run() {
    auto self = shared_from_this();
    try {
      co_await (read_loop() || write_loop() || watch());
    } catch (const std::exception &error) {
      std::cerr << "session: " << error.what() << '\n';
    }
    all_.leave(room_, self);
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  void deliver(std::string text) {
    outbox_.push_back(std::move(text));
    wake_.cancel_one();
  }

private:
  awaitable<std::string> read_line() {
    auto buffer = asio::dynamic_buffer(inbox_, 4096);
    std::size_t length = co_await asio::async_read_until(socket_, buffer, '\n', use_awaitable);
    std::string line = inbox_.substr(0, length - 1);
    inbox_.erase(0, length);
    co_return line;
  }

  awaitable<void> read_loop() {
    room_ = co_await read_line();
    all_.enter(room_, shared_from_this());
    for (;;) {
      deadline_.expires_after(60s);
      std::string line = co_await read_line();
      if (line == "quit")
        co_return;
      all_.say(room_, line);
    }
  }

  awaitable<void> write_loop() {
    while (socket_.is_open()) {
      if (outbox_.empty()) {
        boost::system::error_code woken;
        co_await wake_.async_wait(asio::redirect_error(use_awaitable, woken));
        continue;
      }
      std::string next = std::move(outbox_.front()) + '\n';
      outbox_.pop_front();
      co_await asio::async_write(socket_, asio::buffer(next), use_awaitable);
    }
  }

  awaitable<void> watch() {
    deadline_.expires_after(60s);
    for (;;) {
      boost::system::error_code moved;
      co_await deadline_.async_wait(asio::redirect_error(use_awaitable, moved));
      if (deadline_.expiry() <= asio::steady_timer::clock_type::now())
        throw std::runtime_error("nothing said for a minute");
    }
  }

  tcp::socket socket_;
  asio::steady_timer wake_, deadline_;
  rooms &all_;
  std::string room_, inbox_;
  std::deque<std::string> outbox_;
};

void rooms::say(const std::string &room, const std::string &text) {
  for (const auto &member : members_[room])
    member->deliver(text);
}

awaitable<void> accept_loop(tcp::acceptor acceptor, rooms &all) {
  for (;;) {
    auto next = std::make_shared<session>(co_await acceptor.async_accept(use_awaitable), all);
    asio::co_spawn(acceptor.get_executor(), [next] { return next->run(); }, asio::detached);
  }
}

int main() {
  asio::io_context context;
  rooms all;
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code &, int) { context.stop(); });
  asio::co_spawn(context, accept_loop(tcp::acceptor(context, {tcp::v4(), 5555}), all), asio::detached);
  context.run();
}
