"""The evidence programs: what their sources say of them, and how one is analysed, repaired and run."""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from tidy_tools import Failure, findings, show

HEAD = re.compile(r"// (?:(?P<good>good)|bad: (?P<shows>.+))")
MARK = re.compile(r"// <- (?P<check>async-[a-z-]+)$")
CHECK = re.compile(r" \[(async-[a-z-]+)\]$")
# What the program says of its run (evidence.hpp), and AddressSanitizer.
HARM = re.compile(r"^(?:shows: |==\d+==ERROR: )(.*)$", re.MULTILINE)
SCHEDULE = re.compile(r"^schedule: ([\d.]*)$", re.MULTILINE)
ORDERS = re.compile(r"orders: (\d+)\n")

# What was found by trying a program: `schedule` is that of the harm, "" for first in, first out; `orders` is how many
# orders of a good one were run, None where it does not explore them; `repaired` says that `--fix` changed it.
Outcome = collections.namedtuple("Outcome", "schedule orders repaired")


class Program:
    """One file of test/evidence/<check>/."""

    def __init__(self, path):
        self.path = path
        self.check = path.parent.name
        self.name = path.stem
        lines = path.read_text().splitlines()
        head = HEAD.fullmatch(lines[0])
        if not head:
            raise Failure(f"{path}:1: the first line must say '// good' or '// bad: TEXT', not '{lines[0]}'")
        self.good = bool(head["good"])
        self.shows = head["shows"]
        self.marks = [(number, mark["check"]) for number, line in enumerate(lines, 1) if (mark := MARK.search(line))]
        if self.good == bool(self.marks):
            raise Failure(f"{path}: a bad program has a marked line, and a good one has none")
        if self.good != self.name.startswith("good-") or self.good == self.name.startswith("bad-"):
            raise Failure(f"{path}: a bad program is called bad-…, and a good one good-…")
        if any(check != f"async-{self.check}" for _, check in self.marks):
            raise Failure(f"{path}: a marked line is one that async-{self.check} reports")


def programs_of(root):
    """All evidence programs, in the order of their names."""
    return [Program(path) for path in sorted((root / "test/evidence").glob("*/*.cpp"))]


class Tools:
    """What CMake says of this build, in a JSON file."""

    def __init__(self, path):
        said = json.loads(path.read_text())
        self.root = pathlib.Path(said["root"])
        self.async_tidy = said["async-tidy"]
        self.flags = said["flags"]  # of the analysis
        self.compile = said["compile"]
        self.link = said["link"]
        self.programs = pathlib.Path(said["programs"])

    def executable(self, program):
        return self.programs / f"evidence_{program.check}_{program.name}"


def try_out(program, tools, runs=1):
    """Analyses, repairs and runs \\p program; says what came of it. Fails if that is not what its source says."""
    with tempfile.TemporaryDirectory() as folder:
        # With what it includes, so that fixes leave the sources alone.
        copy = shutil.copytree(program.path.parent, pathlib.Path(folder) / program.check) / program.path.name
        expect_findings(program, analyse(copy, tools, "--fix"))
        repaired = copy.read_text() != program.path.read_text()
        if repaired:
            expect_repaired(copy, tools)
    outcomes = {run(program, tools.executable(program)) for _ in range(runs)}
    if len(outcomes) != 1:
        raise Failure(f"{runs} runs came to different ends: {outcomes}")
    schedule, orders = outcomes.pop()
    return Outcome(schedule, orders, repaired)


def analyse(file, tools, *options):
    command = [tools.async_tidy, "--checks=async-*", "--config={}", "--no-default-test-paths", "-j1", *options, str(file), "--", *tools.flags]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        raise Failure(f"the analysis failed:\n{done.stdout}{done.stderr}")
    return [found for found in findings(done.stdout) if found.severity != "note"]


def expect_findings(program, said):
    """Fails unless each line that \\p program marks is reported, and nothing else is."""
    marked = sorted((program.path.name, line, check) for line, check in program.marks)
    if sorted((found.file, found.line, *CHECK.findall(found.message)) for found in said) != marked:
        raise Failure(f"marked are {program.marks}, but reported:\n{show(said)}")


def expect_repaired(file, tools):
    """Fails unless \\p file, after its fixes, compiles, is silent, and does no harm."""
    left = analyse(file, tools)
    if left:
        raise Failure(f"the fixes leave these:\n{show(left)}\n{file.read_text()}")
    executable = file.with_suffix("")
    command = [*tools.compile, *tools.flags, str(file), "-o", str(executable), *tools.link]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Failure(f"the fixed program does not compile:\n{done.stdout}\n{file.read_text()}")
    expect_no_harm(*execute(executable), "the fixed program")


def execute(executable):
    """Exit code and output."""
    environment = dict(os.environ, ASAN_OPTIONS="detect_stack_use_after_return=1:symbolize=0:detect_leaks=0")
    done = subprocess.run([executable], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          env=environment, timeout=120)
    return done.returncode, done.stdout


def expect_no_harm(code, output, which):
    """The number of orders that were run, None if the program does not explore them."""
    if code or output and not ORDERS.fullmatch(output):
        raise Failure(f"{which} ended with {code}:\n{output}")
    return int(ORDERS.fullmatch(output)[1]) if output else None


def run(program, executable):
    """Schedule and orders, as in an Outcome."""
    code, output = execute(executable)
    if program.good:
        return "", expect_no_harm(code, output, "the good program")
    harm = HARM.findall(output)
    if code != 1 or not harm or not all(program.shows in each for each in harm):
        raise Failure(f"the bad program ended with {code}, and does not show '{program.shows}' and nothing else:\n"
                      f"{output}")
    schedule = SCHEDULE.search(output)
    return schedule[1] if schedule else "", None
