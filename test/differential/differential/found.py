"""Programs that once showed a disagreement, as found/*.cpp keeps them.

The first line of one says what is the matter and is shown, the second what is expected today:

    // A task group waits for its tasks, so what spawn() returns may be dropped.
    // lost-work: async-discarded-result neither

It is `both`, `neither`, or what a page disclaims: `run` or `check`.
"""

import re

from .grammar import FOLDER, load
from .text import Text

FUNCTION = re.compile(r"^ *(?:inline |static )*(?:async::task<.*?>|void) (f\d+|root\d)\(")
EXPECTED = re.compile(r"// ([\w-]+): (async-[\w-]+) (both|neither|run|check)")


class Found:
    """Like a Program, but written."""

    def __init__(self, path):
        title, expected, *lines = path.read_text().rstrip("\n").split("\n")
        match = EXPECTED.fullmatch(expected)
        if not match:
            raise SystemExit(f"{path}: the second line must be '// FAMILY: CHECK VERDICT', not '{expected}'")
        self.origin = path.name
        self.title = title.removeprefix("// ")
        self.grammar = load(match[1])
        self.check, self.verdict = match[2], match[3]
        self.lines = lines

    def root_names(self):
        return re.findall(r"async::task<> (root\d)\(\)", "\n".join(self.lines))

    def text(self, name):
        begins = [(number, match[1]) for number, line in enumerate(self.lines)
                  if (match := FUNCTION.match(line))]
        functions = {}
        for number, function in begins:
            depth, end = 0, number
            for end in range(number, len(self.lines)):
                depth += self.lines[end].count("{") - self.lines[end].count("}")
                if depth == 0:
                    break
            functions[function] = (number, end)
        lines = [f"namespace {name} {{", *self.lines, f"}} // namespace {name}"]
        return Text(lines, {function: (first + 1, last + 1) for function, (first, last) in functions.items()})


def found_programs():
    return [Found(path) for path in sorted((FOLDER.parent / "found").glob("*.cpp"))]
