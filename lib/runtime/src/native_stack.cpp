#include "async/detail/native_stack.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <memory>
#include <string_view>

namespace async::detail {

namespace {

std::string demangled(const char *symbol) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void *)> name(abi::__cxa_demangle(symbol, nullptr, nullptr, &status), std::free);
  return status == 0 ? name.get() : symbol;
}

std::string hexadecimal(std::uintptr_t number) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%jx", static_cast<std::uintmax_t>(number));
  return text;
}

std::string line_for(void *call) {
  Dl_info found{};
  if (::dladdr(call, &found) == 0 || !found.dli_fname)
    return "unknown code";
  const std::string_view path = found.dli_fname;
  const std::string file(path.substr(path.rfind('/') + 1));
  const auto offset = reinterpret_cast<std::uintptr_t>(call) - reinterpret_cast<std::uintptr_t>(found.dli_fbase);
  return (found.dli_sname ? demangled(found.dli_sname) + " " : "") + "(" + file + "+" + hexadecimal(offset) + ")";
}

} // namespace

void native_stack::take(std::size_t skipped) noexcept {
  size_ = static_cast<std::size_t>(::backtrace(calls_.data(), static_cast<int>(calls_.size())));
  drop(skipped + 1);
}

void native_stack::begin_at(const void *call) noexcept {
  for (std::size_t at = 0; at < size_; ++at)
    if (calls_[at] == call)
      return drop(at);
}

void native_stack::drop(std::size_t count) noexcept {
  count = std::min(count, size_);
  std::copy(calls_.data() + count, calls_.data() + size_, calls_.data());
  size_ -= count;
}

std::vector<std::string> native_stack::describe() const {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < size_; ++at)
    lines.push_back(line_for(calls_[at]));
  return lines;
}

void native_stack::prepare() noexcept {
  void *one;
  ::backtrace(&one, 1);
}

} // namespace async::detail
