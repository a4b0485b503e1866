"""Damaged and hostile files of the other formats, and files that are no documents at all."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING

from reportlab.lib.pdfencrypt import StandardEncryption

from kl_calendar.limits import MAX_BYTES
from tests.read.office import docx, p
from tests.read.pdf_paper import paper, writing

if TYPE_CHECKING:
    from collections.abc import Callable


def nested_multiparts(depth: int) -> bytes:
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (at, at) for at in range(depth))
    return head + parts + b"Content-Type: text/plain\n\nKl. 9 Kaffe\n"


def nested_mails(depth: int) -> bytes:
    inner = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n\nKl. 9 Kaffe\n"
    for _ in range(depth):
        inner = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + inner
    return inner


def mail_with(attachment: bytes, name: str) -> bytes:
    body = base64.encodebytes(attachment)
    return (
        b'From: a@b.example\nSubject: Brev\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n'
        b"--x\nContent-Type: text/plain; charset=utf-8\n\nDen 2. september 2026 kl. 9: Kaffe\n"
        b"--x\nContent-Type: application/octet-stream; name=" + name.encode() + b"\nContent-Disposition: attachment; "
        b"filename=" + name.encode() + b"\nContent-Transfer-Encoding: base64\n\n" + body + b"\n--x--\n"
    )


@cache
def letter_pdf() -> bytes:
    return paper(writing((60, 80, "9.00 Kaffe")))


def locked_pdf() -> bytes:
    return paper(writing((60, 80, "9.00 Kaffe")), encrypt=StandardEncryption("hemmelig", "ejer"))


def long_pdf() -> bytes:
    return paper(*[writing((60, 80, "9.00"))] * 10_000)


def calendar(inside: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n".encode()


def event(more: str) -> str:
    return f"BEGIN:VEVENT\r\nUID:a@b.example\r\nSUMMARY:Kaffe\r\n{more}END:VEVENT\r\n"


LAUGHS = (
    "---\na: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcd", "bcde", strict=True)) + "---\n"
)

CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "input-damaged"),
    "only-a-mark.txt": (lambda: b"\xef\xbb\xbf", "input-damaged"),
    "only-blanks.txt": (lambda: b" \r\n\t" * 1000, "input-damaged"),
    "control-characters.txt": (lambda: bytes(range(1, 32)) * 500, "format-unknown"),
    "random-bytes.txt": (lambda: bytes(i * 7919 % 251 for i in range(5000)), "format-unknown"),
    "bytes-of-no-encoding.txt": (lambda: b"Kl. 9 M\xf8de\x81\x8d\n", "characters-unreadable"),
    "utf16-of-odd-length.txt": (lambda: "Kl. 9 Møde".encode("utf-16") + b"x", "characters-unreadable"),
    "of-a-million-lines.txt": (lambda: b"9.00\n" * 1_000_000, "input-too-large"),
    "over-the-limit.txt": (lambda: b"a" * (MAX_BYTES + 1), "input-too-large"),
    "one-line-of-a-megabyte.txt": (lambda: b"**kl. 9 _[" * 100_000, ""),
    "stars-without-end.md": (lambda: b"**a " * 100_000, ""),
    "pipes-without-end.md": (lambda: b"|" * 200_000, ""),
    "yaml-broken.md": (lambda: b"---\ntitle: 'a\n---\nBrev", "front-matter-invalid"),
    "yaml-laughing.md": (lambda: LAUGHS.encode(), "front-matter-invalid"),
    "yaml-nested.md": (lambda: b"---\na: " + b"[" * 15_000 + b"\n---\n", "front-matter-invalid"),
    "yaml-runs-code.md": (lambda: b"---\na: !!python/object/apply:os.system [ls]\n---\n", "front-matter-invalid"),
    "toml-broken.md": (lambda: b"+++\ntitle = \n+++\nBrev", "front-matter-invalid"),
    "toml-nested.md": (lambda: b"+++\na = " + b"[" * 15_000 + b"\n+++\n", "front-matter-invalid"),
    "nested-100000.html": (lambda: b"<html>" + b"<div>" * 100_000 + b"Kl. 9", "input-too-large"),
    "tags-never-closed.html": (lambda: b"<html><body><ul><li><b>Kl. 9 <table><tr><td>Kaffe", ""),
    "spans-without-end.html": (lambda: b"<table><tr><td colspan=99999999 rowspan=99999999>9<td>a</table>", ""),
    "entities-in-a-page.html": (lambda: b"<!DOCTYPE html [<!ENTITY a 'ha'>]><p>&a;&b;&#x110000; Kl. 9</p>", ""),
    "json-ld-broken.html": (
        lambda: b'<html><script type="application/ld+json">{"@type": </script><p>Kl. 9',
        "page-data-unreadable",
    ),
    "json-ld-nested.html": (
        lambda: b'<html><script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>Kl. 9 Kaffe",
        "page-data-unreadable",
    ),
    "multiparts-nested-5000.eml": (lambda: nested_multiparts(5000), "input-too-large"),
    "mails-in-mails.eml": (lambda: nested_mails(50), "input-too-large"),
    "base64-broken.eml": (
        lambda: b"From: a@b.example\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n%%%S2wu",
        "",
    ),
    "charset-unknown.eml": (
        lambda: b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=klingon\n\nKl. 9 M\xf8de",
        "",
    ),
    "program-attached.eml": (lambda: mail_with(b"MZ\x90\0\x03\0" + bytes(500), "brev.docx"), "attachment-unreadable"),
    "cut-letter-attached.eml": (lambda: mail_with(docx(p("Kl. 9"))[:300], "brev.docx"), "attachment-unreadable"),
    "pdf-of-eight-bytes.pdf": (lambda: b"%PDF-1.7", "input-damaged"),
    "pdf-cut.pdf": (lambda: letter_pdf()[: len(letter_pdf()) // 2], "input-damaged"),
    "pdf-with-password.pdf": (locked_pdf, "input-locked"),
    "pdf-scan.pdf": (lambda: paper(lambda canvas: canvas.rect(10, 10, 100, 100)), "pdf-without-text"),
    "pdf-of-10000-pages.pdf": (long_pdf, "input-too-large"),
    "calendar-without-events.ics": (lambda: calendar(""), "input-damaged"),
    "calendar-cut.ics": (
        lambda: calendar(event("DTSTART:20260902T090000\r\n"))[:90],
        "calendar-cut-off calendar-event-unreadable",
    ),
    "calendar-without-start.ics": (lambda: calendar(event("")), "calendar-event-unreadable"),
    "calendar-of-endless-series.ics": (
        lambda: calendar(event("DTSTART:20260902T090000\r\nRRULE:FREQ=SECONDLY\r\n")),
        "series-unreadable",
    ),
    "calendar-nested.ics": (
        lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 20_000,
        "calendar-cut-off calendar-event-unreadable calendar-line-broken",
    ),
    "schedule-broken.json": (lambda: b'{"schedule": {', "input-damaged"),
    "schedule-nested.json": (lambda: b'{"schedule": ' + b"[" * 100_000, "input-damaged"),
    "schedule-of-another-kind.json": (lambda: b'{"a": 1}', "format-unknown"),
    "schedule-empty.json": (lambda: b'{"schedule": {"conference": {"days": []}}}', "input-damaged"),
    "schedule-of-wrong-types.json": (
        lambda: b'{"schedule": {"conference": {"days": [1, {"rooms": []}]}}}',
        "input-damaged",
    ),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "format-unknown"),
    "photo-called.pdf": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(100), "format-unknown"),
    "drawing.svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><text>9.00</text></svg>", "format-unknown"),
    "laughing.xml": (lambda: b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>]><l>&a;</l>", "format-unknown"),
    "packed.gz": (lambda: b"\x1f\x8b\x08\0" + bytes(100), "format-unknown"),
    "script.txt": (lambda: b"#!/bin/sh\nrm -rf /\n", "format-unknown"),
    "database.db": (lambda: b"SQLite format 3\0" + bytes(100), "format-unknown"),
}
"""File name → (its bytes, the slug of its refusal or its problems' codes; "" where it is read all the same)."""
