"""Compares what async-tidy, async-clangd and, if given, clang-tidy with the plugin find in the same files.

    same_findings.py TEMP FOLDER|FILE... [--include=DIR] [--clang-tidy=COMMAND]

The files of each FOLDER, or the FILEs, are copied to TEMP as one project, whose index all of them read. By design clangd shows
findings in the file that is open only, so those in headers are not compared. Prints what only one of them finds.
"""
import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

from lsp import Server, command, project

FINDING = re.compile(r"(/[^:\n]*):(\d+):(\d+): warning: (.*) \[(async-[a-z-]+)\]")


def run(words, folder, statuses=(0, 1)):
    result = subprocess.run(words, cwd=folder, capture_output=True, text=True)
    if result.returncode not in statuses:
        sys.exit(f"{words} ended with {result.returncode}: {result.stderr}")
    return result.stdout


def printed(text):
    return {(path, int(line), int(column), name, message) for path, line, column, message, name in FINDING.findall(text)}


def in_editor(folder, sources):
    found = set()
    with Server(command(), folder) as server:
        for source in sources:
            server.open(source)
        for source in sources:
            for each in server.findings(source):
                start, message = each["range"]["start"], each["message"].split(" (fix")[0]
                # clangd begins messages with a capital, and counts from 0.
                found.add((str(source), start["line"] + 1, start["character"] + 1, each["code"],
                           message[0].lower() + message[1:]))
    return found


def compare(first, second, names):
    differences = 0
    for only, other, name in ((first, second, names[0]), (second, first, names[1])):
        for path, line, column, check, message in sorted(only - other):
            print(f"only {name}: {path}:{line}:{column}: {message} [{check}]")
            differences += 1
    return differences


def lowered(found):
    return {(*place, message[0].lower() + message[1:]) for *place, message in found}


parser = argparse.ArgumentParser()
parser.add_argument("temp")
parser.add_argument("given", nargs="+", type=Path)
parser.add_argument("--include", action="append", default=[], help="a folder of headers")
parser.add_argument("--clang-tidy", help="clang-tidy with the plugin loaded")
arguments = parser.parse_args()

files = {}
for given in arguments.given:
    for path in sorted(given.iterdir()) if given.is_dir() else [given]:
        if path.suffix in (".cpp", ".h"):
            files[path.name] = path.read_text()
# Not a test, although the path may say so.
files[".clang-tidy"] = "CheckOptions:\n  TestPaths: ''\n  AsyncIndex: project.index\n"
includes = [f"-I{Path(each).absolute()}" for each in arguments.include]
folder = project(arguments.temp, files, ("-std=c++20", *includes))
sources = [folder / name for name in files if name.endswith(".cpp")]
run(["async-tidy", "index", "-p", "build"], folder)
assert (folder / "project.index").exists()
named = printed(run(["async-tidy", "-p", "build", "--quiet", *sources], folder))
expected = lowered({each for each in named if Path(each[0]) in sources})
differences = compare(expected, in_editor(folder, sources), ("async-tidy", "async-clangd"))
if arguments.clang_tidy:
    tidy = shlex.split(arguments.clang_tidy) + ["-checks=-*,async-*", "-p", "build", "--quiet", *map(str, sources)]
    found = lowered({each for each in printed(run(tidy, folder)) if Path(each[0]) in sources})
    differences += compare(expected, found, ("async-tidy", "clang-tidy"))
print(f"{len(expected)} findings of async-tidy")
sys.exit(1 if differences else 0)
