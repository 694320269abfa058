#!/usr/bin/env python3
"""Looks after the model files that come with async-tidy.

    check_models.py calls ROOT             prints a source file that calls everything that is said to block
    check_models.py compare ROOT CALLS OUT compares what async-blocking-* said of that file with the models
    check_models.py tables ROOT [--update] compares the tables of the pages with the models and their words, or writes them
"""

import argparse
import collections
import pathlib
import re
import sys

BLOCKING = {"blocks": "async-blocking-call", "waits-for-work": "async-blocking-wait",
            "runs-event-loop": "async-blocking-wait"}
TABLE = re.compile(r"(<!-- models: ([a-z -]+); written by test/support/check_models.py -->\n).*?(<!-- end -->)", re.DOTALL)

WORDS = re.compile(r"(<!-- words; written by test/support/check_models.py -->\n).*?(<!-- end -->)", re.DOTALL)

Entry = collections.namedtuple("Entry", "names word because origin instead arguments given")


def read(path):
    """Title and entries of a built-in model file. They are all written alike, so no YAML library is needed."""
    text = path.read_text()
    title = re.split(r"[:,]|\.(?:\s|$)", text.splitlines()[0].removeprefix("# "))[0]
    entries = []
    for match in re.finditer(r"^- (names?):(.*?)(?=^- |^#|\Z)", text, re.MULTILINE | re.DOTALL):
        body = match.group(0)
        keys = dict(re.findall(r"^(?:- |  )([a-z-]+): (.*?)$", body, re.MULTILINE))
        names = [keys["name"]] if "name" in keys else re.findall(r"^    - (\S+)", body.split("\n  is:")[0], re.MULTILINE)
        line = text.count("\n", 0, match.start()) + 1
        entries.append(Entry(names, keys["is"].split()[0], keys["because"].strip('"'), f"{path.name}:{line}",
                             keys.get("instead", "").strip('"'), re.findall(r"\d+", keys.get("arguments", "")),
                             keys.get("given", "")))
    return title, entries


def files(root):
    return [(path, *read(path)) for path in sorted((root / "lib/models/builtin").glob("*.yaml"))]


def blocking(root):
    """(name, entry) of all that blocks; each name once."""
    found = {}
    for _, _, entries in files(root):
        for entry in entries:
            for name in entry.names if entry.word in BLOCKING else []:
                found.setdefault(name, entry)
    return list(found.items())


TYPE = object()  # in place of what is inside a name


def declarations(found):
    """Structures stand in for namespaces: the qualified names are the same. A name in the global namespace is that of a
    function of C, for a built-in model means no other."""
    given = {name: entry.given for name, entry in found if entry.given}
    tree = {}
    for name, leaf in [*((type_name, TYPE) for type_name in given.values()), *((name, {}) for name, _ in found)]:
        *around, last = name.split("::")
        at = tree
        for part in around:
            at = at.setdefault(part, {})
        at.setdefault(last, leaf)

    def declare(part, inside, around):
        indent, within = "  " * len(around), around[-1] if around else None
        if inside is TYPE:
            return f"{indent}struct {part} {{}};\n"
        if not inside:
            first = given.get("::".join([*around, part]))
            parameters = f"{first}, ..." if first else "..."
            if part == within:
                return f"{indent}{part}({parameters});\n"
            if part.startswith("~"):
                return f"{indent}{part}();\n"
            return f"{indent}{'static ' if part != 'operator()' else ''}int {part}({parameters});\n"
        kind = "namespace" if part == "std" else "struct"
        lines = "".join(declare(inner, below, [*around, part]) for inner, below in inside.items())
        if kind == "namespace":
            lines = re.sub(r"^  static ", "  ", lines, flags=re.MULTILINE)
        return f"{indent}{kind} {part} {{\n{lines}{indent}}}{'' if kind == 'namespace' else ';'}\n"

    return "".join(declare(part, inside, []) if inside else f'extern "C" int {part}(...);\n'
                   for part, inside in tree.items())


def call(name, entry):
    first = [f"{entry.given}{{}}"] if entry.given else []
    given = ", ".join(first or ["1"] * max(map(int, entry.arguments), default=0))
    parts = name.split("::")
    if parts[-1].startswith("~"):
        return f"{'::'.join(parts[:-1])} object;"
    if parts[-1] == "operator()":
        return f"{'::'.join(parts[:-1])} object; object({given});"
    if len(parts) > 1 and parts[-1] == parts[-2]:
        return f"{'::'.join(parts[:-1])} object({given or '1'});"
    return f"{name}({given});"


