"""The tests of test/libraries: what they expect, what the program says of them, and both again with all names changed.

A test's expectations are the comments of support/check_async.py. Their suffix says what they rest on:

    // CHECK-MESSAGES:               also without the library's names: structure tells
    // CHECK-MESSAGES-NAMED:         a model knows the library's names
    // CHECK-MESSAGES-LIKELY:        only with `--confidence likely`; also -NAMED-LIKELY
    code; // MISSED: async-x: why    a bug that is not reported
    code; // FALSE: async-x: why     what is reported of it, below, is wrong
"""

import collections
import pathlib
import re
import subprocess
import tempfile

from tidy_tools import Failure, diagnostics

Finding = collections.namedtuple("Finding", "line column text check")
Expectation = collections.namedtuple("Expectation", "line check named likely")

COMMENT = re.compile(r"^\s*// CHECK-MESSAGES(-NAMED)?(-LIKELY)?: :\[\[@LINE-(\d+)\]\]:\d+: warning: .*\[(async-[a-z-]+)\]$")
MARK = re.compile(r"\s*// (MISSED|FALSE): (async-[a-z-]+)(?:: (.*?))?(?: // RENAMED: .*)?$", re.MULTILINE)
STAND_IN = re.compile(r'^#include "stand-ins/([a-z-]+\.h)"', re.MULTILINE)

# Names that are the language's or the standard library's: what they mean is structure.
KEYWORDS = """alignas alignof auto bool break case catch char char8_t char16_t char32_t class co_await co_return co_yield concept
const consteval constexpr constinit const_cast continue decltype default delete do double dynamic_cast else enum explicit
export extern false final float for friend goto if inline int long mutable namespace new noexcept nullptr operator override
private protected public register reinterpret_cast requires return short signed sizeof static static_assert static_cast
struct switch template this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile
wchar_t while pragma GCC system_header include nodiscard maybe_unused"""
COROUTINES = """promise_type initial_suspend final_suspend get_return_object return_void return_value yield_value
unhandled_exception await_ready await_suspend await_resume await_transform coroutine_traits sender_concept"""
REQUIREMENTS = """lock unlock try_lock lock_shared unlock_shared try_lock_shared try_lock_for try_lock_until begin end cbegin
cend size empty clear erase insert emplace push_back emplace_back pop_front pop_back front back value_type iterator type value
first second what data release reset swap resume destroy promise done from_promise from_address address test load store
exchange stop_requested request_stop get_token is_error_code_enum true_type false_type duration time_point"""
STANDARD = set((KEYWORDS + " " + COROUTINES + " " + REQUIREMENTS).split())


