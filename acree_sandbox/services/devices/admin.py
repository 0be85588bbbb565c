"""What is asked about devices under ``/sandbox/``: to load something onto one, and to take it off."""

from __future__ import annotations

import json
from pathlib import Path

from acree_sandbox.core.admin import route
from acree_sandbox.core.cloud import Cloud
from acree_sandbox.core.dispatch import Dispatcher
from acree_sandbox.core.signing.message import Message
from acree_sandbox.services.devices.devices import Devices, devices_of
from acree_sandbox.services.devices.loading import DeviceError


@route("POST", "site")
def load_site(dispatcher: Dispatcher, message: Message) -> object:
    """Load the folder that the body names, ``{"site": …, "folder": …}``, onto a device."""
    site, folder = _named(message, "site", "folder")
    found = _devices(dispatcher.cloud).load(site, Path(folder))
    return {"loaded": list(found.loaded), "left": list(found.left)}


@route("DELETE", "site")
def unload_site(dispatcher: Dispatcher, message: Message) -> object:
    """Take off what was loaded onto the device that the body names."""
    (site,) = _named(message, "site")
    _devices(dispatcher.cloud).unload(site)
    return {}


def _devices(cloud: Cloud) -> Devices:
    devices = devices_of(cloud)
    if devices is None:
        raise DeviceError("this sandbox runs without a data plane; start it with: acree-sandbox up --network")
    return devices


def _named(message: Message, *wanted: str) -> list[str]:
    try:
        document = json.loads(message.body)
        return [str(document[name]) for name in wanted]
    except (ValueError, KeyError, TypeError) as error:
        raise DeviceError(f"wanted JSON with {' and '.join(wanted)}: {error}") from error
