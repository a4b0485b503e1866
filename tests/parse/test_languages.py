"""Languages are data: every file has what the Danish one has, and the names of months come from CLDR."""

from __future__ import annotations

import importlib.util
import itertools
import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from kl_calendar import cldr
from kl_calendar.model import instants
from kl_calendar.parse.language import choose, codes, language

ROOT = Path(__file__).parents[2]
MAY_BE_EMPTY = {
    "time.suffix",
    "time.about",
    "time.date_lead",
    "letter.posted",
    "letter.together",
    "speaker.org_endings",
}
SENTENCES = {
    "da": "Vi inviterer til møde på rådhuset. Tilmelding senest den 1. maj. Frokost og afslutning.",
    "nb": "Vi inviterer til møte på rådhuset. Påmelding innen 1. mai. Lunsj og avslutning ikke mellom hva.",
    "nn": "Vi inviterer til møte på rådhuset. Påmelding innan 1. mai. Korleis vert det, og kva skjer ikkje?",
    "sv": "Vi bjuder in till möte på stadshuset. Anmälan senast den 1 maj. Lunch och avslutning.",
    "de": "Wir laden zu einer Sitzung im Rathaus ein. Anmeldung bis zum 1. Mai. Mittagessen und Abschluss.",
    "en": "We invite you to a meeting at the town hall. Please register by 1 May. Lunch and closing remarks.",
}


def table(code: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("kl_calendar.parse.languages").joinpath(f"{code}.toml").read_text("utf-8"))


def lists(code: str) -> dict[str, list[str]]:
    sections = {name: part for name, part in table(code).items() if isinstance(part, dict)}
    return {f"{section}.{name}": words for section, part in sections.items() for name, words in part.items()}


def test_the_languages_of_the_corpus_are_there() -> None:
    assert set(codes()) >= set(SENTENCES)
    assert codes()[0] == "da"


def test_every_file_of_a_language_is_read() -> None:
    assert {path.stem for path in (ROOT / "kl_calendar" / "parse" / "languages").glob("*.toml")} == set(codes())


@pytest.mark.parametrize("code", codes())
def test_a_language_has_every_list_of_the_danish_one_and_no_other(code: str) -> None:
    assert sorted(lists(code)) == sorted(lists("da"))


@pytest.mark.parametrize("code", codes())
def test_no_list_is_empty_that_a_programme_needs(code: str) -> None:
    assert {name for name, words in lists(code).items() if not words} - MAY_BE_EMPTY == set()


@pytest.mark.parametrize("code", codes())
def test_phrases_are_in_lower_case(code: str) -> None:
    for name, words in lists(code).items():
        assert words == [word.casefold() if "ß" not in word else word.lower() for word in words], name


@pytest.mark.parametrize("code", codes())
def test_a_language_has_signs_of_its_own_and_a_zone(code: str) -> None:
    raw = table(code)
    assert bool(raw["common"] and raw["own"] and raw["traits"])
    assert raw["zone"] == "" or instants.known(raw["zone"])


@pytest.mark.parametrize(("code", "text"), SENTENCES.items())
def test_a_document_is_told_from_its_neighbours_by_a_few_sentences(code: str, text: str) -> None:
    assert choose([text]) == code


def test_the_names_of_months_and_weekdays_are_those_of_cldr() -> None:
    spec = importlib.util.spec_from_file_location("cldr_names", ROOT / "tools" / "cldr_names.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    kept, made = json.loads(tool.TARGET.read_text("utf-8")), tool.names()
    assert tool.LANGUAGES == cldr.LANGUAGES
    # Short forms come and go with CLDR's releases; a whole name, and the number of any name both have, does not.
    for code, kind in itertools.product(cldr.LANGUAGES, ("months", "weekdays")):
        ours, theirs = kept[code][kind], made[code][kind]
        assert {name: ours.get(name) for name in theirs if len(name) > 5} == {
            name: number for name, number in theirs.items() if len(name) > 5
        }
        assert {name: ours[name] for name in ours.keys() & theirs} == {
            name: theirs[name] for name in ours.keys() & theirs
        }


def test_every_language_has_twelve_months_and_seven_weekdays() -> None:
    names = json.loads((ROOT / "kl_calendar" / "cldr.json").read_text("utf-8"))
    for code in cldr.LANGUAGES:
        assert set(names[code]["months"].values()) == set(range(1, 13))
        assert set(names[code]["weekdays"].values()) == set(range(7))


@pytest.mark.parametrize("code", codes())
def test_every_list_is_read_as_toml_has_it(code: str) -> None:
    assert {name: list(language(code)[name].phrases) for name in lists(code)} == {
        name: list(dict.fromkeys(words)) for name, words in lists(code).items()
    }


@pytest.mark.parametrize("code", codes())
def test_what_any_word_may_begin_with_has_two_letters(code: str) -> None:
    assert [word for words in lists(code).values() for word in words if len(word.strip("*")) < 2 and "*" in word] == []
