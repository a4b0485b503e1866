"""Hostile files, told before PDFium unpacks them: the bytes in, a refusal or nothing out.

PDFium has no limit of its own on what a page's content unpacks to, nor on how often forms may call each other. So the
streams are unpacked here first, to a limit, and the calls counted. What cannot be told from the bytes (the content of
an encrypted file) is left to the limits on pages, characters and objects.
"""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.i18n import say
from kl_calendar.limits import MAX_NESTING, MAX_UNZIPPED_BYTES
from kl_calendar.read.refusals import Damaged, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CONTENT = 6 * 1024 * 1024
"""Unpacked content of one page or form: a page of text has some 20 kB, a detailed map some MB."""

MAX_SHOWN = 100_000
"""Pieces of text shown on one page, each of which costs PDFium kilobytes: a page of text has some hundreds."""

MAX_CALLS = 20_000
"""Forms drawn on a page, those within forms counted each time: real pages draw some dozens."""

MAX_DICTIONARY = 4096
"""How far before its stream we look for a stream's dictionary."""

_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = re.compile(rb"(\d+) \d+ obj\b")
_FILTER = re.compile(rb"/(ASCII85Decode|A85|FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
_REFERENCE = re.compile(rb"(\d+) \d+ R\b")
_ARRAY = re.compile(rb"\[\s*((?:\d+ \d+ R\s*){64,})\]")
_SHOW = re.compile(rb"\bT[jJ]\b")
_CALL = re.compile(rb"\bDo\b")
_HINT = say("ask the sender for the document it was made from")


@dataclass(frozen=True, slots=True)
class _Form:
    calls: int
    references: tuple[int, ...]


def check(raw: bytes, name: str) -> None:
    """Refuse a PDF whose streams unpack to too much or whose forms call each other too often."""
    _check_arrays(raw, name)
    total = 0
    forms: dict[int, _Form] = {}
    most = 0
    for number, dictionary, data in _streams(raw):
        if b"/Image" in dictionary and not _SHOW.search(_unpacked(dictionary, data, 65536)):
            continue  # pictures are not unpacked when text is read
        content = _unpacked(dictionary, data, MAX_UNZIPPED_BYTES // 4)
        total += len(content)
        _check_size(content, total, dictionary, name)
        calls = len(_CALL.findall(content))
        if b"/Form" in dictionary:
            known = _REFERENCE.findall(dictionary + _pointed(raw, dictionary))
            forms[number] = _Form(calls, tuple(int(n) for n in known))
        else:
            most = max(most, calls)
    counts: dict[int, int] = {}
    if most * max((_drawn(n, forms, counts) for n in forms), default=0) > MAX_CALLS:
        raise Damaged(name, say("the parts of this PDF draw each other without end"), hint=_HINT)


def _check_size(content: bytes, total: int, dictionary: bytes, name: str) -> None:
    font = b"/Length1" in dictionary
    large = total > MAX_UNZIPPED_BYTES or (not font and len(content) > MAX_CONTENT)
    if large or (not font and len(_SHOW.findall(content)) > MAX_SHOWN):
        raise TooLarge(name, say("this PDF unpacks to more than a programme can hold"), hint=_HINT)


def _check_arrays(raw: bytes, name: str) -> None:
    """Refuse lists that name one object again and again, as pages or content of a page."""
    for found in _ARRAY.finditer(raw):
        members = _REFERENCE.findall(found.group(1))
        if len(set(members)) * 2 < len(members):
            raise Damaged(name, say("this PDF lists one part of itself again and again"), hint=_HINT)


def _streams(raw: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each stream's object number, dictionary and data."""
    for found in _STREAM.finditer(raw):
        head = raw[max(0, found.start() - MAX_DICTIONARY) : found.start()]
        objects = list(_OBJECT.finditer(head))
        end = raw.find(b"endstream", found.end())
        number = int(objects[-1].group(1)) if objects else 0
        dictionary = head[objects[-1].end() :] if objects else head
        yield number, dictionary, raw[found.end() : end if end >= 0 else len(raw)]


def _unpacked(dictionary: bytes, data: bytes, limit: int) -> bytes:
    """Return what a stream unpacks to, as far as the limit; fonts may be larger than content."""
    for name in _FILTER.findall(dictionary):
        if name in (b"ASCII85Decode", b"A85"):
            data = _ascii85(data)
        elif name in (b"FlateDecode", b"Fl"):
            data = _inflated(data, limit)
        else:
            data = bytes(min(64 * len(data), MAX_CONTENT + 1)) if len(data) > MAX_CONTENT // 64 else data
    return data


def _ascii85(data: bytes) -> bytes:
    try:
        return base64.a85decode(data.strip().removesuffix(b"~>").removeprefix(b"<~"))
    except ValueError:
        return b""


def _inflated(data: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""


def _pointed(raw: bytes, dictionary: bytes) -> bytes:
    """Return the resources a dictionary points to, as they stand in the file."""
    found = re.search(rb"/Resources (\d+) (\d+) R", dictionary)
    if found is None:
        return b""
    start = raw.find(b"\n%s %s obj" % found.groups())
    return raw[start : raw.find(b"endobj", start)][:MAX_DICTIONARY] if start >= 0 else b""


def _drawn(number: int, forms: dict[int, _Form], counts: dict[int, int], depth: int = 0) -> int:
    """Return how many forms drawing this one draws, itself counted; PDFium stops where a form draws itself."""
    if depth > MAX_NESTING:
        return MAX_CALLS + 1
    if number not in counts:
        form = forms[number]
        counts[number] = 1
        inner = max((_drawn(n, forms, counts, depth + 1) for n in form.references if n in forms), default=1)
        counts[number] = min(MAX_CALLS + 1, 1 + form.calls * inner)
    return counts[number]
