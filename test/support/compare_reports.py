#!/usr/bin/env python3
"""Checks that every report of one run says the same.

    compare_reports.py --json F --sarif F --gitlab F --junit F [--text F] [--html F] [--schema F]

Compares what each holds of every finding, and how many there are: in all of them check, file, line and message, and besides
what the form has of column, confidence, function, subject, fingerprint, steps and related places. A report of a host that names
only files below the root is compared with those findings. Exits with 1 and says what differs.
"""

import argparse
import collections
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree

MOST_OF_PAGE = 5000  # the HTML report has no more
WHERE = ("check", "file", "line")


def read(path):
    return json.load(open(path, encoding="utf-8"))


def steps_of(steps, place_of, actor_of):
    """As text, so that what differs can be read."""
    return [f"{place_of(step)} {actor_of(step)}: {step['message']}" for step in steps]


def of_json(path):
    def line_of(step):
        return f"{step['place']['file']}:{step['place']['line']}"

    def actor_of(step):
        return step.get("actor", "")

    for f in read(path)["findings"]:
        yield {"check": f["check"], "file": f["place"]["file"], "line": f["place"]["line"], "message": f["message"],
               "column": f["place"]["column"], "confidence": f["confidence"], "function": f.get("function", ""),
               "subject": f.get("subject", ""), "fingerprint": f["identity"]["fingerprint"],
               "line hash": f["identity"].get("lineHash", ""), "steps": steps_of(f["steps"], line_of, actor_of),
               "related": steps_of(f["related"], line_of, actor_of)}


def of_sarif(path):
    (run,) = read(path)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        if result["ruleId"] in rules:  # clang-tidy's own, such as clang-tidy-nolint, have no page
            assert rules[result["ruleIndex"]] == result["ruleId"], f"{path}: the index of {result['ruleId']} is another's"
        prints, properties = result["partialFingerprints"], result["properties"]
        flows = [flow for code in result.get("codeFlows", []) for flow in code["threadFlows"]]
        yield {"check": result["ruleId"], "file": urllib.parse.unquote(place["artifactLocation"]["uri"]),
               "line": place.get("region", {}).get("startLine", 0), "message": result["message"]["text"],
               "confidence": properties["confidence"], "function": properties.get("function", ""),
               "subject": properties.get("subject", ""), "fingerprint": prints["asyncTidy/v1"],
               "line hash": prints.get("primaryLocationLineHash", ""),
               "messages of steps": sorted(at["location"]["message"]["text"] for flow in flows for at in flow["locations"]),
               "messages of places": [at["message"]["text"] for at in result.get("relatedLocations", [])]}


def of_gitlab(path):
    report = read(path)
    prints = [f["fingerprint"] for f in report]
    assert len(set(prints)) == len(prints), f"{path}: two findings have one fingerprint"
    for f in report:
        yield {"check": f["check_name"], "file": f["location"]["path"], "line": f["location"]["lines"]["begin"],
               "message": f["description"]}


def of_junit(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    for case in root.iter("testcase"):
        for failure in case.iter("failure"):
            yield {"check": failure.get("type"), "file": case.get("file"), "line": int(case.get("line")),
                   "message": failure.get("message")}


def of_html(path):
    text = open(path, encoding="utf-8").read()
    page = json.loads(re.search(r'<script id="data" type="application/json">(.*?)</script>', text, re.DOTALL)[1])
    assert len(page["findings"]) == min(page["total"], MOST_OF_PAGE), f"{path} has {len(page['findings'])} findings"

    def line_of(step):
        return f"{page['files'][step['at'][0]]['path']}:{step['at'][1]}"

    def actor_of(step):
        return step.get("actor", "")

    for f in page["findings"]:
        yield {"check": f["check"], "file": page["files"][f["at"][0]]["path"], "line": f["at"][1], "message": f["message"],
               "column": f["at"][2], "confidence": "likely" if f.get("assumes") else "sure", "function": f.get("function", ""),
               "subject": f.get("subject", ""), "fingerprint": f["fingerprint"],
               "steps": steps_of(f.get("steps", []), line_of, actor_of),
               "related": steps_of(f.get("related", []), line_of, actor_of)}


def of_text(path, root):
    printed = re.compile(r"(.*?):(\d+):(\d+): (?:warning|error): (.*) \[((?:async|clang-tidy)-[a-z-]+)(?:,-warnings-as-errors)?\]$")
    for line in open(path, encoding="utf-8", errors="replace"):
        if match := printed.match(line):
            yield {"check": match[5], "file": match[1].removeprefix(root + "/"), "line": int(match[2]), "column": int(match[3]),
                   "message": match[4]}


def derived(finding):
    """With what forms have that leave something out."""
    def messages(*parts):
        return [step.partition(": ")[2] for part in parts for step in finding[part]]

    return {**finding, "messages of steps": sorted(messages("steps")), "messages of places": messages("steps", "related")}


def differences(found, wanted):
    """Pairs each found one with a wanted one: of one place, of one message, and of these the most equal one."""
    waiting = collections.defaultdict(list)
    for one in wanted:
        waiting[tuple(one[key] for key in WHERE)].append(one)
    for one in found:
        there = waiting[tuple(one[key] for key in WHERE)]
        # A host that shows one sentence gets the message with its reasons behind.
        fitting = [other for other in there if one["message"].startswith(other["message"])]
        if not fitting:
            yield f"has besides {one}"
            continue

        def unlike(other):
            return [key for key in one if key != "message" and one[key] != other[key]]

        nearest = min(fitting, key=lambda other: len(unlike(other)))
        there.remove(nearest)
        for key in unlike(nearest):
            yield f"says of {[one[part] for part in WHERE]} the {key} {one[key]!r} instead of {nearest[key]!r}"
    for rest in waiting.values():
        for one in rest:
            yield f"misses {one}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for form in ("json", "sarif", "gitlab", "junit", "html", "text", "schema"):
        parser.add_argument("--" + form)
    parser.add_argument("--root", default="")
    parser.add_argument("--least", type=int, default=1, help="fewer findings than these are a mistake of the test")
    given = parser.parse_args()
    expected = [derived(finding) for finding in of_json(given.json)]
    if len(expected) < given.least:
        sys.exit(f"{given.json}: {len(expected)} findings, expected at least {given.least}")
    if given.schema:
        import jsonschema
        jsonschema.validate(read(given.json), read(given.schema))
    below = [finding for finding in expected if not finding["file"].startswith("/")]
    wrong = False
    for form, reader, wanted in (("sarif", of_sarif, below), ("gitlab", of_gitlab, below), ("junit", of_junit, expected),
                                 ("html", of_html, expected), ("text", of_text, expected)):
        path = getattr(given, form)
        if not path:
            continue
        found = list(reader(path, given.root) if form == "text" else reader(path))
        is_cut = form == "html" and len(wanted) > MOST_OF_PAGE
        for difference in differences(found, wanted):
            if is_cut and difference.startswith("misses"):
                continue
            print(f"{path} {difference}")
            wrong = True
    if wrong:
        sys.exit(1)
    print(f"{len(expected)} findings, the same in every form")


if __name__ == "__main__":
    main()
