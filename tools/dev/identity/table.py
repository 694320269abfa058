"""Compares two runs, plant by plant."""

import collections
import sys


class Table:
    HEAD = ("| | planted bugs | still reported | the same identity | confused | the same line hash |\n"
            "|---|---|---|---|---|---|")

    def __init__(self):
        self.rows, self.faults = [], []

    def add(self, title, before, after, plants, counted=None):
        """A row: of the plants that are left, or of \\p counted alone, those with the finding that they had before."""
        reported = kept = confused = hashes = 0
        owners = collections.defaultdict(set)
        for run in (before, after):
            for number, checks in run.found.items():
                for fingerprints in checks.values():
                    for one in fingerprints:
                        owners[one].add(number)
        for number in sorted(before.found):
            if number not in plants or (counted is not None and number not in counted):
                continue
            old, new = before.found[number], after.found.get(number, {})
            common = old.keys() & new.keys()
            if not common:
                continue
            reported += 1
            same = all(old[check] <= new[check] or new[check] <= old[check] for check in common)
            others = {n for check in common for one in new[check] for n in owners[one]} - {number}
            taken = any((old[check] | new[check]) & after.others for check in common)
            kept += same
            confused += bool(others or taken)
            hashes += before.lines[number] == after.lines[number]
            where = f"{title}: {plants[number].kind} in {plants[number].file}:{plants[number].lines[0][0]} of the old commit"
            if not same:
                self.faults.append(f"{where} has another identity")
            if others or taken:
                self.faults.append(f"{where} is confused with " + ", ".join(
                    [f"{plants[n].kind if n in plants else 'a dropped one'} ({n})" for n in sorted(others)] or
                    ["what is not planted"]))
        there = len(plants) if counted is None else len(counted & plants.keys())
        self.rows.append((title, there, reported, kept, confused, hashes))
        print("identity:", self.line(self.rows[-1]), file=sys.stderr, flush=True)

    @staticmethod
    def line(row):
        return "| " + " | ".join(map(str, row)) + " |"

    def print(self):
        print(self.HEAD)
        for row in self.rows:
            print(self.line(row))
