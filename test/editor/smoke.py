import sys
from pathlib import Path

from lsp import Server, command, project

SOURCE = """#include "task.h"
task<int> value();
task<> caller() {
  value();
  co_await value();
}
"""

folder = project(sys.argv[1], {"a.cpp": SOURCE, "task.h": Path(sys.argv[2], "task.h").read_text()})
with Server(command(), folder) as server:
    server.open(folder / "a.cpp")
    found, = server.diagnostics(folder / "a.cpp")
    assert found["code"] == "async-discarded-result", found
    assert found["message"].startswith("Task returned by 'value' is discarded"), found
    assert found["range"]["start"] == {"line": 3, "character": 2}, found
    assert found["codeDescription"]["href"].endswith("/docs/checks/discarded-result.md"), found
    # Mended, it goes away at once.
    server.change(folder / "a.cpp", SOURCE.replace("  value();", "  co_await value();"))
    assert server.diagnostics(folder / "a.cpp") == []
