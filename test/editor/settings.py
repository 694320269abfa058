import sys
from pathlib import Path

from lsp import Server, command, project

SOURCE = """#include "task.h"
#include "fiber.h"
task<> send();
task<> caller() {
  send();
  co_await send();
}
"""
# Sure only by a model: what is called here blocks.
FIBER = "void rest();\ninline task<> tired() { rest(); co_return; }\n"
MODEL = """- name: send
  is: droppable
  because: "a test"
"""
BLOCKS = """- name: rest
  is: blocks
  because: "a test"
"""
inputs = {"src/task.h": Path(sys.argv[2], "task.h").read_text(), "src/fiber.h": FIBER, "src/a.cpp": SOURCE,
          "ours.yaml": MODEL, "broken.yaml": MODEL.replace("droppable", "dropable")}
source = Path(sys.argv[1], "src/a.cpp")


def findings(files, text=SOURCE):
    folder = project(sys.argv[1], {**inputs, **files})
    with Server(command(), folder) as server:
        server.open(source, text)
        return server.diagnostics(source)


def codes(files, text=SOURCE):
    return [found["code"] for found in findings(files, text)]


def options(text):
    return {".clang-tidy": "CheckOptions:\n" + text}


assert codes({}) == ["async-discarded-result"]
# A relative path is looked for from the file upwards, in .clang-tidy and in .clangd.
assert codes(options("  AsyncModels: ours.yaml\n")) == []
assert codes({".clangd": "Diagnostics:\n  ClangTidy:\n    CheckOptions:\n      AsyncModels: ours.yaml\n"}) == []
assert codes({**options("  AsyncModels: ours.yaml;blocks.yaml\n"), "blocks.yaml": BLOCKS},
             SOURCE.replace("  send();", "  rest();")) == ["async-blocking-call"]

# What is broken is said once, at the first line, with the place to mend; other findings are shown all the same.
for text, what in (("  AsyncModels: broken.yaml\n", "broken.yaml:2:"), ("  AsyncModels: none.yaml\n", "none.yaml"),
                   ("  Confidence: high\n", "'high': write 'sure' or 'likely'"),
                   ("  AsyncIndex: none.index\n", "none.index does not exist"),
                   ("  AsyncIndex: ours.yaml\n", "ours.yaml is no index")):
    found = findings(options(text))
    said, = [each for each in found if each["code"] == "clang-tidy-config"]
    assert what in said["message"].lower(), said
    assert said["range"]["start"] == {"line": 0, "character": 0} and said["severity"] == 1, said
    assert [each["code"] for each in found if each is not said] == ["async-discarded-result"], (text, found)

# Mended while the file is open, it is taken back at the next edit.
folder = project(sys.argv[1], {**inputs, **options("  AsyncModels: broken.yaml\n")})
with Server(command(), folder) as server:
    server.open(source)
    assert len(server.diagnostics(source)) == 2
    (folder / "broken.yaml").write_text(MODEL)
    server.change(source, SOURCE + "\n")
    assert server.diagnostics(source) == []
