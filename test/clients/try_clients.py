#!/usr/bin/env python3
"""Gives reports to programs that read them, and looks at what those show.

    try_clients.py --async-tidy PROGRAM --npm FOLDER --clients FOLDER --make-reports PROGRAM --temp FOLDER [CLIENT...]

tools/dev/try-clients builds and installs all of these. Prints one line for each client, with its version and what it showed;
exits with 1 when that is not what the reports have, or when a client cannot be tried.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path += [str(ROOT / "test" / folder) for folder in ("browser", "differential", "support")]

from browser import Browser  # noqa: E402
from generated_projects import database, generate  # noqa: E402

FORMS = ("sarif", "json", "gitlab", "junit", "html")
OF_EACH_FAMILY = 10
# What the names of a project may do to a client.
HOSTILE = {"src/größe <b>&'\" %41#?.cpp": "q1", "src/</script>.cpp": "q2", "src/\u202ertl.cpp": "q3"}
HOSTILE_CODE = """#include <mutex>
#include "prelude.hpp"
namespace {name} {{
async::task<> send();
/* größer 😀 </script><script>alert(1)</script> */ async::task<> run() {{ send(); co_return; }}
}}
"""


class Wrong(Exception):
    pass


def expect(found, wanted, what):
    if found != wanted:
        raise Wrong(f"{what}: {found!r} instead of {wanted!r}")


def call(*command, accept=(0,), **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", **options)
    if done.returncode not in accept:
        raise Wrong(f"{' '.join(map(str, command))} ended with {done.returncode}: {(done.stdout + done.stderr).strip()[-800:]}")
    return done.stdout


class Reports:
    """Of a project of generated programs and hostile names."""

    def __init__(self, options):
        self.options = options
        self.folder = options.temp / "project"
        (self.folder / ".git").mkdir(parents=True)  # the root of reports
        (self.folder / "src").mkdir()
        files = generate(OF_EACH_FAMILY, 1, self.folder / "src")
        for name, space in HOSTILE.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HOSTILE_CODE.format(name=space))
            files.append(path)
        database(files, self.folder)
        self.paths = {form: options.temp / f"report.{form}" for form in FORMS} | {"fixes": options.temp / "fixes.yaml"}
        call(options.async_tidy, "-p", self.folder, "--confidence=likely", "--quiet", "--export-fixes", self.paths["fixes"],
             *(part for form in FORMS for part in (f"--{form}", self.paths[form])), accept=(1,))
        self.findings = json.loads(self.paths["json"].read_text())["findings"]
        expect(len(self.findings) > 100, True, "the project has enough findings")
        hostile = {finding["place"]["file"] for finding in self.findings} & set(HOSTILE)
        expect(hostile, set(HOSTILE), "there is a finding in each hostile file")

    def __getitem__(self, form):
        return self.paths[form]

    def node(self, *command, **options):
        return call("node", *command, cwd=self.options.clients, **options)

    def version(self, package, where="clients"):
        folder = {"clients": self.options.clients, "npm": self.options.npm}[where]
        return json.loads((folder / "node_modules" / package / "package.json").read_text())["version"]


def files_of(findings):
    return len({finding["place"]["file"] for finding in findings})


def multitool(reports, *arguments, accept=(0,)):
    program = reports.options.npm / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
    return call(program, *arguments, accept=accept, env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})


def client_multitool_validate(reports):
    """SARIF Multitool, its rules for SARIF, GitHub and Azure DevOps"""
    said = multitool(reports, "validate", reports["sarif"], "--rule-kind", "Sarif;Ghas;Ado", "--level", "Error;Warning", accept=(0, 1))
    objections = collections.Counter(re.findall(r"\b(?:error|warning) (\w+):", said))
    # Azure DevOps wants to be told the pipeline that a report comes from, which only the pipeline knows.
    pipeline = objections.pop("GHAzDO1019", 0) + objections.pop("GHAzDO1020", 0)
    expect(dict(objections), {}, "objections")
    return (reports.version("@microsoft/sarif-multitool-linux", "npm"),
            f"{len(reports.findings)} results, no error, no warning, but {pipeline} wishes of Azure DevOps for names of its pipeline")


def client_multitool_match(reports):
    """SARIF Multitool, matching of two runs"""
    # The same findings, moved far down, to where there was none: only their identity tells what they are.
    log = json.loads(reports["sarif"].read_text())
    for result in log["runs"][0]["results"]:
        for location in result["locations"]:
            region = location["physicalLocation"]["region"]
            region["startLine"] += 10_000
    moved, matched = reports.options.temp / "moved.sarif", reports.options.temp / "matched.sarif"
    moved.write_text(json.dumps(log))
    multitool(reports, "match-results-forward", moved, "--previous", reports["sarif"], "--output-file-path", matched)
    states = collections.Counter(result["baselineState"] for result in json.loads(matched.read_text())["runs"][0]["results"])
    expect(set(states) <= {"unchanged", "updated"}, True, f"states {dict(states)}")
    expect(states.total(), len(reports.findings), "results")
    return reports.version("@microsoft/sarif-multitool-linux", "npm"), f"moved lines: {dict(states)}, none new or absent"


def client_schema(reports):
    """SARIF's JSON schema, by ajv"""
    script = """const fs = require('fs'), Ajv = require('ajv');
      const schema = JSON.parse(fs.readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
      const ajv = new Ajv({schemaId: 'auto', allErrors: true, unknownFormats: 'ignore'});
      ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
      const validate = ajv.compile(schema), log = JSON.parse(fs.readFileSync(process.argv[1]));
      const errors = validate(log) ? [] : validate.errors;
      log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
      console.log(JSON.stringify({errors: errors.map((e) => e.dataPath + ' ' + e.message), refuses: !validate(log)}));"""
    said = json.loads(reports.node("-e", script, reports["sarif"]))
    expect(said, {"errors": [], "refuses": True}, "objections")
    return reports.version("ajv"), "valid; a line 0 is refused"


