#!/usr/bin/env python3
"""Checks that what the grammars call disclaimed stands on the pages: `check_limits.py DIRECTORY-OF-PAGES`.

A check cannot claim less without its page saying so, nor a grammar excuse a disagreement that no page explains.
"""

import pathlib
import sys

from differential.grammar import families, load


def main():
    pages = pathlib.Path(sys.argv[1])
    wrong = set()
    for family in families():
        grammar = load(family)
        said = [(limit.page, limit.text) for one in grammar.productions for limit in one.limits]
        said += [(page, text) for *_, page, text in grammar.disclaims]
        for page, text in said:
            words = " ".join((pages / f"{page}.md").read_text().split())
            if " ".join(text.split()) not in words:
                wrong.add(f"{page}.md does not say: {text}")
    for one in sorted(wrong):
        print(one)
    sys.exit(1 if wrong else 0)


main()
