#pragma once

#include "async/report.hpp"

#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace async::detail {

/// Writes one JSON object, field by field; the caller keeps the order of the keys.
class json_object {
public:
  json_object &text(std::string_view key, std::string_view value);
  json_object &number(std::string_view key, std::uint64_t value);
  json_object &texts(std::string_view key, const std::vector<std::string> &values);
  json_object &place(std::string_view key, const std::source_location &value);

  /// An array of objects: \p write fills in one for each element.
  template <class Elements, class Write>
  json_object &array(std::string_view key, const Elements &elements, Write write) {
    return raw(key, array_of(elements, write));
  }

  template <class Elements, class Write> static std::string array_of(const Elements &elements, Write write) {
    std::string list = "[";
    for (const auto &element : elements) {
      json_object object;
      write(object, element);
      list += (list.size() > 1 ? "," : "") + object.finish();
    }
    return list + "]";
  }

  std::string finish() const { return written_ + "}"; }

private:
  json_object &raw(std::string_view key, std::string_view value);

  std::string written_ = "{";
};

void write_stack_entry(json_object &object, const stack_entry &entry);
void write_task(json_object &object, const task_snapshot &task);

} // namespace async::detail
