"""Planted bugs: their edits, and the comments by which they are found again."""

import dataclasses
import json
import random
import re

MARK = re.compile(r"/\*([{}])(\d+)\*/")
SOURCES = (".cpp", ".cc", ".cxx", ".hpp", ".h", ".hh", ".inl", ".ipp")


@dataclasses.dataclass
class Plant:
    number: int
    kind: str
    checks: list   # the checks that it is for; empty: all
    unit: str      # the translation unit to be analysed, below the repository
    file: str      # where it stands, below the repository
    lines: list    # [first, last] of each range where a finding counts
    edits: list    # (begin, end, text): the bytes from begin to end become spaces, and the text is put before them

    def goes_with(self, other):
        """Whether they are on different lines; what both put at one place is put there once."""
        return self.file != other.file or not any(
            a[0] <= b[1] and b[0] <= a[1] for a in self.lines for b in other.lines)


def read(path, repository, seed):
    """The plants of async-mutate's file that go together, in an order drawn by the seed."""
    def below(file):
        return file[len(repository) + 1:] if file.startswith(repository + "/") else None

    places = [one for one in json.loads(path.read_text()) if below(one["file"]) and below(one["unit"])]
    random.Random(seed).shuffle(places)
    chosen = []
    for one in places:
        plant = Plant(len(chosen) + 1, one["kind"], one["checks"], below(one["unit"]), below(one["file"]), one["lines"],
                      [(edit["begin"], edit["end"], edit["text"]) for edit in one["edits"]])
        if all(plant.goes_with(other) for other in chosen):
            chosen.append(plant)
    return chosen


def planted(text, plants):
    """The bytes of a file with its plants, each between its comments."""
    starts = [0] + [at + 1 for at, byte in enumerate(text) if byte == ord("\n")] + [len(text) + 1]
    edits = {edit for plant in plants for edit in plant.edits}
    for plant in plants:
        for first, last in plant.lines:
            line = text[starts[first - 1]:starts[first] - 1]
            begin = starts[first - 1] + len(line) - len(line.lstrip())
            end = starts[last - 1] + len(text[starts[last - 1]:starts[last] - 1].rstrip())
            edits |= {(begin, begin, f"/*{{{plant.number}*/", 0), (end, end, f"/*}}{plant.number}*/", 2)}
    # At one place: the comment that begins, what is planted, the comment that ends.
    for begin, end, inserted, *_ in sorted(edits, key=lambda e: (e[0], e[3] if len(e) > 3 else 1, e[2]), reverse=True):
        blank = bytes(byte if byte == ord("\n") else ord(" ") for byte in text[begin:end])
        text = text[:begin] + inserted.encode() + blank + text[end:]
    return text


def sources(root):
    for path in sorted(root.rglob("*")):
        if path.suffix in SOURCES and ".git" not in path.relative_to(root).parts and path.is_file():
            yield path


def places(root):
    """file: [(begin, end, number)] of the plants that are there; begin and end are (line, column in bytes)."""
    found = {}
    for path in sources(root):
        text, opened = path.read_bytes().decode("utf-8", "replace"), {}
        for match in MARK.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            at = (line, len(text[text.rfind("\n", 0, match.start()) + 1:match.start()].encode()) + 1)
            if match[1] == "{":
                opened[match[2]] = at
            elif match[2] in opened:
                found.setdefault(str(path.relative_to(root)), []).append((opened.pop(match[2]), at, int(match[2])))
    return found


def marks_in(text):
    return {int(match[2]) for match in MARK.finditer(text)}
