"""The keys of meetings: readable, each once, and never taken from a meeting already published."""

from __future__ import annotations

import pytest

from kl_calendar.app.keys import Keys, stem


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("letter.md", "letter"),
        ("feed/2020-09-02 møde.final.docx", "2020-09-02 møde.final"),
        ("C:\\Breve\\letter.pdf", "letter"),
        ("letter", "letter"),
        (".hidden", ".hidden"),
        ("stdin", "stdin"),
    ],
)
def test_a_documents_name_without_folder_and_suffix_is_its_stem(name: str, wanted: str) -> None:
    assert stem(name) == wanted


def test_the_first_meeting_has_the_documents_name_and_further_ones_a_number() -> None:
    keys = Keys(["letter"])
    assert [keys.next("letter", n) for n in (1, 2, 3)] == ["letter", "letter-2", "letter-3"]


def test_a_further_meeting_never_takes_the_name_of_another_document() -> None:
    keys = Keys(["letter", "letter-2"])
    assert [keys.next("letter", 2), keys.next("letter-2", 1)] == ["letter-m2", "letter-2"]


def test_two_sources_with_one_name_get_different_keys() -> None:
    keys = Keys(["letter", "letter"])
    assert [keys.next("letter", 1), keys.next("letter", 1)] == ["letter", "letter.2"]


def test_a_key_of_a_published_meeting_is_not_given_again() -> None:
    assert Keys(["letter"], taken=["letter"]).next("letter", 1) == "letter.2"
