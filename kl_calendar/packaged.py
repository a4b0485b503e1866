"""Files that lie in the package, through its loader: `importlib.resources` alone costs a cold start 6 ms."""

from __future__ import annotations

import pkgutil


def data(package: str, name: str) -> bytes:
    """Return a file's bytes; `name` is relative to the package, with `/`. Raises `FileNotFoundError`."""
    found = pkgutil.get_data(package, name)
    if found is None:
        raise FileNotFoundError(name)
    return found


def text(package: str, name: str) -> str:
    """Return a file's text."""
    return data(package, name).decode("utf-8")
