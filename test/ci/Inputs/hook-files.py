"""Whether the hook is called for the files that the program takes: `hook-files.py .pre-commit-hooks.yaml changed-units.cpp`."""
import re
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    (hook,) = yaml.safe_load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    text = file.read()
taken = [extension for name in ("Included", "Including")
         for extension in re.findall(r'"([^"]+)"', re.search(rf"StringLiteral {name}\[\] = {{(.*?)}};", text, re.DOTALL)[1])]
assert len(taken) > 20, taken
missed = [extension for extension in taken if not re.search(hook["files"], f"src/a.{extension}")]
assert not missed, f"the hook is not called for {missed}"
beyond = [extension for extension in ("txt", "py", "cu", "hip", "cppx", "xcpp", "java") if re.search(hook["files"], f"a.{extension}")]
assert not beyond, f"the hook is called for {beyond}"
