"""The completion, asked of the shells themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from acree_infra.cli.completion import script
from acree_infra.cli.main import VERBS
from acree_infra.onprem.all_families import FAMILIES
from acree_infra.routing.rails import RAILS
from acree_infra.rules.all_rules import RULES
from tests.infra.cli.conftest import Acree
from tests.shells import SHELLS

RULE_WORDS = [word for rule in RULES.all() for word in (rule.id, rule.name)]
OFFERED = {
    "acree ": sorted(VERBS),
    "acree pl": ["plan"],
    "acree plan -s ": ["dev", "two"],
    "acree plan --stack t": ["two"],
    "acree plan -f ": ["dot", "html", "json", "mermaid", "text"],
    "acree plan -o re": ["report.txt"],
    "acree explain ": sorted(RULE_WORDS),
    "acree explain service-o": ["service-overlap"],
    "acree diff --against l": ["live"],
    "acree up --accept ": sorted(f"{rail}=" for rail in RAILS),
    "acree trace shanghai ": ["auth", "oss", "registry"],
    "acree fleet do": ["doctor"],
    "acree onprem tokyo --family ": sorted(FAMILIES.names),
    "acree schema -k doctor-": ["doctor-hosts"],
    "acree completion z": ["zsh"],
}


@pytest.fixture
def folder(stacks: Path, tmp_path: Path) -> Path:
    """Two stacks, a folder and a file; each shell finds them by itself."""
    (stacks / "Pulumi.two.yaml").write_text((stacks / "Pulumi.dev.yaml").read_text())
    (stacks.parent / "report.txt").write_text("")
    (stacks.parent / "kept").mkdir()
    return stacks.parent


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_offers_what_fits(shell: str, folder: Path) -> None:
    written = script(shell)
    found = {line: SHELLS[shell](written, line, folder) for line in OFFERED}
    assert found == OFFERED


@pytest.mark.parametrize("shell", SHELLS)
def test_options_of_the_verb_are_offered(shell: str, folder: Path) -> None:
    found = SHELLS[shell](script(shell), "acree resolve --", folder)
    assert {word.strip() for word in found} >= {"--stack", "--check", "--from", "--quiet", "--dir"}
    assert not {"--image", "--accept", "--format"} & set(found)


@pytest.mark.parametrize("shell", SHELLS)
def test_folders_are_offered_for_folders(shell: str, folder: Path) -> None:
    found = {word.rstrip("/") for word in SHELLS[shell](script(shell), "acree plan --dir k", folder)}
    assert found == {"kept"}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_verb_writes_the_script(acree: Acree, shell: str, tmp_path: Path) -> None:
    assert acree("completion", shell).out == script(shell)
    assert acree("completion", shell, "-o", str(tmp_path / "script")).out == ""
    assert (tmp_path / "script").read_text() == script(shell)


def test_an_unknown_shell_names_those_there_are(acree: Acree) -> None:
    result = acree("completion", "tcsh")
    assert result.code == 2
    assert "invalid choice: 'tcsh'" in result.err
    assert "fish" in result.err


def test_no_other_verb_loads_what_writes_the_script() -> None:
    told = (
        "import sys; from acree_infra.cli.main import main; main(['--help']); main(['explain', 'G9'])\n"
        "sys.exit('shtab' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", told], stdout=subprocess.DEVNULL, check=False).returncode == 0
