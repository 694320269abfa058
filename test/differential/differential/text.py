"""Programs as C++, and which lines belong to what."""

import dataclasses

from .grammar import HOLE, Function

INDENT = "  "
MARK = "HERE "  # see prelude.hpp


def lines_of(node, depth):
    """The text of a statement or function, with a mark before each statement in it."""
    filled = iter(node.holes)
    made = []
    for line in node.production.text.split("\n"):
        parts, at, block = [], 0, None
        for match in HOLE.finditer(line):
            value = next(filled)
            parts.append(line[at : match.start()])
            at = match.end()
            if isinstance(value, list):
                block = value
            else:
                parts.append(value.name if isinstance(value, Function) else value)
        if block is None:
            made.append(INDENT * depth + "".join(parts) + line[at:])
        else:
            outer = (len(line) - len(line.lstrip())) // len(INDENT)
            for inner in block:
                first, *rest = lines_of(inner, depth + outer + 1)
                made += [MARK + first, *rest]
    return made


@dataclasses.dataclass
class Text:
    """A program's lines, and at which of them, counted from 0, each function begins and ends."""

    marked: list  # with HERE before statements
    functions: dict  # name: (first, last)
    own: int = 0  # where the program begins, after its library

    def __post_init__(self):
        self.lines = [line.replace(MARK, "") for line in self.marked]
        self.begins = {first for first, _ in self.functions.values()}
        self.statements = {number for number, line in enumerate(self.marked) if MARK in line}

    def shown(self):
        """The program without its library, with the numbers of its lines."""
        return "\n".join(f"{number + 1:4} {line}" for number, line in enumerate(self.lines) if number >= self.own)

    def function_at(self, line):
        return next((name for name, (first, last) in self.functions.items() if first <= line <= last), None)

    def function_defined_at(self, line):
        return next((name for name, (first, _) in self.functions.items() if first == line), None)

    def statement_at(self, line):
        """Where the statement begins that a line is part of, or after; None outside of all."""
        while line >= 0 and line not in self.statements:
            if line in self.begins:
                return None
            line -= 1
        return line if line >= 0 else None


def text_of(program, name):
    said = program.dialect.said if program.dialect else str
    libraries = [said(program.grammar.library), program.dialect.library if program.dialect else ""]
    lines, functions = [f"namespace {name} {{", *(line for one in libraries for line in one.split("\n") if line)], {}

    def add(function, depth):
        begin = len(lines)
        lines.extend(map(said, lines_of(function.node, depth)))
        functions[function.name] = (begin, len(lines) - 1)

    own = len(lines)
    called = program.functions()
    for function in called:
        if function.node.production.before:
            add(function, 0)
    lines.append("struct world : differential::world_base {")
    lines.extend(INDENT + said(line) for line in program.grammar.members.split("\n") if line)
    for function in called:
        if not function.node.production.before:
            add(function, 1)
    lines += ["};", f"}} // namespace {name}"]
    return Text(lines, functions, own)


def entry_of(program, name):
    """Its line in the table of a batch."""
    roots = ", ".join(f"&differential::start<{name}::world, &{name}::world::{root}>" for root in program.root_names())
    return (f'{INDENT}{INDENT}{{"{name}", differential::setting::{program.grammar.setting}, '
            f"&differential::make<{name}::world>, {{{roots}}}}},")
