"""A browser for the tests of a module, and pages that are watched while they are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.browser.chromium import Browser, chromedriver

Show = Callable[..., Browser]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a chromedriver."""
    with chromedriver(tmp_path_factory.mktemp("chromedriver")) as port:
        yield port


@pytest.fixture(scope="module")
def _browser(driver: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(driver, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def show(_browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens a page as a file; afterwards nothing may have been complained of or asked for but the page itself."""
    file = tmp_path / "page.html"

    def opened(text: str, *, width: int = 1280, height: int = 900, dark: bool = False, at: str = "") -> Browser:
        file.write_text(text, encoding="utf-8")
        _browser.window(width, height, dark=dark)
        _browser.open("about:blank")
        _browser.messages()
        _browser.requests()
        _browser.open(f"{file.as_uri()}{at}")
        _browser.wait("document.documentElement.dataset.ready")
        return _browser

    yield opened
    assert _browser.messages() == []
    assert {address.partition("#")[0] for address in _browser.requests()} <= {file.as_uri(), "data:,"}
