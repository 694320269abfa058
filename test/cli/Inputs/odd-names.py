"""Writes sources with odd names: `odd-names.py TEXT`; or checks that a report names all: `odd-names.py --check JSON`."""
import json
import shutil
import sys

NAMES = ["-x.cpp", "--since=HEAD.cpp", "new\nline.cpp", 'quote".cpp', "it's.cpp", "$(touch pwned).cpp", "`touch pwned`.cpp",
         "a;touch pwned;.cpp", "star*.cpp", "[b].cpp", ":(top)c.cpp", "tab\t.cpp", "\u00e4.cpp", "back\\slash.cpp", "% %d.cpp"]

if sys.argv[1] == "--check":
    with open(sys.argv[2], encoding="utf-8") as file:
        found = sorted(finding["place"]["file"] for finding in json.load(file)["findings"])
    assert found == sorted(NAMES), f"{found} instead of {sorted(NAMES)}"
else:
    for name in NAMES:
        shutil.copy(sys.argv[1], name)
