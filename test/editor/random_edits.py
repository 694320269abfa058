"""Types random edits into files of coroutines, and looks for a crash, a hang and diagnostics of an earlier text.

    random_edits.py TEMP COUNT SEED FILE... [--include=DIR]

Each file gets its share of COUNT edits, in a copy below TEMP. Every edit is sent at once, as an editor does while one types; now and
then the diagnostics are awaited, and compared with those of the same text opened anew.
"""
import argparse
import random
import sys
from pathlib import Path

from lsp import Server, command, project

WORDS = ["co_await ", "co_return;", "co_yield 1;", "{", "}", "(", ")", ";", "return ", "auto x = ", "std::move(", "&", "*", "//",
         "/*", "\"", "#include <vector>\n", "template <class T> ", "struct s ", "const ", "[&] { ", "try { ", "catch (...) { }",
         "::", "->", ".", "<", ">", "\n", " ", "0", "x", "for (;;) ", "if (", "static ", "class task;\n", "requires "]


class Text:
    def __init__(self, text):
        self.text = text

    def position(self, offset):
        before = self.text[:offset]
        line = before.rfind("\n") + 1
        return before.count("\n"), len(before[line:].encode("utf-16-le")) // 2

    def edit(self, chance):
        """Changes the text, and returns the change: what is replaced, from where to where, and by what."""
        kind = chance.random()
        begin = end = chance.randrange(len(self.text) + 1)
        new = ""
        if kind < 0.5:
            new = chance.choice(WORDS)
        elif kind < 0.7:
            end = min(len(self.text), begin + chance.randrange(1, 12))
        else:
            lines = self.text.splitlines(keepends=True) or [""]
            number = chance.randrange(len(lines))
            begin = end = sum(map(len, lines[:number]))
            if kind < 0.85:
                new = chance.choice(lines)  # pasted here
            else:
                end += len(lines[number])
        start, stop = self.position(begin), self.position(end)
        self.text = self.text[:begin] + new + self.text[end:]
        return new, start, stop


def essence(diagnostics):
    return sorted((each["range"]["start"]["line"], each["range"]["start"]["character"], str(each.get("code")),
                   each["message"]) for each in diagnostics)


def type_into(server, source, count, chance):
    original = source.read_text()
    text = Text(original)
    server.open(source)
    for number in range(1, count + 1):
        if number % 40 == 0:  # else little but syntax errors would be left
            text.text = original
            server.change(source, text.text)
        server.change(source, *text.edit(chance))
        if number % 10 and number != count:
            continue
        typed = essence(server.settled_diagnostics(source))
        server.close(source)
        server.open(source, text.text)
        opened = essence(server.settled_diagnostics(source))
        if typed != opened:
            failed = source.with_suffix(".failed")
            failed.write_text(text.text)
            sys.exit(f"after edit {number}, the diagnostics of {failed} are {typed}, and opened anew {opened}")
    server.close(source)


parser = argparse.ArgumentParser()
parser.add_argument("temp")
parser.add_argument("count", type=int)
parser.add_argument("seed", type=int)
parser.add_argument("files", nargs="+", type=Path)
parser.add_argument("--include", action="append", default=[], help="a folder of headers")
arguments = parser.parse_args()

files = {path.name: path.read_text() for path in arguments.files}
includes = [f"-I{Path(each).absolute()}" for each in arguments.include]
includes += sorted({f"-I{path.absolute().parent}" for path in arguments.files})
folder = project(arguments.temp, {**files, ".clang-tidy": "CheckOptions:\n  TestPaths: ''\n  Confidence: likely\n"},
                 ("-std=c++20", *includes))
chance = random.Random(arguments.seed)
with Server(command(), folder) as server:
    for number, name in enumerate(files):
        share = arguments.count * (number + 1) // len(files) - arguments.count * number // len(files)
        type_into(server, folder / name, share, chance)
print(f"{arguments.count} edits")
