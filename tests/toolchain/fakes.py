"""Stand-ins for programs: small shell scripts in a folder of their own."""

from pathlib import Path

GO = """
case "$1" in
  version) echo "go version go1.26.8 linux/amd64" ;;
  list) echo "$FAKE_MODULE" ;;
  build)
    echo "$PWD $GOFLAGS $*" >> "$FAKE_LOG"
    echo "go: downloading example.org/module v1.0.0" >&2
    if [ -n "$FAKE_FLAKY" ] && [ ! -e "$FAKE_FLAKY" ]; then
      : > "$FAKE_FLAKY"; echo "dial tcp 192.0.2.1:443: i/o timeout"; exit 1
    fi
    while [ "$1" != -o ]; do shift; done
    case "$2" in *"/${FAKE_BROKEN:-nothing}") echo "cannot build $2"; exit 1 ;; esac
    printf '#!/bin/sh\\necho built\\n' > "$2"
    chmod 755 "$2" ;;
esac
"""
"""A `go` that writes tiny programs. `FAKE_MODULE` is where modules lie, `FAKE_BROKEN` a program that
fails, `FAKE_FLAKY` a file whose absence means that the network fails, once."""


def program(folder: Path, name: str, body: str) -> Path:
    """Writes an executable shell script; its commands are built into the shell, so an empty PATH does no harm."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def says(folder: Path, name: str, text: str) -> Path:
    """Writes a program that prints the same text whatever it is asked."""
    return program(folder, name, f"echo '{text}'")
