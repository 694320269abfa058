"""A branch with the plants, which is carried over later commits by three-way merges."""

import collections
import os
import re
import subprocess

import plants

CONFLICT = re.compile(r"^<<<<<<< .*?^=======$", re.M | re.S)  # our side of a hunk


class Branch:
    def __init__(self, repository, old, new, chosen, folder):
        self.root = repository
        self.old, self.new = (self.git("rev-parse", "--verify", f"{name}^{{commit}}").stdout.strip() for name in (old, new))
        self.root = folder / "tree"
        self.alive = {plant.number: plant for plant in chosen}
        self.dropped = collections.Counter()  # by reason
        self.merged = []
        self.moved = {}                       # a unit's name in the old commit: its name now
        subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", repository, self.root], check=True)
        self.plant()

    def git(self, *arguments, fails=False):
        names = {"GIT_AUTHOR_NAME": "identity", "GIT_AUTHOR_EMAIL": "identity@localhost",
                 "GIT_COMMITTER_NAME": "identity", "GIT_COMMITTER_EMAIL": "identity@localhost"}
        done = subprocess.run(["git", "-c", "core.hooksPath=/dev/null", "-c", "merge.conflictStyle=merge",
                               "-c", "core.autocrlf=false", *arguments], cwd=self.root, text=True, errors="replace",
                              capture_output=True, env={**os.environ, **names})
        if done.returncode and not fails:
            raise SystemExit(f"identity: git {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done

    def commits(self, count):
        """The first later commits that touch sources."""
        patterns = [f"*{suffix}" for suffix in plants.SOURCES]
        found = self.git("rev-list", "--first-parent", "--reverse", f"{self.old}..{self.new}", "--", *patterns)
        return found.stdout.split()[:count]

    def plant(self):
        """From the start: the plants that are left, and what was merged so far."""
        self.git("checkout", "--quiet", "--force", "--detach", self.old)
        self.git("clean", "-dfxq")
        by_file = collections.defaultdict(list)
        for plant in self.alive.values():
            by_file[plant.file].append(plant)
        for file, those in by_file.items():
            path = self.root / file
            path.write_bytes(plants.planted(path.read_bytes(), those))
        self.git("commit", "--quiet", "--all", "--no-verify", "--allow-empty", "--message", "Planted")
        for commit in self.merged:
            if self.merge_one(commit):
                raise SystemExit(f"identity: {commit} conflicts when merged again")

    def drop(self, numbers, why):
        for number in numbers:
            del self.alive[number]
            self.dropped[why] += 1

    def merge_one(self, commit):
        """The plants that are in the way."""
        if not self.git("merge", "--quiet", "--no-edit", "--no-verify", commit, fails=True).returncode:
            here = {number for those in plants.places(self.root).values() for *_, number in those}
            return set(self.alive) - here
        blamed = set()
        files = self.git("diff", "--name-only", "--diff-filter=U", "-z").stdout.split("\0")[:-1]
        for file in files:
            path = self.root / file
            text = path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
            for hunk in CONFLICT.findall(text):
                # Without a comment it is what a plant needs elsewhere: a member.
                blamed |= plants.marks_in(hunk) or {number for number, plant in self.alive.items()
                                                    if any(text and text in hunk for *_, text in plant.edits)}
            if "<<<<<<< " not in text:  # changed here, deleted there
                blamed |= plants.marks_in(text) | {n for n, plant in self.alive.items() if plant.file == file}
        blamed &= set(self.alive)
        if not blamed:
            raise SystemExit(f"identity: {commit} conflicts in {', '.join(files) or 'no file'}, and not with a plant")
        return blamed

    def merge(self, commit):
        while blamed := self.merge_one(commit):
            self.drop(blamed, "conflict")
            self.plant()
        before = self.merged[-1] if self.merged else self.old
        self.merged.append(commit)
        renamed = self.git("diff", "--find-renames", "--diff-filter=R", "--name-status", "-z", before, commit)
        renamed = renamed.stdout.split("\0")
        for _, source, target in zip(renamed[0::3], renamed[1::3], renamed[2::3]):
            self.move(source, target)

    def move(self, source, target):
        for plant in self.alive.values():
            if self.moved.get(plant.unit, plant.unit) == source:
                self.moved[plant.unit] = target
