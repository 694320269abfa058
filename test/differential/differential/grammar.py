"""Grammars of programs, as they stand in grammar/*.toml, and the trees that are made of them.

A production is a text with holes:

    HERE          before a statement of a function: whether it is reached is noted. Statements in blocks need none.

    $(block X)    statements of the nonterminal X, alone on its line; they see the variables around them
    $(loop X)     the same in a loop: what a statement in it takes away must be made in it as well
    $(body X)     the same without the variables around them: the body of a function or a lambda
    $(new K)      the name of a new variable of the kind K, which the statements that follow see
    $(inner K)    the same, seen by the blocks that follow in this production
    $(use K)      a variable of the kind K
    $(take K)     the same, and nobody sees it afterwards
    $(call F)     the name of a function of the nonterminal F, a new one or one that there is
    $(pick A B)   one of these words
    $(lock A B)   the same, mostly one that no statement around holds yet
    $(name)       in a function: its name
    $(again N)    the same as the N-th hole, counted from 0
"""

import dataclasses
import pathlib
import re
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "grammar"
HOLE = re.compile(r"\$\((\w+)((?: [\w.:<>*-]+(?:\(\w*\))?)*)\)")
BLOCKS = ("block", "loop", "body")


@dataclasses.dataclass(frozen=True)
class Hole:
    kind: str
    arguments: tuple

    @property
    def is_block(self):
        return self.kind in BLOCKS


@dataclasses.dataclass(frozen=True)
class Limit:
    """What the page of a check says that it does not see."""

    check: str
    page: str
    text: str
    alarm: str = "any"  # which kind it explains: missed, false or any

    def explains(self, disagreement):
        return self.check == disagreement.check and self.alarm in ("any", "missed" if disagreement.missed else "false")


@dataclasses.dataclass(frozen=True)
class Production:
    name: str
    makes: str
    text: str
    weight: float = 1
    last: bool = False  # a jump: nothing may follow it in its block
    in_loop: bool = False  # needs a loop around it
    before: bool = False  # a function that stands before the class, not in it
    limits: tuple = ()  # what pages disclaim: Limit

    @property
    def holes(self):
        return [Hole(match[1], tuple(match[2].split())) for match in HOLE.finditer(self.text)]


@dataclasses.dataclass
class Group:
    """Checks and the reports of the runtime that speak of the same mistake."""

    name: str
    checks: list
    kinds: list
    key: str  # how a report and a finding are known to mean the same; see verdict.py
    says: dict = dataclasses.field(default_factory=dict)  # check: what only those of its findings say that are of this group

    def has(self, finding):
        return finding.check in self.checks and self.says.get(finding.check, "") in finding.message


@dataclasses.dataclass(frozen=True)
class Dialect:
    """Another library for the same programs: its text, and how its words are said (pattern, replacement)."""

    name: str
    library: str
    words: tuple

    def said(self, line):
        for pattern, replacement in self.words:
            line = re.sub(pattern, replacement, line)
        return line


@dataclasses.dataclass
class Grammar:
    family: str
    setting: str  # see prelude.hpp
    members: str
    roots: int  # how many a program has at most
    groups: list
    disclaims: list  # reports that a page disclaims: (kind, part of the message, check, page, text)
    reuse: dict  # nonterminal of functions: how often one that there is already is called again
    productions: list
    library: str = ""  # what stands before the class of every program
    dialects: tuple = ()  # a program is in one of them, if there are any

    def of(self, nonterminal):
        return [one for one in self.productions if one.makes == nonterminal]


def load(family):
    """The grammar of one family, with what the families it includes have, or with all that the family it is `of` is."""
    text = tomllib.loads((FOLDER / f"{family}.toml").read_text())
    base = load(text["of"]) if "of" in text else None
    productions, reuse = (base.productions, dict(base.reuse)) if base else ([], {})
    for part in [*text.get("includes", []), family]:
        there = tomllib.loads((FOLDER / f"{part}.toml").read_text())
        reuse.update(there.get("reuse", {}))
        productions = productions + [production_of(one) for one in there["production"]]
    without = set(text.get("without", []))
    disclaims = [(one["kind"], one["says"], one["check"], one["page"], one["text"]) for one in text.get("disclaimed", [])]
    dialects = tuple(Dialect(one["name"], one["library"].strip("\n"), tuple(map(tuple, one["words"])))
                     for one in text.get("dialect", []))
    return Grammar(family, text["setting"] if not base else base.setting,
                   text["members"].strip("\n") if "members" in text else base.members,
                   text.get("roots", base.roots if base else 1),
                   [Group(**group) for group in text["group"]] if "group" in text else base.groups,
                   disclaims + (base.disclaims if base else []), reuse,
                   [one for one in productions if one.name not in without], text.get("library", "").strip("\n"), dialects)


def production_of(text):
    limits = tuple(Limit(**limit) for limit in text.pop("limits", []))
    return Production(**{**text, "text": text["text"].strip("\n")}, limits=limits)


def families():
    """Those that programs are made of; the others are only included."""
    written = {path.stem: tomllib.loads(path.read_text()) for path in FOLDER.glob("*.toml")}
    return sorted(family for family, text in written.items() if "setting" in text or "of" in text)


class Node:
    """A production with its holes filled: a list of nodes for a block, a Function for a call, else a text."""

    __slots__ = ("production", "holes")

    def __init__(self, production, holes):
        self.production = production
        self.holes = holes

    def blocks(self):
        return [filled for filled in self.holes if isinstance(filled, list)]

    def calls(self):
        return [filled for filled in self.holes if isinstance(filled, Function)]


class Function:
    __slots__ = ("name", "node", "nonterminal")

    def __init__(self, name, nonterminal):
        self.name = name
        self.nonterminal = nonterminal
        self.node = None


def nodes_in(nodes):
    """These and all in their blocks, but not in the functions they call."""
    for node in nodes:
        yield node
        for block in node.blocks():
            yield from nodes_in(block)
