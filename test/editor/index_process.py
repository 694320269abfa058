"""With a program of ours in place of async-tidy: how it is run, and that it ends."""
import os
import shutil
import signal
import sys
import time
from pathlib import Path

from lsp import PATIENCE, Server, project

# Notes how it was called, and by its directory for temporary files where it may write; then runs until it is ended, and so
# does what it starts.
PROGRAM = """#!/bin/sh
echo run >>"$0.runs"
sleep 1000 &
echo "$$ $! $(nice) $TMPDIR $*" >"$0.now"
mv "$0.now" "$0.log"
wait
"""
SOURCE = "int main() {}\n"


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(happened, what):
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def write_program(text):
    program.write_text(text)
    program.chmod(0o755)


folder = project(sys.argv[1], {"a.cpp": SOURCE, "b/b.cpp": SOURCE})
(folder / "bin").mkdir()
shutil.copy(sys.argv[3], folder / "bin/async-clangd")
program, source = folder / "bin/async-tidy", folder / "a.cpp"
log, runs = folder / "bin/async-tidy.log", folder / "bin/async-tidy.runs"
COMMAND = [str(folder / "bin/async-clangd"), "--log=error", "--background-index=false"]


def open_and_wait(server):
    log.unlink(missing_ok=True)
    server.open(source)
    server.open(folder / "b/b.cpp")
    wait_for(log.exists, "async-tidy was not run")
    process, child, nice, temporary, *words = log.read_text().split()
    assert words == ["index", "-p", str(folder / "build"), "--jobs=1", "--quiet"], words
    assert nice == "19" and Path(temporary).is_dir(), log.read_text()
    for number in range(3):  # further edits start no second one
        server.change(source, SOURCE + f"// {number}\n")
        assert server.diagnostics(source) == []
    return [process, child], Path(temporary)


write_program(PROGRAM)
with Server(COMMAND, folder) as server:
    processes, temporary = open_and_wait(server)
    assert all(map(is_running, processes))
wait_for(lambda: not any(map(is_running, processes)), "async-tidy outlived the editor")
assert not temporary.exists(), "its temporary files did"
assert runs.read_text() == "run\n", "there was more than one"

# The same when async-clangd has no time to end it.
server = Server(COMMAND, folder)
processes, temporary = open_and_wait(server)
os.kill(server.process.pid, signal.SIGKILL)
wait_for(lambda: not is_running(processes[0]), "async-tidy outlived the editor")
os.kill(int(processes[1]), signal.SIGKILL)
shutil.rmtree(temporary)

# Switched off.
runs.unlink()
with Server([*COMMAND, "--background-async-index=false"], folder) as server:
    server.open(source)
    assert server.diagnostics(source) == []
assert not runs.exists()


def shown_once(words):
    """What goes wrong is said once, however many edits follow."""
    with Server(COMMAND, folder) as server:
        server.open(source)
        while not server.shown:
            server.receive()
        for number in range(3):
            server.change(source, SOURCE + f"// {number}\n")
            assert server.diagnostics(source) == []
        said, = server.shown
        assert words in said, said


write_program("#!/bin/sh\necho 'async-tidy: the disk is full' >&2\nexit 2\n")
shown_once("ended with 2: async-tidy: the disk is full")
program.unlink()
shown_once("there is no async-tidy beside async-clangd")
