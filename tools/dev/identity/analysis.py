"""Runs async-tidy on the branch, and says which finding is that of which plant."""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess

import plants

PLANTED = pathlib.Path(__file__).resolve().parents[1] / "mutate/planted"
ERROR = re.compile(r"^(.+?):(\d+):(\d+): (?:fatal )?error: ", re.M)


class Run:
    def __init__(self):
        self.found = {}      # plant: {check: {fingerprint}}
        self.lines = {}      # plant: {line hash}
        self.others = set()  # fingerprints of what is not planted


class Analysis:
    def __init__(self, branch, options, folder):
        self.branch, self.program, self.jobs, self.folder = branch, options.async_tidy, options.jobs, folder
        self.repository, self.commands, self.failures = str(options.repository), {}, []
        for one in json.loads((options.build / "compile_commands.json").read_text()):
            words = one["arguments"] if "arguments" in one else shlex.split(one["command"])
            file = str(pathlib.Path(one["directory"], one["file"]).resolve())
            others = [word for word in words if str(pathlib.Path(one["directory"], word).resolve()) != file]
            if file.startswith(self.repository + "/"):
                self.commands.setdefault(file[len(self.repository) + 1:], (one["directory"], others))

    def command(self, unit, file=None):
        """How a unit of the old commit is compiled now, or another file like it."""
        directory, words = self.commands[unit]
        words = [words[0], "-include", str(PLANTED / "shapes.h"), *words[1:]]
        return {"directory": self.here(directory), "file": str(file or self.branch.root / self.branch.moved.get(unit, unit)),
                "arguments": [*map(self.here, words), str(file or self.branch.root / self.branch.moved.get(unit, unit))]}

    def here(self, text):
        return re.sub(re.escape(self.repository) + r"(?=/|$)", lambda _: str(self.branch.root), text)

    def units(self):
        return sorted({plant.unit for plant in self.branch.alive.values()
                       if (self.branch.root / self.branch.moved.get(plant.unit, plant.unit)).is_file()})

    def own_commands(self):
        return [self.command(unit) for unit in self.units()]

    def compile(self, unit):
        """What the compiler prints when it rejects the unit."""
        one = self.command(unit)
        done = subprocess.run([*one["arguments"], "-fsyntax-only", "-w", "-ferror-limit=0"], cwd=one["directory"],
                              capture_output=True, text=True, errors="replace")
        return done.stderr if done.returncode else ""

    def rejected(self, units):
        """Of these units those that do not compile, with what the compiler prints."""
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            return {unit: printed for unit, printed in zip(units, pool.map(self.compile, units)) if printed}

    def errors(self, printed):
        """[(file, (line, column))]"""
        return [(os.path.relpath(file, self.branch.root), (int(line), int(column)))
                for file, line, column in ERROR.findall(printed)]

    def settle(self, units):
        """Drops the plants with which these units do not compile."""
        while units:
            rejected = self.rejected(units)
            blamed = set().union(*map(self.blamed, rejected.values()))
            if not blamed:
                return
            self.branch.drop(blamed, "does not compile")
            self.branch.plant()
            units = [unit for unit in rejected if unit in self.units()]

    def blamed(self, printed):
        """The plants where the compiler saw an error, or else the last ones before the errors in their files."""
        errors = self.errors(printed)
        where = plants.places(self.branch.root) if errors else {}
        here = {number for file, at in errors for number in self.at(where, file, *at)}
        if here:
            return here
        before = [sorted((begin, number) for begin, _, number in where.get(file, ()) if begin < at) for file, at in errors]
        return {those[-1][1] for those in before if those} & self.branch.alive.keys()

    def at(self, where, file, line, column):
        """The plants that are there."""
        return {number for begin, end, number in where.get(file, ())
                if begin <= (line, column) <= end and number in self.branch.alive}

    def run(self, commands):
        """The report, and what was printed."""
        sleeps = any(plant.kind == "sleep-elsewhere" for plant in self.branch.alive.values())
        for name in ("nap-1.cpp", "nap-2.cpp", "nap-3.cpp") if sleeps else ():
            commands = [*commands, {"directory": str(PLANTED), "file": name,
                                    "arguments": ["clang++", "-std=c++20", "-c", name]}]
        (self.folder / "compile_commands.json").write_text(json.dumps(commands))
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        done = subprocess.run(
            [self.program, "-p", self.folder, "--json", report, "--root", self.branch.root, "--jobs", str(self.jobs),
             "--config", "{}", "--confidence", "likely", "--no-default-test-paths", "--no-default-system-paths", "--quiet"],
            capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL)
        if not report.exists():
            raise SystemExit(f"identity: {self.program} ended with {done.returncode}: {done.stderr.strip()}")
        return json.loads(report.read_text()), done.stdout + done.stderr

    def once(self, commands):
        """One run, and the plants where the compiler saw an error."""
        report, printed = self.run(commands)
        result, where = Run(), plants.places(self.branch.root)
        for finding in report["findings"]:
            place, identity = finding["place"], finding["identity"]
            here = {number for number in self.at(where, place["file"], place["line"], place["column"])
                    if finding["check"] in (self.branch.alive[number].checks or [finding["check"]])}
            for number in here:
                checks = result.found.setdefault(number, collections.defaultdict(set))
                checks[finding["check"]].add(identity["fingerprint"])
                result.lines.setdefault(number, set()).add(identity.get("lineHash"))
            if not here:
                result.others.add(identity["fingerprint"])
        blamed = self.blamed(printed)
        if report["problems"] and not blamed:
            self.failures.append(f"{len(self.branch.merged)} commits later: {report['problems'][0]['message']}")
        return result, blamed

    def now(self):
        """What is found; plants that do not compile are dropped."""
        while True:
            result, blamed = self.once(self.own_commands())
            if not blamed:
                return result
            units = sorted({self.branch.alive[number].unit for number in blamed})
            self.branch.drop(blamed, "does not compile")
            self.branch.plant()
            self.settle([unit for unit in units if unit in self.units()])
