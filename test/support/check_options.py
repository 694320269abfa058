#!/usr/bin/env python3
"""Checks that the options which the README and the documents name are options of async-tidy.

    check_options.py ASYNC_TIDY ROOT

Looks at every command that begins with `async-tidy`, and at all options in the README's section "The program". Prints each
that the command does not take as `file:line: what is wrong`, and exits with 1 if there is any.
"""

import pathlib
import re
import subprocess
import sys

# A command of a code block or of a line's code span.
COMMAND = re.compile(r"(?:^|`)(?:\S*/)?async-tidy ([^`\n]*)", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])(--?[a-z][a-z-]*)")


def ask(program, *words):
    """What the last word may become, without what it means."""
    answer = subprocess.run([program, "complete", *words], capture_output=True, text=True, check=True).stdout
    return [line.split("\t")[0] for line in answer.splitlines() if not line.startswith(":")]


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    commands = ask(program, "")
    options = {command: ask(program, *filter(None, [command]), "-") for command in ["", *commands]}
    known = {option for taken in options.values() for option in taken}
    breaches = []
    for path in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        text = path.read_text()
        named = []  # a place in the text, an option, and those that are right there
        for match in COMMAND.finditer(text):
            said = match[1].split(" # ")[0].split(" -- ")[0]
            taken = options[said.split()[0] if said.split() and said.split()[0] in commands else ""]
            named += [(match.start(), option[1], taken) for option in OPTION.finditer(said)]
        if section := re.search(r"^## The program\n(.*?)^## ", text, re.DOTALL | re.MULTILINE):
            named += [(section.start(1) + match.start(), match[1], known) for match in re.finditer(r"`(--[a-z][a-z-]*)", section[1])]
        for place, option, taken in named:
            if option not in taken:
                line = text.count("\n", 0, place) + 1
                breaches.append(f"{path.relative_to(root)}:{line}: '{option}' is no option of this command")
    print("\n".join(breaches))
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
