import sys
from pathlib import Path

from lsp import Server, command, project

# A finding of ours, one of a check that clangd has on by default, one of another check.
SOURCE = """#include "task.h"
struct raii { ~raii(); };
task<int> value();
task<> caller(int a) {
  value();
  raii();
  if (a) co_await value();
}
"""
OURS, CLANGDS, OTHER = "async-discarded-result", "bugprone-unused-raii", "readability-braces-around-statements"
inputs = {"task.h": Path(sys.argv[2], "task.h").read_text()}


def codes(configuration, *options):
    folder = project(sys.argv[1], {"a.cpp": SOURCE, **inputs, **configuration})
    with Server(command(*options), folder) as server:
        server.open(folder / "a.cpp")
        return {found["code"] for found in server.diagnostics(folder / "a.cpp") if "-" in found.get("code", "")}


def expect(expected, configuration, *options):
    found = codes(configuration, *options)
    assert found == expected, f"{configuration} {options}: {found}, and not {expected}"


def tidy(text):
    return {".clang-tidy": text}


def clangd(text):
    return {".clangd": "Diagnostics:\n  ClangTidy:\n" + text}


expect({OURS, CLANGDS}, {})
expect(set(), {}, "--clang-tidy=false")
# Most files begin with "-*", which is not meant for these checks.
expect({OURS, OTHER}, tidy(f"Checks: '-*,{OTHER}'"))
expect({OURS, OTHER}, tidy(f"Checks: |\n  -*,\n  {OTHER}\n"))
expect({OTHER}, tidy(f"Checks: '-*,{OTHER},-{OURS}'"))
expect({OTHER}, tidy(f"Checks: '{OTHER},-async-*'"))
expect({OURS, OTHER}, tidy(f"Checks: '{OTHER},-async-*,{OURS}'"))
# .clangd has the last word, as in a stock clangd.
expect({OURS, OTHER}, clangd(f"    Add: {OTHER}\n"))
expect({OURS}, clangd("    Remove: '*'\n"))
expect({OTHER}, clangd(f"    Add: {OTHER}\n    Remove: async-*\n"))
expect({OTHER}, {**clangd(f"    Remove: {OURS}\n"), **tidy(f"Checks: '{OTHER},async-*'")})
expect({OTHER, OURS}, {**clangd(f"    Add: {OURS}\n"), **tidy(f"Checks: '{OTHER},-async-*'")})
# None of ours is left out as slow.
expect({OURS, CLANGDS}, clangd("    FastCheckFilter: Strict\n"))
expect({OURS, CLANGDS}, clangd("    FastCheckFilter: None\n"))
# What a comment suppresses is.
SOURCE = SOURCE.replace("value();\n  raii", f"value(); // NOLINT({OURS})\n  raii")
expect({CLANGDS}, {})
