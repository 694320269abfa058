"""Projects of generated programs, for what compares outputs of one run: many findings of all families."""

import json
import pathlib

from differential.grammar import families, load
from differential.make import make

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
OF_A_FILE = 20  # programs


def database(files, into):
    """A database in which each file is compiled as the project's own are; the folder that it is in."""
    includes = [f"-I{ROOT / folder}" for folder in ("lib/runtime/include", "test/differential", "test/Inputs")]
    entries = [{"directory": str(into), "file": str(file), "arguments": ["c++", "-std=c++20", "-w", *includes, "-c", str(file)]}
               for file in files]
    (into / "compile_commands.json").write_text(json.dumps(entries))
    return into


def generate(count, seed, into):
    """Files with COUNT programs of each family, each program in a namespace of its own."""
    files = []
    for family in families():
        grammar = load(family)
        for first in range(0, count, OF_A_FILE):
            lines = ['#include "prelude.hpp"']
            for number in range(first, min(first + OF_A_FILE, count)):
                name = f"{family}_{number}".replace("-", "_")
                lines += ["", *make(grammar, seed, number).text(name).lines]
            files.append(into / f"{family}-{first}.cpp")
            files[-1].write_text("\n".join(lines) + "\n")
    return files
