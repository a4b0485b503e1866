"""Which reader reads what: the content decides, the name only where it cannot."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kl_calendar.errors import MissingExtra
from kl_calendar.read import formats
from kl_calendar.read.refusals import Damaged, Locked, UnknownFormat
from tests.fuzz.seeds import seeds
from tests.read.office import docx, odt, p, zipped

if TYPE_CHECKING:
    from types import ModuleType

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("raw", "name", "expected"),
    [
        (docx(p("Møde")), "brev.txt", "docx"),
        (odt("<text:p>Møde</text:p>"), "brev.docx", "odt"),
        (b"%PDF-1.7\n", "brev.docx", "pdf"),
        (rb"{\rtf1 M\'f8de}", "brev.doc", "rtf"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "brev.txt", "ics"),
        (b'{"schedule": {"conference": {}}}', "-", "json"),
        (b"<!doctype html><title>a</title>", "brev.txt", "html"),
        (b"  <p>Kl. 9 Kaffe</p>", "-", "html"),
        (b"Received: from a\nFrom: a@b.example\nSubject: x\n\nHej", "-", "eml"),
        (b"From: a@b.example\nSubject: x\n\nHej", "brev.eml", "eml"),
        (b"From: Ida\nSent: mandag\nTo: Bo\nSubject: x\n\nHej", "brev.txt", "txt"),
        (b"# Temadag\n", "-", "md"),
        (b"# Temadag\n", "brev.txt", "txt"),
        (b"Temadag\n", "brev.md", "md"),
        (b"Temadag\n", "-", "txt"),
        (b"MZ er vores forkortelse\n", "-", "txt"),
        (OLE + "__substg1.0_0037001F".encode("utf-16-le"), "brev", "msg"),
    ],
)
def test_the_content_decides_before_the_name(raw: bytes, name: str, expected: str) -> None:
    assert formats.detect(raw, name) == expected


@pytest.mark.parametrize(
    ("raw", "name", "reason"),
    [
        (b"MZ\x90\0\x03\0", "brev.docx", "it is a Windows program, whatever its name (.docx) says"),
        (b"\x89PNG\r\n\x1a\n", "scan.png", "it is a picture (PNG)"),
        (zipped({"xl/workbook.xml": "<a/>"}), "plan.xlsx", "it is an Excel workbook (.xlsx)"),
        (zipped({"a.txt": "hej"}), "alt.zip", "it is a zip archive"),
        (OLE + "WordDocument".encode("utf-16-le"), "brev.doc", "it is a document of Word before 2007 (.doc)"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "it is XML"),
    ],
)
def test_what_is_no_document_is_named_for_what_it_is(raw: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnknownFormat) as refusal:
        formats.detect(raw, name)
    assert str(refusal.value.reason)[: len(reason)] == reason


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_source_is_refused(raw: bytes) -> None:
    with pytest.raises(Damaged, match="it is empty"):
        formats.read(raw, "brev.docx")


def test_an_office_file_with_a_password_is_refused() -> None:
    with pytest.raises(Locked):
        formats.detect(OLE + "EncryptedPackage".encode("utf-16-le"), "brev.docx")


@pytest.mark.parametrize("reader", formats.FORMATS.values(), ids=list(formats.FORMATS))
def test_every_row_of_the_table_is_a_reader(reader: formats.Reader) -> None:
    assert callable(importlib.import_module(reader.module).read)


def test_a_missing_library_is_a_sentence_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> ModuleType:
        raise ModuleNotFoundError(name="lxml")

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MissingExtra) as error:
        formats.read(b"%PDF-1.7\n", "brev.pdf")
    assert error.value.message == "brev.pdf needs: pip install 'kl-calendar[pdf]'"


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_a_library_that_is_missed_only_while_reading_is_the_same_sentence(
    monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(MissingExtra) as error:
        formats.read(seeds()[f"a.{suffix}"], f"brev.{suffix}")
    assert error.value.extra == suffix


def test_every_format_is_explained() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    assert re.findall(r"^### (\w+)$", page, re.MULTILINE) == list(formats.FORMATS)


def test_every_format_has_a_seed_for_the_fuzzers() -> None:
    # Outlook's container cannot be made by hand in a few lines; it is fuzzed from its magic number on.
    assert set(formats.FORMATS) - {name.partition(".")[2] for name in seeds()} == {"msg"}
