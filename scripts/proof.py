"""The proof that a plan works: real pulls from a host of the sandbox, through routes of the Linux kernel."""

from __future__ import annotations

import base64
import io
import json
import secrets
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Network
from typing import Any

from scripts.account import Account
from scripts.workplace import Workplace

SMALL = "demo/hello:1.0"
LARGE = "demo/layers:1.0"
SETTLE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Removal:
    """What happened while one created route was gone.

    Attributes:
        route: the route, as the plan's JSON has it.
        failed: legs that did not answer meanwhile.
        healed: whether all legs answered again after it was put back.
    """

    route: Mapping[str, Any]
    failed: tuple[str, ...]
    healed: bool

    @property
    def right(self) -> bool:
        """Whether exactly the legs that the plan names for the route failed, and came back."""
        return self.healed and set(self.failed) == set(self.route["legs"])


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

    def pull(self, image: str = SMALL) -> bool:
        """Whether `crane` pulls an image, every layer checked against its digest."""
        target = str(self.place.folder / "pulled.tar")
        return self.place.on_host(self.host, "crane", "pull", self._name(image), target, expect=None).code == 0

    def push(self, tag: str) -> bool:
        """Whether `crane` pushes an image with a layer that the registry has not seen, and pulls it back."""
        layer, target = self.place.folder / f"layer-{tag}.tar", f"demo/pushed:{tag}"
        with tarfile.open(layer, "w") as archive:
            content = secrets.token_bytes(64 * 1024)
            entry = tarfile.TarInfo("random")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        append = ("crane", "append", "--new_layer", str(layer), "--new_tag", self._name(target))
        return self.place.on_host(self.host, *append, expect=None).code == 0 and self.pull(target)

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
        return self.place.on_host(self.host, *probe, expect=None).code == 0

    def legs(self) -> dict[str, list[str]]:
        """The addresses to probe, by leg: the registry's, every auth address, the storage's present one."""
        auth = [p.partition("/")[0] for leg in self.plan["legs"] if leg["leg"] == "auth" for p in leg["prefixes"]]
        storage = self.place.resources()["registry instance"][0]["oss_address"]
        return {"registry": [self.plan["registry_address"]], "auth": auth, "oss": [storage]}

    def failing(self) -> tuple[str, ...]:
        """The legs of which an address does not answer."""
        return tuple(leg for leg, found in self.legs().items() if not all(self.reaches(address) for address in found))

    def move_storage(self, address: str) -> None:
        """Let the object storage answer on another address."""
        self.place.ask("POST", "move-storage", {"address": address})

    def ranges(self) -> list[IPv4Network]:
        """The ranges that the plan routes for the object storage."""
        return [IPv4Network(p) for leg in self.plan["legs"] if leg["leg"] == "oss" for p in leg["prefixes"]]

    def removals(self, account: Account) -> Iterator[Removal]:
        """Delete each created route through the API, look which legs fail, put it back.

        At the end the routers' routes are as if somebody had deleted them: a route that is put back has another id
        than the one that the stack knows. `pulumi up --refresh` makes them again.
        """
        for route in self.plan["routes"]:
            if route["origin"] != "created":
                continue
            prefix = IPv4Network(route["destination"])
            if prefix in self.ranges():
                self.move_storage(str(prefix[9]))
                until(partial(self._fails, set()))
            with self._without(account, route):
                wanted = set(route["legs"])
                until(partial(self._fails, wanted))
                failed = self.failing()
            yield Removal(route, failed, until(partial(self._fails, set())))
        account.forget_restored()

    def _fails(self, legs: set[str]) -> bool:
        return set(self.failing()) == legs

    @contextmanager
    def _without(self, account: Account, route: Mapping[str, Any]) -> Iterator[None]:
        restore = account.delete_route(route)
        try:
            yield
        finally:
            restore()

    def _name(self, image: str) -> str:
        return f"{self.registry}/{image}"

    def _log_in(self) -> None:
        folder = self.place.folder / "docker"
        folder.mkdir(exist_ok=True)
        variables = self.place.variables
        login = f"{variables['ALICLOUD_ACCESS_KEY']}:{variables['ALICLOUD_SECRET_KEY']}"
        auths = {self.registry: {"auth": base64.b64encode(login.encode()).decode()}}
        (folder / "config.json").write_text(json.dumps({"auths": auths}), encoding="utf-8")


def until(true: Callable[[], bool], seconds: float = SETTLE_SECONDS) -> bool:
    """Wait until something holds; whether it did within the time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
