"""A small client of the language server protocol, for the tests of async-clangd. Needs nothing but Python.

    folder = project("here", {"a.cpp": "...", ".clang-tidy": "..."})
    with Server(command(), folder) as server:
        server.open(folder / "a.cpp")
        print(server.findings(folder / "a.cpp"))

A server that ends or says nothing for a long time raises LspError, so that no test hangs.
"""
import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path

PATIENCE = 300  # seconds for one answer: only a server that hangs takes so long
CONFIGURATION = Path(__file__).absolute().parent / "Inputs"
LIKE_VS_CODE = {
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True, "versionSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    },
}


class LspError(Exception):
    pass


def project(folder, files, flags=("-std=c++20",)):
    """Writes the files, by name, and a compilation database of those that are sources; returns the folder."""
    folder = Path(folder).absolute()
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    commands = [{"directory": str(folder), "file": str(folder / name),
                 "arguments": ["clang++", *flags, "-c", str(folder / name)]} for name in files if name.endswith(".cpp")]
    (folder / "build").mkdir(exist_ok=True)
    (folder / "build/compile_commands.json").write_text(json.dumps(commands), encoding="utf-8")
    return folder


def command(*more):
    """async-clangd without its indexes, which would write files and run beside the tests."""
    return ["async-clangd", "--log=error", "--background-index=false", "--background-async-index=false", *more]


def uri_of(path):
    return Path(path).absolute().as_uri()


class Server:
    def __init__(self, command, folder=None, capabilities=LIKE_VS_CODE, errors=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                                        cwd=folder, env={**os.environ, "XDG_CONFIG_HOME": str(CONFIGURATION)})
        self.messages = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.last_id = 0
        self.versions = {}  # by URI: of the document
        self.published = {}  # by URI: the version that the last diagnostics are of, and these
        self.idle = set()  # URIs of files at which nothing has been done since their last diagnostics
        self.shown = []  # what was shown to the user, each time
        self.request("initialize", {"processId": None, "capabilities": capabilities,
                                    "initializationOptions": {"clangdFileStatus": True},
                                    "rootUri": uri_of(folder) if folder else None})
        self.notify("initialized", {})

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            self.process.kill()
        else:
            self.stop()

    def _read(self):
        """Passes on the messages, and None after the last."""
        while True:
            length = None
            while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name == b"Content-Length":
                    length = int(value)
            if length is None:
                break
            self.messages.put(json.loads(self.process.stdout.read(length)))
        self.messages.put(None)

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.process.stdin.flush()
        except OSError as problem:
            raise LspError(f"the server ended with {self.process.wait()}") from problem

    def notify(self, method, parameters):
        self._send({"method": method, "params": parameters})

    def request(self, method, parameters):
        self.last_id += 1
        self._send({"id": self.last_id, "method": method, "params": parameters})
        while True:
            message = self.receive()
            if message.get("id") == self.last_id and "method" not in message:
                if "error" in message:
                    raise LspError(f"{method}: {message['error']}")
                return message["result"]

    def receive(self):
        """Takes the next message, and notes what it says."""
        try:
            message = self.messages.get(timeout=PATIENCE)
        except queue.Empty:
            self.process.kill()
            raise LspError("the server does not answer") from None
        if message is None:
            raise LspError(f"the server ended with {self.process.wait()}")
        method, parameters = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            self.idle.discard(parameters["uri"])
            self.published[parameters["uri"]] = (parameters.get("version"), parameters["diagnostics"])
        elif method == "textDocument/clangd.fileStatus" and parameters["state"] == "idle":
            self.idle.add(parameters["uri"])
        elif method == "window/showMessage":
            self.shown.append(parameters["message"])
        elif method and "id" in message:  # the server asks: progress, registering
            self._send({"id": message["id"], "result": None})
        return message

    def open(self, path, text=None):
        uri = uri_of(path)
        self.versions[uri] = self.versions.get(uri, 0) + 1
        if text is None:
            text = Path(path).read_text(encoding="utf-8")
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "cpp",
                                                              "version": self.versions[uri], "text": text}})

    def change(self, path, text, start=None, end=None):
        """Replaces the text from `start` to `end`, each (line, character), or the whole text."""
        uri = uri_of(path)
        self.versions[uri] += 1
        change = {"text": text}
        if start is not None:
            change["range"] = {name: {"line": line, "character": character}
                               for name, (line, character) in (("start", start), ("end", end))}
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": self.versions[uri]},
                                               "contentChanges": [change]})

    def save(self, path):
        self.notify("textDocument/didSave", {"textDocument": {"uri": uri_of(path)}})

    def close(self, path):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri_of(path)}})

    def diagnostics(self, path):
        """Those of the document as it is now, in the order of their places."""
        uri = uri_of(path)
        while self.published.get(uri, (None, []))[0] != self.versions[uri]:
            self.receive()
        return sorted(self.published[uri][1], key=lambda each: (each["range"]["start"]["line"],
                                                                each["range"]["start"]["character"]))

    def settled_diagnostics(self, path):
        """The same when clangd has come to rest: after an edit of the includes it first sends what it finds with the old ones."""
        self.diagnostics(path)
        while uri_of(path) not in self.idle:
            self.receive()
        return self.diagnostics(path)

    def findings(self, path):
        """The diagnostics of our checks among them."""
        return [each for each in self.diagnostics(path) if str(each.get("code", "")).startswith("async-")]

    def fixes(self, path, diagnostic):
        """The code actions for a diagnostic."""
        return self.request("textDocument/codeAction", {
            "textDocument": {"uri": uri_of(path)}, "range": diagnostic["range"],
            "context": {"diagnostics": [diagnostic]}}) or []

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        status = self.process.wait(PATIENCE)
        if status != 0:
            raise LspError(f"the server ended with {status}")
