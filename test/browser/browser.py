"""A browser without a window, driven by WebDriver: chromedriver over HTTP."""

import base64
import json
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # how WebDriver marks a reference to an element

KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c"}


# Whatever proxy the environment names: the driver is on this machine.
directly = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class BrowserError(Exception):
    pass


class Browser:
    """Chromium with pages from disk. Use it in a `with`."""

    def __init__(self, width=1400, height=900):
        self.size = width, height

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        port = next((line.rstrip(" .\n").rpartition(" ")[2] for line in self.driver.stdout if "successfully on port" in line), None)
        if not port:
            raise BrowserError("chromedriver does not start")
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                            f"--user-data-dir={self.profile.name}", "--window-size={},{}".format(*self.size)]}
        try:
            made = self.ask("POST", "", {"capabilities": {"alwaysMatch": {
                "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}})
        except BrowserError:
            self.__exit__()
            raise
        self.address += "/" + made["sessionId"]
        return self

    def __exit__(self, *_):
        try:
            self.ask("DELETE", "")
        except (BrowserError, OSError):
            pass
        self.driver.terminate()
        self.driver.wait()
        self.driver.stdout.close()
        self.profile.cleanup()

    def ask(self, method, path, body=None):
        request = urllib.request.Request(self.address + path, method=method, headers={"Content-Type": "application/json"},
                                         data=json.dumps(body or {}).encode() if method == "POST" else None)
        try:
            with directly(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            said = json.load(error)["value"]
            raise BrowserError(f"{said['error']}: {said['message']}") from None

    def tell(self, command, **parameters):
        """A command of Chromium's own protocol."""
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, path, fragment=""):
        self.ask("POST", "/url", {"url": "about:blank"})
        self.ask("POST", "/url", {"url": path.resolve().as_uri() + fragment})

    def run(self, script, *arguments):
        """What the body of a function in JavaScript returns; a promise is awaited."""
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, condition, what):
        """Until the expression in JavaScript is true."""
        for _ in range(200):
            if self.run(f"return Boolean({condition})"):
                return
            time.sleep(0.05)
        raise BrowserError(f"waited in vain until {what}: {condition}")

    def click(self, selector):
        element = self.ask("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]
        self.ask("POST", f"/element/{element}/click")

    def press(self, *keys):
        """Keys to what has the focus."""
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": [
            {"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]}]})

    def prefer(self, scheme):
        self.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme},
                                                          {"name": "prefers-reduced-motion", "value": "reduce"}])

    def resize(self, width, height):
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.ask("GET", "/screenshot")))

    def said(self):
        """The messages in the console since the last time."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", {"type": "browser"})]
