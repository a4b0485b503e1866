"""What cannot be read, or makes us fail, costs one document and is told."""

from __future__ import annotations

import pytest

from kl_calendar.app import understanding
from kl_calendar.app.understanding import Source, understand
from kl_calendar.errors import InputError
from kl_calendar.parse.read_programme import Options, Parsed


def source(raw: bytes = b"Kl. 9.00 Velkommen\n") -> Source:
    return Source("letter.md", lambda: raw)


def test_a_source_that_cannot_be_loaded_is_a_problem_of_its_own() -> None:
    def load() -> bytes:
        raise InputError("letter.md", "there is no such file", hint="look")

    failed = understand(Source("letter.md", load), Options())
    told = [(problem.code, problem.source, problem.message, problem.hint) for problem in failed.problems]
    assert told == [("source-unreadable", "letter.md", "it cannot be read: there is no such file", "look")]
    assert isinstance(failed.error, InputError)


def test_a_fault_of_ours_is_a_problem_of_that_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> Parsed:
        raise RuntimeError("deep inside")

    monkeypatch.setattr(understanding, "parse", fail)
    failed = understand(source(), Options())
    assert failed.problems[0].message == "it cannot be read: a fault in kl-calendar (RuntimeError) met in it"
    assert isinstance(failed.error, understanding.Fault)
    assert isinstance(failed.error.__cause__, RuntimeError)


def test_a_document_without_a_meeting_is_never_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(understanding, "parse", lambda *_arguments: Parsed((), ()))
    assert [problem.code for problem in understand(source(), Options()).problems] == ["no-meeting"]


def test_every_problem_names_its_document() -> None:
    assert {problem.source for problem in understand(source(), Options()).problems} == {"letter.md"}
