"""Makes programs smaller as long as they show the same."""

import re

from .grammar import Node
from .make import Scope, is_leaf

MOST_CANDIDATES = 30  # of one program in one round


def blocks_of(program):
    """All lists of statements, the outer before the inner. Equal programs give them in the same order."""
    return [block for node in program.nodes() for block in node.blocks()]


def is_valid(program):
    """Whether every variable is seen where it is used, and jumps stand where they may."""
    return all(sound(node, Scope(), False, True) for function in program.functions() for node in [function.node])


def sound(node, scope, in_loop, is_end):
    production = node.production
    if (production.in_loop and not in_loop) or (production.last and not is_end):
        return False
    declared, inside = [], []
    for hole, filled in zip(production.holes, node.holes):
        if hole.kind in ("use", "take"):
            if filled not in scope.visible(hole.arguments[0], hole.kind == "take"):
                return False
            if hole.kind == "take":
                scope.forget(filled)
        elif hole.kind in ("new", "inner"):
            (declared if hole.kind == "new" else inside).append((hole.arguments[0], filled))
        elif hole.is_block:
            inner = Scope() if hole.kind == "body" else Scope(scope, inside, hole.kind == "loop")
            looping = hole.kind == "loop" or (hole.kind == "block" and in_loop)
            if not all(sound(one, inner, looping, one is filled[-1]) for one in filled):
                return False
    scope.names += declared
    return True


def edits(program):
    """Functions that each make a copy of the program smaller."""
    for number, block in enumerate(blocks_of(program)):
        half = len(block) // 2
        if half > 1:
            yield lambda one, n=number, h=half: blocks_of(one)[n].__delitem__(slice(0, h))
            yield lambda one, n=number, h=half: blocks_of(one)[n].__delitem__(slice(h, None))
        for at, node in enumerate(block):
            yield lambda one, n=number, a=at: blocks_of(one)[n].__delitem__(a)
            for which, inner in enumerate(node.blocks()):
                if any(one.production.makes != node.production.makes for one in inner):
                    continue  # what may stand in a function need not stand in a coroutine
                yield lambda one, n=number, a=at, w=which: hoist(blocks_of(one)[n], a, w)
    for number, function in enumerate(program.functions()):
        simple = [one for one in program.grammar.of(function.nonterminal) if is_leaf(one)]
        if simple and not is_leaf(function.node.production):
            yield lambda one, n=number, production=simple[0]: simplify(one.functions()[n], production)
    for number in range(len(program.roots)):
        if len(program.roots) > 1:
            yield lambda one, n=number: one.roots.__delitem__(n)


def hoist(block, at, which):
    """Puts what stands in a statement's block in the statement's place."""
    block[at : at + 1] = block[at].blocks()[which]


def simplify(function, production):
    filled = []
    for hole in production.holes:
        filled.append(function.name if hole.kind == "name" else
                      filled[int(hole.arguments[0])] if hole.kind == "again" else hole.arguments[0])
    function.node = Node(production, filled)


def candidates(program):
    made = []
    for edit in edits(program):
        copy = program.copy()
        edit(copy)
        if is_valid(copy):
            made.append(copy)
    return sorted(made, key=lambda one: one.size())


def without_limits(program, disagreement):
    """The program without what explains the disagreement, and what depends on that; None if nothing is left."""
    copy = program.copy()
    disclaimed = {id(node) for node in copy.nodes()
                  if any(limit.explains(disagreement) for limit in node.production.limits)}
    for block in blocks_of(copy):
        block[:] = [node for node in block if id(node) not in disclaimed]
    for function in copy.functions():
        if id(function.node) in disclaimed:
            others = [one for one in copy.grammar.of(function.nonterminal)
                      if is_leaf(one) and not any(limit.explains(disagreement) for limit in one.limits)]
            if not others:
                return None
            simplify(function, others[0])
    while not is_valid(copy):
        if not drop_first_unsound(copy):
            return None
    return copy


def drop_first_unsound(program):
    for block in blocks_of(program):
        for at, node in enumerate(block):
            kept = block[at]
            del block[at]
            if any(hole.kind in ("use", "take") for hole in kept.production.holes) and not is_seen(program, block, at, kept):
                return True
            block.insert(at, kept)
    return False


def is_seen(program, block, at, node):
    """Whether what \\p node uses is declared by a statement that is still there."""
    declared = {filled for one in program.nodes() for hole, filled in zip(one.production.holes, one.holes)
                if hole.kind in ("new", "inner")}
    return all(filled in declared for hole, filled in zip(node.production.holes, node.holes)
               if hole.kind in ("use", "take"))


class Case:
    def __init__(self, program, disagreement):
        self.program = program
        self.disagreement = disagreement
        self.outcome = None
        self.witness = None
        self.untried = candidates(program)


def reduce(workshop, cases, judge, batch_size):
    """Makes the programs of the cases as small as it can, all at once."""
    while active := [case for case in cases if case.untried]:
        tried = []
        for case in active:
            tried += [(case, one) for one in case.untried[:MOST_CANDIDATES]]
            case.untried = case.untried[MOST_CANDIDATES:]
        batches = [tried[at : at + batch_size] for at in range(0, len(tried), batch_size)]
        done = set()
        for batch, outcomes in zip(batches, workshop.judge([[one for _, one in batch] for batch in batches])):
            for (case, one), outcome in zip(batch, outcomes):
                if case in done or outcome.died is not None:
                    continue
                witness = judge(outcome, case.program.grammar).witnesses.get(case.disagreement)
                if witness:  # the smallest comes first
                    done.add(case)
                    case.program, case.outcome, case.witness = one, outcome, witness
                    case.untried = candidates(one)


def shape(program):
    """The same for programs that differ in names only."""
    names = {}
    text = "\n".join(program.text("p").lines[2:])
    return re.sub(r"\b([a-z])\d+\b", lambda match: names.setdefault(match[0], f"{match[1]}{len(names)}"), text)
