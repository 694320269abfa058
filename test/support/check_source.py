#!/usr/bin/env python3
"""Checks what no compiler checks: that the parts of each check fit together, and the rules of the source tree.

    check_source.py ROOT

Prints every breach as `file:line: what is wrong`, and exits with 1 if there is any.
"""

import pathlib
import re
import sys

# The folders of lib/facts, and the layers, from the bottom up; each includes itself and those before it.
FACTS = [f"lib/facts/{question}" for question in
         ("syntax", "types", "unit", "flow", "aliases", "locks", "calls", "errors", "extraction")]
LAYERS = ["lib/compat", "lib/models", "lib/summaries", "lib/report", *FACTS, "lib/analyses", "lib/link", "checks", "lib/driver", "tools"]
# Layers that are read where there is no Clang, and the headers that would bring it.
WITHOUT_CLANG = ["lib/summaries", "lib/report", "lib/link"]
WITH_CLANG = ("clang", "facts/", "analyses/")

# Whose names must not stand in the code: they belong into model files. Whole words, any case.
LIBRARIES = ["asio", "async_simple", "boost", "cobalt", "concurrencpp", "coro_io", "cppcoro", "drogon", "folly", "gtest",
             "catch2", "doctest", "kj", "libcoro", "libunifex", "qcoro", "qfuture", "seastar", "stdexec", "tmc", "unifex",
             "userver", "winrt", "yaclib"]

# Words that hide the actor, or are the project's own: a message or page says caller, callee, holder or other coroutine.
VAGUE = re.compile(r"\b(who|whom|whoever|somebody|someone|nobody|anybody|anyone|everybody|for ever|forever|parks?|parked)\b",
                   re.IGNORECASE)

# The same in comments, which say more than messages and may use the other words.
VAGUE_IN_COMMENTS = re.compile(r"\b(who|whoever|somebody|someone|nobody|anybody|everybody)\b", re.IGNORECASE)

# A comment, a character literal or a string literal of C++; the text of a string is the group.
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|\'(?:\\.|[^\'\\\n])*\'|"((?:\\.|[^"\\\n])*)"', re.DOTALL)

# What one can still read at once: lines of a file in lib, and of a function in lib and checks.
LINES_OF_FILE = 400
LINES_OF_FUNCTION = 80

breaches = []


def breach(root, path, line, text):
    breaches.append(f"{path.relative_to(root)}:{line}: {text}")


def read_checks(root):
    table = root / "checks/checks.def"
    found = []
    for number, line in enumerate(table.read_text().splitlines(), 1):
        match = re.match(r'ASYNC_(?:OPT_IN_)?CHECK\((\w+), "(async-[a-z-]+)", "([a-z-]+)", "([\d.]+)", "(.*)"\)$', line)
        if match:
            found.append(match.groups())
        elif re.match(r"ASYNC_(OPT_IN_)?CHECK\(", line):
            breach(root, table, number, "not of the form ASYNC_CHECK(Class, name, family, since, summary)")
    if [check[1] for check in found] != sorted(check[1] for check in found):
        breach(root, table, 1, "the checks are not in the order of their names")
    return found


def check_parts(root, checks):
    readme = (root / "README.md").read_text()
    log = (root / "CHANGELOG.md").read_text()
    for class_name, name, family, _, summary in checks:
        stem = name.removeprefix("async-")
        page = root / f"docs/checks/{stem}.md"
        if not page.exists() or not page.read_text().startswith(f"# {name}\n\n{summary}\n"):
            breach(root, page, 1, f"must begin with '# {name}', an empty line and the summary of checks.def")
        if not re.search(rf"^\| \[`{name}`\]\(docs/checks/{stem}\.md\) \|", readme, re.MULTILINE):
            breach(root, root / "README.md", 1, f"the table of checks has no line for {name}")
        if f"- `{name}`: {summary}" not in log:
            breach(root, root / "CHANGELOG.md", 1, f"has no line '- `{name}`: ' with the summary of checks.def")
        words = "".join(word.capitalize() for word in stem.split("-"))
        if class_name != f"{words}Check":
            breach(root, root / "checks/checks.def", 1, f"{name} is implemented by {words}Check, not {class_name}")
        header = root / f"checks/{family}/{stem}.h"
        if f"/// {summary}" not in header.read_text():
            breach(root, header, 1, "the class must say the summary of checks.def")
        if f"docs/checks/{stem}.md" not in header.read_text():
            breach(root, header, 1, "the class must name its page")


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".hpp", ".cpp", ".def") and path.is_file():
                yield path


def layer_of(path):
    """The layer of a path of the project, or None."""
    return next((layer for layer in LAYERS if path.startswith(layer + "/")), None)


