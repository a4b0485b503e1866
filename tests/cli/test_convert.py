"""`kl-calendar convert`: what it answers, where to, and with which exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kl_calendar import limits
from tests.cli.letters import LETTER, OTHER
from tests.cli.running import Ran, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Sentences in English, and a folder of our own to be in."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letter.md").write_text(LETTER, "utf-8")
    (tmp_path / "other.md").write_text(OTHER, "utf-8")


def answer(ran: Ran) -> Any:
    return json.loads(ran.out)


def uids(ran: Ran) -> list[str]:
    return [slot["uid"] for meeting in answer(ran)["meetings"] for slot in meeting["slots"]]


def summaries(calendar: bytes) -> list[str]:
    lines = calendar.decode().split("\r\n")
    return [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]


def test_a_clear_letter_becomes_a_calendar_and_exits_0() -> None:
    ran = run("convert", "letter.md")
    assert (ran.code, summaries(ran.out)) == (0, ["Velkommen", "Oplæg om fritid", "Afrunding"])


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert run("convert", "letter.md").out == run("convert", "letter.md").out


def test_the_letters_own_day_is_the_stamp_of_its_events() -> None:
    stamps = {line for line in run("convert", "letter.md").out.split(b"\r\n") if line.startswith(b"DTSTAMP")}
    assert stamps == {b"DTSTAMP:20260617T000000Z"}


def test_a_letter_without_a_day_of_its_own_has_a_constant_stamp() -> None:
    stamps = {line for line in run("convert", "other.md").out.split(b"\r\n") if line.startswith(b"DTSTAMP")}
    assert stamps == {b"DTSTAMP:20000101T000000Z"}


def test_standard_input_is_read_like_a_file() -> None:
    ran = run("convert", "-", "--to", "json", stdin=LETTER.encode())
    titles = [slot["title"] for slot in answer(ran)["meetings"][0]["slots"]]
    assert titles == ["Velkommen", "Oplæg om fritid", "Afrunding"]


def test_standard_input_can_be_named_once() -> None:
    assert run("convert", "-", "-").code == 2


def test_standard_input_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kl_calendar.cli.inputs.MAX_BYTES", 10)
    ran = run("convert", "-", stdin=b"x" * 11)
    assert (ran.code, f"larger than {limits.MAX_BYTES // 2**20} MB" in ran.err) == (1, True)


def test_several_sources_make_one_calendar() -> None:
    assert summaries(run("convert", "letter.md", "other.md").out) == [
        "Velkommen",
        "Oplæg om fritid",
        "Afrunding",
        "Velkomst",
        "Debat",
    ]


def test_the_same_source_twice_has_no_uid_twice() -> None:
    found = uids(run("convert", "--to", "json", "letter.md", "letter.md"))
    assert len(set(found)) == len(found) == 6


def test_the_calendar_has_the_uids_that_json_tells() -> None:
    calendar = run("convert", "letter.md").out.decode().split("\r\n")
    found = [line.removeprefix("UID:") for line in calendar if line.startswith("UID:")]
    assert found == uids(run("convert", "--to", "json", "letter.md"))


def test_the_files_name_decides_no_identity(tmp_path: Path) -> None:
    (tmp_path / "anything.txt").write_text(LETTER, "utf-8")
    named = [run("convert", "--to", "json", name, stdin=LETTER.encode()) for name in ("letter.md", "anything.txt", "-")]
    assert uids(named[0]) == uids(named[1]) == uids(named[2])


def test_two_letters_with_one_name_share_no_identity(tmp_path: Path) -> None:
    first = run("convert", "--to", "json", "letter.md")
    (tmp_path / "letter.md").write_text(LETTER.replace("2. september", "3. september"), "utf-8")
    second = run("convert", "--to", "json", "letter.md")
    assert set(uids(first)) & set(uids(second)) == set()


def test_the_uid_domain_can_be_chosen() -> None:
    found = uids(run("convert", "--to", "json", "--uid-domain", "kalender.example.dk", "letter.md"))
    assert {uid.partition("@")[2] for uid in found} == {"kalender.example.dk"}


def test_text_is_a_timeline() -> None:
    assert "09.30-11.00  Oplæg om fritid" in run("convert", "--to", "text", "letter.md").out.decode()


def test_a_file_is_written_whole_and_nothing_is_printed(tmp_path: Path) -> None:
    ran = run("convert", "letter.md", "--output", "out.ics")
    assert (ran.code, ran.out, summaries((tmp_path / "out.ics").read_bytes())[0]) == (0, b"", "Velkommen")


def test_an_unreadable_source_is_a_sentence_and_exit_1() -> None:
    ran = run("convert", "none.md")
    assert (ran.code, ran.out, ran.err) == (1, b"", "kl-calendar: none.md: there is no such file\n")


def test_one_unreadable_source_of_several_costs_itself_only() -> None:
    ran = run("convert", "none.md", "letter.md")
    assert (ran.code, len(summaries(ran.out)), ran.err) == (
        3,
        3,
        "none.md: error: it cannot be read: there is no such file\n",
    )


def test_nothing_is_written_when_nothing_can_be_done(tmp_path: Path) -> None:
    (tmp_path / "out.ics").write_bytes(b"the good one")
    (tmp_path / "prose.txt").write_text("Kære alle. Tak for sidst.\n", "utf-8")
    ran = run("convert", "prose.txt", "-o", "out.ics")
    assert (ran.code, (tmp_path / "out.ics").read_bytes()) == (1, b"the good one")
    assert ran.err.splitlines()[-1] == "kl-calendar: no meeting was found, so no calendar was written"


def test_json_answers_with_no_meetings_where_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "prose.txt").write_text("Kære alle. Tak for sidst.\n", "utf-8")
    ran = run("convert", "--to", "json", "prose.txt")
    assert (ran.code, answer(ran)["meetings"], len(answer(ran)["problems"])) == (3, [], 1)


def test_the_day_can_be_given_where_the_letter_has_none(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("Program\n\nKl. 9.00 Velkommen\nKl. 10.00 Slut\n", "utf-8")
    ran = run("convert", "--to", "json", "--date", "2026-09-02", "bare.txt")
    assert answer(ran)["meetings"][0]["slots"][0]["start"] == "2026-09-02T09:00"


def test_a_missing_year_is_looked_for_around_a_day(tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("Møde den 2. september\n\nKl. 9.00 Velkommen\nKl. 10.00 Debat\n", "utf-8")
    ran = run("convert", "--to", "json", "--around", "2027-01-01", "bare.txt")
    assert answer(ran)["meetings"][0]["start"][:10] == "2027-09-02"


def test_the_zone_can_be_chosen() -> None:
    ran = run("convert", "--to", "json", "--timezone", "Europe/Helsinki", "letter.md")
    assert answer(ran)["meetings"][0]["timezone"] == "Europe/Helsinki"


@pytest.mark.parametrize(
    "options",
    [
        ["--date", "2026-13-01"],
        ["--date", "2. september"],
        ["--around", "20260902"],
        ["--timezone", "Copenhagen"],
        ["--timezone", "/etc/passwd"],
        ["--language", "Dansk"],
        ["--uid-domain", "a@b"],
        ["--to", "pdf"],
        ["--no-such-option"],
    ],
)
def test_a_wrong_option_is_a_usage_error(options: list[str]) -> None:
    assert run("convert", *options, "letter.md").code == 2


def test_a_source_is_required() -> None:
    assert run("convert").code == 2


def test_strict_writes_nothing_where_there_is_a_doubt(tmp_path: Path) -> None:
    (tmp_path / "doubt.md").write_text(LETTER.replace("den 2.", "mandag den 2."), "utf-8")
    doubtful = run("convert", "doubt.md")
    strict = run("convert", "--strict", "doubt.md", "-o", "out.ics")
    assert (doubtful.code, strict.code, (tmp_path / "out.ics").exists()) == (3, 1, False)


def test_each_of_several_documents_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_bytes(b"")
    ran = run("convert", "missing.md", "empty.md")
    assert (ran.code, ran.out, ran.err.splitlines()) == (
        1,
        b"",
        [
            "missing.md: error: it cannot be read: there is no such file",
            "empty.md: error: it cannot be read: it is empty",
            "    → was it saved before it was sent?",
            "kl-calendar: none of the 2 documents could be read",
        ],
    )


def test_a_language_we_do_not_have_is_a_usage_error() -> None:
    assert run("convert", "--language", "fi", "letter.md").code == 2


def test_strict_does_not_mind_a_clear_letter() -> None:
    assert run("convert", "--strict", "letter.md").code == 0


def test_problems_are_told_with_place_and_hint(tmp_path: Path) -> None:
    (tmp_path / "doubt.md").write_text(LETTER.replace("den 2.", "mandag den 2."), "utf-8")
    place, line, hint = run("convert", "doubt.md").err.splitlines()
    assert (place.split(" ")[:2], line[:4], hint[:6]) == (["doubt.md:1:", "warning:"], "    ", "    → ")


def test_danish_people_are_told_in_danish(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    (tmp_path / "doubt.md").write_text(LETTER.replace("den 2.", "mandag den 2."), "utf-8")
    assert run("convert", "doubt.md").err.startswith("doubt.md:1: advarsel: ")


def test_a_later_letter_keeps_the_identities_of_the_calendar_before(tmp_path: Path) -> None:
    run("convert", "letter.md", "-o", "old.ics")
    before = uids(run("convert", "--to", "json", "letter.md"))
    (tmp_path / "new name.md").write_text(LETTER.replace("Kl. 9.30 Oplæg", "Kl. 9.45 Oplæg"), "utf-8")
    ran = run("convert", "--to", "json", "--previous", "old.ics", "new name.md")
    assert uids(ran) == before


def test_a_changed_slot_has_a_later_stamp_and_sequence(tmp_path: Path) -> None:
    run("convert", "letter.md", "-o", "old.ics")
    (tmp_path / "letter.md").write_text(LETTER.replace("Bo Krag", "Eva Fynbo"), "utf-8")
    lines = run("convert", "--previous", "old.ics", "letter.md").out.decode().split("\r\n")
    assert [line for line in lines if line.startswith(("DTSTAMP", "SEQUENCE"))] == [
        "DTSTAMP:20260617T000000Z",
        "SEQUENCE:0",
        "DTSTAMP:20260617T000001Z",
        "SEQUENCE:1",
        "DTSTAMP:20260617T000000Z",
        "SEQUENCE:0",
    ]


def test_a_previous_file_that_is_no_calendar_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "old.ics").write_bytes(b"not a calendar")
    ran = run("convert", "--previous", "old.ics", "letter.md")
    assert (ran.code, ran.err.startswith("kl-calendar: old.ics: ")) == (1, True)
