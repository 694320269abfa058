"""Makes programs of a grammar at random. Equal seeds, families and numbers give equal programs."""

import random

from .grammar import BLOCKS, Function, Node
from .program import Program

DEEPEST = 3  # blocks in blocks
AVOIDS_HELD = 0.9  # how often a lock is taken that no statement around holds
FARTHEST = 3  # calls of functions that call


class Scope:
    """The variables that a statement sees."""

    def __init__(self, outer=None, names=(), is_loop=False):
        self.outer = outer
        self.is_loop = is_loop
        self.names = list(names)  # (kind, name)

    def visible(self, kind, to_take=False):
        found = [name for of, name in self.names if of == kind]
        if self.outer and not (to_take and self.is_loop):
            found += self.outer.visible(kind, to_take)
        return found

    def forget(self, gone):
        self.names = [(kind, name) for kind, name in self.names if name != gone]
        if self.outer:
            self.outer.forget(gone)


def is_leaf(production):
    return all(hole.kind not in ("call", *BLOCKS) for hole in production.holes)


class Maker:
    def __init__(self, grammar, seed, index):
        self.grammar = grammar
        self.origin = f"{seed}/{grammar.family}/{index}"
        self.random = random.Random(self.origin)
        self.names = 0
        self.functions = []  # those that are complete
        self.left = self.random.randint(3, 12)  # statements
        self.dialect = self.random.choice(grammar.dialects) if grammar.dialects else None

    def program(self):
        roots = [self.function("root", 0) for _ in range(self.random.randint(1, self.grammar.roots))]
        return Program(self.grammar, self.origin, roots, self.dialect)

    def fresh(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    def function(self, nonterminal, distance):
        made = Function(self.fresh("f"), nonterminal)
        made.node = self.filled(self.choose(nonterminal, Scope(), 0, False, distance), Scope(), 0, False, distance, made)
        self.functions.append(made)
        return made

    def called(self, nonterminal, distance):
        there = [one for one in self.functions if one.nonterminal == nonterminal]
        if there and self.random.random() < self.grammar.reuse.get(nonterminal, 0):
            return self.random.choice(there)
        return self.function(nonterminal, distance + 1)

    def choose(self, nonterminal, scope, depth, in_loop, distance, may_end=True):
        fitting = [one for one in self.grammar.of(nonterminal)
                   if self.fits(one, scope, depth, in_loop, distance) and (may_end or not one.last)]
        return self.random.choices(fitting, [one.weight for one in fitting])[0] if fitting else None

    def fits(self, production, scope, depth, in_loop, distance):
        if production.in_loop and not in_loop:
            return False
        for hole in production.holes:
            if hole.kind in ("use", "take") and not scope.visible(hole.arguments[0], hole.kind == "take"):
                return False
            if hole.kind in BLOCKS and depth >= DEEPEST:
                return False
            if hole.kind == "call" and distance >= FARTHEST and not any(map(is_leaf, self.grammar.of(hole.arguments[0]))):
                return False
        return distance <= FARTHEST or is_leaf(production)

    def block(self, nonterminal, scope, depth, in_loop, distance):
        made = []
        for number in range(self.random.choice((1, 1, 2, 2, 3, 4) if depth else (2, 3, 4, 5))):
            if self.left <= 0 and made:
                break
            self.left -= 1
            production = self.choose(nonterminal, scope, depth, in_loop, distance, may_end=depth > 0)
            if not production:
                break
            made.append(self.filled(production, scope, depth, in_loop, distance))
            if production.last:
                break
        return made

    def lock(self, names, scope, inner):
        held = {*scope.visible("held"), *(name for kind, name in inner if kind == "held")}
        free = [name for name in names if name not in held]
        return self.random.choice(free if free and self.random.random() < AVOIDS_HELD else names)

    def filled(self, production, scope, depth, in_loop, distance, function=None):
        filled, declared, inner = [], [], []
        for hole in production.holes:
            if hole.kind == "block":
                made = self.block(hole.arguments[0], Scope(scope, inner), depth + 1, in_loop, distance)
            elif hole.kind == "loop":
                made = self.block(hole.arguments[0], Scope(scope, inner, is_loop=True), depth + 1, True, distance)
            elif hole.kind == "body":
                made = self.block(hole.arguments[0], Scope(), 0 if function else depth + 1, False, distance)
            elif hole.kind in ("new", "inner"):
                made = self.fresh(hole.arguments[0][0])
                (declared if hole.kind == "new" else inner).append((hole.arguments[0], made))
            elif hole.kind in ("use", "take"):
                made = self.random.choice(scope.visible(hole.arguments[0], hole.kind == "take"))
                if hole.kind == "take":
                    scope.forget(made)
            elif hole.kind == "call":
                made = self.called(hole.arguments[0], distance)
            elif hole.kind == "pick":
                made = self.random.choice(hole.arguments)
            elif hole.kind == "lock":
                made = self.lock(hole.arguments, scope, inner)
                (inner if any(one.is_block for one in production.holes) else declared).append(("held", made))
            elif hole.kind == "name":
                made = function.name
            else:
                made = filled[int(hole.arguments[0])]
                made = made.name if isinstance(made, Function) else made
            filled.append(made)
        scope.names += declared
        return Node(production, filled)


def make(grammar, seed, index):
    return Maker(grammar, seed, index).program()
