"""Runs the script of GitLab's job as its runner does: `run-gitlab.py TEMPLATE VARIABLE=VALUE...`."""
import os
import subprocess
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    job = yaml.safe_load(file)["async-tidy"]
assert job["artifacts"]["reports"]["codequality"] == "gl-code-quality-report.json"
variables = {**job["variables"], **dict(value.split("=", 1) for value in sys.argv[2:])}
script = "\n".join(["set -eo pipefail", *job["script"]])
sys.exit(subprocess.run(["bash", "-c", script], env={**os.environ, **variables}, check=False).returncode)
