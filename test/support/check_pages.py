#!/usr/bin/env python3
"""Runs the examples of a page of docs/checks.

    %check_pages STEM

Every ```cpp block of the page is compiled after the header test/docs/STEM.h. A block begun with ```cpp flagged must get
a warning of that check on each line that ends in a `// <-` comment, and none elsewhere; one begun with ```cpp likely the
same with the option Confidence: likely, and none without it; one begun with ```cpp clean must get none of any check.
Blocks begun with ```cpp alone are only shown.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

from tidy_tools import Failure, add_tool_options, findings, run_main, show, tools

BLOCK = re.compile(r"^```cpp +(flagged|likely|clean)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"//\s*<-")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_tool_options(parser)
    parser.add_argument("--temp", required=True)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("stem")
    options = parser.parse_args()

    page = options.root / "docs" / "checks" / f"{options.stem}.md"
    prelude = options.root / "test" / "docs" / f"{options.stem}.h"
    text = page.read_text()
    work = pathlib.Path(options.temp)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    kinds = [block[1] for block in BLOCK.finditer(text)]
    for kind in ("flagged", "clean"):
        if kind not in kinds:
            raise Failure(f"{page}: no example begins with ```cpp {kind}")
    for block in BLOCK.finditer(text):
        kind, code = block.groups()
        first_line = text.count("\n", 0, block.start()) + 2
        check(options, kind, code, prelude, work / f"line-{first_line}.cpp", f"{page.name}:{first_line}")


def check(options, kind, code, prelude, file, where):
    # Line 1 is the include, so line N of the example is line N + 1 here.
    file.write_text(f'#include "{prelude}"\n{code}')
    flags = ["-std=c++20", "-I", options.inputs]
    compiled = subprocess.run([options.clang, "-fsyntax-only", "-w", *flags, str(file)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if compiled.returncode != 0:
        raise Failure(f"{where}: this example does not compile:\n{compiled.stdout}")
    marked = {number + 2 for number, line in enumerate(code.splitlines()) if MARK.search(line)}
    if kind != "clean" and not marked:
        raise Failure(f"{where}: a {kind} example marks the line with '// <-'")
    for tool in tools(options):
        expect(options, tool, file, flags, marked if kind == "flagged" else set(), f"{where}: {tool.name}, {kind}")
        if kind == "likely":
            (file.parent / "likely").write_text("CheckOptions: {Confidence: likely}")
            expect(options, tool, file, flags, marked, f"{where}: {tool.name}, {kind} with Confidence: likely",
                   [f"--config-file={file.parent / 'likely'}"])


def expect(options, tool, file, flags, lines, what, config=()):
    """Fails unless the check, and no other one, warns in exactly these \\p lines."""
    output, _ = tool.run("async-*", file, flags, config)
    found = [f for f in findings(output) if f.severity != "note"]
    strange = [f for f in found if f.file != file.name or f.line not in lines
               or f"[async-{options.stem}]" not in f.message]
    silent = lines - {f.line for f in found}
    if strange or silent:
        raise Failure(f"{what}: found is\n{show(found)}\n"
                      f"marked lines without a finding: {sorted(line - 1 for line in silent)}")


if __name__ == "__main__":
    run_main(main)
