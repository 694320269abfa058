"""Compares what the checks say of a program with what happened when it ran.

A finding and a report speak of the same mistake when they have a key in common. What the key is says the group:

    local      the variable that is awaited, wherever
    origin     the function whose task was lost, whatever it was named in between
    function   the function
    lock       the locks of a cycle
    object     the class or function whose event, lock or exception it is, by the name that it has: 'GROUP FUNCTION'
    use        the function that uses what it was given, or the statement that has a closure do it
    program    the program: any finding matches any report
"""

import collections
import dataclasses
import re

CALLED = re.compile(r"\bf\d+\b")
VARIABLE = re.compile(r"\b[a-z]\d+\b")
LOCK = re.compile(r"'(?:\w+::)*([a-z])'")


@dataclasses.dataclass(frozen=True)
class Disagreement:
    check: str
    missed: bool  # only the run shows it; else only the check says it

    def __str__(self):
        return f"{self.check}: {'missed alarm' if self.missed else 'false alarm'}"


@dataclasses.dataclass
class Verdict:
    """What one program says of each check: some of both, run, check, likely, unreached; neither alone. `likely` is what only a
    finding says that admits to assume something."""

    says: dict
    witnesses: dict  # Disagreement: the finding or report
    disclaimed: set  # Disagreement that a page disclaims, whatever the program looks like


def origins(text, variable, seen=()):
    """The functions that made what a variable holds, by following its initialisers and assignments."""
    found = set()
    for line in text.lines:
        match = re.search(rf"\b{variable}\b = (.*)", line)
        if match:
            found |= set(CALLED.findall(match[1]))
            for other in VARIABLE.findall(match[1]):
                if not other.startswith("f") and other not in (*seen, variable):
                    found |= origins(text, other, (*seen, variable))
    return found


def given_by(text, function, seen=()):
    """The function that gives on what \p function makes, or itself; and the lines that call that."""
    calls = [number for number, line in enumerate(text.lines)
             if re.search(rf"\b{function}\(\)", line) and number != text.functions.get(function, (None,))[0]]
    for number in calls:
        giver = text.function_at(number)
        if re.search(r"\b(co_)?return ", text.lines[number]) and "[" not in text.lines[number] and giver not in (*seen, function):
            return given_by(text, giver, (*seen, function))
    return function, [text.lines[number] for number in calls]


def origin_keys(text, line, column):
    return {given_by(text, key)[0] if CALLED.fullmatch(key) else key for key in origins_at(text, line, column)}


def origins_at(text, line, column):
    here = text.lines[line]
    at = re.match(r"\w+", here[column:])
    token = at[0] if at else ""
    if CALLED.fullmatch(token):
        return {token}
    if VARIABLE.fullmatch(token):
        return origins(text, token) | {f"line {line}"}
    return set(CALLED.findall(here)) | {f"line {line}"}


def local_awaited(text, line):
    """Of several awaits too many one is told, and in a run the first ends the coroutine."""
    match = re.search(r"co_await.*?(\b[a-z]\d+\b)(?!\()", text.lines[line])
    return match[1] if match else f"line {line}"


def finding_keys(key, text, finding):
    if key == "origin":
        return origin_keys(text, finding.line, finding.column)
    if key == "local":
        return {local_awaited(text, finding.line)}
    if key == "object":
        return {text.function_at(finding.line)}
    if key == "function":
        return functions_blamed(text, finding)
    if key == "lock":
        return {frozenset(LOCK.findall(finding.message))}
    if key == "use":
        lines = [finding.line, *(line for line, _ in finding.notes)]
        return {called for line in lines for called in CALLED.findall(text.lines[line])} | {text.statement_at(line) for line in lines}
    return {"program"}


def functions_blamed(text, finding):
    """The function of a finding. Of a coroutine of the library's, those that it is given the work by; of one that the runtime
    does not know or that runs within another, that one, too."""
    function = text.function_at(finding.line)
    if function is None:
        return {text.function_at(line) for line, _ in finding.notes} - {None}
    begin = text.functions[function][0]
    if not re.search(r"\b(activity|generator<)", text.lines[begin]):
        return {function}
    return {function} | {text.function_at(number) for number, line in enumerate(text.lines)
                         if number != begin and f"{function}()" in line}


