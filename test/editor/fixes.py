import sys
from pathlib import Path

from lsp import LIKE_VS_CODE, Server, command, project

SOURCE = """#include "task.h"
task<int> value();
task<> caller() {
  value();
  auto later = value();
  if (co_await value())
    co_await std::move(later);
}
"""
inputs = {"a.cpp": SOURCE, "task.h": Path(sys.argv[2], "task.h").read_text()}


def applied(text, edits):
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: edit["range"]["start"]["line"], reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"], edit
        line = lines[start["line"]]
        lines[start["line"]] = line[:start["character"]] + edit["newText"] + line[end["character"]:]
    return "\n".join(lines)


folder = project(sys.argv[1], inputs)
source = folder / "a.cpp"
with Server(command(), folder) as server:
    server.open(source)
    dropped, unawaited = server.findings(source)
    assert dropped["code"] == "async-discarded-result" and unawaited["code"] == "async-unawaited-task"
    notes = [(note["message"], note["location"]["uri"], note["location"]["range"]["start"]["line"])
             for note in unawaited["relatedInformation"]]
    assert ("'later' is awaited or passed on here, but not on every path", source.as_uri(), 6) in notes, notes
    assert [note["message"] for note in dropped["relatedInformation"]] == ["Its body starts only when the task is awaited"]

    fix = next(action for action in server.fixes(source, dropped) if action["kind"] == "quickfix")
    text = applied(SOURCE, fix["edit"]["changes"][source.as_uri()])
    assert text == SOURCE.replace("  value();", "  co_await value();"), text
    server.change(source, text)
    assert [found["code"] for found in server.findings(source)] == ["async-unawaited-task"]

WITHOUT_PLACES = {"textDocument": {**LIKE_VS_CODE["textDocument"], "publishDiagnostics": {}}}
with Server(command(), folder, WITHOUT_PLACES) as server:
    server.open(source)
    dropped, unawaited = server.findings(source)
    assert "relatedInformation" not in unawaited, unawaited
    assert "a.cpp:7:24: note: 'later' is awaited or passed on here, but not on every path" in unawaited["message"], unawaited
