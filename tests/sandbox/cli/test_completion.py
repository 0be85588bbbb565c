"""The completion of the sandbox's command, asked of the shells themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from acree_sandbox.cli.completion import script
from acree_sandbox.cli.main import VERBS, main
from tests.shells import SHELLS

OFFERED = {
    "acree-sandbox ": sorted(VERBS),
    "acree-sandbox ca": ["capture"],
    "acree-sandbox site ": ["load", "unload"],
    "acree-sandbox up --world w": ["world.yaml"],
    "acree-sandbox completion f": ["fish"],
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_offers_what_fits(shell: str, tmp_path: Path) -> None:
    (tmp_path / "world.yaml").write_text("")
    written = script(shell)
    assert {line: SHELLS[shell](written, line, tmp_path) for line in OFFERED} == OFFERED


@pytest.mark.parametrize("shell", SHELLS)
def test_the_verb_prints_the_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert capsys.readouterr().out == script(shell)
