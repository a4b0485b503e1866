"""The JSON answer of `convert`: exactly the fields that others build on."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema

from kl_calendar.emit.json import document
from kl_calendar.model.meeting import Status
from kl_calendar.model.problem import ProblemKind, Severity
from tests.samples import MEETING, THEMES, at, revision

PROBLEM = ProblemKind("year-guessed", Severity.NOTE, "{year} is assumed", "write the year").at(
    3, "2. sept.", year="2020"
)


def answer(*arguments: Any) -> Any:
    made = json.loads(document(*arguments))
    schema = json.loads(resources.files("kl_calendar.emit").joinpath("schemas/convert.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(made, schema)
    return made


def test_a_meeting_is_written_with_every_field() -> None:
    meeting = answer([revision()], [])["meetings"][0]
    slots = meeting.pop("slots")
    assert meeting == {
        "title": "Politisk møde i Nordby",
        "start": "2020-09-02T16:30",
        "end": "2020-09-02T18:00",
        "timezone": "Europe/Copenhagen",
        "location": "Kulturhuset, Havnegade 1, 9999 Nordby",
        "registration_url": "https://tilmeld.example.dk/nordby",
        "registration_deadline": "2020-08-20",
        "status": "confirmed",
        "language": "da",
        "organizer": "Udvalget for Skole",
        "audience": ["Borgmesteren"],
        "document_date": "2020-06-17",
    }
    assert len(slots) == 3


def test_a_slot_is_written_with_every_field() -> None:
    assert answer([revision()], [])["meetings"][0]["slots"][1] == {
        "uid": "slot-2@test.invalid",
        "start": "2020-09-02T16:40",
        "end": "2020-09-02T17:30",
        "title": "Temadrøftelser",
        "speakers": [],
        "location": "Salen",
        "parallel": [
            {
                "title": "Dagtilbud",
                "speakers": [{"name": "Bo Krag", "role": None, "organization": None}],
                "location": None,
            },
            {"title": "Folkeskole", "speakers": [], "location": "Lokale 2"},
        ],
        "notes": ["Vælg ved indgangen"],
        "kind": "talk",
        "lines": [13, 14, 15],
    }


def test_what_is_unknown_is_null_and_a_day_without_a_time_is_a_date() -> None:
    bare = replace(MEETING, start=at(0).date(), end=None, location=None, slots=())
    meeting = answer([revision(bare)], [])["meetings"][0]
    assert (meeting["start"], meeting["end"], meeting["location"], meeting["slots"]) == ("2020-09-02", None, None, [])


def test_a_problem_is_written_with_its_sentence_and_hint() -> None:
    assert answer([], [PROBLEM])["problems"] == [
        {
            "code": "year-guessed",
            "severity": "note",
            "line": 3,
            "text": "2. sept.",
            "message": "2020 is assumed",
            "hint": "write the year",
        }
    ]


def test_a_slot_that_the_letter_no_longer_has_is_left_out() -> None:
    before = revision()
    after = replace(before, meeting=replace(MEETING, slots=MEETING.slots[1:]))
    entries = (replace(before.entries[0], cancelled=True), *before.entries[1:])
    titles = [slot["title"] for slot in answer([replace(after, entries=entries)], [])["meetings"][0]["slots"]]
    assert titles == ["Temadrøftelser", "Kaffe"]


def test_the_slots_of_a_cancelled_meeting_are_kept() -> None:
    called_off = revision(replace(MEETING, status=Status.CANCELLED, slots=(THEMES,)))
    entries = tuple(replace(entry, cancelled=True) for entry in called_off.entries)
    meeting = answer([replace(called_off, entries=entries)], [])["meetings"][0]
    assert (meeting["status"], len(meeting["slots"])) == ("cancelled", 1)


def test_letters_stay_letters() -> None:
    assert "Politisk møde i Nordby" in document([revision()], [])


def test_nothing_is_two_empty_lists() -> None:
    assert answer([], []) == {"meetings": [], "problems": []}
