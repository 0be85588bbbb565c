"""The verb's way to a host that nobody can reach, and back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from acree_infra.cli import doctor_script
from tests.infra.doctor.cloud_assistant import bare_host
from tests.infra.doctor.command import doctor
from tests.infra.doctor.lab import Lab


class TestScript:
    def test_there_and_back(
        self,
        site: Lab,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(doctor_script, "around_there", lambda around: around)  # as for SSH
        path, answers = tmp_path / "look.sh", tmp_path / "answers.json"
        assert doctor(folder, "--script", "--image", "team/app:1.2", "-o", str(path)) == 0
        environ = bare_host(tmp_path / "bin", {}, "sh")
        (tmp_path / "bin" / "python3").symlink_to(sys.executable)
        there = {**environ, "SSL_CERT_FILE": site.ca_file}
        done = subprocess.run(["/bin/sh", str(path)], env=there, capture_output=True, check=True)
        answers.write_bytes(done.stdout)
        capsys.readouterr()
        assert doctor(folder, "--answers", str(answers), "-q", "-f", "json") == 0
        report = json.loads(capsys.readouterr().out)
        assert report["vantage"] == f"answers:{answers}"
        assert report["image"] == "team/app:1.2"
        assert {leg["outcome"] for leg in report["legs"]} == {"ok"}

        for form, begin in (("text", "stack dev, from answers:"), ("markdown", "## "), ("junit", "<?xml")):
            assert doctor(folder, "--answers", str(answers), "-q", "-f", form) == 0
            assert capsys.readouterr().out.startswith(begin)

        cut = tmp_path / "cut.json"
        cut.write_bytes(done.stdout[:300])
        both = ("--answers", str(cut), "--answers", str(answers), "-f", "json")
        assert doctor(folder, *both) == 2
        found = json.loads(capsys.readouterr().out)
        assert [each["vantage"] for each in found["reports"]] == [f"answers:{answers}"]
        assert [each["vantage"] for each in found["unseen"]] == [f"answers:{cut}"]

        for change, said in (("stack", "judge them with --stack other"), ("wanted", "make the script anew")):
            told = json.loads(done.stdout)
            told["order"][change] = "other"
            answers.write_text(json.dumps(told))
            assert doctor(folder, "--answers", str(answers), "-q") == 2
            assert said in capsys.readouterr().err

    def test_it_goes_to_standard_output(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert doctor(folder, "--script", "--only", "oss") == 0
        assert capsys.readouterr().out.startswith("#!/bin/sh\n# acree doctor probe")

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--script", "--from", "ssh:a"), "--script and --from"),
            (("--script", "--live"), "--script and --live"),
            (("--script", "-f", "json"), "--script and --format"),
            (("--script", "--answers", "x"), "--script and --answers"),
            (("--script", "--send-credentials"), "holds no secret"),
            (("--answers", "x", "--from", "ssh:a"), "--answers and --from"),
            (("--answers", "x", "--image", "a"), "what was looked at is settled"),
            (("--answers", "x", "--platform", "linux/arm64"), "--answers and --platform"),
            (("--answers", "none.json", "-q"), "none.json cannot be read: No such file or directory"),
            (("--site", "tokyo"), "this stack has none: leave --site out"),
        ],
    )
    def test_wrong_use(
        self, folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
    ) -> None:
        assert doctor(folder, *words) == 2
        assert said in capsys.readouterr().err
