"""Damaged and hostile office files: zipped ones, the ones from before 2007, RTF."""

from __future__ import annotations

import struct
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from tests.read.office import docx, odf, odt, p, part, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)


def laughing_docx() -> bytes:
    return zipped({"word/document.xml": LAUGHS + part("document", f"<w:body>{p('&j;')}</w:body>")})


def docx_with_outside_entity(encoding: str = "utf-8") -> bytes:
    outside = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return zipped({"word/document.xml": (outside + part("document", p("&x;"))).encode(encoding)})


def docx_bomb(size: int) -> bytes:
    return zipped({"word/document.xml": part("document", "<w:body>" + " " * size + "</w:body>")})


def docx_that_lies_about_its_size() -> bytes:
    raw = bytearray(docx_bomb(60 << 20))
    entry = raw.rindex(b"PK\x01\x02")
    raw[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    return bytes(raw)


def docx_of_many_parts() -> bytes:
    parts: dict[str, bytes | str] = {f"word/media/{number}": "" for number in range(6000)}
    return docx(p("Møde"), more=parts)


def docx_with_wrong_checksum() -> bytes:
    raw = bytearray(docx(p("Møde")))
    raw[14:18] = b"\0\0\0\0"
    raw[raw.index(b"PK\x01\x02") + 16 : raw.index(b"PK\x01\x02") + 20] = b"\0\0\0\0"
    return bytes(raw)


def docx_with_locked_part() -> bytes:
    raw = bytearray(docx(p("Møde")))
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)


def docx_with_unknown_packing() -> bytes:
    raw = bytearray(docx(p("Møde")))
    at = raw.index(b"PK\x01\x02")
    raw[at + 10 : at + 12] = struct.pack("<H", 97)
    return bytes(raw)


def nested(open_tag: str, close_tag: str, times: int, inside: str) -> str:
    return open_tag * times + inside + close_tag * times


def docx_in_docx_of_tables() -> bytes:
    return docx(nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 200, p("9.00")))


def odt_of_endless_rows() -> bytes:
    row = '<table:table-row table:number-rows-repeated="999999999">'
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell>'
    return odt(f"<table:table>{row}{cell}</table:table-row></table:table>" * 20)


def odt_locked() -> bytes:
    return odt("", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"})


def open_document(kind: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": odf("document", "")})


def old_office(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le")


def cut(raw: bytes, share: float) -> bytes:
    return raw[: int(len(raw) * share)]


STORED = zipfile.ZIP_STORED
BIG_LETTER = docx("".join(p(f"Linje {number}") for number in range(2000)))

CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "docx-cut-in-half.docx": (partial(cut, BIG_LETTER, 0.5), "input-damaged"),
    "docx-first-bytes-only.docx": (partial(cut, BIG_LETTER, 0.01), "input-damaged"),
    "docx-bomb-in-one-part.docx": (partial(docx_bomb, 200 << 20), "input-too-large"),
    "docx-bomb-that-lies.docx": (docx_that_lies_about_its_size, "input-damaged"),
    "docx-of-many-parts.docx": (docx_of_many_parts, "input-too-large"),
    "docx-with-wrong-checksum.docx": (docx_with_wrong_checksum, "input-damaged"),
    "docx-with-locked-part.docx": (docx_with_locked_part, "input-locked"),
    "docx-with-unknown-packing.docx": (docx_with_unknown_packing, "input-damaged"),
    "docx-laughing.docx": (laughing_docx, "input-damaged"),
    "docx-entity-from-outside.docx": (docx_with_outside_entity, "input-damaged"),
    "docx-entity-in-utf16.docx": (partial(docx_with_outside_entity, "utf-16"), "input-damaged"),
    "docx-not-well-formed.docx": (lambda: docx("<w:p><w:r>"), "input-damaged"),
    "docx-empty-part.docx": (lambda: zipped({"word/document.xml": ""}), "input-damaged"),
    "docx-without-its-part.docx": (lambda: zipped({"word/document.bin": "x"}), "input-damaged"),
    "docx-nested-100000.docx": (lambda: docx(nested("<w:sdt>", "</w:sdt>", 100_000, "")), "input-too-large"),
    "docx-tables-in-tables.docx": (docx_in_docx_of_tables, "input-too-large"),
    "docx-of-60000-paragraphs.docx": (lambda: docx(p("9.00") * 60_000), "input-too-large"),
    "docx-of-a-picture.docx": (lambda: docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "input-damaged"),
    "docx-with-password.docx": (lambda: old_office("EncryptedPackage"), "input-locked"),
    "program-called.docx": (lambda: b"MZ\x90\0\x03\0\0\0\x04" + bytes(500), "format-unknown"),
    "excel-called.docx": (lambda: zipped({"xl/workbook.xml": "<a/>"}), "format-unknown"),
    "slides.pptx": (lambda: zipped({"ppt/presentation.xml": "<a/>"}), "format-unknown"),
    "zip-in-zip.zip": (lambda: zipped({"a.zip": zipped({"b": "c"})}, method=STORED), "format-unknown"),
    "zip-empty.zip": (lambda: b"PK\x05\x06" + bytes(18), "format-unknown"),
    "odt-with-password.odt": (odt_locked, "input-locked"),
    "odt-spreadsheet.odt": (partial(open_document, "spreadsheet"), "format-unknown"),
    "odt-without-its-part.odt": (
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "input-damaged",
    ),
    "odt-of-endless-rows.odt": (odt_of_endless_rows, ""),
    "odt-laughing.odt": (
        lambda: odt("", more={"content.xml": LAUGHS + odf("document-content", "&j;")}),
        "input-damaged",
    ),
    "odt-nested-5000.odt": (lambda: odt(nested("<text:section>", "</text:section>", 5000, "")), "input-too-large"),
    "word-97.doc": (partial(old_office, "WordDocument"), "format-unknown"),
    "excel-97.xls": (partial(old_office, "Workbook"), "format-unknown"),
    "outlook-cut.msg": (partial(old_office, "__substg1.0_0037001F"), "input-damaged"),
    "rtf-nested-100000.rtf": (lambda: b"{\\rtf1 " + b"{" * 100_000, "input-too-large"),
    "rtf-picture-only.rtf": (lambda: b"{\\rtf1 {\\pict " + b"0f" * 100_000 + b"}}", "input-damaged"),
    "rtf-cut.rtf": (lambda: b"{\\rtf1\\ansi Kl. 9 Kaffe\\par Kl. 10 {\\b Velk", ""),
    "rtf-wrong-numbers.rtf": (lambda: b"{\\rtf1\\ansi\\u99999999? \\u-5? \\uc999 \\'zz Kaffe\\par}", "input-damaged"),
}
"""File name → (its bytes, the slug of its refusal; "" where it is read all the same)."""
