#!/usr/bin/env python3
"""Runs checks over a test file and compares what they say with the file's own comments.

    %check_async CHECKS FILE [options] [-- compiler flags]

CHECKS is a list of checks as clang-tidy takes it. The comments are FileCheck's:

    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: ...   a diagnostic; an unexpected warning or error fails the test
    // CHECK-NOTES: :[[@LINE-1]]:3: note: ...         diagnostics with their notes: an unexpected note fails as well
    // CHECK-FIXES: co_await f();                     what --fix makes of the file

With --suffix=X they are CHECK-MESSAGES-X and so on, so that one file serves several configurations.

If the file has CHECK-FIXES, the fixed file must compile, and the checks must find in it exactly what had no fix.
The plugin in clang-tidy and the program must say the same.
"""

import argparse
import collections
import pathlib
import re
import shutil
import subprocess
import sys

from tidy_tools import Failure, add_tool_options, findings, run_main, show, tools

COMMENT = re.compile(r"//\s*CHECK-[A-Z-]+:.*")
FIX_BLOCK = re.compile(r"^ *- DiagnosticName:", re.MULTILINE)
FIX_OFFSET = re.compile(r"^ +FileOffset: +(\d+)", re.MULTILINE)


def parse(arguments):
    flags = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, flags = arguments[:at], arguments[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_tool_options(parser)
    parser.add_argument("--temp", required=True, help="where to work")
    parser.add_argument("checks")
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--suffix", type=lambda text: text.split(","), default=[""],
                        help="check the comments with this suffix, or with several: ',ON' for those without and with -ON")
    parser.add_argument("--config", help="a .clang-tidy file's text")
    parser.add_argument("--likely", action="store_true",
                        help="show what is likely, too: check also the comments whose suffix ends with LIKELY")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--plugin-only", action="store_true", help="do not run the program")
    parser.add_argument("--broken", action="store_true", help="the file does not compile: no crash, and no false alarm")
    parser.add_argument("--new-after-fix", metavar="REGEX", help="findings that may appear in the fixed file")
    options = parser.parse_args(arguments)
    if options.likely:
        options.suffix = ["LIKELY", *options.suffix, *(f"{suffix}-LIKELY" for suffix in options.suffix if suffix)]
        wanted = "CheckOptions: {Confidence: likely, "
        options.config = (options.config or "{CheckOptions: {}}").replace("CheckOptions: {", wanted, 1)
    options.flags = [f"-std={options.std}", "-I", options.inputs, *flags]
    return options


def with_tests_as_products(config):
    """The tests lie below a folder called test, which does not make test code of them."""
    return config if "TestPaths" in config else config.replace("CheckOptions: {", "CheckOptions: {TestPaths: '', ", 1)


def filecheck(options, kind, text, input_file, *flags):
    """Runs FileCheck for the prefixes of \\p kind that the test has. Without any, the rest must still hold."""
    prefixes = [kind + (f"-{suffix}" if suffix else "") for suffix in options.suffix]
    present = [prefix for prefix in prefixes if re.search(rf"//\s*{prefix}(-NEXT|-SAME|-NOT|-DAG|-COUNT-\d+)?:", text)]
    command = ["FileCheck", f"--input-file={input_file}", str(options.file), *flags, "--allow-empty",
               "--dump-input=never"]
    said = pathlib.Path(input_file).read_text()
    if not present:
        if re.search(r"(warning|error):" if not options.broken else r"warning:", said):
            raise Failure(f"no {kind} line expects what was said:\n{show(findings(said))}")
        return
    command.append(f"--check-prefixes={','.join(present)}")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        shown = said if kind.startswith("CHECK-FIXES") else show(findings(said))
        raise Failure(f"{done.stdout}{kind} does not hold for:\n{shown}")