def findings(program, file, *options, flags=()):
    """What the program says of \\p file."""
    command = [program, "--checks=-*,async-*", "--header-filter=.*", "--no-default-system-paths", "--no-default-test-paths",
               "-j1", "--use-color=false", *options, str(file), "--", "-std=c++20", "-I", str(file.parent), *flags]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")
    if done.returncode not in (0, 1):
        raise Failure(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    found = []
    for said in diagnostics(done.stdout):
        match = re.fullmatch(r"(.*) \[(async-[a-z-]+)[^]]*\]", said.message)
        if said.severity != "note" and said.file == file.name and match:
            found.append(Finding(said.line, said.column, match[1], match[2]))
        elif said.severity == "error":
            raise Failure(f"{file}:{said.line}: {said.message}")
    return found


def expectations(text):
    """What the comments of a test expect. A line is that of the code."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := COMMENT.match(line):
            yield Expectation(number - int(match[3]), match[4], bool(match[1]), bool(match[2]))


def marks(text):
    """(word, check, why) of the comments MISSED and FALSE."""
    for match in MARK.finditer(text):
        yield match[1], match[2], match[3] or ""


def identifiers(text):
    """The code's identifiers with their places; comments, strings and directives have none."""
    for token in re.finditer(r'//[^\n]*|/\*.*?\*/|(?:L|u8|u|U)?"(?:\\.|[^"\\\n])*"|^\s*#[^\n]*|std(?:::\w+)+|\b\d[\w\']*|\b[A-Za-z_]\w*',
                             text, re.DOTALL | re.MULTILINE):
        if re.match(r"[A-Za-z_]", token[0]):
            yield token


def changed_names(stand_in, test):
    """A new name for each that the stand-in declares or mentions."""
    standard = set(STANDARD)
    for token in [*identifiers(stand_in), *identifiers(test)]:
        if token[0].startswith("std::"):
            standard.update(token[0].split("::"))
    names = {}
    for token in identifiers(stand_in):
        if not token[0].startswith("std::") and token[0] not in standard:
            names.setdefault(token[0], f"name{len(names)}")
    return names


def rename(text, names):
    result, at = [], 0
    for token in identifiers(text):
        result += [text[at:token.start()], names.get(token[0], token[0])]
        at = token.end()
    return "".join([*result, text[at:]])


def write_renamed(test, folder):
    """A copy of the test and of its stand-in below \\p folder, with all names changed; None if it has no stand-in."""
    text = test.read_text()
    include = STAND_IN.search(text)
    if not include:
        return None
    stand_in = (test.parent / "stand-ins" / include[1]).read_text()
    names = changed_names(stand_in, text)
    (folder / "stand-ins").mkdir(parents=True, exist_ok=True)
    (folder / "stand-ins" / include[1]).write_text(rename(stand_in, names))
    # What is a message of the test's own comments need not change; the code has to.
    (folder / test.name).write_text(rename(text, names))
    return folder / test.name


def places(found):
    return collections.Counter((finding.line, finding.check) for finding in found)


def renamed_places(program, test):
    """(line, check) of all that is said with all names changed, likely ones included; None without a stand-in."""
    with tempfile.TemporaryDirectory() as folder:
        copy = write_renamed(test, pathlib.Path(folder))
        return places(findings(program, copy, "--confidence=likely")) if copy else None


def check_renamed(program, test):
    """Compares what remains with all names changed with the comments that are not -NAMED."""
    remaining = renamed_places(program, test)
    if remaining is None:
        raise Failure(f"{test.name} includes no stand-in")
    expected = list(expectations(test.read_text()))
    plain = collections.Counter((e.line, e.check) for e in expected if not e.named)
    named = collections.Counter((e.line, e.check) for e in expected if e.named)
    lost = [f"{test.name}:{line}: {check}: is not said with all names changed: make it CHECK-MESSAGES-NAMED"
            for line, check in sorted((plain - remaining).elements())]
    kept = [f"{test.name}:{line}: {check}: is said with all names changed, too: make it CHECK-MESSAGES"
            for line, check in sorted((named & (remaining - plain)).elements())]
    new = [f"{test.name}:{line}: {check}: is said only with all names changed: mark the line 'RENAMED: {check}'"
           for line, check in sorted((remaining - plain - named).elements())
           if f"RENAMED: {check}" not in test.read_text().splitlines()[line - 1]]
    if lost or kept or new:
        raise Failure("\n".join([*lost, *kept, *new]))


def update(program, test):
    """Rewrites the test's expectations from what is said of it. Says what is found no longer."""
    lines = []
    number = {}
    for old, line in enumerate(test.read_text().splitlines(), 1):
        if COMMENT.match(line):
            continue
        lines.append(line)
        number[old] = len(lines)
    before = [(number[e.line], e.check) for e in expectations(test.read_text())]
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / test.name
        copy.write_text("\n".join(re.sub(r"// (MISSED|FALSE|RENAMED):", "//", line) for line in lines) + "\n")
        (copy.parent / "stand-ins").symlink_to((test.parent / "stand-ins").absolute())
        sure = places(findings(program, copy))
        said = findings(program, copy, "--confidence=likely")
        remaining = renamed_places(program, copy)
    found = {(finding.line, finding.check) for finding in said}
    for line, check in sorted(set(before) - found):
        print(f"{test.name}: '{lines[line - 1].strip()}': {check} is found no longer")
        lines[line - 1] += f" // MISSED: {check}"
    result = []
    for at, line in enumerate(lines, 1):
        match = MARK.search(line)
        if match and ((at, match[2]) in found) == (match[1] == "MISSED"):
            line = line[: match.start()]
        line = re.sub(r"\s*// RENAMED: .*$", "", line)
        extra = sorted({check for (where, check) in (remaining or ()) if where == at and (at, check) not in found})
        result.append(line + "".join(f" // RENAMED: {check}" for check in extra))
        indent = re.match(r"\s*", line)[0]
        for offset, finding in enumerate([f for f in said if f.line == at], 1):
            key = (finding.line, finding.check)
            suffix = "" if remaining is None or key in remaining else "-NAMED"
            suffix += "" if key in sure else "-LIKELY"
            result.append(f"{indent}// CHECK-MESSAGES{suffix}: :[[@LINE-{offset}]]:{finding.column}: warning: "
                          f"{finding.text} [{finding.check}]")
    test.write_text("\n".join(result) + "\n")