def calls(root):
    print('#pragma clang diagnostic ignored "-Wincompatible-library-redeclaration"')
    print('#include "task.h"\ntask<> work();')
    found = blocking(root)
    print(declarations(found))
    for number, (name, entry) in enumerate(found):
        print(f"task<> f{number}() {{ co_await work(); {call(name, entry)} }} // {name}")


def compare(root, source, output):
    text = output.read_text()
    warned = {}
    for line, check in re.findall(r"^\S+?:(\d+):\d+: warning: .*\[(async-[a-z-]+)\]$", text, re.MULTILINE):
        warned[int(line)] = check
    noted = {int(line): note for line, note in re.findall(r"^\S+?:(\d+):\d+: note: (.*)$", text, re.MULTILINE)}
    expected = dict(blocking(root))
    bad = 0
    for line, written in enumerate(source.read_text().splitlines(), 1):
        if not re.match(r"task<> f\d", written):
            continue
        name = written.split("// ")[1]
        entry = expected.pop(name)
        check, note = warned.get(line), noted.get(line, "")
        if check != BLOCKING[entry.word] or entry.because not in note:
            bad += 1
            print(f"{entry.origin}: {name}: said is {check}: {note}")
    for name, entry in expected.items():
        bad += 1
        print(f"{entry.origin}: {name}: not called")
    sys.exit(bad != 0)


def rows(root, words):
    """A line for each library: what it calls, the first few by name, and what there is instead."""
    yield "| library | calls | instead |"
    yield "|---|---|---|"
    for path, title, entries in files(root):
        chosen = [entry for entry in entries if entry.word in words]
        names = [name for entry in chosen for name in entry.names]
        if not names:
            continue
        shown = [entry.names[0] for entry in chosen][:4]
        more = len(names) - len(shown)
        text = ", ".join(f"`{name}`" for name in shown) + (f" and {more} more" if more else "")
        instead = list(dict.fromkeys(entry.instead for entry in chosen if entry.instead))
        yield f"| [{title}](../../lib/models/builtin/{path.name}) | {text} | {'; '.join(instead)} |"


def words(root):
    """A line for each word of lib/models/words.def."""
    yield "| `is` | of a | meaning |"
    yield "|---|---|---|"
    table = (root / "lib/models/words.def").read_text()
    found = re.findall(r'^MODEL_WORD\(\w+, "([a-z-]+)", "([a-z, ]+)", "([^"]*)"\)$', table, re.MULTILINE)
    if not found or len(found) != len(re.findall(r"^MODEL_WORD\(", table, re.MULTILINE)):
        sys.exit("lib/models/words.def: every line must be of the form MODEL_WORD(Enumerator, word, kinds, meaning)")
    for word, kinds, meaning in found:
        yield f"| `{word}` | {kinds} | {meaning} |"


def tables(root, update):
    stale = []
    explained = False
    for page in sorted((root / "docs").glob("**/*.md")):
        text = page.read_text()
        new = TABLE.sub(lambda match: match[1] + "".join(row + "\n" for row in rows(root, match[2].split())) + match[3], text)
        new, count = WORDS.subn(lambda match: match[1] + "".join(row + "\n" for row in words(root)) + match[2], new)
        explained |= count > 0
        if new != text:
            stale.append(page)
            if update:
                page.write_text(new)
    if not explained:
        sys.exit("no page has the table of words: put '<!-- words; written by test/support/check_models.py -->' and "
                 "'<!-- end -->' into docs/models.md, and run test/support/check_models.py tables . --update")
    if stale and not update:
        for page in stale:
            print(f"{page}: its table of models or words is not up to date: run test/support/check_models.py tables . --update")
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("calls", "compare", "tables"):
        command = commands.add_parser(name)
        command.add_argument("root", type=pathlib.Path)
        if name == "compare":
            command.add_argument("calls", type=pathlib.Path)
            command.add_argument("output", type=pathlib.Path)
        if name == "tables":
            command.add_argument("--update", action="store_true")
    options = parser.parse_args()
    if options.command == "calls":
        calls(options.root)
    elif options.command == "compare":
        compare(options.root, options.calls, options.output)
    else:
        tables(options.root, options.update)


if __name__ == "__main__":
    main()
