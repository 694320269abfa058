"""Compiles, runs and analyses many programs as one translation unit."""

import concurrent.futures
import dataclasses
import hashlib
import itertools
import json
import pathlib
import re
import subprocess

from tidy_tools import diagnostics

from .text import entry_of

HERE = pathlib.Path(__file__).resolve().parent.parent
CHECKED = re.compile(r"(?P<text>.*) \[(?P<check>[a-z,-]+)\]$")
# Limits of what is said by default are options; here all is said.
CONFIG = "{CheckOptions: {async-unawaited-task.EarlyExits: true, TestPaths: '', Confidence: likely}}"


class Broken(Exception):
    """Generated programs did not compile, or could not be analysed."""


@dataclasses.dataclass
class Finding:
    """What a check says, with lines counted from the first of the program."""

    check: str
    line: int
    column: int
    message: str
    notes: list = dataclasses.field(default_factory=list)  # (line, text)

    @property
    def is_likely(self):
        """Whether it makes assumptions, so that it may be wrong, but is not said by default."""
        return any(text.startswith("this is likely rather than sure") for _, text in self.notes)

    def __str__(self):
        return "\n".join([f"line {self.line + 1}: {self.message} [{self.check}]",
                          *(f"  line {line + 1}: {text}" for line, text in self.notes)])


@dataclasses.dataclass
class Report:
    """What the runtime says, under the first schedule that showed it; lines counted likewise."""

    kind: str
    line: int
    schedule: str
    message: str
    whole: dict

    def __str__(self):
        lines = [f"{self.kind}: {self.message}, at line {self.line + 1}, under the schedule '{self.schedule}'"]
        for edge in self.whole["cycle"]:
            lines.append(f"  {edge['waiter']} waits at line {edge['waits_at']['line'] + 1} for {edge['resource']}, "
                         f"held by {edge['holder']}")
        lines += [f"  line {note['where']['line'] + 1}: {note['text']}" for note in self.whole["notes"]]
        return "\n".join(lines)


@dataclasses.dataclass
class Outcome:
    """All that is known of one program."""

    text: object
    findings: list
    reports: list
    errors: list
    lines: set  # at which statements were reached that begin there
    runs: int = 0
    exhaustive: bool = False
    died: int = None


