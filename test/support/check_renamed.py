#!/usr/bin/env python3
"""Runs a test of test/libraries with all names of its stand-in changed, and compares what remains with its comments.

    check_renamed.py --async-tidy PROGRAM FILE             compares
    check_renamed.py --async-tidy PROGRAM --update FILE    writes the expectations of the test anew
"""

import argparse
import pathlib

from library_tests import check_renamed, update
from tidy_tools import run_main


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--async-tidy", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    for file in options.files:
        (update if options.update else check_renamed)(options.async_tidy, file)


if __name__ == "__main__":
    run_main(main)
