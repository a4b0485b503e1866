"""Bytes in, their `.gz` and `.br` twins out: same input, same bytes (no time and no name in the gzip header)."""

from __future__ import annotations

import gzip

import brotli

SMALLEST = 1024
"""Below this a compressed answer takes as many packets as a plain one."""
SUFFIXES = (".ics", ".html", ".json", ".jcal", ".csv", ".css", ".js", ".svg", ".txt")


def gz(data: bytes) -> bytes:
    """Return the bytes as gzip."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def br(data: bytes) -> bytes:
    """Return the bytes as brotli; its slower steps save a twentieth for ten times the time, so they are left out."""
    made: bytes = brotli.compress(data, quality=5, mode=brotli.MODE_TEXT)
    return made


def twins(path: str, data: bytes) -> dict[str, bytes]:
    """Return the compressed files that belong beside a file, by path; none for a small one."""
    if len(data) < SMALLEST or not path.endswith(SUFFIXES):
        return {}
    return {f"{path}.gz": gz(data), f"{path}.br": br(data)}
