import sys
from pathlib import Path

from lsp import Server, command, project

DEAD = "https://clang.llvm.org/extra/clang-tidy/checks/async/lock-order.html"
# Letters of several bytes stand in the message, whose length is told in bytes.
SOURCE = f"""#include "task.h"
task<int> größe();
struct raii {{ ~raii(); }};
/// "href":"{DEAD}" {{"href": "{DEAD}"}}
const char *const text = R"({{"href":"{DEAD}"}})";
task<> caller() {{
  größe();
  raii();
  co_await größe();
  (void)text;
}}
"""

folder = project(sys.argv[1], {"a.cpp": SOURCE, "task.h": Path(sys.argv[2], "task.h").read_text()})
for options in [], ["--pretty"]:
    with Server(command(*options), folder) as server:
        server.open(folder / "a.cpp")
        found = {each["code"]: each for each in server.diagnostics(folder / "a.cpp")}
        ours, clangds = found["async-discarded-result"], found["bugprone-unused-raii"]
        assert "'größe'" in ours["message"], ours
        page = ours["codeDescription"]["href"]
        assert page.startswith("https://github.com/") and page.endswith("/docs/checks/discarded-result.md"), page
        assert clangds["codeDescription"]["href"].endswith("/checks/bugprone/unused-raii.html"), clangds
        hover = server.request("textDocument/hover", {"textDocument": {"uri": (folder / "a.cpp").as_uri()},
                                                      "position": {"line": 9, "character": 9}})
        text = str(hover["contents"])
        assert text.count(DEAD) >= 2 and "github" not in text, text
