"""Bytes in, unfolded lines and what is wrong with the bytes out: encoding, line ends, lengths, control characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.emit.lines import OCTETS
from kl_calendar.emit.lint import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.model.problem import Problem

GOOGLE_LIMIT = 1_000_000
"""Octets of a file that Google is said to take; no source better than common belief, so only a warning."""

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\r]")


@dataclass(frozen=True, slots=True)
class Scanned:
    """The unfolded lines with the number of the line each starts on, and the findings on the way."""

    lines: tuple[tuple[int, str], ...]
    found: tuple[Problem, ...]


def scan(raw: bytes) -> Scanned:
    """Take a file apart into unfolded lines, whatever its bytes are."""
    found: list[Problem] = []
    if len(raw) > GOOGLE_LIMIT:
        found.append(kinds.TOO_LARGE.at(1, size=len(raw) // 1000))
    if raw.startswith(_UTF16):
        found.append(kinds.NOT_UTF8.at(1))
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    if raw.startswith(_BOM):
        found.append(kinds.BOM.at(1))
        raw = raw[len(_BOM) :]
    physical = raw.split(b"\n")
    found += _line_ends(physical)
    lines = tuple(_unfolded(physical, found))
    return Scanned(lines, tuple(found))


def _line_ends(physical: list[bytes]) -> Iterator[Problem]:
    """Look at all line ends; `physical` ends in what stands after the last line feed, which should be nothing."""
    bare = [number for number, line in enumerate(physical[:-1], start=1) if not line.endswith(b"\r")]
    if physical[-1]:
        bare.append(len(physical))
    if bare:
        yield kinds.BARE_LF.at(bare[0], number=len(bare))


def _unfolded(physical: list[bytes], found: list[Problem]) -> Iterator[tuple[int, str]]:
    group: list[bytes] = []
    first = 1
    for number, line in enumerate(physical, start=1):
        content = line.removesuffix(b"\r")
        if len(content) > OCTETS:
            found.append(kinds.LONG_LINE.at(number, _decoded(content), octets=len(content)))
        if group and content[:1] in {b" ", b"\t"}:
            group.append(content)
            continue
        if group:
            yield _joined(group, first, found)
        group, first = [content], number
    if group:
        yield _joined(group, first, found)


def _joined(group: list[bytes], first: int, found: list[Problem]) -> tuple[int, str]:
    """Join one line's pieces; folds are undone on bytes, so that a character split by one is still there."""
    whole = b"".join([group[0], *(piece[1:] for piece in group[1:])])
    try:
        text = whole.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(whole)
        found.append(kinds.NOT_UTF8.at(first, text))
    else:
        split = next((place for place, piece in enumerate(group) if not _is_utf8(piece)), None)
        if split is not None:
            found.append(kinds.SPLIT_CHARACTER.at(first + split, text))
    if control := _CONTROL.search(text):
        found.append(kinds.CONTROL.at(first, text, character=f"U+{ord(control[0]):04X}"))
    return first, text


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "replace")
