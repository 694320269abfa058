"""Measures whether findings keep their identity while a code base changes, by bugs that are planted in its history.

    async-mutate --places PLACES BUILD
    python3 tools/dev/identity REPOSITORY OLD NEW --places PLACES --build BUILD [--commits 50] [--instantiate FILE]

REPOSITORY is a clone in which OLD was checked out when BUILD/compile_commands.json and PLACES were made; it is only read.
The bugs of PLACES, as many as go together, are planted in a copy, and carried by three-way merges over the first 50 of
those later commits, up to NEW, that touch sources. Comments around a planted bug say which finding is that of which bug;
they stay where they are, so they change nothing that is compared. What conflicts, or no longer compiles, drops out.

Then, each from there: files are renamed, files are formatted in another style, functions change their order, and the
templates are instantiated once more (--instantiate: a source file that does so; it is compiled like the first unit).

Prints a table, and below it each finding that lost its identity or has that of another. Exits with 1 if there is one.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile

import changes
import plants
from analysis import Analysis
from branch import Branch
from table import Table

ROOT = pathlib.Path(__file__).resolve().parents[3]


def parse():
    parser = argparse.ArgumentParser(prog="identity", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--places", type=pathlib.Path, required=True, help="what async-mutate --places has written")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="the directory of compile_commands.json")
    parser.add_argument("--commits", type=int, default=50)
    parser.add_argument("--every", type=int, default=1, help="analyse after each N commits, and after the last (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="draws which bugs are planted where two do not go together")
    parser.add_argument("--instantiate", type=pathlib.Path, help="a source file that instantiates the templates again")
    parser.add_argument("--async-tidy", default=os.environ.get("ASYNC_TIDY", str(ROOT / "build/dev/bin/async-tidy")))
    parser.add_argument("--clang-format", default="clang-format-22")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    options.async_tidy = shutil.which(options.async_tidy) or options.async_tidy
    for path in (options.repository / ".git", options.places, options.build / "compile_commands.json",
                 pathlib.Path(options.async_tidy), options.instantiate):
        if path and not path.exists():
            parser.error(f"'{path}' does not exist")
    return options


def log(text):
    print(f"identity: {text}", file=sys.stderr, flush=True)


def carry(options, branch, analysis, table):
    """\\returns what is found at the end."""
    analysis.settle(analysis.units())
    first = last = analysis.now()
    branch.drop(set(branch.alive) - set(first.found), "not reported in the old commit")
    branch.plant()
    if not branch.alive:
        sys.exit("identity: async-tidy reports none of the planted bugs")
    log(f"{len(branch.alive)} planted bugs are reported")
    table.add("planted", first, first, branch.alive)
    commits = branch.commits(options.commits)
    for number, commit in enumerate(commits, 1):
        branch.merge(commit)
        if number % options.every == 0 or number == len(commits):
            last = analysis.now()
            table.add(f"{number} commits later", first, last, branch.alive)
    return last


def change(options, branch, analysis, table, last):
    for title, does in (("files renamed", changes.rename),
                        ("formatted otherwise", lambda branch: changes.format_otherwise(branch, options.clang_format)),
                        ("functions reordered", lambda branch: changes.reorder(branch, analysis))):
        moved = dict(branch.moved)
        concerned = does(branch)
        table.add(title, last, analysis.once(analysis.own_commands())[0], branch.alive, concerned)
        branch.moved = moved
        branch.plant()
    if options.instantiate:
        unit, file = analysis.units()[0], options.instantiate.resolve()
        alone = analysis.once([analysis.command(unit, file)])[0]
        both = analysis.once([*analysis.own_commands(), analysis.command(unit, file)])[0]
        table.add("instantiated elsewhere", last, alone, branch.alive, set(alone.found))
        table.add("instantiated twice", last, both, branch.alive, set(alone.found))


def main():
    options = parse()
    with tempfile.TemporaryDirectory(prefix="identity-") as folder:
        folder = pathlib.Path(folder).resolve()
        chosen = plants.read(options.places, str(options.repository), options.seed)
        if not chosen:
            sys.exit(f"identity: '{options.places}' has no bug in '{options.repository}'")
        branch = Branch(options.repository, options.old, options.new, chosen, folder)
        analysis, table = Analysis(branch, options, folder), Table()
        last = carry(options, branch, analysis, table)
        change(options, branch, analysis, table, last)
        table.print()
        for title, lines in (("Dropped", [f"{count}: {why}" for why, count in branch.dropped.items()]),
                             ("Not compiled", analysis.failures), ("Faults", table.faults)):
            if lines:
                print(f"\n{title}:\n" + "\n".join(f"- {line}" for line in lines))
        sys.exit(1 if table.faults else 0)


if __name__ == "__main__":
    main()
