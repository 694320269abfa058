"""Changes of the planted files that must not change the identity of a finding. Each returns the plants that it concerns."""

import collections
import re
import subprocess

import plants

INCLUDE = re.compile(r'^(\s*#\s*include\s*["<])([^">]+)([">])', re.M)
TEXTS = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.S)
ACCESS = re.compile(r"\s*(?:public|private|protected)\s*:\s*$")
SCOPE = re.compile(r"\s*(?:inline\s+)?namespace\b|[^()=]*\b(?<!enum )(?:class|struct|union)\b[^()=]*$")


def rename(branch):
    """Every file with a plant, and the includes of it."""
    files = list(plants.places(branch.root))

    def renamed(file):
        stem, dot, suffix = file.rpartition(".")
        return f"{stem}_renamed{dot}{suffix}"

    for path in plants.sources(branch.root):
        def included(match):
            beside = (path.parent / match[2]).resolve()
            meant = [file for file in files if (beside == branch.root / file if beside.is_file()
                                                else f"/{file}".endswith(f"/{match[2]}"))]
            return match[1] + (renamed(match[2]) if meant else match[2]) + match[3]

        text = path.read_bytes().decode("utf-8", "surrogateescape")
        if (changed := INCLUDE.sub(included, text)) != text:
            path.write_bytes(changed.encode("utf-8", "surrogateescape"))
    for file in files:
        (branch.root / file).rename(branch.root / renamed(file))
        branch.move(file, renamed(file))
    return set(branch.alive)


def format_otherwise(branch, clang_format):
    files = [branch.root / file for file in plants.places(branch.root)]
    if files:
        style = "{BasedOnStyle: GNU, ColumnLimit: 72, SortIncludes: Never}"
        subprocess.run([clang_format, "-i", f"--style={style}", *files], check=True)
    return set(branch.alive)


def functions(text):
    """Neighbours that can change places: lists of (first line, last line) of functions with nothing but comments between."""
    code = TEXTS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    code = re.sub(r"^[ \t]*#(?:.*\\\n)*.*", lambda match: re.sub(r"[^\n]", "#", match[0]), code, flags=re.M)
    runs, scopes, start = [[]], [True], 0
    for at, char in enumerate(code):
        if char == "{":
            scopes.append(scopes[-1] and bool(SCOPE.match(code[start:at])))
            if scopes[-1]:
                start = at + 1
                runs.append([])
        elif char == "}" and len(scopes) > 1:
            was_scope = scopes.pop()
            after = code[at + 1:at + 200].lstrip()[:1]
            if not scopes[-1] or (after and after in ",{;)"):
                continue
            header = code[start:at]
            begin = start + len(header) - len(header.lstrip())
            first, last = code.count("\n", 0, begin), code.count("\n", 0, at)
            before, behind = code[:begin].rpartition("\n")[2], code[at + 1:].partition("\n")[0]
            is_alone = not before.strip() and not behind.strip()
            if was_scope or "(" not in header.partition("{")[0] or "#" in header or not is_alone:
                runs.append([])
            else:
                runs[-1].append((first, last))
            start = at + 1
        elif scopes[-1] and (char == ";" or (char in ":#" and ACCESS.match(code[start:at + 1])) or char == "#"):
            start = at + 1
            runs.append([])
    return [run for run in runs if len(run) > 1]


def reordered(lines, runs):
    """The lines with the functions of each run in reverse order."""
    result, end = [], 0
    for run in sorted(runs):
        for (first, last), (from_first, from_last) in zip(run, reversed(run)):
            result += lines[end:first] + lines[from_first:from_last + 1]
            end = last + 1
    return result + lines[end:]


def reorder(branch, analysis):
    """The functions of every file with a plant, unless that file does not compile then."""
    changed = {}
    for file, inside in plants.places(branch.root).items():
        path = branch.root / file
        before = path.read_bytes()
        lines = before.decode("utf-8", "surrogateescape").split("\n")
        runs = functions("\n".join(lines))
        moved = {n for (line, _), _, n in inside for run in runs if any(first < line <= last + 1 for first, last in run)}
        if moved:
            changed[file] = (before, moved)
            path.write_bytes("\n".join(reordered(lines, runs)).encode("utf-8", "surrogateescape"))
    units = analysis.units()
    while changed and (rejected := analysis.rejected(units)):
        wrong = {file for printed in rejected.values() for file, _ in analysis.errors(printed)} & changed.keys()
        for file in wrong or set(changed):
            (branch.root / file).write_bytes(changed.pop(file)[0])
        units = list(rejected)
    return set().union(*(moved for _, moved in changed.values()))
