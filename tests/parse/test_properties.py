"""What holds for every letter: it is read back as written, its lines are named, and length costs only its length."""

from __future__ import annotations

import time
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kl_calendar.model.meeting import Kind, Meeting
from kl_calendar.parse.read_programme import Options, parse
from kl_calendar.read.formats import read
from tests.parse.letters import letter, meetings


def bare(meeting: Meeting) -> Meeting:
    """A meeting without where it was read and what its slots are for."""
    slots = tuple(replace(slot, lines=(), kind=Kind.TALK) for slot in meeting.slots)
    return replace(meeting, slots=slots, lines=MappingProxyType({}))


@given(meetings(), st.booleans())
@settings(max_examples=60)
def test_a_meeting_written_as_a_letter_is_read_back(meeting: Meeting, ranges: bool) -> None:
    text = letter(meeting, ranges=ranges)
    parsed = parse(read(text.encode(), "brev.md"), Options())
    assert [bare(made) for made in parsed.meetings] == [bare(meeting)]
    assert [problem for problem in parsed.problems if problem.severity > 1] == []


@given(meetings(), st.booleans())
@settings(max_examples=30)
def test_every_slot_names_the_line_that_holds_its_time(meeting: Meeting, ranges: bool) -> None:
    text = letter(meeting, ranges=ranges)
    lines = text.splitlines()
    (made,) = parse(read(text.encode(), "brev.md"), Options()).meetings
    assert [f"{slot.start:%H.%M}" in lines[slot.lines[0] - 1] for slot in made.slots] == [True] * len(made.slots)


HOSTILE = {
    "digits": "1234567890",
    "dots": ".",
    "ones and dots": "1.",
    "nothing but clocks": "kl. ",
    "times": "9.30 ",
    "ranges": "9.30-",
    "dates": "2. september 2020 ",
    "weekdays": "onsdag den ",
    "short time lines": "9.30 a\n",
    "item lines": "- kl. 9.30 Velkomst v/ Ida Holm, formand\n  - note\n",
    "days": "Onsdag den 2. september 2020 kl. 9-10\n",
    "brackets": "[(",
    "tabs": "\t",
    "blanks": " ",
    "commas and names": "Ida Holm, formand, og ",
    "links": "https://a.example/ ",
    "mail": "a.b.c@d.",
    "pipes": "| 9.30 | Velkomst |\n",
    "choices": "Vælg et af følgende:\n1. a\n",
    "word and blanks": "Program  :  ",
}
SIZE = 30_000


def seconds(piece: str, size: int) -> float:
    text = ("# Møde\n\n2. september 2020\n\n" + piece * (size // len(piece))).encode()
    document = read(text, "brev.txt")
    taken = []
    for _ in range(2):
        begun = time.process_time()
        parse(document, Options())
        taken.append(time.process_time() - begun)
    return min(taken)


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_text_takes_about_twice_the_time(kind: str) -> None:
    half, whole = seconds(HOSTILE[kind], SIZE), seconds(HOSTILE[kind], 2 * SIZE)
    assert whole < 3 * half + 0.05, (half, whole)


def test_a_letter_among_a_megabyte_of_noise_is_still_answered() -> None:
    noise = "".join(f"{n} lorem {n % 24}.{n % 60:02} ipsum (\t[ kl. {n % 30} v/ X\n" for n in range(20_000))
    begun = time.process_time()
    parsed = parse(read(noise.encode(), "brev.txt"), Options())
    assert time.process_time() - begun < 30
    assert parsed.problems != ()
