"""Compares checks and runs on generated programs. `tools/dev/differential --help` says how."""

from .command import main

main()
