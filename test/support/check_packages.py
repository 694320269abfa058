#!/usr/bin/env python3
"""Checks that tools/dev/packages.txt brings all that the build and the tests use, so that a fresh machine has it too.

    check_packages.py PACKAGES USED [--admindir DIRECTORY]

USED is what used_files.py wrote. Each file of it must belong to a package of a minimal Debian 12, or to one of PACKAGES,
or to one that these depend on, without recommendations. Prints one line for each package that is missing, with a file
that needs it, and exits with 1 if there is any. DIRECTORY is another place of dpkg's database.
"""

import argparse
import functools
import os
import pathlib
import shutil
import sys

from debian_packages import DEBIAN_PATH, Packages


def read_packages(path):
    """The packages of each purpose; those of `demo` are there for the tests too."""
    named = {}
    for line in path.read_text().splitlines():
        if words := line.partition("#")[0].split():
            named.setdefault(words[0], []).append(words[1])
    demo = named.get("demo", [])
    return {"demo": demo, "tests": demo + named.get("tests", [])}


@functools.cache
def trail(path):
    """What must be there for \\p path to be found: the links on the way, and last the file itself."""
    folder, name = os.path.split(path)
    if not name:
        return (path,) if folder == path else trail(folder)
    before = trail(folder)
    if name in (".", ".."):
        return (*before[:-1], before[-1] if name == "." else os.path.dirname(before[-1]))
    here = os.path.join(before[-1], name)
    if os.path.islink(here):
        return (*before[:-1], here, *trail(os.path.join(before[-1], os.readlink(here))))
    return (*before[:-1], here)


def parts(path):
    """Each of the files that \\p path needs; what belongs to no package is left out of the links."""
    return trail(path) if path.startswith("/") else (path,)


def fresh(path, owners):
    """What a fresh machine has for a program of this machine's own, such as another Python."""
    instead = shutil.which(os.path.basename(path), path=DEBIAN_PATH)
    return parts(path) if parts(path)[-1] in owners or not instead or not os.access(path, os.X_OK) else parts(instead)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", type=pathlib.Path)
    parser.add_argument("used", type=pathlib.Path)
    parser.add_argument("--admindir")
    options = parser.parse_args()

    used = [line.split("\t") for line in options.used.read_text().splitlines()]
    packages = Packages(options.admindir)
    instead = [shutil.which(os.path.basename(path), path=DEBIAN_PATH) for _, path, _ in used]
    owners = packages.owners({part for path in [*(path for _, path, _ in used), *filter(None, instead)] for part in parts(path)})
    brought = {purpose: packages.closure(names) for purpose, names in read_packages(options.packages).items()}

    missing = {}  # what is missing: the purposes, and the uses that need it
    for purpose, path, user in used:
        *links, file = fresh(path, owners)
        for part in [*(link for link in links if link in owners), file]:
            if brought[purpose].isdisjoint(owners.get(part, ())):
                missing.setdefault(" or ".join(sorted(owners.get(part, ()))), []).append((purpose, part, user))
    for package, needs in sorted(missing.items()):
        purpose, part, user = needs[0]
        others = f" and {len(needs) - 1} more" if len(needs) > 1 else ""
        if package:
            print(f"{part}{others}, used by {user}, needs the package {package}, which packages.txt does not bring: "
                  f"add '{purpose}  {package}'.")
        else:
            print(f"{part}{others}, used by {user}, belongs to no package, so a fresh machine does not have it.")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
