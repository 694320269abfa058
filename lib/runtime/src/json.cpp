#include "async/detail/json.hpp"

#include <cstdio>

namespace async::detail {

namespace {

std::string quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[7];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

} // namespace

json_object &json_object::raw(std::string_view key, std::string_view value) {
  if (written_.size() > 1)
    written_ += ",";
  written_.append(quoted(key)).append(":").append(value);
  return *this;
}

json_object &json_object::text(std::string_view key, std::string_view value) { return raw(key, quoted(value)); }

json_object &json_object::number(std::string_view key, std::uint64_t value) { return raw(key, std::to_string(value)); }

json_object &json_object::texts(std::string_view key, const std::vector<std::string> &values) {
  std::string list;
  for (const std::string &value : values)
    list += (list.empty() ? "" : ",") + quoted(value);
  return raw(key, "[" + list + "]");
}

json_object &json_object::place(std::string_view key, const std::source_location &value) {
  json_object object;
  object.number("column", value.column()).text("file", value.file_name()).number("line", value.line());
  return raw(key, object.finish());
}

void write_stack_entry(json_object &object, const stack_entry &entry) {
  object.text("function", entry.function).place("where", entry.where);
}

void write_task(json_object &object, const task_snapshot &task) {
  object.number("id", task.id).text("name", task.name).text("parent", task.parent);
  object.place("spawned_at", task.spawned_at);
  object.array("stack", task.stack, write_stack_entry);
  object.text("state", task.state);
  if (task.waits_at)
    object.place("waits_at", *task.waits_at);
  object.text("waits_for", task.waits_for);
}

} // namespace async::detail
