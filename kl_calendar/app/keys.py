"""Names in, meeting keys out: the key of a document's first meeting is the document's name without its suffix.

Further meetings of the same document get `-2`, `-3` …; where another document is called that, `-m2`, `-m3` …, so
that a document added later never takes a key from a meeting already published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEPARATORS = str.maketrans("\\", "/")


def stem(name: str) -> str:
    """A source's name without folder and suffix, whichever system it was written on."""
    last = name.translate(_SEPARATORS).rstrip("/").rpartition("/")[2]
    head, dot, _ = last.rpartition(".")
    return head if dot and head else last


class Keys:
    """Hands out keys, each once: none that is `taken` by a meeting already published."""

    def __init__(self, stems: Iterable[str] = (), taken: Iterable[str] = ()) -> None:
        self._reserved = frozenset(stems)
        self._taken = set(taken)

    def next(self, name: str, ordinal: int = 1) -> str:
        """Return the key of the `ordinal`-th meeting (1-based) of the document called `name`."""
        key = name if ordinal == 1 else f"{name}-{ordinal}"
        if ordinal > 1 and key in self._reserved:
            key = f"{name}-m{ordinal}"
        wanted, count = key, 1
        while key in self._taken:  # two sources with one name, such as a/letter.md and b/letter.md
            count += 1
            key = f"{wanted}.{count}"
        self._taken.add(key)
        return key