def check_layers(root):
    for path in sources(root, "lib", "checks", "tools"):
        relative = path.relative_to(root).as_posix()
        own = layer_of(relative)
        if own is None:
            if relative.startswith("lib/facts/"):
                breach(root, path, 1, f"lies in none of the folders of lib/facts, which are {', '.join(FACTS)}")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not match:
                continue
            included = layer_of(f"lib/{match[1]}") or layer_of(match[1])
            if included and LAYERS.index(included) > LAYERS.index(own):
                breach(root, path, number, f"{own} must not include {match[1]}, which is above it: split or move what is needed")
            if own in WITHOUT_CLANG and match[1].startswith(WITH_CLANG):
                breach(root, path, number, f"{own} is read where there is no Clang: it must not include {match[1]}")


def strings(text):
    """The string literals of C++ code with their line numbers; comments are skipped."""
    for match in TOKEN.finditer(text):
        if match[1] is not None:
            yield text.count("\n", 0, match.start()) + 1, match[1]


def comments(text):
    """The comments of C++ code with their line numbers."""
    for match in TOKEN.finditer(text):
        if match[0].startswith("/"):
            yield text.count("\n", 0, match.start()) + 1, match[0]


def check_messages(root):
    for path in sources(root, "checks"):
        text = path.read_text()
        for match in re.finditer(r'\bdiag\((?:[^;"]*?)"((?:\\.|[^"\\\n])*)"', text):
            line = text.count("\n", 0, match.start(1)) + 1
            message = match[1]
            if re.match(r"[A-Z]", message):
                breach(root, path, line, f"a message begins in lower case: '{message}'")
            if message.endswith((".", "!")):
                breach(root, path, line, f"a message ends without a full stop: '{message}'")


def check_words(root):
    """What people read: messages, the pages of the checks, the reasons of the models."""
    read = []
    for path in sources(root, "checks", "lib/link", "lib/driver"):
        read += [(path, line, literal) for line, literal in strings(path.read_text())]
    for path in [*sorted((root / "docs/checks").glob("*.md")), *sorted((root / "lib/models/builtin").glob("*.yaml"))]:
        read += [(path, line, text) for line, text in enumerate(path.read_text().splitlines(), 1)]
    for path, line, text in read:
        match = VAGUE.search(text)
        if match:
            breach(root, path, line, f"'{match[1]}': name the caller, callee, holder or other coroutine; a call 'blocks', and "
                                     "may do so 'indefinitely'")


def check_comments(root):
    for path in sources(root, "lib", "checks"):
        for line, comment in comments(path.read_text()):
            match = VAGUE_IN_COMMENTS.search(comment)
            if match:
                breach(root, path, line, f"'{match[1]}' in a comment: name the caller, callee, holder, other coroutine or user")


def check_names(root):
    word = re.compile(r"(?<![A-Za-z])(" + "|".join(LIBRARIES) + r")(?![A-Za-z])", re.IGNORECASE)
    for path in sources(root, "checks", "lib/analyses", "lib/facts", "lib/compat"):
        if path.name == "checks.def":
            continue
        for line, literal in strings(path.read_text()):
            match = word.search(literal)
            if match:
                breach(root, path, line, f"names the library {match[1]}: what it promises belongs into lib/models/builtin")


def functions(lines):
    """Yields the name of each function with the numbers of its first and last line.

    The sources are formatted: a function ends at a `}` alone on its line, and begins at the last line before it that is
    indented as far. Classes and tables end with `};`, namespaces with a comment, and other blocks begin with a keyword.
    """
    for last, line in enumerate(lines, 1):
        if not re.fullmatch(r"(?:  ){0,2}\}", line):
            continue
        indent = line[:-1]
        same = re.compile(indent + r"(?!\w+:$)[^\s#]")
        first = next((number for number in range(last - 1, 0, -1) if same.match(lines[number - 1])), last)
        head = " ".join(lines[first - 1:last])
        if re.match(r"\s*(?:[{}]|(?:if|for|while|do|switch|case|default|try)\b)", head):
            continue
        while head != (head := re.sub(r"<[^<>]*>", "", head)):
            pass
        name = re.search(r"(operator\W+|[\w:~]+)\(", head)
        if name:
            yield name[1], first, last


def check_sizes(root):
    for path in sources(root, "lib", "checks"):
        if path.suffix == ".def":
            continue
        lines = path.read_text().splitlines()
        if path.is_relative_to(root / "lib") and len(lines) > LINES_OF_FILE:
            breach(root, path, 1, f"the file has {len(lines)} lines, more than {LINES_OF_FILE}: move what has a purpose of its "
                                  "own into a file of its own")
        for name, first, last in functions(lines):
            if last - first >= LINES_OF_FUNCTION:
                breach(root, path, first, f"the function {name} has {last - first + 1} lines, more than {LINES_OF_FUNCTION}: "
                                          "give its steps names, as functions of their own")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    checks = read_checks(root)
    if not checks:
        breach(root, root / "checks/checks.def", 1, "names no check")
    check_parts(root, checks)
    check_layers(root)
    check_messages(root)
    check_words(root)
    check_comments(root)
    check_names(root)
    check_sizes(root)
    print("\n".join(breaches))
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
