"""With the real async-tidy: an index is made, is made again, and broken ones are mended."""
import json
import os
import sys
import time
from pathlib import Path

from lsp import PATIENCE, Server, project

USE = """#include "task.h"
#include "resolve.h"
task<> connect() {
  resolve();
  co_return;
}
"""
files = {"src/use.cpp": USE, "src/resolve.h": "void resolve();\n", "src/task.h": Path(sys.argv[2], "task.h").read_text(),
         "src/resolve.cpp": "#include \"resolve.h\"\n#include <unistd.h>\nvoid resolve() { sleep(1); }\n"}
MENDED = "#include \"resolve.h\"\nvoid resolve() {}\n"
COMMAND = ["async-clangd", "--log=error", "--background-index=false"]


def wait_for(happened, what):
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Editor:
    def __init__(self, server, source):
        self.server, self.source, self.edits = server, source, 0
        server.open(source)

    def codes(self):
        """What is found after an edit that changes nothing of it."""
        self.edits += 1
        self.server.change(self.source, self.source.read_text() + f"// {self.edits}\n")
        return [found["code"] for found in self.server.diagnostics(self.source)]

    def wait_for(self, codes):
        wait_for(lambda: self.codes() == codes, f"{codes} were not found")


folder = project(sys.argv[1], files)
source, index = folder / "src/use.cpp", folder / "build/async-tidy.index"
with Server(COMMAND, folder) as server:
    editor = Editor(server, source)
    assert server.diagnostics(source) == []  # without waiting for the index
    editor.wait_for(["async-blocking-call"])
    where, = [note["location"] for note in server.diagnostics(source)[0]["relatedInformation"]
              if "calls 'sleep'" in note["message"]]
    assert where["uri"].endswith("/src/resolve.cpp") and where["range"]["start"]["line"] == 2, where

    # Another file is saved.
    (folder / "src/resolve.cpp").write_text(MENDED)
    editor.wait_for([])
    (folder / "src/resolve.cpp").write_text(files["src/resolve.cpp"])
    editor.wait_for(["async-blocking-call"])

    # A damaged index is said where it is used, and made again.
    index.write_bytes(index.read_bytes()[:2000])
    editor.wait_for(["async-blocking-call"])

    # The database changes under it: the file that blocks is none of the program's any more, and then is again.
    database = folder / "build/compile_commands.json"
    commands = json.loads(database.read_text())
    database.write_text(json.dumps([each for each in commands if not each["file"].endswith("resolve.cpp")]))
    editor.wait_for([])
    database.write_text("no database")
    editor.codes()
    database.write_text(json.dumps(commands))
    editor.wait_for(["async-blocking-call"])
    # Files that do not compile are no news.
    (folder / "src/resolve.cpp").write_text("void resolve( {")
    before = index.stat().st_mtime_ns
    wait_for(lambda: editor.codes() is not None and index.stat().st_mtime_ns != before, "no index of the other files")
    assert all("no database" in said or "compile_commands.json" in said for said in server.shown), server.shown

# The option AsyncIndex says where it is; one that is still to be made is no mistake.
folder = project(sys.argv[1], {**files, ".clang-tidy": "CheckOptions:\n  AsyncIndex: kept/project.index\n"})
os.mkdir(folder / "kept")
with Server(COMMAND, folder) as server:
    editor = Editor(server, source)
    assert server.diagnostics(source) == []
    editor.wait_for(["async-blocking-call"])
    assert (folder / "kept/project.index").exists() and not index.exists()
