#!/usr/bin/env python3
"""Runs the shell steps of a composite action as GitHub's runner does; steps that use other actions are listed, not run.

    run_action.py ACTION --event NAME=FILE [--workspace DIR] [--temp DIR] [--path DIR] [--actor NAME] [INPUT=VALUE...]

ACTION is the folder with action.yml, FILE the event as JSON; '\\n' in a VALUE is a line end. Prints what the runner would do with each step's output: the
commands in it that it would obey, and the rest as the log; then the outputs of the action. The summary of the job is
TEMP/summary.md. Exits as the last step that ran did.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

COMMAND = re.compile(r"\s*::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$")


class Runner:
    def __init__(self, args, action):
        self.args = args
        self.action = action
        self.temp = pathlib.Path(args.temp).resolve()
        shutil.rmtree(self.temp, ignore_errors=True)
        self.temp.mkdir(parents=True)
        name, file = args.event.split("=", 1)
        with open(file, encoding="utf-8") as stream:
            event = json.load(stream)
        given = dict(value.replace("\\n", "\n").split("=", 1) for value in args.inputs)
        unknown = set(given) - set(action["inputs"])
        assert not unknown, f"the action has no input {unknown}"
        self.context = {
            "inputs": {key: given.get(key, str(value.get("default", ""))) for key, value in action["inputs"].items()},
            "github": {"event": event, "event_name": name},
            "steps": {},
        }
        self.environment = {
            "PATH": os.pathsep.join(filter(None, [args.path, os.environ["PATH"]])),
            "HOME": str(self.temp),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(pathlib.Path(args.action).resolve()),
            "GITHUB_ACTOR": args.actor,
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(pathlib.Path(file).resolve()),
            "GITHUB_REPOSITORY": event["repository"]["full_name"],
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "GITHUB_WORKSPACE": str(pathlib.Path(args.workspace).resolve()),
            "RUNNER_TEMP": str(self.temp),
        }

    def value(self, expression):
        """The value of `a.b.c`, or of `a.b.c == 'text'`: the action needs no others."""
        path, equals, text = expression.strip().partition("==")
        assert re.fullmatch(r"[a-z_]+(\.[A-Za-z0-9_-]+)+", path.strip()), f"'{expression}' is more than the runner knows"
        found = self.context
        for key in path.strip().split("."):
            found = (found or {}).get(key) if isinstance(found, dict) else None
        found = "" if found is None else str(found)
        return found == text.strip().strip("'") if equals else found

    def expanded(self, text):
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: self.value(match[1]), str(text))

    def obey(self, text):
        """Prints the commands of a step's output that the runner would obey."""
        stopped = None
        for line in text.splitlines():
            match = COMMAND.match(line)
            if match and stopped is None and match[1] == "stop-commands":
                stopped = match[3]
            elif stopped is not None and line.strip() == f"::{stopped}::":
                stopped = None
            elif match and stopped is None:
                print(f"command {match[1]}: {match[2] or ''}: {match[3]}")
            else:
                print(f"log: {line}")
        assert stopped is None, "commands are left stopped"

    def step(self, step):
        assert "${{" not in step["run"], f"text gets into a shell: {step['run']}"
        output = self.temp / "output"
        output.write_text("")
        environment = {key: self.expanded(value) for key, value in step.get("env", {}).items()}
        ended = subprocess.run([step["shell"], "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
                               cwd=self.args.workspace, env={**self.environment, **environment, "GITHUB_OUTPUT": str(output)},
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
        self.obey(ended.stdout.decode("utf-8", "replace"))
        outputs = dict(line.split("=", 1) for line in output.read_text().splitlines())
        self.context["steps"][step.get("id")] = {"outputs": outputs}
        return ended.returncode

    def run(self):
        for step in self.action["runs"]["steps"]:
            if "if" in step and not self.value(step["if"]):
                print(f"left out: {step['name']}")
                continue
            if "uses" in step:
                given = {key: self.expanded(value) for key, value in step["with"].items()}
                print(f"not run here: {step['uses']} {given}")
                continue
            print(f"step: {step['name']}")
            code = self.step(step)
            if code:
                break
        for name, output in self.action["outputs"].items():
            print(f"output {name}={self.expanded(output['value'])}")
        return code


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("action")
    parser.add_argument("--event", required=True)
    parser.add_argument("--workspace", default=".")
    parser.add_argument("--temp", required=True)
    parser.add_argument("--path", default="")
    parser.add_argument("--actor", default="someone")
    parser.add_argument("inputs", nargs="*")
    args = parser.parse_intermixed_args()
    with open(os.path.join(args.action, "action.yml"), encoding="utf-8") as file:
        action = yaml.safe_load(file)
    return Runner(args, action).run()


if __name__ == "__main__":
    sys.exit(main())