def client_markdown(reports):
    """sarif-to-markdown, a comment in a pull request"""
    script = """const {sarifToMarkdown} = require('@security-alert/sarif-to-markdown');
      const to = sarifToMarkdown({title: 't', owner: 'o', repo: 'r', branch: 'b', sourceRoot: '', suppressedResults: []});
      console.log(to(JSON.parse(require('fs').readFileSync(process.argv[1])))[0].body);"""
    links = re.findall(r"/blob/b/(.*)#L(\d+)", reports.node("-e", script, reports["sarif"]))
    expect(len(links), len(reports.findings), "links")
    return reports.version("@security-alert/sarif-to-markdown"), f"{len(links)} links to lines, in {len({one for one, _ in links})} files"


def client_sarif_junit(reports):
    """sarif-junit, SARIF as test results"""
    made = reports.options.temp / "from-sarif.xml"
    reports.node("node_modules/sarif-junit/bin/sarif-junit.js", "-i", reports["sarif"], "-o", made)
    cases = xml.etree.ElementTree.parse(made).getroot().findall(".//testcase")
    expect(len(cases), len(reports.findings), "test cases")
    return reports.version("sarif-junit"), f"{len(cases)} failures in {len({case.get('file') for case in cases})} files"


def client_viewer(reports):
    """Microsoft's SARIF viewer, that of Azure DevOps, in Chromium"""
    source, bundle, page = (reports.options.temp / name for name in ("viewer.jsx", "viewer.js", "viewer.html"))
    source.write_text("import * as React from 'react'; import * as ReactDOM from 'react-dom';\n"
                      "import {Viewer} from '@microsoft/sarif-web-component';\n"
                      "window.show = (log) => ReactDOM.render(<Viewer logs={[log]} />, document.getElementById('root'));\n")
    call(reports.options.clients / "node_modules/.bin/esbuild", source, "--bundle", f"--outfile={bundle}",
         '--define:process.env.NODE_ENV="production"', "--log-level=error",
         env={**os.environ, "NODE_PATH": str(reports.options.clients / "node_modules")})
    page.write_text("<!DOCTYPE html><meta charset='utf-8'><div id='root' style='height: 900px'></div><script src='viewer.js'></script>")
    with Browser() as browser:
        browser.open(page)
        browser.run("show(arguments[0])", json.loads(reports["sarif"].read_text()))
        browser.wait("document.body.innerText.includes('async-')", "the viewer shows rules")
        shown = browser.run("return document.body.innerText")
        browser.picture(reports.options.temp / "viewer.png")
        expect(browser.said(), [], "messages in the console")
    by_rule = {rule: int(count) for rule, count in re.findall(r"(async-[a-z-]+)\n: \w+\n(\d+)", shown)}
    wanted = collections.Counter(finding["check"] for finding in reports.findings)
    expect(by_rule, dict(wanted), "results by rule")
    return reports.version("@microsoft/sarif-web-component"), f"{sum(by_rule.values())} results under {len(by_rule)} rules, console silent"


def client_junitparser(reports):
    """junitparser, Debian's"""
    script = """import junitparser, sys
suites = list(junitparser.JUnitXml.fromfile(sys.argv[1]))
cases = [case for suite in suites for case in suite]
print(junitparser.version, sum(s.tests for s in suites), sum(s.failures for s in suites), sum(s.errors for s in suites),
      sum(isinstance(result, junitparser.Failure) for case in cases for result in case.result))"""
    version, *numbers = call(sys.executable, "-c", script, reports["junit"],
                             env={**os.environ, "PYTHONPATH": str(reports.options.clients / "debian/usr/lib/python3/dist-packages")}).split()
    expect([int(number) for number in numbers], [len(reports.findings)] * 2 + [0, len(reports.findings)], "tests, failures, errors, cases")
    return version, f"{numbers[0]} tests, {numbers[1]} failures"


def client_junit2json(reports):
    """junit2json"""
    suites = json.loads(reports.node("node_modules/junit2json/dist/esm/cli.js", reports["junit"]))["testsuite"]
    cases = [case for suite in suites for case in suite["testcase"]]
    expect(sorted(case["failure"][0]["message"] for case in cases), sorted(finding["message"] for finding in reports.findings),
           "messages")
    return reports.version("junit2json"), f"{len(cases)} failures, the messages of all findings"


