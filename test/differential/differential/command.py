import argparse
import collections
import pathlib
import sys

from .batch import Workshop
from .found import found_programs
from .grammar import families, load
from .make import make
from .reduce import Case, reduce, shape, without_limits
from .verdict import judge


def at_least(least):
    def number(text):
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"must be at least {least}")
        return int(text)
    return number


def parse(arguments):
    parser = whole = argparse.ArgumentParser(prog="differential", description="Compares what the checks say of generated "
                                     "programs with what happens when these run.")
    parser.add_argument("--seed", type=int, default=1, help="default 1")
    parser.add_argument("--count", type=at_least(1), default=200, help="programs of each family; default 200")
    parser.add_argument("--first", type=at_least(0), default=0, help="number of the first program; default 0")
    parser.add_argument("--family", action="append", choices=families(), help="all if none is given")
    parser.add_argument("--runs", type=at_least(50), default=300, help="orders of each program that are tried; default 300")
    parser.add_argument("--batch", type=at_least(1), default=100, help="programs of one translation unit; default 100")
    parser.add_argument("--jobs", type=at_least(1), default=2, help="default 2")
    parser.add_argument("--reduce", type=at_least(0), default=20,
                        help="how many disagreements of a family are reduced and shown; default 20")
    parser.add_argument("--open", type=pathlib.Path, help="write the disagreements to this file, one a line")
    parser = parser.add_argument_group("what tools/dev/differential gives, which builds it first")
    parser.add_argument("--folder", required=True, help="for what is built")
    parser.add_argument("--async-tidy", required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--runtime", required=True, help="libasync_runtime.a")
    parser.add_argument("--blocking-calls", required=True, help="the object file of blocking_calls.cpp")
    parser.add_argument("--include", required=True, help="the runtime's headers")
    chosen = whole.parse_args(arguments)
    if chosen.open:
        try:
            chosen.open.touch()
        except OSError as error:
            whole.error(f"cannot write {chosen.open}: {error.strerror}")
    return chosen


LONGER = 10  # times as many orders, before what only a check says counts


class Tally:
    """The verdicts of one family."""

    def __init__(self, grammar):
        self.grammar = grammar
        self.programs = 0
        self.bounded = 0
        self.counts = collections.defaultdict(collections.Counter)  # of each check
        self.open = []  # (program, Disagreement) that no page disclaims, as far as is known
        self.disclaimed = []  # likewise, that one does
        self.died = []
        self.limits = collections.Counter()  # (check, what its page says): disagreements that it explains, alone or with others

    def add(self, program, outcome):
        self.programs += 1
        if outcome.died is not None:
            self.died.append((program, outcome))
            return
        self.bounded += not outcome.exhaustive
        verdict = judge(outcome, self.grammar)
        for check, says in verdict.says.items():
            self.counts[check].update(says)
        self.open += [(program, disagreement) for disagreement in verdict.witnesses]
        for disagreement in verdict.disclaimed:
            self.disclaim(program, disagreement, {text for *_, check, _, text in self.grammar.disclaims
                                                  if check == disagreement.check})

    def disclaim(self, program, disagreement, because):
        self.disclaimed.append((program, disagreement))
        self.counts[disagreement.check]["run, disclaimed" if disagreement.missed else "check, disclaimed"] += 1
        self.limits.update((disagreement.check, text) for text in because)


def in_batches(workshop, things, program_of, size, effort=1):
    """Each thing with the outcome of its program."""
    batches = [things[at : at + size] for at in range(0, len(things), size)]
    programs = [[program_of(one) for one in batch] for batch in batches]
    for batch, outcomes in zip(batches, workshop.judge(programs, effort)):
        yield from zip(batch, outcomes)


def compare(workshop, grammar, options):
    numbers = range(options.first, options.first + options.count)
    programs = [make(grammar, options.seed, number) for number in numbers]
    tally = Tally(grammar)
    for program, outcome in in_batches(workshop, programs, lambda one: one, options.batch):
        tally.add(program, outcome)
    return tally


def set_disclaimed_apart(workshop, tally, options):
    """A disagreement is disclaimed when it is gone without what the check's page disclaims."""
    kept, questions = [], []
    for program, disagreement in tally.open:
        limits = {limit.text for limit in program.limits() if limit.explains(disagreement)}
        rest = without_limits(program, disagreement) if limits else program
        if rest is None:
            tally.disclaim(program, disagreement, limits)
        elif limits:
            questions.append((program, disagreement, limits, rest))
        else:
            kept.append((program, disagreement))
    for (program, disagreement, limits, rest), outcome in in_batches(workshop, questions, lambda one: one[3], options.batch):
        if outcome.died is None and disagreement in judge(outcome, tally.grammar).witnesses:
            kept.append((rest, disagreement))
        else:
            tally.disclaim(program, disagreement, limits)
    tally.open = kept


def look_longer(workshop, tally, options):
    """Runs what only a check says under more orders, where there are more."""
    kept = [one for one in tally.open if one[1].missed]
    questions = [one for one in tally.open if not one[1].missed]
    for (program, disagreement), outcome in in_batches(workshop, questions, lambda one: one[0], options.batch, LONGER):
        if outcome.died is None and disagreement in judge(outcome, tally.grammar).witnesses:
            kept.append((program, disagreement))
        else:
            tally.counts[disagreement.check]["check"] -= 1
            tally.counts[disagreement.check]["both"] += 1
    tally.open = kept


def show_table(tally):
    columns = ["both", "run", "run, disclaimed", "check", "check, disclaimed", "likely", "unreached", "neither"]
    print(f"\n{tally.grammar.family}: {tally.programs} programs, {tally.bounded} of them not under all orders\n")
    print("| check | both | only the run | of these disclaimed | only the check | of these disclaimed | only as likely | not reached | neither |")
    print("|---|---|---|---|---|---|---|---|---|")
    for check in sorted(tally.counts):
        print(f"| {check} |", " | ".join(str(tally.counts[check][column]) for column in columns), "|")


def show_limits(tally):
    if tally.limits:
        print("\n| check | what its page disclaims | programs |\n|---|---|---|")
    for (check, text), programs in sorted(tally.limits.items(), key=lambda one: (one[0][0], -one[1])):
        print(f"| {check} | {text} | {programs} |")


def show_disagreements(workshop, tally, options):
    chosen = collections.defaultdict(list)  # the smallest of each kind
    for program, disagreement in sorted(tally.open, key=lambda one: one[0].size()):
        chosen[disagreement].append(program)
    share = max(1, options.reduce // max(1, len(chosen)))
    cases = [Case(program, disagreement) for disagreement, programs in chosen.items() for program in programs[:share]]
    reduce(workshop, cases, judge, options.batch)
    seen = set()
    for case in cases:
        if not case.outcome or shape(case.program) in seen:
            continue
        seen.add(shape(case.program))
        print(f"\n{case.disagreement} ({len(chosen[case.disagreement])} programs; this one is {case.program.origin})\n")
        print(f"{case.outcome.text.shown()}\n{case.witness}")


def show_found(workshop, options):
    """Whether all programs that were found are judged as they say."""
    wrong = []
    for one, outcome in in_batches(workshop, found_programs(), lambda one: one, options.batch):
        says = {"died"} if outcome.died is not None else judge(outcome, one.grammar).says[one.check]
        if says != {one.verdict}:
            wrong.append(f"found/{one.origin}: {one.check} is '{one.verdict}', but was {' and '.join(sorted(says))}")
    print(f"{len(found_programs())} programs of test/differential/found" + "".join(f"\n{one}" for one in wrong))
    return not wrong


def main():
    options = parse(sys.argv[1:])
    workshop = Workshop(options.folder, options.async_tidy, options.compiler, options.runtime, options.blocking_calls,
                        options.include, options.runs, options.jobs)
    workshop.prepare()
    failed = not show_found(workshop, options)
    disagreements = []
    for family in options.family or families():
        tally = compare(workshop, load(family), options)
        look_longer(workshop, tally, options)
        set_disclaimed_apart(workshop, tally, options)
        show_table(tally)
        show_limits(tally)
        if options.reduce:
            show_disagreements(workshop, tally, options)
        for program, outcome in tally.died:
            print(f"\n{program.origin} was ended by signal {outcome.died}:\n{outcome.text.shown()}")
        failed |= bool(tally.open or tally.died)
        disagreements += [f"{program.origin} {disagreement}" for program, disagreement in tally.open]
        disagreements += [f"{program.origin} {disagreement}, disclaimed" for program, disagreement in tally.disclaimed]
    if options.open:
        options.open.write_text("".join(f"{one}\n" for one in sorted(disagreements)))
    sys.exit(1 if failed else 0)
