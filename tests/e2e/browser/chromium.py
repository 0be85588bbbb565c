"""A headless Chromium, driven over the W3C WebDriver protocol by its own chromedriver; both listen on loopback only."""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from shutil import which
from typing import Any, Self

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_PATIENCE = 110
"""Seconds that a command may take on a busy machine."""
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What the protocol calls a reference to an element."""
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "ArrowDown": "\ue015", "ArrowUp": "\ue013"}


class Browser:
    """One session with an empty profile."""

    def __init__(self, port: int, profile: Path, *, scripts: bool = True) -> None:
        self._port = port
        options: dict[str, Any] = {"args": [*_FLAGS, f"--user-data-dir={profile}"], "prefs": {}}
        if not scripts:
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        wanted = {
            "browserName": "chrome",
            "timeouts": {"script": 1000 * _PATIENCE},
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        self._session = ""
        made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{made['sessionId']}"

    def open(self, address: str) -> None:
        """Load a page and wait until it is complete."""
        self._ask("POST", "/url", {"url": address})

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401  # whatever the script returns
        """What a function body returns; it runs beside the page's own policy."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector: str) -> None:
        """Click the first element that a CSS selector finds, as a mouse does, when the page has come to rest there."""
        found = self._find(selector)
        script = (
            "const [element, done] = arguments; element.scrollIntoView({ block: 'center', behavior: 'instant' });"
            " requestAnimationFrame(() => requestAnimationFrame(() => done(true)));"
        )
        self._ask("POST", "/execute/async", {"script": script, "args": [{_ELEMENT: found}]})
        self._ask("POST", f"/element/{found}/click", {})

    def type(self, selector: str, text: str) -> None:
        """Type into an element."""
        self._ask("POST", f"/element/{self._find(selector)}/value", {"text": text})

    def choose(self, selector: str, option: str) -> None:
        """Choose an option of a list by its text, as one who sees it does.

        Keys are no way: the list forgets what was typed when the next key comes late on a busy machine.
        """
        script = "return 1+[...document.querySelector(arguments[0]).options].findIndex((o) => o.text === arguments[1])"
        self.click(f"{selector} option:nth-child({self.run(script, selector, option)})")

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        strokes = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]})

    def text(self, selector: str) -> str:
        """The text of the first element that a CSS selector finds."""
        return str(self.run("return document.querySelector(arguments[0]).textContent.trim()", selector))

    def count(self, selector: str) -> int:
        """How many elements a CSS selector finds that are shown."""
        script = "return [...document.querySelectorAll(arguments[0])].filter((x) => x.checkVisibility()).length"
        return int(self.run(script, selector))

    def wait(self, condition: str) -> None:
        """Wait until an expression of the page is true.

        Raises:
            AssertionError: it never was.
        """
        script = (
            "const done = arguments[0], until = Date.now() + 60000;"
            f"const look = () => {{ if ({condition}) done(true); else if (Date.now() > until) done(false);"
            " else setTimeout(look, 20); }; look();"
        )
        assert self._ask("POST", "/execute/async", {"script": script, "args": []}), f"never true: {condition}"

    def emulate(self, command: str, **parameters: object) -> Any:  # noqa: ANN401  # what the command returns
        """What a command of the DevTools protocol returns."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def window(self, width: int, height: int, *, dark: bool = False) -> None:
        """The size of the page's part of the screen, and the user's colour scheme."""
        mobile = width < 600  # a telephone
        self.emulate(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.emulate("Emulation.setEmulatedMedia", features=[scheme])

    def screenshot(self) -> bytes:
        """What is seen, as PNG."""
        return b64decode(self._ask("GET", "/screenshot"))

    def messages(self) -> list[str]:
        """What the console was told since the last call."""
        return [str(entry["message"]) for entry in self._ask("POST", "/se/log", {"type": "browser"})]

    def requests(self) -> list[str]:
        """Every address that was asked for since the last call."""
        entries = self._ask("POST", "/se/log", {"type": "performance"})
        events = [json.loads(entry["message"])["message"] for entry in entries]
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]

    def close(self) -> None:
        """End the session and the browser with it."""
        self._ask("DELETE", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _find(self, selector: str) -> str:
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        return str(found[_ELEMENT])

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401  # any JSON
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, self._session + path, text, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value and "stacktrace" in value:
            raise AssertionError(f"{method} {path}: {value['error']}: {value['message']}")
        return value


@contextmanager
def chromedriver(folder: Path) -> Iterator[int]:
    """A chromedriver on a free port of its own choice; gives the port."""
    assert which("chromedriver"), "no chromedriver on PATH: `make system` installs it"
    said = folder / "chromedriver.log"
    with said.open("wb") as log:
        command = ["chromedriver", "--port=0", "--allowed-ips=127.0.0.1"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield _port(process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=30)
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _port(process: subprocess.Popen[str]) -> int:
    lines = process.stdout
    for line in lines or ():
        found = re.search(r"started successfully on port (\d+)", line)
        if found:
            return int(found[1])
    raise AssertionError(f"chromedriver ended with {process.wait()} before it listened")
