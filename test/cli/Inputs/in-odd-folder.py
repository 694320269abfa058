"""Runs a command in a copy of a folder that has an odd name: `in-odd-folder.py FOLDER PLACE COMMAND...`."""
import os
import shutil
import subprocess
import sys

place = os.path.join(sys.argv[2], "a b\n$(touch pwned)'\"\\[*]")
shutil.copytree(sys.argv[1], place, symlinks=True)
code = subprocess.run(sys.argv[3:], cwd=place, check=False).returncode
assert not os.path.exists(os.path.join(place, "pwned"))
sys.exit(code)
