#!/usr/bin/env python3
"""Checks that every report of one run says the same.

    compare_reports.py --json F --sarif F --gitlab F --junit F [--text F] [--html F] [--schema F]

Compares what each holds of every finding: check, file, line and message, and how many there are. A report of a host
that names only files below the root is compared with those findings. Exits with 1 and says what differs.
"""

import argparse
import collections
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree

MOST_OF_PAGE = 5000  # the HTML report has no more

def of_json(path):
    report = json.load(open(path, encoding="utf-8"))
    return [(f["check"], f["place"]["file"], f["place"]["line"], f["message"]) for f in report["findings"]]


def of_sarif(path):
    (run,) = json.load(open(path, encoding="utf-8"))["runs"]
    found = []
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        found.append((result["ruleId"], urllib.parse.unquote(place["artifactLocation"]["uri"]),
                      place["region"]["startLine"], result["message"]["text"]))
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
        assert rule == result["ruleId"], f"{path}: the index of {result['ruleId']} is that of {rule}"
    return found


def of_gitlab(path):
    report = json.load(open(path, encoding="utf-8"))
    prints = [f["fingerprint"] for f in report]
    assert len(set(prints)) == len(prints), f"{path}: two findings have one fingerprint"
    return [(f["check_name"], f["location"]["path"], f["location"]["lines"]["begin"], f["description"]) for f in report]


def of_junit(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    return [(failure.get("type"), case.get("file"), int(case.get("line")), failure.get("message"))
            for case in root.iter("testcase") for failure in case.iter("failure")]


def of_html(path):
    text = open(path, encoding="utf-8").read()
    page = json.loads(re.search(r'<script id="data" type="application/json">(.*?)</script>', text, re.DOTALL)[1])
    assert len(page["findings"]) == min(page["total"], MOST_OF_PAGE), f"{path} has {len(page['findings'])} findings"
    return [(f["check"], page["files"][f["at"][0]]["path"], f["at"][1], f["message"]) for f in page["findings"]]


def of_text(path, root):
    found = []
    for line in open(path, encoding="utf-8", errors="replace"):
        match = re.match(r"(.*?):(\d+):\d+: (?:warning|error): (.*) \[(async-[a-z-]+)(?:,-warnings-as-errors)?\]$", line)
        if match:
            file = match[1]
            if file.startswith(root + "/"):
                file = file[len(root) + 1:]
            found.append((match[4], file, int(match[2]), match[3]))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for form in ("json", "sarif", "gitlab", "junit", "html", "text", "schema"):
        parser.add_argument("--" + form)
    parser.add_argument("--root", default="")
    parser.add_argument("--least", type=int, default=1, help="fewer findings than these are a mistake of the test")
    given = parser.parse_args()
    expected = of_json(given.json)
    if len(expected) < given.least:
        sys.exit(f"{given.json}: {len(expected)} findings, expected at least {given.least}")
    if given.schema:
        import jsonschema
        jsonschema.validate(json.load(open(given.json, encoding="utf-8")), json.load(open(given.schema)))
    below = [f for f in expected if not f[1].startswith("/")]
    wrong = False
    for form, reader, wanted in (("sarif", of_sarif, below), ("gitlab", of_gitlab, below),
                                 ("junit", of_junit, expected), ("html", of_html, expected),
                                 ("text", None, expected)):
        path = getattr(given, form)
        if not path:
            continue
        found = of_text(path, given.root) if form == "text" else reader(path)
        # A host that shows one sentence gets the message with its reasons behind.
        at = collections.defaultdict(list)
        for f in wanted:
            at[f[:3]].append(f)
        found = [next((w for w in at[f[:3]] if f[3].startswith(w[3])), f) for f in found]
        is_cut = form == "html" and len(wanted) > MOST_OF_PAGE
        missing = collections.Counter() if is_cut else collections.Counter(wanted) - collections.Counter(found)
        surplus = collections.Counter(found) - collections.Counter(wanted)
        for sign, some in (("misses", missing), ("has besides", surplus)):
            for finding in some.elements():
                print(f"{path} {sign} {finding}")
                wrong = True
    if wrong:
        sys.exit(1)
    print(f"{len(expected)} findings, the same in every form")


if __name__ == "__main__":
    main()
