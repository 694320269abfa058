#!/usr/bin/env python3
"""Checks one evidence program: what the checks say of it, and what happens when it runs.

    check_evidence.py --async-tidy PROGRAM --program EXECUTABLE FILE -- FLAGS

The first line of FILE says what the program is:

    // bad: TEXT     the run fails, and TEXT is part of what it prints
    // good          the run succeeds and prints nothing to stderr

A line that the checks report ends in `// <- NAME-OF-THE-CHECK`; no other line may be reported, by any check.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys

FINDING = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+):\d+: (?:warning|error): .* \[(?P<check>[a-z-]+)\]$", re.MULTILINE)
MARK = re.compile(r"// <- (?P<check>async-[a-z-]+)$")


def fail(text):
    sys.exit(f"check_evidence.py: {text}")


def check_verdict(program, file, flags):
    expected = [(number, mark["check"]) for number, line in enumerate(file.read_text().splitlines(), 1)
                if (mark := MARK.search(line))]
    done = subprocess.run([program, "--checks=async-*", "--config={}", str(file), "--", *flags],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        fail(f"the analysis failed:\n{done.stdout}{done.stderr}")
    said = [(int(found["line"]), found["check"]) for found in FINDING.finditer(done.stdout)
            if pathlib.Path(found["file"]).name == file.name]
    if sorted(said) != sorted(expected):
        fail(f"marked are {expected}, but reported:\n{done.stdout or 'nothing'}")
    return bool(expected)


def check_run(program, kind, shows):
    environment = dict(os.environ, ASAN_OPTIONS="detect_stack_use_after_return=1:symbolize=0:detect_leaks=0")
    done = subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          env=environment, timeout=120)
    if kind == "good" and (done.returncode or done.stdout):
        fail(f"the good program ended with {done.returncode}:\n{done.stdout}")
    if kind == "bad" and (done.returncode == 0 or shows not in done.stdout):
        fail(f"the bad program ended with {done.returncode}, and does not show '{shows}':\n{done.stdout}")


def main():
    arguments = sys.argv[1:]
    at = arguments.index("--")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--async-tidy", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("file", type=pathlib.Path)
    options = parser.parse_args(arguments[:at])
    first = options.file.read_text().splitlines()[0]
    head = re.fullmatch(r"// (?:(good)|bad: (.+))", first)
    if not head:
        fail(f"the first line must say '// good' or '// bad: TEXT', not '{first}'")
    kind = "good" if head[1] else "bad"
    if check_verdict(options.async_tidy, options.file, arguments[at + 1 :]) != (kind == "bad"):
        fail("a bad program has a marked line, and a good one has none")
    check_run(options.program, kind, head[2])


if __name__ == "__main__":
    main()
