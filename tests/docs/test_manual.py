"""The manual pages, judged by the two programs that show them, and the tables beside them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from acree_infra import errors
from acree_infra.cli.exit_codes import ExitCode
from acree_infra.cli.main import VERBS
from acree_sandbox.cli.main import VERBS as OF_SANDBOX
from scripts.environment import ENVIRONMENT
from scripts.exit_codes import EXIT_CODES
from scripts.manual import manuals
from tests.docs.test_reference import ROOT

PAGES = manuals()
NAMED = re.compile(r"""["']((?:ACREE|ALICLOUD|ALIBABA_CLOUD|PULUMI|DOCKER|SSL|NO_COLOR)[A-Z0-9_]*)["']""")
OF_NOBODY = {
    "ACREE_JOB": "a job of the doctor on its way to a host",
    "ALIBABA_CLOUD_ACCOUNT_TYPE": "what the sandbox sets for the provider",
}


def shown(text: str) -> str:
    done = subprocess.run(
        ["mandoc", "-T", "utf8"], input=text, capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin"}
    )
    return " ".join(re.sub(r".\x08", "", done.stdout).split())


@pytest.mark.parametrize("name", PAGES)
def test_mandoc_has_nothing_to_say(name: str) -> None:
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning"], input=PAGES[name], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("name", "verbs"), [("acree.1", VERBS), ("acree-sandbox.1", OF_SANDBOX)])
def test_every_verb_is_there_with_its_examples(name: str, verbs: dict[str, str]) -> None:
    text = shown(PAGES[name])
    command = name.removesuffix(".1")
    for verb in verbs:
        assert re.search(rf" {command} {verb} \[(-h|diff)\]", text), verb
    assert text.count("Examples:") == len(verbs)


def test_the_page_says_options_as_they_are_typed() -> None:
    text = shown(PAGES["acree.1"])
    assert "--plan-sha256 DIGEST" in text
    assert 'eval "$(acree completion bash)"' in text
    assert "130 interrupted. Ctrl-C; nothing was half-written." in text


def test_every_exit_code_is_told() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")]
    assert {code for code, *_ in EXIT_CODES} == {*map(int, ExitCode), *(kind.exit_code for kind in kinds)}


def test_every_variable_that_code_names_is_told() -> None:
    told = {name for variables in ENVIRONMENT.values() for name, _ in variables}
    words = " ".join(f"{name} {meaning}" for variables in ENVIRONMENT.values() for name, meaning in variables)
    sources = [path for room in ("acree_infra", "acree_sandbox") for path in (ROOT / room).rglob("*.py")]
    named = {name for path in sources for name in NAMED.findall(path.read_text())}
    assert {name for name in named if not re.search(rf"\b{name}\b", words)} - OF_NOBODY.keys() == set()
    assert {name for name in told if name.startswith("ACREE_")} <= named


def test_committed_pages_stand_in_their_folder() -> None:
    assert sorted(path.name for path in Path(ROOT / "docs" / "man").iterdir()) == sorted(PAGES)