def client_jsonschema(reports):
    """python3-jsonschema: our JSON, and what GitLab's parser wants of code quality"""
    import importlib.metadata
    import jsonschema
    jsonschema.validate(json.loads(reports["json"].read_text()), json.loads((ROOT / "docs/schemas/findings-1.json").read_text()))
    # What GitLab checks each entry with (app/validators/json_schemas/codeclimate.json), and its documentation of severities.
    place = {"type": "object", "required": ["path", "lines"], "properties": {
        "path": {"type": "string", "pattern": r"^(?!\./|/)"},
        "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}}}
    schema = {"type": "array", "items": {
        "type": "object", "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {"description": {"type": "string"}, "check_name": {"type": "string"}, "fingerprint": {"type": "string"},
                       "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]}, "location": place}}}
    entries = json.loads(reports["gitlab"].read_text())
    jsonschema.validate(entries, schema)
    expect(len({entry["fingerprint"] for entry in entries}), len(reports.findings), "fingerprints")
    return importlib.metadata.version("jsonschema"), f"{len(reports.findings)} findings, {len(entries)} entries for GitLab"


def client_replacements(reports):
    """clang-apply-replacements, with the exported fixes"""
    program = "clang-apply-replacements-22"
    fixes = reports.options.temp / "to-apply"
    fixes.mkdir()
    (fixes / "fixes.yaml").write_bytes(reports["fixes"].read_bytes())
    wanted = {finding["place"]["file"] for finding in reports.findings if finding["fix"]}
    before = {name: (reports.folder / name).read_text() for name in wanted}
    call(program, fixes)
    changed = {name for name in wanted if (reports.folder / name).read_text() != before[name]}
    expect(changed, wanted, "changed files")
    for name, text in before.items():  # for the clients behind this one
        (reports.folder / name).write_text(text)
    version = re.search(r"version (\S+)", call(program, "--version"))[1]
    return version, f"{sum(bool(finding['fix']) for finding in reports.findings)} fixes in {len(wanted)} files"


def client_page(reports):
    """Chromium, the page of this project and of 5,000 findings"""
    with Browser() as browser:
        version = browser.run("return navigator.userAgent.match(/Chrome\\/([0-9.]+)/)[1]")
        browser.open(reports["html"])
        title = browser.run("return document.title")
        expect(title, f"async-tidy: {len(reports.findings)} findings", "title")
        expect(browser.said(), [], "messages in the console")
    call(sys.executable, ROOT / "test/browser/check_report.py", f"--make={reports.options.make_reports}",
         f"--axe={reports.options.npm}/node_modules/axe-core/axe.min.js", f"--temp={reports.options.temp}/pages",
         "summary", "filters", "steps", "locks", "hostile", "speed")
    return version, f"'{title}'; summary, filters, steps, locks, hostile names and speed as tested"


def client_git(reports):
    """git, merging two changes of a baseline"""
    folder = reports.options.temp / "merge"
    folder.mkdir()
    baseline = folder / "known.txt"

    def git(*arguments):
        return call("git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments)

    call(reports.options.async_tidy, "baseline", "-p", reports.folder, "--confidence=likely", "--accept", "-o", baseline)
    lines = baseline.read_text().splitlines(keepends=True)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "all")
    # Two people take out one finding each, one of the first and one of the last.
    for branch, kept in (("one", lines[:2] + lines[3:]), ("two", lines[:-3] + lines[-2:])):
        git("checkout", "-qb", branch, "main")
        baseline.write_text("".join(kept))
        git("commit", "-qam", branch)
    git("merge", "-q", "-m", "both", "one")
    expect(len(baseline.read_text().splitlines()), len(lines) - 2, "lines of the merged baseline")
    said = call(reports.options.async_tidy, "-p", reports.folder, "--confidence=likely", "--baseline", baseline, "--json",
                folder / "new.json", accept=(1,))
    new = len(json.loads((folder / "new.json").read_text())["findings"])
    expect((new, said.count(" warning: ")), (2, 2), "new findings")
    return call("git", "--version").split()[2], f"{len(lines) - 1} lines without two, merged; these two are new"


def main():
    clients = {name.removeprefix("client_"): client for name, client in globals().items() if name.startswith("client_")}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("async-tidy", "npm", "clients", "make-reports", "temp"):
        parser.add_argument(f"--{option}", required=True, type=pathlib.Path)
    parser.add_argument("only", nargs="*", choices=[[], *clients], metavar="CLIENT")
    options = parser.parse_args()
    reports = Reports(options)
    print(f"{len(reports.findings)} findings in {files_of(reports.findings)} files")
    failed = False
    for name in options.only or clients:
        title = clients[name].__doc__
        try:
            version, shown = clients[name](reports)
            print(f"{title} | {version} | {shown}", flush=True)
        except Exception as error:  # whatever a client does, the others are tried
            print(f"{title} | FAILED | {type(error).__name__}: {error}", flush=True)
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
