"""Which programs, Python modules and headers the project's scripts and tests name; none of them is run."""

import ast
import json
import os
import pathlib
import re
import subprocess

from build_uses import ask
from shell_commands import commands, run_lines
from tidy_tools import Failure

DEMO_SCRIPTS = ["tools/run-demo", "tools/dev/setup.sh"]
TEST_SCRIPTS = ["tools/run-tests", "tools/dev/npm.sh"]
# The suites of lit, see test/CMakeLists.txt.
SUITES = ["checks", "plugin", "docs", "meta", "cli", "browser"]


def shebang(path):
    """The words after `#!`, if \\p path is a script."""
    with path.open("rb") as file:
        line = file.readline(200)
    return line[2:].decode().split() if line.startswith(b"#!") else []


def used_by_script(path):
    """What a script of the shell runs, and what runs it."""
    return {*commands(path.read_text()), *shebang(path)}


def lit_tests(root):
    """Pairs of a test and a program that its RUN lines name."""
    for suite in SUITES:
        for path in sorted((root / "test" / suite).glob("*")):
            if path.suffix in (".test", ".cpp"):
                named = run_lines(path.read_text())
                # A project that is configured without a word about its compiler takes that of the system.
                if "cmake" in named and "CMAKE_CXX_COMPILER" not in path.read_text():
                    named.add("c++")
                for program in named:
                    yield path, program
        for path in sorted((root / "test" / suite / "Inputs").glob("*")):
            if path.is_file() and not path.suffix:
                for program in used_by_script(path):
                    yield path, program


def registered(build):
    """The commands of all tests that ctest knows in this build, as lists of words."""
    tests = json.loads(ask(str(pathlib.Path(build.cache["CMAKE_COMMAND"]).with_name("ctest")), "--test-dir", str(build.folder),
                           "--show-only=json-v1"))["tests"]
    return [test["command"] for test in tests if "command" in test]


def looked_for(root):
    """Pairs of a source and a program that it looks for in PATH by a literal name, in C++ or in lit's configuration."""
    for folder in ("lib", "tools", "checks", "test"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".cpp", ".py"):
                for program in re.findall(r'\b(?:findProgramByName|which)\("([\w.+-]+)"\)', path.read_text()):
                    yield path, program


class Python:
    """What the project's Python needs."""

    def __init__(self, interpreter, root):
        self.interpreter = interpreter
        self.files = [*sorted((root / "test").rglob("*.py")), *sorted((root / "docs").rglob("*.py"))]
        self.trees = {path: ast.parse(path.read_text()) for path in self.files}

    def programs(self):
        """Pairs of a file and a program that it starts by a literal name."""
        for path, tree in self.trees.items():
            for node in ast.walk(tree):
                if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
                        and isinstance(node.func.value, ast.Name) and node.func.value.id == "subprocess"):
                    first = node.args[0].elts[0] if isinstance(node.args[0], ast.List) and node.args[0].elts else None
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield path, first.value

    def modules(self, scripts):
        """The files of all modules that are loaded when our files and \\p scripts import what they import."""
        names, own = set(), {path.stem for path in self.files} | {path.parent.name for path in self.files}
        for tree in [*self.trees.values(), *(ast.parse(script.read_text()) for script in scripts)]:
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names.add(node.module)
        names = sorted(name for name in names if name.partition(".")[0] not in {*own, "lit"})
        return self.loaded(self.interpreter, "-c", f"import {', '.join(names)}")

    def of_lit(self, lit):
        """The files of the modules that lit loads before it reads its arguments."""
        return self.loaded(lit, "--version")

    def loaded(self, *command):
        """The files of the modules that \\p command loads, except for those that every Python here loads."""
        return self.said_of_modules(*command) - self.said_of_modules(self.interpreter, "-c", "")

    @staticmethod
    def said_of_modules(*command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=dict(os.environ, PYTHONVERBOSE="1", PYTHONDONTWRITEBYTECODE="1"))
        if done.returncode:
            raise Failure(f"'{' '.join(command)}' ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return set(re.findall(r"(?:matches |code object from |loaded from )'?(/[^'\s]+\.(?:py|so))\b", done.stderr))


class Headers:
    """The headers of the system that tests and examples have in their text: analysed, and so read, in a run only."""

    NAMED = re.compile(r"#\s*include\s*<([\w./+-]+)>")

    def __init__(self, root, compiler):
        self.root = root
        self.compiler = compiler

    def read(self, *folders):
        """The files that a compiler reads for them; headers that are not there are the tests' own."""
        named = set()
        for folder in folders:
            for path in sorted((self.root / folder).rglob("*")):
                if path.suffix in (".cpp", ".h", ".hpp", ".test", ".md", ".py") and path.is_file():
                    named |= set(self.NAMED.findall(path.read_text()))
        text = "".join(f"#if __has_include(<{name}>)\n#include <{name}>\n#endif\n" for name in sorted(named))
        done = subprocess.run([self.compiler, "-std=c++20", "-w", "-M", "-I", str(self.root / "lib/runtime/include"),
                               "-xc++", "-"], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise Failure(f"{self.compiler} cannot read the headers of {', '.join(folders)}:\n{done.stderr[-3000:]}")
        return [path for path in re.split(r"[\s\\]+", done.stdout.partition(":")[2]) if path.startswith("/")]
