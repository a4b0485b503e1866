"""The front matter has the last word, and what it says wrongly is told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kl_calendar.model.meeting import Status
from tests.parse.reading import codes, meeting

BODY = "# Temadag\n\n2. september 2026 kl. 9-16\n\nSted: Kulturhuset\n\n- 9.00 Velkomst\n- 10.00 Kaffe\n"


def with_front(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", BODY))


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("title: Møde om skoler", "title", "Møde om skoler"),
        ("location: Rådhuset", "location", "Rådhuset"),
        ("timezone: Europe/Oslo", "timezone", "Europe/Oslo"),
        ("registration_url: https://a.example/x", "registration_url", "https://a.example/x"),
        ("registration_deadline: 2026-08-20", "registration_deadline", date(2026, 8, 20)),
        ("registration_deadline: 2026-08-20T12:00", "registration_deadline", datetime(2026, 8, 20, 12)),
        ("status: cancelled", "status", Status.CANCELLED),
        ("start: 2026-09-02T08:30", "start", datetime(2026, 9, 2, 8, 30)),
        ("start: 08:30", "start", datetime(2026, 9, 2, 8, 30)),
        ("end: 16:30", "end", datetime(2026, 9, 2, 16, 30)),
        ("end: '16.30'", "end", datetime(2026, 9, 2, 16, 30)),
        ("end: 16.30", "end", datetime(2026, 9, 2, 16, 30)),
        ("end: 16", "end", datetime(2026, 9, 2, 16)),
        ("End: 16:30", "end", datetime(2026, 9, 2, 16, 30)),
        ("location: {}", "location", "Kulturhuset"),
        ("title: ''", "title", "Temadag"),
        ("language: sv", "language", "sv"),
    ],
)
def test_a_key_replaces_what_was_read(line: str, field: str, value: object) -> None:
    assert getattr(meeting(with_front(line)), field) == value


def test_another_day_moves_every_slot_with_it() -> None:
    made = meeting(with_front("date: 2026-10-01"))
    assert made.start == datetime(2026, 10, 1, 9)
    assert [slot.start for slot in made.slots] == [datetime(2026, 10, 1, 9), datetime(2026, 10, 1, 10)]


def test_toml_serves_as_well_as_yaml() -> None:
    assert meeting(f'+++\ntitle = "Møde om skoler"\n+++\n{BODY}').title == "Møde om skoler"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("titel: Møde", "front-matter-key"),
        ("date: i morgen", "front-matter-value"),
        ("start: tidligt", "front-matter-value"),
        ("status: måske", "front-matter-value"),
        ("date: 2026-13-40", "front-matter-value"),
        ("start: 25:00", "front-matter-value"),
        ("title: [a, b]", "front-matter-value"),
        ("registration_url: javascript:alert(1)", "front-matter-value"),
        ("registration_deadline: snart", "front-matter-value"),
        ("language: fi", "front-matter-value"),
        ("end: 08:00", "end-before-start"),
        ("timezone: Europe/Holstebro", "unknown-zone"),
    ],
)
def test_what_cannot_be_used_is_told_and_costs_only_itself(line: str, code: str) -> None:
    assert code in codes(with_front(line))
    assert [slot.title for slot in meeting(with_front(line)).slots] == ["Velkomst", "Kaffe"]


def test_front_matter_alone_makes_a_meeting() -> None:
    made = meeting(
        "---\ntitle: Lukket møde\nstart: 2026-09-02T16:30\nend: 2026-09-02T18:00\n---\n\nDagsorden følger.\n"
    )
    assert (made.title, made.start, made.end) == ("Lukket møde", datetime(2026, 9, 2, 16, 30), datetime(2026, 9, 2, 18))


def test_lines_of_a_place_become_one() -> None:
    assert meeting(with_front("location: |", "  Rådhuset", "  Torvet 2")).location == "Rådhuset, Torvet 2"


def test_toml_has_times_of_its_own_and_a_number_is_none() -> None:
    def toml(line: str) -> str:
        return f"+++\n{line}\n+++\n{BODY}"

    assert meeting(toml("end = 16:30:00")).end == datetime(2026, 9, 2, 16, 30)
    assert "front-matter-value" in codes(toml("end = 16.30"))


def test_an_end_before_the_start_is_left_out() -> None:
    assert meeting(with_front("end: 08:00")).end is None
