"""Names and labels as Mermaid takes them."""

from __future__ import annotations


def node(identifier: str) -> str:
    """A name that Mermaid takes; unlike ids give unlike names."""
    return "n_" + "".join(letter if letter.isalnum() else f"_{ord(letter):x}_" for letter in identifier)


def label(*parts: str) -> str:
    """A label of several lines."""
    return '"' + "<br/>".join(text(part) for part in parts if part) + '"'


def text(words: str) -> str:
    """Text without what Mermaid would read as its own signs."""
    return words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
