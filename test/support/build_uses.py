"""Which files outside of the project a build has read and run: told by what CMake and Ninja recorded of it."""

import json
import os
import pathlib
import re
import shlex
import subprocess

from tidy_tools import Failure


def ask(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
    if done.returncode:
        raise Failure(f"'{' '.join(command)}' ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


# Stands for an output where there is none.
CONFIGURING = "configuring"


class Build:
    """A build directory of the project at \\p root."""

    def __init__(self, folder, root):
        self.folder = folder
        self.root = root
        entry = re.compile(r"^([\w.-]+):(\w+)=(.*)$", re.MULTILINE)
        self.cache = {name: value for name, _, value in entry.findall((folder / "CMakeCache.txt").read_text())}
        self.ninja = self.cache["CMAKE_MAKE_PROGRAM"]
        if self.cache["CMAKE_GENERATOR"] != "Ninja":
            raise Failure(f"{folder} is built by {self.cache['CMAKE_GENERATOR']}, which records too little: use a preset.")

    def ask_ninja(self, *question):
        return ask(self.ninja, "-n", "-C", str(self.folder), "-t", *question)

    def foreign(self, path):
        """Whether \\p path is absolute and not of the project."""
        return path.startswith("/") and not path.startswith((f"{self.root}/", f"{self.folder}/"))

    def made_for(self, target):
        """The outputs on the way to \\p target; none where there is no such target."""
        if not re.search(rf"^build {re.escape(target)}: ", (self.folder / "build.ninja").read_text(), re.MULTILINE):
            return set()
        return {*self.ask_ninja("inputs", target).splitlines(), target}

    def read_by_cmake(self):
        return [self.folder / line.strip(" |") for line in self.ask_ninja("query", "build.ninja").splitlines()
                if line.startswith("    ")]

    def configured(self):
        """What CMake read, the programs it found for the project, and what the packages it read insist on."""
        for path in self.read_by_cmake():
            yield str(path), CONFIGURING
            for target in imported_files(path):
                yield target, path
        for name in ("CMAKE_COMMAND", "CMAKE_MAKE_PROGRAM", "CMAKE_C_COMPILER", "CMAKE_CXX_COMPILER",
                     *(name for name in self.cache if name.startswith("ASYNC_"))):
            yield self.cache[name], f"CMake's {name}"

    def tried_flags(self):
        """Pairs of a language and a flag with which CMake tries to link."""
        for path in self.read_by_cmake():
            if path.is_relative_to(self.root) and path.name == "CMakeLists.txt":
                yield from re.findall(r"^\s*check_linker_flag\((\w+) (-\S+) ", path.read_text(), re.MULTILINE)

    def compiled(self):
        """Pairs of an output and a file that its compiler read."""
        output = ""
        for line in self.ask_ninja("deps").splitlines():
            if not line.startswith(" "):
                output = line.partition(":")[0]
            else:
                yield output, line[4:]

    def commands(self):
        """Pairs of an output and the command that makes it."""
        for edge in json.loads(self.ask_ninja("compdb")):
            yield edge["output"], edge["command"]


def imported_files(path):
    """The files that CMake refuses to go without once it has read \\p path, which describes an installed package."""
    if path.suffix != ".cmake" or not path.exists():
        return
    named = re.findall(r'^list\(APPEND _?\w*import_check_files_for_\S+ "\$\{_IMPORT_PREFIX\}/([^"]+)"', path.read_text(),
                       re.MULTILINE | re.IGNORECASE)
    for name in named:
        yield next((str(folder / name) for folder in path.parents if (folder / name).exists()), name)


def programs(command):
    """What a command of build.ninja runs."""
    return {part.split(None, 1)[0] for part in command.split(" && ") if part.strip()} - {":", "cd"}


class Links:
    """What linkers read. Ninja does not record it: so an empty program is linked with the same options."""

    # Options that make no linker read anything.
    NEUTRAL = re.compile(r"-(O.|g\d?|D.*|W[^l].*|Wl,-(soname|rpath).*)")

    def __init__(self, build, folder):
        self.build = build
        self.folder = folder
        # The compiler and its options, with the outputs that are linked so; CMake links first of all.
        self.ways = {(build.cache[f"CMAKE_{language}_COMPILER"], *flag): [CONFIGURING]
                     for language, *flag in [("C",), ("CXX",), *build.tried_flags()]}
        self.libraries = {}  # options and libraries of others that are named by their path, with the outputs too

    def add(self, output, command):
        """Takes note of \\p command, if it is one that links."""
        for part in command.split(" && "):
            if " -o " in part and " -c " not in part and part.split(None, 1)[:1] in ([way[0]] for way in self.ways):
                options, libraries = self.split(shlex.split(part))
                self.ways.setdefault(tuple(options), []).append(output)
                self.libraries.setdefault((*options, *libraries), []).append(output)

    def split(self, words):
        """The compiler with what remains of its options, and the libraries of others."""
        compiler, *rest = words
        options = [word for word in rest if word.startswith("-") and word != "-o" and not self.NEUTRAL.fullmatch(word)]
        return [compiler, *options], [word for word in rest if self.build.foreign(word)]

    def read(self):
        """Triples of a file, what links with it, and that way's outputs."""
        for words, outputs in self.libraries.items():
            for path in filter(self.build.foreign, words):
                yield path, f"linking {outputs[0]}", outputs
        source = self.folder / "empty.cpp"
        source.write_text("int main() {}\n")
        listed = self.folder / "read.d"
        for (compiler, *options), outputs in self.ways.items():
            user = CONFIGURING if CONFIGURING in outputs else f"linking {outputs[0]}"
            done = subprocess.run([compiler, str(source), *options, "-o", str(self.folder / "linked"), "-v",
                                   f"-Wl,--dependency-file={listed}"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  text=True, errors="replace", env=dict(os.environ, TMPDIR=str(self.folder)))
            if done.returncode:
                raise Failure(f"{user} does not work here: '{shlex.join([compiler, *options])}' said\n{done.stdout[-3000:]}")
            for program in re.findall(r'^ "?(/[^"\s]+)"? ', done.stdout, re.MULTILINE):
                yield program, user, outputs
            for path in re.split(r"[\s\\]+", listed.read_text().partition(":")[2]):
                path = path.removesuffix(":")
                if not path.startswith(f"{self.folder}/"):
                    yield path, user, outputs

    def loaded(self):
        """Pairs of a shared library and the program that is loaded with it: of one program for each set of libraries."""
        for outputs in self.libraries.values():
            built = next((output for output in outputs if (self.build.folder / output).exists()), None)
            said = ask("ldd", str(self.build.folder / built)) if built else ""
            if missing := re.search(r"(\S+) => not found", said):
                raise Failure(f"{built} was built, but the library {missing[1]} that it needs is not found any more.")
            for found in re.findall(r"(?: => |^\s+)(/\S+) \(", said, re.MULTILINE):
                yield found, built
