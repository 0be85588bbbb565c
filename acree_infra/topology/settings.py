"""What a stack file sets under `config`, in the namespace `acree:`; the rest of the file is Pulumi's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acree_infra.errors import StackFileError
from acree_infra.topology.document import Document, read_embedded
from acree_infra.topology.fault import NAMESPACE, Key, below_config, key_text
from acree_infra.topology.found import shown, suggestion
from acree_infra.topology.pre_shared_keys import faults_of_keys, is_encrypted, named_keys

PULUMI_KEYS = {
    "config": "What the stack is set to; the keys of acree begin with `acree:`.",
    "encryptedkey": "Key of the stack's secrets, encrypted by a key service; written by Pulumi.",
    "encryptionsalt": "Salt of the stack's passphrase; written by Pulumi.",
    "environment": "Environments of Pulumi ESC that the stack imports.",
    "secretsprovider": "Who encrypts the stack's secrets; written by Pulumi.",
}
"""Keys of a stack settings file, by Pulumi's reference of it."""


def read_settings(whole: Document, file: str, known: tuple[str, ...]) -> Document:
    """The part of a stack file that is ours, with keys below `config` and without `acree:`.

    Args:
        whole: the whole file.
        file: its path.
        known: keys of a topology, without `acree:`.

    Returns:
        A document with a mapping as data, and the faults of the whole file.
    """
    config = _config(whole)
    _check_names(whole, config, known)
    ours = {name: value for name, value in config.items() if name.startswith(NAMESPACE)}
    for name, value in ours.items():
        key = ("config", name)
        if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
            ours[name] = _written_as_text(whole, file, key, value)
    named = named_keys(ours.get(f"{NAMESPACE}sites"))
    for fault in faults_of_keys(config, named):
        whole.refuse(fault.key, fault.message, fault.remedy)
    ours = {name: value for name, value in ours.items() if name not in named}
    for secure in _secure(ours, ("config",)):
        whole.refuse(
            secure,
            f"{key_text(secure)}: expected a plain value, found one that Pulumi has encrypted",
            "only tunnels have secrets, by `pre-shared-key: config:…`: remove it, or set it without `--secret`",
        )
    return Document(
        {name.removeprefix(NAMESPACE): value for name, value in ours.items()},
        {below_config(key): line for key, line in whole.lines.items() if below_config(key) != key},
        whole.faults,
        {below_config(key) for key in whole.unread},
    )


def _config(whole: Document) -> dict[str, Any]:
    data = {} if whole.data is None else whole.data
    if not isinstance(data, dict):
        whole.refuse((), f"expected a mapping with the key 'config', found {shown(data)}")
        return {}
    for name in data:
        if name not in PULUMI_KEYS:
            whole.refuse((name,), f"unknown key {shown(name)}", suggestion(name, PULUMI_KEYS))
    config = data.get("config")
    if config is None or ("config",) in whole.unread:
        return {}
    if not isinstance(config, dict):
        whole.refuse(("config",), f"config: expected a mapping, found {shown(config)}")
        return {}
    return config


def _check_names(whole: Document, config: dict[str, Any], known: tuple[str, ...]) -> None:
    names = tuple(f"{NAMESPACE}{name}" for name in known)
    for name in config:
        if ":" not in name:
            remedy = f"write '{NAMESPACE}{name}'" if name in known else suggestion(f"{NAMESPACE}{name}", names)
            whole.refuse(("config", name), f"expected a key with a namespace in config, found {shown(name)}", remedy)


def _written_as_text(whole: Document, file: str, key: Key, text: str) -> object:
    try:
        inner = read_embedded(text, file, key, whole.lines[key])
    except StackFileError as error:
        message = f"{key_text(key)}: expected a mapping or a list, or JSON as text; found text that is not JSON"
        whole.refuse(key, message, error.problems[0].message)
        return None
    whole.lines.update(inner.lines)
    whole.faults.extend(inner.faults)
    whole.unread.update(inner.unread)
    return inner.data


def _secure(value: object, key: Key) -> Iterator[Key]:
    """Keys whose value is encrypted."""
    if is_encrypted(value):
        yield key
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _secure(item, (*key, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _secure(item, (*key, index))
