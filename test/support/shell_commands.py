#!/usr/bin/env python3
"""Which commands shell scripts and the RUN lines of lit name. A reading of the text: no script is run.

    shell_commands.py FILE...      prints them, one a line
"""

import pathlib
import re
import sys

# After the first ones a command comes, after the others none.
BEFORE_COMMANDS = {"if", "then", "elif", "else", "fi", "do", "done", "while", "until", "esac", "!", "{", "}"}
BEFORE_WORDS = {"for", "case", "select", "function", "[["}
# What runs the command that follows it; `exits` is a script of the tests, `as_root` a function of setup.sh.
WRAPPERS = {"env", "exec", "not", "nice", "sudo", "time", "timeout", "xargs", "sh", "bash", "exits", "as_root", "%if"}
# What may stand between a wrapper and the command: options, settings, numbers, conditions of lit.
BETWEEN = re.compile(r"-.*|\w+=.*|\d+[smh]?|%[{}]|!.*")
ASSIGNMENT = re.compile(r"\w+\+?=")
# What a script asks for before it does without it.
ASKED = re.compile(r"\bcommand -v ([\w.+-]+)")


def commands(text):
    """The names of the commands that \\p text runs; without those that it asks for, and its own functions."""
    reading = Reading(text)
    reading.read()
    return reading.found - reading.functions - set(ASKED.findall(text))


def run_lines(text):
    """What the RUN lines of a test run, and the scripts in it that stand for programs."""
    lines = "\n".join(re.findall(r"RUN: *(.*)", text)).replace("\\\n", " ")
    scripts = re.findall(r"^#!/bin/sh\n(.*?)(?=^//---|\Z)", text, re.MULTILINE | re.DOTALL)
    return set().union(*map(commands, [lines, *scripts]), {"/bin/sh"} if scripts else ())


class Reading:
    """One pass over a script; `found` is what stands where a command is expected."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.found = set()
        self.functions = set()
        self.here_documents = []  # the words that end those whose text begins in the next line

    def read(self, end=""):
        """Reads up to \\p end, or all; \\p end is the parenthesis of a substitution."""
        expected = True  # a command comes next
        wrapper = ""
        while self.at < len(self.text):
            here = self.text[self.at]
            if end and here == end:
                self.at += 1
                return
            if here == "#" or here in " \t" or self.text.startswith("\\\n", self.at):
                self.at = self.matched(r"#[^\n]*|(?:[ \t]|\\\n)+")
            elif here == "\n":
                self.skip_here_documents()
                expected = True
            elif self.text.startswith(("<(", ">("), self.at):
                self.at += 2
                self.read(")")
            elif redirection := re.compile(r"\d*(<<-?|<<<|[<>]&?|&>|>>|>\|)+[ \t]*").match(self.text, self.at):
                self.at = redirection.end()
                target = self.word() if self.at < len(self.text) and self.text[self.at] not in "<>" else ""
                if redirection[0].strip() in ("<<", "<<-"):
                    self.here_documents.append(target)
            elif here in ";&|()":
                self.at += 1
                expected = True
            else:
                start = self.at
                word = self.word()
                if self.at == start:
                    self.at += 1
                elif ASSIGNMENT.fullmatch(word) and self.text.startswith("(", self.at):
                    self.skip_array()
                elif word == "-exec":
                    expected = True
                elif wrapper in ("sh", "bash") and word == "-c":
                    self.at = self.matched(r"[ \t]*")
                    self.found |= commands(self.word())
                    expected, wrapper = False, ""
                elif expected and self.text.startswith("()", self.at):
                    self.functions.add(word)
                elif word in BEFORE_WORDS:
                    expected = False
                elif expected and not (word in BEFORE_COMMANDS or ASSIGNMENT.match(word) or
                                       wrapper and BETWEEN.fullmatch(word)):
                    wrapper = word.rpartition("/")[2]
                    if wrapper not in WRAPPERS:
                        expected, wrapper = False, ""
                    self.found.add(word)

    def matched(self, pattern):
        return re.compile(pattern).match(self.text, self.at).end()

    def word(self):
        """The text of a word, without quotes; what is substituted in it is read as commands."""
        said = []
        while self.at < len(self.text) and self.text[self.at] not in " \t\n;&|()<>":
            here = self.text[self.at]
            if here == "'":
                end = self.text.find("'", self.at + 1) % (len(self.text) + 1)
                said.append(self.text[self.at + 1:end])
                self.at = end + 1
            elif here == '"':
                self.at += 1
                said.append(self.quoted())
            else:
                said.append(self.piece())
        return "".join(said)

    def quoted(self):
        said = []
        while self.at < len(self.text) and self.text[self.at] != '"':
            said.append(self.piece())
        self.at += 1
        return "".join(said)

    def piece(self):
        """One character, or what a `$` or a backslash begins."""
        if self.text.startswith("$(", self.at):
            self.at += 2
            self.read(")")
            return "$"
        end = self.matched(r"\$\{(?:[^{}]|\{[^{}]*\})*\}|\\.|.") if self.text[self.at] != "\n" else self.at + 1
        said = self.text[self.at:end]
        self.at = end
        return "" if said == "\\\n" else said.removeprefix("\\")

    def skip_array(self):
        """The elements of `name=(...)` are no commands."""
        self.at += 1
        while self.at < len(self.text) and self.text[self.at] != ")":
            start = self.at
            self.word()
            self.at += self.at == start
        self.at += 1

    def skip_here_documents(self):
        self.at += 1
        for ending in self.here_documents:
            found = re.compile(rf"^\t*{re.escape(ending)}$", re.MULTILINE).search(self.text, self.at)
            self.at = found.end() if found else len(self.text)
        self.here_documents = []


if __name__ == "__main__":
    for file in map(pathlib.Path, sys.argv[1:]):
        read = run_lines if file.suffix in (".test", ".cpp") else commands
        print("\n".join(sorted(read(file.read_text()))))
