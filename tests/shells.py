"""What real shells make of a completion script: the words that a Tab offers."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

Complete = Callable[[str, str, Path], list[str]]
"""Words that are offered at the end of a line: script, line, folder."""

_SECONDS = 60
_DONE = "END-OF-WORDS"
_ENVIRON = {"PATH": os.environ["PATH"], "TERM": "dumb", "LC_ALL": "C.UTF-8"}


def bash(script: str, line: str, folder: Path) -> list[str]:
    """Calls the function that is registered for the command, as readline does."""
    words = line.split(" ")
    told = f"""{script}
COMP_WORDS=({" ".join(shlex.quote(word) for word in words)}); COMP_CWORD={len(words) - 1}; COMPREPLY=()
read -ra registered < <(complete -p {words[0]})
"${{registered[-2]}}" {words[0]} "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    return _words(["bash", "--norc", "-c", told], folder)


def fish(script: str, line: str, folder: Path) -> list[str]:
    """Asks fish itself what it would offer."""
    told = f"{script}\ncomplete -C {shlex.quote(line)}\n"
    environ_home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    found = _words(["fish", "--no-config", "-c", told], folder, environ_home)
    return [word.partition("\t")[0] for word in found]


def zsh(script: str, line: str, folder: Path) -> list[str]:
    """Presses Tab in an interactive zsh whose `compadd` tells what it is given."""
    (folder / "script.zsh").write_text(script)
    (folder / ".zshrc").write_text(
        f"""PS1='' PS2='' RPS1=''
autoload -Uz compinit && compinit -u -D
eval "$(<{folder}/script.zsh)"
compadd() {{
  local -a found
  builtin compadd -O found "$@"
  print -rl -- $found >> {folder}/offered
  builtin compadd "$@"
}}
tell() {{ zle complete-word; print {_DONE} > {folder}/done }}
zle -N tell
bindkey '^I' tell
print READY
"""
    )
    for name in ("offered", "done"):
        (folder / name).unlink(missing_ok=True)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        environ = _ENVIRON | {"ZDOTDIR": str(folder), "HOME": str(folder)}
        os.execvpe("zsh", ["zsh", "-i"], environ)  # noqa: S606  # the shell is what is tried
    try:
        _until(terminal, lambda shown: "READY" in shown)
        os.write(terminal, f"{line}\t".encode())
        _until(terminal, lambda _: (folder / "done").exists())
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    offered = folder / "offered"
    return sorted({word for word in offered.read_text().splitlines() if word}) if offered.exists() else []


def _until(terminal: int, happened: Callable[[str], bool]) -> None:
    """Reads what a terminal shows until something has happened."""
    shown, end = "", time.monotonic() + _SECONDS
    while not happened(shown):
        assert time.monotonic() < end, f"the shell shows {shown!r}"
        if select.select([terminal], [], [], 0.05)[0]:
            shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(terminal, 65536).decode(errors="replace"))


def _words(command: list[str], folder: Path, environ: dict[str, str] | None = None) -> list[str]:
    done = subprocess.run(
        command, cwd=folder, env=_ENVIRON | (environ or {}), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return sorted(set(done.stdout.split("\n")) - {""})


SHELLS: dict[str, Complete] = {"bash": bash, "zsh": zsh, "fish": fish}