def report_key(group, text, report):
    key = group.key
    if key == "origin":
        defined = report.line
        if report.kind != "never-awaited" and report.whole["notes"]:
            defined = report.whole["notes"][0]["where"]["line"]
        function = text.function_defined_at(defined)
        return given_by(text, function)[0] if function else f"line {report.line}"
    if key == "local":
        return local_awaited(text, report.line)
    if key == "function":
        return culprit(text, report)
    if key == "lock":
        if any("thread of its loop" in edge["resource"] for edge in report.whole["cycle"]):
            return None  # what comes of a thread lock that is held while its holder is suspended
        return frozenset(lock for edge in report.whole["cycle"] for lock in LOCK.findall(edge["resource"])
                         if re.search("mutex|semaphore", edge["resource"]))
    if key == "object":
        said = [report.message, *(task["waits_for"] for task in report.whole["tasks"]),
                *(edge["resource"] for edge in report.whole["cycle"])]
        named = re.search(rf"'{group.name} (f\d+)'", "\n".join(said))
        return named and named[1]
    if key == "use":
        is_given = "given.use()" in text.lines[report.line]
        return given_to(text, text.function_at(report.line)) if is_given else text.statement_at(report.line)
    return "program"


def given_to(text, function):
    """The function that gives on to \p function what it was given, or that itself."""
    for number, line in enumerate(text.lines):
        if f"{function}(passed)" in line:
            return given_to(text, text.function_at(number))
    return function


def culprit(text, report):
    """The function that makes the mistake."""
    if report.kind == "cancellation-swallowed":
        return re.search(r"caught that in .*?((?:f|root)\d+)\(", report.message)[1]
    if report.kind == "lock-held-across-suspension":
        return text.function_at(report.whole["notes"][0]["where"]["line"])
    return text.function_at(report.line)


def blamed(group, text, key):
    """The check whose matter a report is that none has said, by how the work was lost."""
    if len(group.checks) == 1 or group.key == "object":
        return group.checks[0]
    if group.key == "use":
        return "async-dangling-parameter" if isinstance(key, str) else "async-dangling-capture"
    if group.key == "origin":
        where = given_by(text, key)[1] if CALLED.fullmatch(key) else [text.lines[int(key.split()[1])]]
        if any("std::function" in line for line in where):
            return "async-task-in-void-callback"
        if any(".lock()" in line and " = " in line for line in where):
            return "async-unawaited-guard"
        return "async-unawaited-task" if any(re.search(r"^\s*(auto )?[a-z]\d+ = ", line) for line in where) \
            else "async-discarded-result"
    return "async-self-deadlock" if len(key) == 1 else "async-lock-order"


def cut_short(outcome):
    """Whether some run ended early by a mistake that throws, so that paths were left out."""
    return any(report.kind in ("awaited-twice", "deadlock") or
               (report.kind == "exception-lost" and not report.message.endswith(": failure")) for report in outcome.reports) or \
        any(error != "failure" for error in outcome.errors)


def is_reached(outcome, line):
    """Whether the statement of a line was executed, or the line is none's."""
    begins = outcome.text.statement_at(line)
    return begins is None or begins in outcome.lines


def same(key, other):
    """Whether two keys mean the same mistake. Of several locks that are taken again in one place one is reported, and the
    others are never reached; of several cycles that begin in one place likewise."""
    if isinstance(key, frozenset) and isinstance(other, frozenset):
        return len(key) == len(other) == 1 or (min(len(key), len(other)) > 1 and bool(key & other))
    return key == other


def is_disclaimed(grammar, report):
    """Whether a page says that what \p report tells is no mistake."""
    return any(report.kind == kind and says in report.message for kind, says, *_ in grammar.disclaims)


def judge(outcome, grammar):
    says, witnesses, disclaimed = collections.defaultdict(set), {}, set()
    masked = cut_short(outcome)
    for group in grammar.groups:
        said = [(finding, finding_keys(group.key, outcome.text, finding))
                for finding in outcome.findings if group.has(finding)]
        shown = {}
        for report in sorted(outcome.reports, key=lambda one: is_disclaimed(grammar, one)):
            if report.kind in group.kinds:
                key = report_key(group, outcome.text, report)
                if key:  # else a report of another matter: a wait without locks
                    shown.setdefault(key, report)
        for finding, keys in said:
            if any(same(key, other) for key in keys for other in shown):
                says[finding.check].add("both")
            elif masked or not is_reached(outcome, finding.line):
                says[finding.check].add("unreached")
            elif finding.is_likely:
                says[finding.check].add("likely")
            else:
                says[finding.check].add("check")
                witnesses.setdefault(Disagreement(finding.check, False), finding)
        for key, report in shown.items():
            if not any(same(key, other) for _, keys in said for other in keys):
                check = blamed(group, outcome.text, key)
                says[check].add("run")
                if is_disclaimed(grammar, report):
                    disclaimed.add(Disagreement(check, True))
                else:
                    witnesses.setdefault(Disagreement(check, True), report)
        for check in group.checks:
            says[check] = says[check] or {"neither"}
    return Verdict(says, witnesses, disclaimed - witnesses.keys())
