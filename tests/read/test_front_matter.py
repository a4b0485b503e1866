"""Front matter: keys of YAML and TOML, and a fault named by its line."""

from __future__ import annotations

import pytest

from kl_calendar.read.front_matter import FrontMatterInvalid, split_front_matter


def test_yaml_keys_are_read_as_they_are_written() -> None:
    keys, first, rest = split_front_matter("---\ndate: 2026-05-04\nstart: 16.30\nend: 18:30\n---\nBrev", "a.md")
    assert (dict(keys), first, rest) == ({"date": "2026-05-04", "start": "16.30", "end": "18:30"}, 6, "Brev")


def test_toml_keys_are_read_also_with_windows_line_ends() -> None:
    keys, first, rest = split_front_matter('+++\r\ntitle = "Møde"\r\n+++\r\nBrev\r\n', "a.md")
    assert (dict(keys), first, rest) == ({"title": "Møde"}, 4, "Brev\r\n")


@pytest.mark.parametrize(
    "text", ["Brev\n---\ndato", "---\nKære alle\n---\nHej", "---\nuden slut: ja\n", "---\n\n---\n"]
)
def test_a_letter_that_only_has_rules_has_no_front_matter(text: str) -> None:
    assert split_front_matter(text, "a.txt") == ({}, 1, text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("---\ntitle: a\nlocation: Sal: B: C\n---\n", "a.md: line 3: the front matter cannot be read: "),
        ('+++\ntitle = "a"\ndate = i morgen\n+++\n', "a.md: line 3: the front matter cannot be read: "),
        ("---\na: &x [1]\nb: *x\n---\n", "a.md: the front matter repeats itself through aliases (*name)"),
    ],
)
def test_a_fault_is_a_sentence_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(FrontMatterInvalid) as fault:
        split_front_matter(text, "a.md")
    assert fault.value.message[: len(sentence)] == sentence
