"""precision.py TABLE.md REPORT.sarif: whether the rules of the report have the precision that the table's sums come to."""

import json
import re
import sys

sums = re.search(r"^\| \*\*all of these\*\* \|(.*)\|$", open(sys.argv[1], encoding="utf-8").read(), re.MULTILINE)[1]
_, findings, to_fix, harmless, false = (int(number) for number in re.findall(r"\*\*(\d+)\*\*", sums))
assert findings == to_fix + harmless + false, sums
true = 1 - false / findings
expected = "very-high" if true >= 0.95 else "high" if true >= 0.8 else "medium" if true >= 0.5 else "low"

(run,) = json.load(open(sys.argv[2], encoding="utf-8"))["runs"]
said = {rule["properties"]["precision"] for rule in run["tool"]["driver"]["rules"]}
if said != {expected}:
    sys.exit(f"{true:.0%} of {findings} findings are true, which is {expected}, but the rules say {said}")
