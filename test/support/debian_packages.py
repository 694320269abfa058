"""The packages of this Debian machine: what belongs to them, and what comes with them without recommendations."""

import os
import re
import subprocess

# Where packages put programs: a machine's own elsewhere do not count, since a fresh one has none.
DEBIAN_PATH = "/usr/bin:/usr/sbin:/bin:/sbin"
# Since /bin, /sbin and /lib* are links into /usr, packages name what is there in either way.
MERGED = re.compile(r"(?:/usr)?(/(?:bin|sbin|lib[^/]*)/)")


class Packages:
    """What dpkg knows. \\p admindir is another place than its own for its database."""

    def __init__(self, admindir=None):
        self.query = ["dpkg-query", *([f"--admindir={admindir}"] if admindir else [])]
        self.depends = {}  # a package: its dependencies, each as a list of alternatives
        self.providers = {}  # a name: the packages that provide it, itself among them
        self.minimal = []  # what no Debian is without
        fields = "db:Status-Status", "Package", "Essential", "Priority", "Pre-Depends", "Depends", "Provides"
        for line in self.ask("-W", "-f", "".join(f"${{{field}}}\\t" for field in fields) + "\\n")[1].splitlines():
            status, package, essential, priority, *dependencies, provides, _ = line.split("\t")
            if status != "installed":
                continue
            self.depends[package] = [group for text in dependencies for group in groups(text)]
            if essential == "yes" or priority == "required" or package == "apt":
                self.minimal.append(package)
            for name in {package, *(name for group in groups(provides) for name in group)}:
                self.providers.setdefault(name, []).append(package)

    def ask(self, *arguments):
        done = subprocess.run([*self.query, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=dict(os.environ, LC_ALL="C"))
        return done.returncode, done.stdout

    def closure(self, names):
        """The packages that a minimal Debian has once \\p names are installed, with what they depend on.

        Of alternatives that nothing else brings, the first one that is installed here is taken, as apt does it.
        """
        found, open_choices = set(), []
        to_do = [name for name in [*self.minimal, *names] if name in self.depends]
        while to_do or open_choices:
            if to_do:
                package = to_do.pop(0)
                if package not in found:
                    found.add(package)
                    for group in self.depends[package]:
                        only = self.providers.get(group[0], []) if len(group) == 1 else []
                        if len(only) == 1:
                            to_do.extend(only)
                        else:
                            open_choices.append(group)
                continue
            # Only now is known what comes anyway.
            choice = [sorted(self.providers.get(name, []), key=lambda package: (package != name, package))
                      for name in open_choices.pop(0)]
            if not any(package in found for providers in choice for package in providers):
                to_do.extend(next((providers[:1] for providers in choice if providers), []))
        return found

    def owners(self, paths):
        """The packages of each path that belongs to any."""
        spellings = {}
        for path in paths:
            spellings[path] = path
            if match := MERGED.match(path):
                spellings[match[1] + path[match.end():]] = spellings["/usr" + match[1] + path[match.end():]] = path
        found, names = {}, sorted(spellings)
        for start in range(0, len(names), 2000):  # a command line has an end
            for line in self.ask("-S", *names[start:start + 2000])[1].splitlines():
                packages, _, name = line.partition(": ")
                if name in spellings and not line.startswith("diversion by "):
                    found.setdefault(spellings[name], set()).update(re.sub(r":\w+", "", packages).split(", "))
        return found


def groups(dependencies):
    """The names in a field such as `libc6 (>= 2.36), c-compiler | gcc:any`."""
    return [[re.match(r"[^\s(:\[]+", name.strip())[0] for name in group.split("|")]
            for group in dependencies.split(",") if group.strip()]
