"""A whole sandbox: control plane, DNS and the registry's challenge on loopback, and, when wanted, the data plane."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from acree_sandbox.core.running import RunningServer, serve
from acree_sandbox.core.world import World
from acree_sandbox.network import admin as _admin  # noqa: F401  # its routes register themselves
from acree_sandbox.network.running import Network
from acree_sandbox.services import auth_moves as _auth_moves  # noqa: F401  # its route registers itself
from acree_sandbox.services.challenge import ChallengeServer
from acree_sandbox.services.devices import admin as _devices_admin  # noqa: F401  # as above
from acree_sandbox.services.dns import DnsServer
from acree_sandbox.services.environment import environment
from acree_sandbox.services.names import Answer, look_up


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A sandbox that serves.

    Attributes:
        control: the control plane.
        dns_port: UDP and TCP port of the resolver.
        challenge: the registry's front door on loopback.
        network: the data plane; None when it was not wanted.
    """

    control: RunningServer
    dns_port: int
    challenge: ChallengeServer
    network: Network | None = None

    def environment(self) -> Mapping[str, str]:
        """Variables for a process that is to use the sandbox as the cloud."""
        key, secret = next(iter(self.control.cloud.world.keys.items()))
        return environment(
            endpoint=self.control.endpoint,
            ca_file=str(self.control.ca_file),
            key=key,
            secret=secret,
            resolver=f"127.0.0.1:{self.dns_port}",
            front_door=f"127.0.0.1:{self.challenge.port}",
            hosts=self.challenge.hosts(),
        )


@contextmanager
def sandbox(folder: Path, world: World | None = None, *, port: int = 0, network: bool = False) -> Iterator[Sandbox]:
    """Start everything, end everything.

    Args:
        folder: where state, certificates and log are kept.
        world: what exists at the start.
        port: TCP port of the API; 0 takes a free one.
        network: whether to build the data plane too, with the services inside of it.

    Raises:
        SandboxError: the folder is in use or its state cannot be read, or the system cannot do the data plane.
    """
    with serve(folder, world, port=port) as control:
        cloud = control.cloud

        def answer(name: str) -> list[Answer]:
            with cloud.transaction():
                return look_up(cloud, name)

        with DnsServer(answer) as dns, ChallengeServer(cloud, control.authority) as challenge, ExitStack() as stack:
            built = stack.enter_context(_data_plane(control, folder)) if network else None
            yield Sandbox(control, dns.port, challenge, built)


@contextmanager
def _data_plane(control: RunningServer, folder: Path) -> Iterator[Network]:
    from acree_sandbox.services.bgp.keeper import BgpKeeper  # noqa: PLC0415  # as below
    from acree_sandbox.services.cloud_assistant import CloudAssistant  # noqa: PLC0415  # as below
    from acree_sandbox.services.devices.devices import Devices  # noqa: PLC0415  # as below
    from acree_sandbox.services.inside import InsideServices  # noqa: PLC0415  # 0.1 s for what most sandboxes never use
    from acree_sandbox.services.tunnels.keeper import TunnelKeeper  # noqa: PLC0415  # as above

    place = folder / "network"
    with (
        Network(control.cloud, place, control.ca_file.resolve()) as network,
        InsideServices(network, control.cloud, control.authority, place),
        CloudAssistant(network, control.cloud, place / "commands"),
        TunnelKeeper(network, control.cloud, (place / "tunnels").resolve()),
        BgpKeeper(network, control.cloud, (place / "bgp").resolve()),
        Devices(network, control.cloud, (place / "devices").resolve()),
    ):
        yield network
