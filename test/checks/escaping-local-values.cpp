// RUN: %check_async async-escaping-local %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
//
// What a library gives by value: views of its objects, and values that only name what lives as long as the program.
#include "lifetime.h"

#include <memory_resource>
#include <source_location>
#include <span>
#include <string_view>
#include <system_error>
#include <typeindex>
#include <variant>
#include <vector>

using grove::tick;

// Library code, so behind a line marker: bodies of it are not read.
# 1 "library/result.h" 1 3
namespace lib {
struct category;
class code {
public:
  code() = default;
  code(int value, const category &of) : value_(value), of_(&of) {}
  explicit operator bool() const { return value_ != 0; }
  const category &of() const { return *of_; }

private:
  int value_ = 0;
  const category *of_ = nullptr;
};
class place {
public:
  const char *file() const { return file_; }

private:
  const char *file_ = "";
};
template <class T, class E> class result {
public:
  bool has_error() const { return value_.index() == 1; }
  E error() const & { return std::get<1>(value_); }
  T value() const & { return std::get<0>(value_); }
  place where() const { return where_; }

private:
  std::variant<T, E> value_;
  place where_;
};
class file {
public:
  ~file();
  code close();
  std::string_view name() const;
  std::span<const char> bytes() const;
  std::type_index type() const;
  std::source_location opened() const;

private:
  void *handle_;
};
class cursor {
public:
  void next();

private:
  void *at_;
};
class table {
public:
  ~table();
  cursor first();
};
file open();
table rows();
code code_of(const file &);
} // namespace lib
# 79 "escaping-local-values.cpp" 2
task<lib::result<int *, lib::code>> read();
task<lib::result<std::string_view, lib::code>> words();

// ---- values

task<lib::code> passes_the_code() {
  auto got = co_await read();
  if (got.has_error())
    co_return got.error();
  co_return lib::code();
}
task<lib::code> closes() {
  lib::file f = lib::open();
  co_await tick();
  co_return f.close();
}
task<lib::code> asks() {
  lib::file f = lib::open();
  co_await tick();
  co_return lib::code_of(f);
}
task<lib::place> says_where() {
  auto got = co_await read();
  co_return got.where();
}
task<std::type_index> says_which() {
  lib::file f = lib::open();
  co_await tick();
  co_return f.type();
}
task<std::source_location> says_when() {
  lib::file f = lib::open();
  co_await tick();
  co_return f.opened();
}
task<std::string_view> copies_what_it_keeps() {
  auto got = co_await words();
  co_return got.value();
}
task<std::pmr::polymorphic_allocator<int>> allocates() {
  std::pmr::vector<int> numbers;
  co_await tick();
  co_return numbers.get_allocator();
}

// ---- views

task<std::string_view> names_it() {
  lib::file f = lib::open();
  co_await tick();
  co_return f.name();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'f' is destroyed with this coroutine, before the caller can use the returned view or reference to it [async-escaping-local]
}
task<std::span<const char>> gives_bytes() {
  lib::file f = lib::open();
  co_await tick();
  co_return f.bytes();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'f' is destroyed with this coroutine
}
task<lib::cursor> gives_cursor() {
  lib::table t = lib::rows();
  co_await tick();
  co_return t.first();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 't' is destroyed with this coroutine
}
