"""The proof that a plan works: real pulls from a host of the sandbox, through routes of the Linux kernel."""

from __future__ import annotations

import base64
import io
import json
import secrets
import tarfile
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from scripts.account import Account
from scripts.removals import Removal, removals
from scripts.workplace import Workplace

SMALL = "demo/hello:1.0"
LARGE = "demo/layers:1.0"


class Proof:
    """Pulls and probes from one client host.

    Args:
        place: a workplace with a network, its stack provisioned.
        host: name of the host.
        plan: the plan's JSON.
    """

    def __init__(self, place: Workplace, host: str, plan: Mapping[str, Any]) -> None:
        self.place, self.host, self.plan = place, host, plan
        self.registry = next(leg["hosts"][0] for leg in plan["legs"] if leg["leg"] == "registry")
        self._log_in()

    def works(self, *command: str) -> bool:
        """Whether a command on the host ends well."""
        return self.place.on_host(self.host, *command, expect=None).code == 0

    def pull(self, image: str = SMALL) -> bool:
        """Whether `crane` pulls an image, every layer checked against its digest."""
        target = str(self.place.folder / "pulled.tar")
        return self.works("crane", "pull", self._name(image), target)

    def pull_within(self, seconds: int, image: str = SMALL) -> bool:
        """Whether a pull works, and in time: what is lost on its way is waited for in vain."""
        target = str(self.place.folder / "pulled.tar")
        pull = ("timeout", "--kill-after=1", str(seconds), "crane", "pull", self._name(image), target)
        return self.works(*pull)

    def push(self, tag: str) -> bool:
        """Whether `crane` pushes an image with a layer that the registry has not seen, and pulls it back."""
        layer, target = self.place.folder / f"layer-{tag}.tar", f"demo/pushed:{tag}"
        with tarfile.open(layer, "w") as archive:
            content = secrets.token_bytes(64 * 1024)
            entry = tarfile.TarInfo("random")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        append = ("crane", "append", "--new_layer", str(layer), "--new_tag", self._name(target))
        return self.works(*append) and self.pull(target)

    @property
    def address(self) -> IPv4Address:
        """The host's own address."""
        rows = self.place.resources()["host"]
        return IPv4Address(next(row["address"] for row in rows if self.host in (row["id"], row["name"])))

    def reaches(self, address: str) -> bool:
        """Whether something answers on TCP 443 of an address."""
        probe = (
            "curl",
            "--silent",
            "--insecure",
            "--output",
            "/dev/null",
            "--connect-timeout",
            "1",
            f"https://{address}/",
        )
        return self.works(*probe)

    def legs(self) -> dict[str, list[str]]:
        """The addresses to probe, by leg: the registry's, every auth address, the storage's present one."""
        auth = [p.partition("/")[0] for leg in self.plan["legs"] if leg["leg"] == "auth" for p in leg["prefixes"]]
        storage = self.place.resources()["registry instance"][0]["oss_address"]
        return {"registry": [self.plan["registry_address"]], "auth": auth, "oss": [storage]}

    def move_storage(self, address: str) -> None:
        """Let the object storage answer on another address."""
        self.place.ask("POST", "move-storage", {"address": address})

    def ranges(self) -> list[IPv4Network]:
        """The ranges that the plan routes for the object storage."""
        return [IPv4Network(p) for leg in self.plan["legs"] if leg["leg"] == "oss" for p in leg["prefixes"]]

    def removals(self, account: Account) -> Iterator[Removal]:
        """Take each created route away and put it back, as `scripts.removals` does, asking from this host alone."""
        return removals([self], account)

    def _name(self, image: str) -> str:
        return f"{self.registry}/{image}"

    def _log_in(self) -> None:
        folder = self.place.folder / "docker"
        folder.mkdir(exist_ok=True)
        variables = self.place.variables
        login = f"{variables['ALICLOUD_ACCESS_KEY']}:{variables['ALICLOUD_SECRET_KEY']}"
        auths = {self.registry: {"auth": base64.b64encode(login.encode()).decode()}}
        (folder / "config.json").write_text(json.dumps({"auths": auths}), encoding="utf-8")
