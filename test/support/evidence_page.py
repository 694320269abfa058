#!/usr/bin/env python3
"""Looks after docs/evidence.md, and after what the pages of the checks say of their evidence.

    evidence_page.py check ROOT            compares the pages with the sources of the programs
    evidence_page.py update TOOLS          runs all programs and writes the pages; the target evidence-page does it

A block of a page that begins with `<!-- evidence: NAME; ...` has the table of check NAME; that of `all` has those of
all checks. That a row says what really happens is for check_evidence.py to see, which runs the program.
"""

import pathlib
import re
import sys

from evidence_program import Outcome, Tools, programs_of, try_out
from tidy_tools import Failure, run_main

PAGE = "docs/evidence.md"
UPDATE = "build the target evidence-page, which writes it"
BLOCK = re.compile(r"(<!-- evidence: ([a-z-]+); written by test/support/evidence_page.py -->\n).*?(<!-- end -->)",
                   re.DOTALL)
ROW = re.compile(r"^\| \[.*?\]\(\.\./test/evidence/(.*?)\.cpp\) \| (.*?) \| .*? \| (.*?) \|$", re.MULTILINE)
HEAD = "| program | the check reports | the run shows | in the order |\n|---|---|---|---|\n"

FIXED = "; its fix removes it"
ALL_ORDERS = re.compile(r"all (\d+)")
ONLY_ORDER = "the only one"
FIRST_IN = "first in, first out"


def order_of(outcome):
    if outcome.orders:
        return f"all {outcome.orders}" if outcome.orders > 1 else ONLY_ORDER
    return f"`{outcome.schedule}`" if outcome.schedule else FIRST_IN


def row(program, outcome, test):
    """The line of \\p program in a table; \\p test is where the page finds the folder test."""
    said = " and ".join(f"line {line}" for line, _ in program.marks) + (FIXED if outcome.repaired else "")
    return (f"| [{program.name}]({test}/evidence/{program.check}/{program.name}.cpp) | {said or 'nothing'} | "
            f"{program.shows or 'no harm'} | {order_of(outcome)} |")


def outcomes_in(page):
    """What the rows of \\p page say, by `check/name`."""
    found = {}
    for path, said, order in ROW.findall(page):
        explored = ALL_ORDERS.fullmatch(order)
        orders = int(explored[1]) if explored else 1 if order == ONLY_ORDER else None
        found[path] = Outcome(order.strip("`") if order.startswith("`") else "", orders, said.endswith(FIXED))
    return found


def tables(name, programs, outcomes, test):
    """The table of check \\p name, or those of all."""
    checks = sorted({program.check for program in programs}) if name == "all" else [name]
    for check in checks:
        if name == "all":
            yield f"\n### [async-{check}](checks/{check}.md)\n\n"
        yield HEAD
        for program in programs:
            if program.check == check:
                yield row(program, outcomes.get(f"{check}/{program.name}", Outcome("?", None, False)), test) + "\n"
    if name == "all":
        yield "\n"


def pages(root):
    """(path, where it finds the folder test) of the pages that show evidence."""
    yield root / PAGE, "../test"
    for path in sorted((root / "docs/checks").glob("*.md")):
        yield path, "../../test"


def with_tables(path, programs, outcomes, test):
    return BLOCK.sub(lambda block: block[1] + "".join(tables(block[2], programs, outcomes, test)) + block[3],
                     path.read_text())


def check(root):
    programs, outcomes = programs_of(root), outcomes_in((root / PAGE).read_text())
    for path, test in pages(root):
        shown = [block[2] for block in BLOCK.finditer(path.read_text())]
        if shown != [path.stem if path.parent.name == "checks" else "all"]:
            raise Failure(f"{path}: must have one table of evidence, its own, and not {shown}")
        if with_tables(path, programs, outcomes, test) != path.read_text():
            raise Failure(f"{path}: its evidence is not that of the programs: {UPDATE}")


def update(tools):
    programs, outcomes = programs_of(tools.root), {}
    for program in programs:
        try:
            outcomes[f"{program.check}/{program.name}"] = try_out(program, tools)
        except Failure as failure:
            raise Failure(f"{program.path}: {failure}") from failure
    for path, test in pages(tools.root):
        path.write_text(with_tables(path, programs, outcomes, test))


def main():
    command, path = sys.argv[1], pathlib.Path(sys.argv[2])
    if command == "check":
        check(path)
    else:
        update(Tools(path))


if __name__ == "__main__":
    run_main(main)