def findings_without_fix(fixes_yaml, text, found):
    """Those of \\p found, in the file of \\p text, that the exported fixes give no replacement for."""
    exported = fixes_yaml.read_text() if fixes_yaml.exists() else ""
    fixed = set()
    for block in FIX_BLOCK.split(exported)[1:]:
        if "ReplacementText" in block:
            before = text.encode()[: int(FIX_OFFSET.search(block)[1])] # the first is where the message stands
            fixed.add((before.count(b"\n") + 1, len(before) - before.rfind(b"\n")))
    return [f for f in found if f.severity != "note" and (f.line, f.column) not in fixed]


def main():
    options = parse(sys.argv[1:])
    text = options.file.read_text()
    work = pathlib.Path(options.temp + "".join(f"-{suffix}" for suffix in options.suffix if suffix))
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    file = work / options.file.name
    stripped = COMMENT.sub("//", text)
    file.write_text(stripped)
    options.flags += ["-I", str(options.file.parent)]
    # Always one, so that no .clang-tidy above the folder counts.
    (work / "config").write_text(with_tests_as_products(options.config or "{CheckOptions: {}}"))
    config = [f"--config-file={work / 'config'}"]

    runs = tools(options)
    if options.plugin_only:
        runs = [tool for tool in runs if tool.name == "clang-tidy"]
        if not runs:
            return
    alarms = "warning:" if options.broken else "{{warning|error}}:"
    first = None
    for tool in runs:
        output, _ = tool.run(options.checks, file, options.flags, config)
        said = work / f"{tool.name}.txt"
        said.write_text(output)
        # async-tidy adds notes for code errors of its own making to stderr; what it found is on stdout.
        if first is None:
            first = output
            has_notes = re.search(r"//\s*CHECK-NOTES", text)
            if has_notes:
                filecheck(options, "CHECK-NOTES", text, said, f"--implicit-check-not={{{{note|{'warning' if options.broken else 'warning|error'}}}}}:")
            else:
                filecheck(options, "CHECK-MESSAGES", text, said, f"--implicit-check-not={alarms}")
        elif findings(output) != findings(first):
            raise Failure(f"{runs[0].name} and {tool.name} do not agree.\n{runs[0].name}:\n{show(findings(first))}\n"
                          f"{tool.name}:\n{show(findings(output))}")

    if "CHECK-FIXES" in text:
        for tool in runs:
            check_fixes(options, tool, config, text, stripped, work / f"fixed-by-{tool.name}")


def check_fixes(options, tool, config, text, stripped, work):
    work.mkdir()
    file = work / options.file.name
    file.write_text(stripped)
    exported = work / "fixes.yaml"
    before, _ = tool.run(options.checks, file, options.flags, [*config, f"--export-fixes={exported}"])
    tool.run(options.checks, file, options.flags, [*config, "--fix"])
    filecheck(options, "CHECK-FIXES", text, file, "--strict-whitespace")

    compiled = subprocess.run([options.clang, "-fsyntax-only", "-w", *options.flags, str(file)],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if compiled.returncode != 0:
        raise Failure(f"what {tool.name} --fix made of the file does not compile:\n{compiled.stdout}")

    after, _ = tool.run(options.checks, file, options.flags, config)
    # Columns move with the fixes, and so do the lines below one that adds or removes a line break.
    same_lines = file.read_text().count("\n") == stripped.count("\n")
    def key(f):
        return f.line if same_lines else None, f.message
    expected = collections.Counter(map(key, findings_without_fix(exported, stripped, findings(before))))
    found = [f for f in findings(after) if f.severity != "note"]
    actual = collections.Counter(map(key, found))
    if options.new_after_fix:
        for entry in list(actual - expected):
            if re.search(options.new_after_fix, entry[1]):
                del actual[entry]
    if actual != expected:
        raise Failure(f"{tool.name} on the fixed file: expected what had no fix:\n"
                      + "\n".join(f"  {line}: {message}" for line, message in sorted(expected.elements()))
                      + f"\nfound:\n{show(found)}")


if __name__ == "__main__":
    run_main(main)
