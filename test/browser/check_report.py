#!/usr/bin/env python3
"""Tries pages that `--html` writes in a browser.

    check_report.py --make=MAKE_REPORTS --axe=AXE.JS --temp=FOLDER [TEST...]

MAKE_REPORTS is the program of make-reports.cpp. Without a TEST all of them run. Prints what is wrong, and exits with 1 if
anything is.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

from browser import Browser, BrowserError

MOST_FINDINGS = 5000
LONGEST_TASK = 200  # milliseconds, while filtering

# Counts what takes long from here on.
WATCH_TASKS = """
window.longTasks = [];
window.taskObserver = new PerformanceObserver((list) => list.getEntries().forEach((entry) => longTasks.push(entry.duration)));
taskObserver.observe({type: 'longtask'});
"""
TWO_PICTURES = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"

AXE = """
return axe.run(document, {resultTypes: ['violations']}).then(({violations, passes}) => ({
  passes: passes.length,
  violations: violations.map(({id, help, nodes}) =>
    `${id}: ${help}: ${nodes.slice(0, 3).map(({target, failureSummary}) => `${target} ${failureSummary}`).join(' | ')}`)}))
"""


class Check:
    def __init__(self, browser, options):
        self.browser = browser
        self.options = options
        self.wrong = []

    def expect(self, found, wanted, what):
        if found != wanted:
            self.wrong.append(f"{what}: expected {wanted!r}, found {found!r}")

    def expect_quiet(self):
        for message in self.browser.said():
            self.wrong.append(f"the console says: {message}")

    def report(self, kind, number=0):
        """The page of a made-up run, made once."""
        folder = self.options.temp / f"{kind}-{number}"
        if not (folder / "report.html").exists():
            subprocess.run([self.options.make, kind, str(number), str(folder)], check=True)
        return folder / "report.html"

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0])?.textContent.trim() ?? ''", selector)

    def count(self, selector):
        return self.browser.run("return document.querySelectorAll(arguments[0]).length", selector)

    def set(self, selector, value):
        """As a user does: the value, then the event, and the next picture on the screen."""
        self.browser.run("""const field = document.querySelector(arguments[0]); field.value = arguments[1];
                            field.dispatchEvent(new Event('input', {bubbles: true}));""", selector, value)
        self.browser.run(TWO_PICTURES)


def test_summary(check):
    """The sums are those of all findings, and the page says that it has not all of them."""
    check.browser.open(check.report("many", 6000))
    check.expect(check.text("title"), "async-tidy: 6000 findings", "title")
    check.expect(check.browser.run("return [...document.querySelectorAll('.figures .count')].map((each) => each.textContent)"),
                 ["6,000", "4,500", "1,500", "300", "12"], "figures")
    check.expect(check.text("#summary .notice")[:40], "This page has the first 5,000 of 6,000 f", "notice")
    check.expect(check.text(".sums tbody tr"), "async-discarded-resultFinds discarded tasks.1,5005002,000", "first check")
    check.browser.click(".sums tbody a")
    check.browser.wait("document.querySelector('#groups li')", "the findings are listed")
    check.expect(check.text("#count")[:24], "1,667 of 5,000 findings.", "findings of one check")
    check.browser.open(check.report("empty"))
    check.expect(check.text("#summary > p"), "No findings.", "an empty run")


def test_filters(check):
    check.browser.open(check.report("many", 6000), "#view=findings")
    check.expect(check.text("#count")[:14], "5,000 findings", "all findings")
    check.expect(check.count("#groups li"), 60, "items made at first")
    check.browser.click("#more")
    check.expect(check.count("#groups li"), 120, "items after more were asked for")
    for selector, value, found in [
            ("#filter-check", "async-lock-order", "1,667 of 5,000"),
            ("#filter-confidence", "likely", "167 of 5,000"),
            ("#filter-file", "src/part0/file0.cpp", "2 of 5,000"),
            ("#filter-text", "request 16,", "1 of 5,000"),
            ("#filter-text", "no such text", "0 of 5,000")]:
        check.set(selector, value)
        check.expect(check.text("#count").partition(" findings")[0], found, f"after {selector} is {value}")
    check.expect(check.browser.run("return document.getElementById('count').getAttribute('role')"), "status", "role of the count")
    check.expect("text=no+such+text" in check.browser.run("return location.hash"), True, "the address has the filters")
    check.browser.click("#reset")
    check.browser.run(TWO_PICTURES)
    check.expect(check.text("#count")[:14], "5,000 findings", "after all filters are reset")
    for by, first in [("file", "src/part0/file0.cpp"), ("confidence", "sure"), ("none", ""), ("", "async-discarded-result")]:
        check.set("#filter-group", by)
        check.expect(check.text("#groups .group .name"), first, f"first group by {by or 'check'}")
    check.browser.click("#groups h3 button")
    check.expect(check.browser.run("return document.activeElement.getAttribute('aria-expanded')"), "false", "a folded group")


def test_steps(check):
    """From step to step, with buttons and with keys, and on to the next finding."""
    check.browser.open(check.report("many", 6000), "#view=findings")
    check.browser.press("j", "j")
    check.expect("request 3," in check.text("#detail h3"), True, "the finding that is shown")
    check.expect(check.text("#groups [aria-current] .place"), "src/part0/file0.cpp:43", "the item that is chosen")
    check.expect(check.browser.run("return document.activeElement.id"), "detail", "what has the focus")
    check.expect(check.text(".position"), "2 steps", "position at first")
    check.expect(check.browser.run("""return [...document.querySelectorAll('#detail figcaption .muted')].map((each) => each.textContent)"""),
                 ["lines 38 to 46", "lines 1 to 18", "lines 32 to 39"], "code that is shown")
    check.expect(check.count("#detail .note"), 7, "notes in the code")
    check.expect(check.count(".rail path:not(.head)"), 1, "lines from step to step")
    check.browser.press("n")
    check.expect(check.text(".note.current"), "1Step 1 of 2: number refers into numbers from here on", "the first step")
    check.expect(check.text("#announcement"), "Step 1 of 2: 'number' refers into 'numbers' from here on, src/part0/file0.cpp:41",
                 "what a screen reader says")
    check.browser.press("n", "n", "n")
    check.expect(check.text(".position"), "Step 2 of 2", "behind the last step is none")
    check.expect(check.browser.run("""const box = document.querySelector('.note.current').getBoundingClientRect();
                                      return box.top > 0 && box.bottom < innerHeight"""), True, "the step is in sight")
    check.browser.click(".walk button")
    check.expect(check.text(".position"), "Step 1 of 2", "the button for the previous step")
    check.browser.click(".steps [data-stop='2']")
    check.expect(check.text(".steps [aria-current=step] .place"), "file0.cpp:42", "a step that was clicked")
    check.expect(check.text("mark.origin"), "number", "the marked code")
    check.expect(check.text(".line code .k"), "int", "a keyword")
    check.browser.press("k")
    check.browser.wait("location.hash.includes('finding=0')", "the first finding is shown again")
    check.browser.press("/", "x", "n")
    check.expect(check.browser.run("return document.activeElement.value"), "xn", "keys while typing")
    check.expect(check.text(".position"), "2 steps", "the step while typing")


def test_locks(check):
    """The picture leads to the steps of the finding."""
    check.browser.open(check.report("hostile"), "#view=locks")
    check.expect(check.count(".picture a.edge"), 2, "edges of the cycle")
    check.expect(check.count(".picture a.node"), 2, "locks of the cycle")
    check.expect(check.count(".picture g.node"), 7, "other locks")
    check.browser.run("document.querySelector('.cycle a').focus()")
    check.expect(check.count(".picture .emphasized"), 2, "edges of the cycle that has the focus")
    check.browser.run("document.querySelectorAll('.picture a.edge')[1].focus()")
    check.browser.press("Enter")
    check.browser.wait("document.querySelector('.note.current')", "the step is shown")
    check.expect(check.text(".position"), "Step 2 of 2", "the step that the edge leads to")


def test_hostile(check):
    """What is text in the project stays text."""
    page = check.report("hostile")
    html = page.read_text()
    check.expect(len(re.findall(r"<script\b", html)), 2, "scripts in the file")
    check.expect("attacked=1>" in html, False, "an attack is in the file as it is")
    for fragment in ["", "#view=locks", "#view=checks&page=async-lock-order",
                     *(f"#view=findings&finding={number}&step=1" for number in range(9))]:
        check.browser.open(page, fragment)
        check.browser.run(TWO_PICTURES)
        check.expect(check.browser.run("return window.attacked"), None, f"attacked at {fragment}")
        check.expect(check.count("img, iframe, object, embed, link, base, svg[onload], body style, body script:not([id=data], [type=module])"),
                     0, f"foreign elements at {fragment}")
        check.expect(check.browser.run("""return [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes])
            .filter(({name, value}) => name.startsWith('on') || (name === 'href' && !/^(#|https:)/.test(value))).length"""),
                     0, f"handlers and foreign addresses at {fragment}")
        check.expect_quiet()
    check.browser.open(page, "#finding=0")
    check.expect(check.text("#detail h3"), "</script><script>window.attacked=1</script>", "an attack is shown as text")
    check.browser.open(page, "#finding=7")
    check.expect("U+202E" in check.text("#detail h3"), True, "a character that turns text round is written out")
    # An address is hostile, too.
    attack = "%3Cimg%20src%3Dx%20onerror%3Dwindow.attacked%3D1%3E"
    for fragment in [f"#view={attack}&finding=__proto__&page=%22%5D&check=%3Cb%3E&group=constructor", "#view=checks&page=%22%5D",
                     f"#view=findings&text={attack}", "#view=findings&finding=1&step=-1", "#view=findings&finding=99999999&step=x"]:
        check.browser.open(page, fragment)
        check.browser.press("n", "p", "j")
        check.expect(check.browser.run("return window.attacked"), None, f"attacked by the address {fragment}")
        check.expect(check.browser.run("return document.querySelectorAll('main > section:not([hidden])').length"), 1, f"what is shown at {fragment}")
    check.expect_quiet()
    # The policy holds what the page does not do.
    check.browser.run("""const script = document.createElement('script');
                         try { script.textContent = 'window.attacked = 2'; } catch {}
                         script.append('window.attacked = 3');
                         document.body.append(script);
                         try { document.body.innerHTML = '<img src=x onerror=window.attacked=4>'; } catch {}""")
    check.expect(check.browser.run("return window.attacked"), None, "a script that was added")
    check.browser.said()


def longest_task(check):
    """In milliseconds, while 5,000 findings are filtered in all ways; 0 for one below 50."""
    check.browser.open(check.report("many", 6000), "#view=findings")
    check.browser.run(WATCH_TASKS)
    for text in ["r", "re", "req", "request 1", "request 12", "request", "", "zzz", ""]:
        check.set("#filter-text", text)
    for selector, value in [("#filter-check", "async-lock-order"), ("#filter-check", ""), ("#filter-group", "file"),
                            ("#filter-confidence", "sure"), ("#filter-group", "none"), ("#filter-confidence", "")]:
        check.set(selector, value)
    return max(check.browser.run("taskObserver.takeRecords().forEach((entry) => longTasks.push(entry.duration)); return longTasks"),
               default=0)


def test_speed(check):
    """No task of more than 200 ms while 5,000 findings are filtered."""
    longest = min(longest_task(check) for _ in range(3))  # other tests run on this machine
    print(f"the longest task while filtering took {longest or 'less than 50'} ms")
    if longest > LONGEST_TASK:
        check.wrong.append(f"a task took {longest} ms")


def test_axe(check):
    """No violation in any part of the page, light and dark, wide and narrow."""
    axe = check.options.axe.read_text()
    many, hostile = check.report("many", 300), check.report("hostile")
    for scheme in ["light", "dark"]:
        for width in [1400, 420] if scheme == "light" else [1400]:
            check.browser.prefer(scheme)
            check.browser.resize(width, 900)
            for page, fragment in [(many, ""), (many, "#view=findings&finding=0&step=1"),
                                   (hostile, "#view=findings&finding=1&step=2&group=file"), (hostile, "#view=locks"),
                                   (many, "#view=checks&page=async-discarded-result")]:
                check.browser.open(page, fragment)
                check.browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
                check.browser.run(axe)
                result = check.browser.run(AXE)
                where = f"{page.parent.name} {fragment} {scheme} {width}"
                for violation in result["violations"]:
                    check.wrong.append(f"axe: {where}: {violation}")
                if result["passes"] < 10:
                    check.wrong.append(f"axe: {where}: looked at too little: {result['passes']} rules passed")
                check.expect(check.browser.run("return document.documentElement.scrollWidth <= innerWidth"), True, f"{where}: nothing is cut off")
            check.browser.open(many)
            check.browser.click("#show-keys")
            check.browser.run(axe)
            for violation in check.browser.run(AXE)["violations"]:
                check.wrong.append(f"axe: keys {scheme}: {violation}")
        check.browser.tell("Emulation.clearDeviceMetricsOverride")


def main():
    tests = {name.removeprefix("test_"): test for name, test in globals().items() if name.startswith("test_")}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", required=True)
    parser.add_argument("--axe", required=True, type=pathlib.Path)
    parser.add_argument("--temp", required=True, type=pathlib.Path)
    parser.add_argument("tests", nargs="*", choices=[[], *tests], metavar="TEST")
    options = parser.parse_args()
    if not options.axe.exists():
        sys.exit(f"{options.axe} is missing: tools/run-tests installs it, by npm, and what else the tests need.")
    shutil.rmtree(options.temp, ignore_errors=True)
    failed = False
    with Browser() as browser:
        for name in options.tests or tests:
            check = Check(browser, options)
            try:
                tests[name](check)
                check.expect_quiet()
            except BrowserError as error:
                check.wrong.append(str(error))
            for line in check.wrong:
                print(f"{name}: {line}")
            failed |= bool(check.wrong)
    sys.exit(failed)


if __name__ == "__main__":
    main()
