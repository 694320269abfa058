"""Compares what async-tidy says of this program with what README.md shows: check-findings.py ASYNC_TIDY BUILD_DIR"""

import pathlib
import re
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
warning = re.compile(r"^(\S+): warning: .*\[async-[a-z-]+\]$")


def warnings_in(text):
    return sorted(line for line in text.splitlines() if warning.match(line))


async_tidy, build = sys.argv[1:]
run = subprocess.run([async_tidy, "-p", build, "buggy/*.cpp", "repaired/*.cpp"], cwd=here, capture_output=True, text=True)
found = warnings_in(run.stdout.replace(f"{here}/", ""))
shown = warnings_in((here / "README.md").read_text())

for line in sorted(set(shown) - set(found)):
    print(f"README.md shows, async-tidy does not say:\n  {line}")
for line in sorted(set(found) - set(shown)):
    print(f"async-tidy says, README.md does not show:\n  {line}")
if run.returncode != 1:
    print(f"async-tidy ended with {run.returncode} instead of 1:\n{run.stderr}")
sys.exit(0 if found == shown and run.returncode == 1 else 1)
