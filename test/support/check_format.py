#!/usr/bin/env python3
"""All C++ of the project is laid out as its .clang-format says.

    check_format.py ROOT CLANG_FORMAT

Folders whose lines are quoted elsewhere have a .clang-format of their own that turns this off. Prints each place that
clang-format would change, and exits with 1 if there is any.
"""

import pathlib
import subprocess
import sys

FOLDERS = ["lib", "checks", "tools", "test", "docs", "cmake"]
SUFFIXES = {".h", ".hpp", ".cpp"}


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    files = [str(path) for folder in FOLDERS for path in sorted((root / folder).rglob("*")) if path.suffix in SUFFIXES]
    if not files:
        sys.exit(f"no C++ below {root}: give the project's folder")
    run = subprocess.run([sys.argv[2], "--dry-run", "--Werror", *files])
    if run.returncode:
        print("lay it out with: git ls-files '*.cpp' '*.h' '*.hpp' | xargs clang-format-22 -i")
    sys.exit(1 if run.returncode else 0)


if __name__ == "__main__":
    main()
