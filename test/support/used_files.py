#!/usr/bin/env python3
"""Lists what the build and the tests read and run outside of the project, for check_packages.py.

    used_files.py ROOT BUILD

One line for each file, with tabs: its purpose as in tools/dev/packages.txt, the file, what uses it. How they are found out:

  * compilers and Ninja have recorded which headers were read, and CMake which of its files;
  * what linkers read is not recorded: an empty program is linked in each of the ways in which the build links;
  * the shared libraries of what was built are those that the loader finds;
  * programs that tests and scripts run are read from their text, and modules of Python from what is imported;
  * headers that tests analyse are read from the tests' text as well.

So a file is not seen that only a program of a package opens. Where packages are right, theirs depends on it.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

from build_uses import CONFIGURING, Build, Links, programs
from debian_packages import DEBIAN_PATH
from script_uses import DEMO_SCRIPTS, TEST_SCRIPTS, Headers, Python, lit_tests, looked_for, registered, shebang, used_by_script
from tidy_tools import Failure, run_main


class Uses:
    """Files outside of the project, with what uses them first; what `demo` uses does not count for `tests` again."""

    def __init__(self, build):
        self.build = build
        self.users = {"demo": {}, "tests": {}}

    def add(self, purpose, path, user):
        if self.build.foreign(path):
            self.users[purpose].setdefault(path, str(user))

    def add_program(self, purpose, name, user):
        """Adds the program that \\p name finds; words that find none are functions, builtins and substitutions."""
        path = shutil.which(name, path=DEBIAN_PATH) or shutil.which(name)
        if path:
            self.add(purpose, path, user)

    def lines(self):
        for purpose, users in self.users.items():
            for path, user in sorted(users.items()):
                if purpose == "demo" or path not in self.users["demo"]:
                    yield f"{purpose}\t{path}\t{user}"


def add_build(uses, build, configuring, purpose_of):
    """Adds what a build was made with; \\p purpose_of says whether what it is asked about is made by tools/run-demo."""
    for path, user in build.configured():
        uses.add(configuring, path, user)
    compiled = list(build.compiled())
    if not compiled:
        raise Failure(f"nothing was built yet in {build.folder}: build it first, its records are what is read here.")
    for output, path in compiled:
        uses.add(purpose_of([output]), path, output)
    with tempfile.TemporaryDirectory() as temporary:
        links = Links(build, pathlib.Path(temporary))
        for output, command in build.commands():
            for program in programs(command):
                uses.add(purpose_of([output]), program, output)
            links.add(output, command)
        for path, user, outputs in links.read():
            uses.add(configuring if CONFIGURING in outputs else purpose_of(outputs), path, user)
        for path, output in links.loaded():
            uses.add(purpose_of([output]), path, output)


def add_programs(uses, root):
    """Adds what scripts and tests run."""
    builtins = set(subprocess.run(["bash", "-c", "compgen -b"], stdout=subprocess.PIPE, text=True).stdout.split())
    for purpose, scripts in (("demo", DEMO_SCRIPTS), ("tests", TEST_SCRIPTS)):
        for script in scripts:
            for program in used_by_script(root / script) - builtins:
                uses.add_program(purpose, program, script)
    for path, program in [*lit_tests(root), *looked_for(root)]:
        if program not in builtins:
            uses.add_program("tests", program, path.relative_to(root))


def add_python(uses, build, configuring):
    """Adds what Python loads, and what ctest runs, which is either a program or a script of ours."""
    scripts = []
    for program, *_ in registered(build):
        path = pathlib.Path(program)
        uses.add("tests", program, "a test of ctest")
        if path.is_relative_to(build.root / "tools"):
            is_python = "python3" in shebang(path)
            scripts += [path] if is_python else []
            for word in shebang(path) if is_python else used_by_script(path):
                uses.add_program("tests", word, path.relative_to(build.root))
    lit = build.cache["ASYNC_LIT"]
    uses.add_program(configuring, shebang(pathlib.Path(lit))[0], lit)
    python = Python(shutil.which("python3", path=DEBIAN_PATH) or sys.executable, build.root)
    for path in python.of_lit(lit):
        uses.add(configuring, path, lit)
    for path in python.modules(scripts):
        uses.add("tests", path, "what the Python of the tests imports")
    for path, program in python.programs():
        uses.add_program("tests", program, path.relative_to(build.root))


def main():
    root, folder = map(pathlib.Path, sys.argv[1:])
    build = Build(folder, root)
    uses = Uses(build)
    # In this build tools/run-demo makes async-tidy; all the rest is there for tests.
    is_demo = build.cache["ASYNC_TIDY_LLVM"] == "22" and build.cache.get("ASYNC_TIDY_SANITIZE") != "ON"
    configuring = "demo" if is_demo else "tests"
    of_demo = build.made_for("async-tidy") if is_demo else set()
    add_build(uses, build, configuring, lambda outputs: "tests" if of_demo.isdisjoint(outputs) else "demo")
    add_programs(uses, root)
    add_python(uses, build, configuring)
    headers = Headers(root, build.cache["ASYNC_CLANG"])
    for purpose, *folders in ((configuring, "docs/tutorial"), ("tests", "test", "docs", "lib/runtime")):
        for path in headers.read(*folders):
            uses.add(purpose, path, f"what is analysed in {folders[0]}")
    print("\n".join(uses.lines()))


if __name__ == "__main__":
    run_main(main)
