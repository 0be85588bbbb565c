"""Each pipeline is judged by the linters and the schemas of its own system, and they do find what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.pipelines.files import GITLAB, WORKFLOWS, told
from tests.e2e.pipelines.gitlab_jobs import jobs_of
from tests.e2e.telling import replaced


def changed(path: Path, old: str, new: str, folder: Path) -> Path:
    """A copy in which one text is another."""
    copy = folder / path.name
    copy.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")
    return copy


def review() -> Path:
    return next(path for path in WORKFLOWS if path.name == "acree-review.yml")


def test_there_are_workflows() -> None:
    assert [path.name for path in WORKFLOWS] == [
        "acree-commands.yml",
        "acree-drift.yml",
        "acree-review.yml",
        "acree-up.yml",
    ]


@pytest.mark.e2e
class TestActionlint:
    """Syntax, contexts and expressions; the shell of each step, by shellcheck."""

    def test_nothing_is_found(self, engine_environment: dict[str, str]) -> None:
        done = told("actionlint", *WORKFLOWS, environ=engine_environment)
        assert (done.code, done.output) == (0, "")

    @pytest.mark.parametrize(
        ("old", "new", "finding"),
        [
            ('run: exit "$(cat report/code.txt)"', "run: exit $(cat report/code.txt)", "SC2046"),
            ("inputs.labels ||", "inputs.label ||", 'property "label" is not defined'),
            ("      security-events: write", "      security-event: write", "unknown permission scope"),
        ],
    )
    def test_what_is_wrong_is_found(
        self, engine_environment: dict[str, str], tmp_path: Path, old: str, new: str, finding: str
    ) -> None:
        done = told("actionlint", changed(review(), old, new, tmp_path), environ=engine_environment)
        assert done.code == 1
        assert finding in done.output


class TestZizmor:
    """Security of workflows: injection, permissions, unpinned actions, dangerous triggers."""

    def judge(self, *paths: Path) -> tuple[int, str]:
        done = told("zizmor", "--offline", "--pedantic", "--quiet", "--no-config", *paths)
        return done.code, done.output

    def test_nothing_is_found(self) -> None:
        code, output = self.judge(*WORKFLOWS)
        assert code == 0, output
        assert "No findings" in output

    @pytest.mark.parametrize(
        ("old", "new", "finding"),
        [
            ('run: exit "$(cat report/code.txt)"', "run: echo ${{ github.head_ref }}", "template-injection"),
            ("          persist-credentials: false\n", "", "artipacked"),
            ("astral-sh/setup-uv@20cfd1bf945f4377ade1205e4dbc17946fc9a30d", "astral-sh/setup-uv@v10", "unpinned-uses"),
            ("  pull_request:\n", "  pull_request_target:\n", "dangerous-triggers"),
            ("permissions: {}\n", "permissions: write-all\n", "excessive-permissions"),
        ],
    )
    def test_what_is_wrong_is_found(self, tmp_path: Path, old: str, new: str, finding: str) -> None:
        code, output = self.judge(changed(review(), old, new, tmp_path))
        assert code != 0
        assert f"[{finding}]" in output


class TestSchemas:
    """The published JSON Schemas, as check-jsonschema brings them: nothing is fetched."""

    def test_github(self, tmp_path: Path) -> None:
        command = ("check-jsonschema", "--builtin-schema", "vendor.github-workflows")
        assert told(*command, *WORKFLOWS).code == 0
        assert (
            told("check-jsonschema", "--builtin-schema", "custom.github-workflows-require-timeout", *WORKFLOWS).code
            == 0
        )
        wrong = told(*command, changed(review(), "  pull_request:\n", "  pull_requests:\n", tmp_path))
        assert wrong.code == 1

    def test_gitlab(self, tmp_path: Path) -> None:
        command = ("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
        done = told(*command, GITLAB)
        assert done.code == 0, done.output
        assert told(*command, changed(GITLAB, "      when: manual", "      when: by-hand", tmp_path)).code == 1


class TestGitlabShell:
    """The shell of each job, by shellcheck; images without bash get nothing that only bash knows."""

    def judge(self, shell: str, script: str, folder: Path) -> tuple[int, str]:
        path = folder / "script"
        path.write_text(f"{script}\n", encoding="utf-8")
        done = told("shellcheck", "--shell", shell, "--exclude", "SC1090,SC1091", path)
        return done.code, done.output

    @pytest.mark.parametrize("name", sorted(jobs_of(GITLAB)))
    def test_nothing_is_found(self, tmp_path: Path, name: str) -> None:
        job = jobs_of(GITLAB)[name]
        shell = "sh" if str(job.keys["image"]).startswith("alpine") else "bash"
        code, output = self.judge(shell, job.script, tmp_path)
        assert code == 0, output

    def test_what_only_bash_knows_is_found(self, tmp_path: Path) -> None:
        code, output = self.judge("sh", "accept=()", tmp_path)
        assert code == 1
        assert "SC3030" in output


def test_actions_are_pinned_to_commits_and_say_their_version() -> None:
    uses = [
        line.strip()
        for path in WORKFLOWS
        for line in path.read_text().splitlines()
        if line.strip("- ").startswith("uses: ")
    ]
    assert len(uses) > 15
    assert [line for line in uses if not _pinned(line)] == []


def _pinned(line: str) -> bool:
    action, _, comment = line.partition(" # ")
    _, _, commit = action.rpartition("@")
    return len(commit) == 40 and set(commit) <= set("0123456789abcdef") and comment.startswith("v")
