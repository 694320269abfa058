#!/usr/bin/env python3
"""Checks one evidence program: what the checks say of it, what their fixes make of it, and what happens when it runs.

    check_evidence.py TOOLS FILE

The first line of FILE says what the program is:

    // bad: TEXT     the run fails, and each report that it makes has TEXT in it
    // good          the run succeeds, and nothing is reported

A line that the checks report ends in `// <- NAME-OF-THE-CHECK`; no other line may be reported, by any check. Where the
findings have fixes, the fixed program must compile, be silent, and run without a report. Last, docs/evidence.md must
say what was found. TOOLS is what CMake says of the build. With ASYNC_EVIDENCE_RUNS in the environment, the program is
run that many times, and must always do the same.
"""

import os
import pathlib
import sys

from evidence_page import PAGE, UPDATE, row
from evidence_program import Program, Tools, try_out
from tidy_tools import Failure, run_main


def main():
    tools, program = Tools(pathlib.Path(sys.argv[1])), Program(pathlib.Path(sys.argv[2]))
    outcome = try_out(program, tools, int(os.environ.get("ASYNC_EVIDENCE_RUNS", "1")))
    if row(program, outcome, "../test") + "\n" not in (tools.root / PAGE).read_text():
        raise Failure(f"{PAGE} does not say '{row(program, outcome, '../test')}': {UPDATE}")


if __name__ == "__main__":
    run_main(main)
