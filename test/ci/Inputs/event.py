"""Prints an event of GitHub: `event.py push` or `event.py pull_request REVISION [--fork] [--private]`."""
import argparse
import json
import subprocess

parser = argparse.ArgumentParser()
parser.add_argument("kind")
parser.add_argument("base", nargs="?")
parser.add_argument("--fork", action="store_true")
parser.add_argument("--private", action="store_true")
args = parser.parse_args()
HOSTILE = '"; touch pwned; $(touch pwned) `touch pwned`\n::error::'
event = {"repository": {"full_name": "them/project", "visibility": "private" if args.private else "public"}}
if args.kind == "pull_request":
    event["pull_request"] = {
        "number": 7, "title": HOSTILE, "body": HOSTILE, "user": {"login": HOSTILE},
        "base": {"sha": subprocess.check_output(["git", "rev-parse", args.base], text=True).strip(), "ref": "main", "repo": {"full_name": "them/project"}},
        "head": {"ref": HOSTILE, "repo": {"full_name": "other/project" if args.fork else "them/project"}},
    }
print(json.dumps(event))
