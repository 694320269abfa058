// RUN: %check_async async-stale-reference %s
//
// Pointers, views and iterators got from a helper of the same object, whose body is in sight.
#include "task.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

task<> step();
task<> send(std::string_view);

// A look-up that may find nothing, and a table that is replaced; in the style of a catalogue.
struct schema {
  std::string name;
};
task<> drop_rows(const schema &);
class catalog {
public:
  task<> reload() {
    tables_ = std::unordered_map<std::string, schema>();
    co_await step();
    replace({});
  }
  task<> truncate(std::string name) {
    auto *found = look_up(name);
    if (!found)
      co_return;
    co_await step();
    co_await drop_rows(*found);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'found' points into 'tables_' and is used after a suspension
  }
  task<> truncate_again(std::string name) {
    auto *found = look_up(name);
    co_await step();
    found = look_up(name);
    if (found)
      co_await drop_rows(*found);
  }
  task<> row(int n) {
    auto at = position(n);
    co_await step();
    ++*at;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'at' points into 'rows_' and is used after a suspension
  }
  task<> first_row(int n) {
    ++*position(n);
    co_await step();
  }
  task<> add_row(int n) {
    co_await step();
    rows_.push_back(n);
  }

private:
  schema *look_up(const std::string &name) {
    auto it = tables_.find(name);
    return it == tables_.end() ? nullptr : &it->second;
  }
  std::vector<int>::iterator position(int n) { return rows_.begin() + n; }
  void replace(std::unordered_map<std::string, schema> tables) { tables_ = std::move(tables); }
  std::unordered_map<std::string, schema> tables_;
  std::vector<int> rows_;
};

// A view of a member's text, and a reference to the text itself, which stays where it is.
struct credentials {
  std::string token;
};
task<credentials> authenticate();
class client {
public:
  task<> renew() {
    for (;;)
      credentials_ = co_await authenticate();
  }
  task<> get() {
    std::string_view bearer = token();
    co_await step();
    co_await send(bearer);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'bearer' refers to 'credentials_.token' and is used after a suspension
  }
  task<> get_text() {
    const std::string &bearer = text();
    co_await step();
    co_await send(bearer);
  }
  task<> get_copy() {
    const std::string bearer(token());
    co_await step();
    co_await send(bearer);
  }
  task<> get_other() {
    std::string_view kind = scheme();
    co_await step();
    co_await send(kind);
  }

private:
  std::string_view token() const { return credentials_.token; }
  std::string_view scheme() const { return "Bearer"; }
  const std::string &text() const { return credentials_.token; }
  credentials credentials_;
};