class Workshop:
    """Where programs are built: a folder for what is made, and the tools."""

    def __init__(self, folder, async_tidy, compiler, runtime, blocking_calls, include, runs, jobs):
        self.folder = pathlib.Path(folder)
        self.async_tidy = async_tidy
        self.compiler = compiler
        self.libraries = [str(blocking_calls), str(runtime), "-pthread", "-ldl"]
        self.flags = ["-std=c++20", "-w", "-I", str(include), "-I", str(HERE)]
        self.runs = runs
        self.jobs = jobs
        self.folder.mkdir(parents=True, exist_ok=True)

    def prepare(self):
        """What all batches share."""
        parts = [*(HERE / name for name in ("prelude.hpp", "parts.hpp", "runner.cpp")), *map(pathlib.Path, self.libraries[:2])]
        self.stamp = digest(self.compiler.encode(), *(part.read_bytes() for part in parts))
        stamp = self.folder / "stamp"
        if stamp.exists() and stamp.read_text() == self.stamp:
            return
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            list(pool.map(self.build, [
                ["-O0", "-x", "c++-header", str(HERE / "prelude.hpp"), "-o", str(self.folder / "prelude.pch")],
                ["-O1", "-c", str(HERE / "runner.cpp"), "-o", str(self.folder / "runner.o")]]))
        stamp.write_text(self.stamp)

    def build(self, arguments):
        self.call([self.compiler, *self.flags, *arguments])

    def call(self, command, accept=(0,)):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
        if done.returncode not in accept:
            raise Broken(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
        return done.stdout

    def judge(self, batches, effort=1):
        """The outcomes of lists of programs, list by list, in order. More \p effort runs more orders."""
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            yield from pool.map(self.judge_one, range(len(batches)), batches, [self.runs * effort] * len(batches))

    def judge_one(self, number, programs, runs):
        names = [f"p{i}" for i in range(len(programs))]
        texts = [program.text(name) for program, name in zip(programs, names)]
        starts = list(itertools.accumulate((len(text.lines) + 1 for text in texts), initial=2))[:-1]
        source = self.folder / f"batch{number}.cpp"
        write(source, [text.lines for text in texts], [])
        run = self.folder / f"batch{number}.run.cpp"
        write(run, [text.marked for text in texts], [entry_of(program, name) for program, name in zip(programs, names)])

        ran = self.run(run, runs)
        said = self.call([self.async_tidy, "--checks=async-*", "--config=" + CONFIG, "-j1", str(source), "--", *self.flags],
                         accept=(0, 1))
        place = Places(starts, [len(text.lines) for text in texts])
        findings = read_findings(said, source, place)
        return [outcome_of(json.loads(line), text, found, start)
                for line, text, found, start in zip(ran.splitlines(), texts, findings, starts, strict=True)]


    def run(self, source, runs):
        """What the runner prints of a batch. It is kept, for it does not change with the checks."""
        kept = self.folder / "ran" / digest(self.stamp.encode(), str(runs).encode(), source.read_bytes())
        if kept.exists():
            return kept.read_text()
        stem = str(source.with_suffix(""))
        self.build(["-O0", "-include-pch", str(self.folder / "prelude.pch"), "-c", str(source), "-o", stem + ".o"])
        self.build(["-fuse-ld=lld", stem + ".o", str(self.folder / "runner.o"), *self.libraries, "-o", stem])
        ran = self.call([stem, str(runs)])
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(ran)
        return ran


def digest(*parts):
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def write(source, texts, table):
    """The programs from the third line on, an empty line after each, and the table."""
    lines = ['#include "prelude.hpp"', ""]
    for text in texts:
        lines += [*text, ""]
    if table:
        lines += ["const std::vector<differential::program> differential::programs = {", *table, "};"]
    source.write_text("\n".join(lines) + "\n")


class Places:
    """Which program a line of a batch belongs to."""

    def __init__(self, starts, lengths):
        self.starts = starts
        self.lengths = lengths

    def program_at(self, line):
        for number, (start, length) in enumerate(zip(self.starts, self.lengths)):
            if start <= line < start + length:
                return number
        return None


def read_findings(said, source, place):
    found = [[] for _ in place.starts]
    last = None
    for one in diagnostics(said):
        at = one.line - 1
        number = place.program_at(at) if one.file == source.name else None
        if number is None:
            continue
        line = at - place.starts[number]
        if one.severity != "note":
            named = CHECKED.match(one.message)
            last = Finding(named["check"] if named else None, line, one.column - 1, named["text"] if named else one.message)
            found[number].append(last)
        elif last:
            last.notes.append((line, one.message))
    return found


def outcome_of(ran, text, findings, start):
    if "died" in ran:
        return Outcome(text, findings, [], [], set(), died=ran["died"])
    reports = []
    for one in ran["reports"]:
        whole = relative(one["report"], start)
        reports.append(Report(whole["kind"], whole["where"]["line"], one["schedule"], whole["message"], whole))
    lines = {line - 1 - start for line in ran["lines"]}
    return Outcome(text, findings, reports, ran["errors"], lines, ran["runs"], ran["exhaustive"])


def relative(value, start):
    """With the lines of all places counted from the first of the program."""
    if isinstance(value, list):
        return [relative(one, start) for one in value]
    if isinstance(value, dict):
        if "file" in value and "line" in value:
            is_here = value["file"].endswith(".cpp") and not value["file"].endswith("runner.cpp")
            return {**value, "line": value["line"] - 1 - start if is_here else -1}
        return {key: relative(one, start) for key, one in value.items()}
    return value
