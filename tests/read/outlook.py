"""A small Outlook message file (MS-OXMSG), so that no real mail need be kept: properties in, bytes out."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from io import BytesIO

from extract_msg import OleWriter

_UNICODE, _BINARY, _INTEGER, _TIME = "001F", "0102", 0x0003, 0x0040


def _properties(fixed: bytes, head: int) -> bytes:
    return b"\0" * head + fixed


def _fixed(tag: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<HHI", kind, tag, 6) + value.ljust(8, b"\0")


def message(
    *, subject: str, text: str, page: bytes = b"", sent: datetime | None = None, files: dict[str, bytes] | None = None
) -> bytes:
    """Return a .msg with a subject, a plain and perhaps an HTML body, a time it was sent, and files."""
    writer = OleWriter()
    strings = {"001A": "IPM.Note", "0037": subject, "1000": text, "0C1A": "Ida Holm", "0E04": "Alle"}
    fixed = b""
    for tag, value in strings.items():
        writer.addEntry(f"__substg1.0_{tag}{_UNICODE}", value.encode("utf-16-le"))
        fixed += struct.pack("<HHI", 0x1F, int(tag, 16), 6) + struct.pack("<II", len(value) * 2 + 2, 0)
    if page:
        writer.addEntry(f"__substg1.0_1013{_BINARY}", page)
        fixed += struct.pack("<HHI", 0x102, 0x1013, 6) + struct.pack("<II", len(page), 0)
    if sent:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        fixed += _fixed(0x0039, _TIME, struct.pack("<Q", ticks))
    counted = len(files or {})
    head = b"\0" * 8 + struct.pack("<IIII", 0, counted, 0, counted) + b"\0" * 8
    writer.addEntry("__properties_version1.0", head + fixed + _fixed(0x340D, _INTEGER, struct.pack("<I", 0x40000)))
    writer.addEntry("__nameid_version1.0", storage=True)
    for stream in ("00020102", "00030102", "00040102"):
        writer.addEntry(["__nameid_version1.0", f"__substg1.0_{stream}"], b"")
    for number, (name, raw) in enumerate((files or {}).items()):
        _attach(writer, number, name, raw)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _attach(writer: OleWriter, number: int, name: str, raw: bytes) -> None:
    place = f"__attach_version1.0_#{number:08X}"
    writer.addEntry(place, storage=True)
    writer.addEntry([place, f"__substg1.0_3707{_UNICODE}"], name.encode("utf-16-le"))
    writer.addEntry([place, f"__substg1.0_3701{_BINARY}"], raw)
    fixed = _fixed(0x3705, _INTEGER, struct.pack("<I", 1)) + _fixed(0x0E21, _INTEGER, struct.pack("<I", number))
    fixed += struct.pack("<HHI", 0x102, 0x3701, 6) + struct.pack("<II", len(raw), 0)
    fixed += struct.pack("<HHI", 0x1F, 0x3707, 6) + struct.pack("<II", len(name) * 2 + 2, 0)
    writer.addEntry([place, "__properties_version1.0"], b"\0" * 8 + fixed)
