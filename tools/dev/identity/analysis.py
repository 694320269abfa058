"""Runs async-tidy on the branch, and says which finding is that of which plant."""

import collections
import json
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
        self.failed = 0      # units that could not be analysed


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

    def compiles(self, units):
        return all(not subprocess.run([*one["arguments"], "-fsyntax-only", "-w"], cwd=one["directory"],
                                      capture_output=True).returncode for one in map(self.command, units))

    def run(self, commands):
        """The report, and what was printed."""
        sleeps = any(plant.kind == "sleep-elsewhere" for plant in self.branch.alive.values())
        for name in ("nap-1.cpp", "nap-2.cpp", "nap-3.cpp") if sleeps else ():
            commands = [*commands, {"directory": str(PLANTED), "file": name, "arguments": ["clang++", "-std=c++20", "-c", name]}]
        (self.folder / "compile_commands.json").write_text(json.dumps(commands))
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        done = subprocess.run(
            [self.program, "-p", self.folder, "--json", report, "--root", self.branch.root, "--jobs", str(self.jobs), "--config",
             "{}", "--confidence", "likely", "--no-default-test-paths", "--no-default-system-paths", "--quiet"],
            capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL)
        if not report.exists():
            raise SystemExit(f"identity: {self.program} ended with {done.returncode}: {done.stderr.strip()}")
        return json.loads(report.read_text()), done.stdout + done.stderr

    def once(self, commands):
        """One run, and the plants where the compiler saw an error."""
        report, printed = self.run(commands)
        places, result = plants.places(self.branch.root), Run()

        def plants_at(file, line, column):
            return {n for begin, end, n in places.get(file, ()) if begin <= (line, column) <= end and n in self.branch.alive}

        for finding in report["findings"]:
            at, identity = finding["place"], finding["identity"]
            here = {n for n in plants_at(at["file"], at["line"], at["column"])
                    if finding["check"] in (self.branch.alive[n].checks or [finding["check"]])}
            for number in here:
                checks = result.found.setdefault(number, collections.defaultdict(set))
                checks[finding["check"]].add(identity["fingerprint"])
                result.lines.setdefault(number, set()).add(identity.get("lineHash"))
            if not here:
                result.others.add(identity["fingerprint"])
        result.failed = len(report["problems"])
        errors = ERROR.findall(printed)
        root = str(self.branch.root) + "/"
        blamed = {n for file, line, column in errors if file.startswith(root)
                  for n in plants_at(file[len(root):], int(line), int(column))}
        if errors and not blamed:
            self.failures.append(f"{len(self.branch.merged)} commits later: {':'.join(errors[0])}")
        return result, blamed

    def now(self):
        """What is found; plants that do not compile are dropped."""
        while True:
            result, blamed = self.once(self.own_commands())
            if not blamed:
                return result
            self.branch.drop(blamed, "does not compile")
            self.branch.plant()
