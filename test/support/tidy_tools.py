"""Running clang-tidy with our plugin, and our program, in the same way; reading what they say."""

import argparse
import collections
import pathlib
import re
import subprocess
import sys

Finding = collections.namedtuple("Finding", "file line column severity message")

# "a.cpp:3:5: warning: text [check]"; the file is shortened to its name, since tests move files about.
DIAGNOSTIC = re.compile(r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):(?P<column>\d+): (?P<kind>warning|error|note): (?P<text>.*)$")


def add_tool_options(parser):
    parser.add_argument("--clang", required=True)
    parser.add_argument("--clang-tidy")
    parser.add_argument("--plugin")
    parser.add_argument("--async-tidy")
    parser.add_argument("--inputs", required=True, help="a folder every test may include from")


class Failure(Exception):
    """A test failed; the text says why."""


class Tool:
    """One way to run the checks over a file."""

    def __init__(self, name, command):
        self.name = name
        self.command = command

    def run(self, checks, file, flags, options=()):
        """What it printed, and its exit code. Dies of a signal: the test fails."""
        command = [*self.command, f"--checks=-*,{checks}", *options, str(file), "--", *flags]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
        if done.returncode < 0 or done.returncode > 2 or "crashed" in done.stderr:
            raise Failure(f"{self.name} died with {done.returncode}:\n{' '.join(command)}\n{done.stdout}{done.stderr}")
        self.stderr = done.stderr
        return done.stdout, done.returncode


def tools(options):
    """The plugin in clang-tidy first, then the program; whichever this build has."""
    found = []
    if options.plugin:
        found.append(Tool("clang-tidy", [options.clang_tidy, f"--load={options.plugin}", "--header-filter=.*", "--quiet"]))
    if options.async_tidy:
        # Tests live where they like, so no folder counts as third-party or as a test by its name.
        found.append(Tool("async-tidy", [options.async_tidy, "--header-filter=.*", "--no-default-system-paths",
                                         "--no-default-test-paths", "-j1", "--use-color=false"]))
    if not found:
        raise Failure("neither the plugin nor the program was built")
    return found


def diagnostics(output):
    """What a tool printed, in its order: each note after the finding it belongs to."""
    for line in output.splitlines():
        if match := DIAGNOSTIC.match(line):
            yield Finding(pathlib.PurePath(match["file"]).name, int(match["line"]), int(match["column"]), match["kind"],
                          match["text"])


def findings(output):
    """The diagnostics in what a tool printed, sorted."""
    return sorted(diagnostics(output))


def show(found):
    return "\n".join(f"  {f.file}:{f.line}:{f.column}: {f.severity}: {f.message}" for f in found) or "  nothing"


def run_main(main):
    """Calls \\p main; a Failure becomes a message and exit code 1."""
    try:
        main()
    except Failure as failure:
        print(failure, file=sys.stderr)
        sys.exit(1)
