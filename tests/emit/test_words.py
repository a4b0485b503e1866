"""The words in events: a table a language, and no language that we read is without."""

from __future__ import annotations

import pytest

from kl_calendar import cldr
from kl_calendar.emit.words import words
from kl_calendar.model.meeting import Kind


@pytest.mark.parametrize("language", cldr.LANGUAGES)
def test_each_language_we_read_has_all_its_words(language: str) -> None:
    found = words(language)
    assert [name for name, word in found._asdict().items() if not word] == []
    assert set(found.kinds) == set(Kind) - {Kind.OTHER}


def test_each_language_has_words_of_its_own() -> None:
    assert len({words(language).more for language in cldr.LANGUAGES}) == len(cldr.LANGUAGES)


def test_norwegian_is_bokmal_and_a_language_we_do_not_have_is_english() -> None:
    assert (words("no"), words("da-DK"), words("fi")) == (words("nb"), words("da"), words("en"))
