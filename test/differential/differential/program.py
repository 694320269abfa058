"""One generated program."""

import copy
import dataclasses

from .grammar import Grammar, nodes_in
from .text import text_of


@dataclasses.dataclass
class Program:
    grammar: Grammar
    origin: str  # how to make it again: seed/family/index
    roots: list
    dialect: object = None

    def functions(self):
        """All that are called, the called before their callers."""
        found = []

        def visit(function):
            if function in found:
                return
            for node in nodes_in([function.node]):
                for called in node.calls():
                    visit(called)
            found.append(function)

        for root in self.roots:
            visit(root)
        return found

    def nodes(self):
        return nodes_in([function.node for function in self.functions()])

    def size(self):
        return sum(1 for _ in self.nodes())

    def limits(self):
        return {limit for node in self.nodes() for limit in node.production.limits}

    def root_names(self):
        return [root.name for root in self.roots]

    def text(self, name):
        """As C++, in the namespace \p name."""
        return text_of(self, name)

    def copy(self):
        """Of the tree only; what it is made of is shared."""
        return dataclasses.replace(self, roots=copy.deepcopy(self.roots, shared_productions(self)))


def shared_productions(program):
    return {id(node.production): node.production for node in program.nodes()}
