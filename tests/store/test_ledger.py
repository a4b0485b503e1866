"""The ledger gives back what it was given, changes one meeting at a time, and is always of today's version."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kl_calendar.i18n import say
from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot, Status
from kl_calendar.model.problem import KINDS, ProblemKind, Severity
from kl_calendar.model.revision import Change, ChangeKind, Entry, FieldChange, Revision
from kl_calendar.store import codec
from kl_calendar.store.database import HEAD, LedgerTooNew, LedgerUnavailable, reading, writing
from kl_calendar.store.ledger import FolderState, Ledger, SourceState, Stored
from kl_calendar.store.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

FULL_SLOT = Slot(
    start=datetime(2026, 3, 9, 9),
    title="Trivsel; og æøå",
    end=datetime(2026, 3, 9, 10),
    speakers=(Person("Ane Holm", "formand", "Skoleudvalget"), Person("Bo Friis")),
    location="Salen",
    choices=(Choice("Tema 1", (Person("Cia Lund"),), "A", "spor"), Choice("Tema 2")),
    notes=("et punkt", "et til"),
    kind=Kind.OTHER,
    track="spor",
    lines=(4, 5),
)

FULL_MEETING = Meeting(
    title="Dialogmøde",
    start=datetime(2026, 3, 9, 9),
    end=datetime(2026, 3, 9, 12),
    timezone="Europe/Berlin",
    location="Rådhuset",
    registration_url="https://tilmeld.example/1",
    registration_email="post@example.org",
    registration_deadline=date(2026, 3, 1),
    join_url="https://online.example/1",
    status=Status.CANCELLED,
    language="sv",
    organizer="Foreningen",
    host="Byen",
    audience=("Alle",),
    document_date=date(2026, 2, 1),
    slots=(FULL_SLOT,),
)

CHANGE = Change(ChangeKind.CHANGED, "Trivsel", (FieldChange("location", "", "Salen"),), (("da", "nyt"), ("en", "new")))


def revision(key: str = "moede", *, day: int = 9, sequence: int = 0, titles: tuple[str, ...] = ("A", "B")) -> Revision:
    slots = tuple(Slot(datetime(2026, 3, day, 9 + n), title) for n, title in enumerate(titles))
    meeting = Meeting("Møde", datetime(2026, 3, day, 9), slots=slots)
    entries = tuple(Entry(f"{key}-{slot.title}@x.invalid", sequence, NOON, slot) for slot in slots)
    return Revision(key, "skole", meeting, f"{key}@x.invalid", sequence, NOON, entries)


def stored(made: Revision, **values: object) -> Stored:
    events = tuple(f"{entry.uid} {entry.sequence}\r\n".encode() for entry in made.entries)
    return replace(Stored(made, f"skole/{made.key}.md", events, "s1"), **values)  # type: ignore[arg-type]


def save(ledger: Ledger, one: Stored) -> int:
    with ledger.change(one.revision.feed, one.revision.key) as pending:
        return pending.save(one)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path) as opened:
        yield opened


def test_a_meeting_with_every_field_set_comes_back_equal() -> None:
    assert codec.meeting(codec.dump(FULL_MEETING)) == FULL_MEETING


def test_a_meeting_with_a_bare_day_comes_back_equal() -> None:
    bare = Meeting("M", date(2026, 3, 9), date(2026, 3, 10), registration_deadline=datetime(2026, 3, 1, 12))
    assert codec.meeting(codec.dump(bare)) == bare


def test_a_change_comes_back_equal() -> None:
    assert codec.change(codec.dump(CHANGE)) == CHANGE


def test_problems_come_back_with_the_kind_declared_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    # Declared for this test only: others compare the declared kinds with what is documented and translated.
    declared = ProblemKind("test-ledger-kind", Severity.WARNING, "{what} is odd", "look at {what}")
    monkeypatch.setitem(KINDS, declared.code, declared)
    problem = declared.at(3, "kl. 9", source="a.md", what="kl. 9")
    assert codec.problems(codec.dump_problems([problem])) == (problem,)


def test_a_sentence_within_a_problem_comes_back_as_one() -> None:
    kind = ProblemKind("x", Severity.NOTE, "{what}: {reason}")
    problem = kind.at(3, what="kl. 9", reason=say("is larger than {limit} MB", limit="32"))
    kept = codec.problems(codec.dump_problems([problem]))
    assert (kept, kept[0].told("da")) == ((problem,), "kl. 9: er større end 32 MB")


def test_a_saved_meeting_comes_back_equal(ledger: Ledger) -> None:
    entry = Entry("u@x.invalid", 3, NOON, FULL_SLOT, cancelled=True, change=CHANGE, called_off=True)
    made = Revision("k", "f", FULL_MEETING, "m@x.invalid", 4, NOON, (entry,), (CHANGE,), called_off=True)
    one = stored(made, bodies={"meeting": b"BEGIN:VEVENT"}, expires=NOON)
    tick = save(ledger, one)
    assert ledger.stored("f", "k") == replace(one, tick=tick)


def test_a_revised_meeting_replaces_what_was_there(ledger: Ledger) -> None:
    save(ledger, stored(revision()))
    changed = stored(revision(sequence=1, titles=("B", "C")))
    save(ledger, changed)
    found = ledger.stored("skole", "moede")
    assert found is not None
    assert (found.revision, found.events) == (changed.revision, changed.events)


def test_a_feed_is_joined_by_date_then_place_in_the_programme(ledger: Ledger) -> None:
    save(ledger, stored(revision("sen", day=10)))
    save(ledger, stored(revision("tidlig", day=9)))
    events = b"".join(ledger.events("skole")).decode().split("\r\n")
    assert events[:-1] == ["tidlig-A@x.invalid 0", "tidlig-B@x.invalid 0", "sen-A@x.invalid 0", "sen-B@x.invalid 0"]


def test_other_forms_are_joined_by_date(ledger: Ledger) -> None:
    save(ledger, stored(revision("sen", day=10), bodies={"meeting": b"2"}))
    save(ledger, stored(revision("tidlig", day=9), bodies={"meeting": b"1", "mark": b"x"}))
    assert (ledger.bodies("skole", "meeting"), ledger.bodies("skole", "mark")) == ([b"1", b"2"], [b"x"])


def test_an_exception_inside_a_change_leaves_the_meeting_as_it_was(ledger: Ledger) -> None:
    save(ledger, stored(revision()))
    before = (ledger.stored("skole", "moede"), ledger.tick())
    with pytest.raises(KeyError):
        save_and_fail(ledger, stored(revision(sequence=9)))
    assert (ledger.stored("skole", "moede"), ledger.tick()) == before


def test_a_forgotten_meeting_leaves_nothing(ledger: Ledger) -> None:
    save(ledger, stored(revision(), bodies={"meeting": b"x"}))
    with ledger.change("skole", "moede") as pending:
        pending.forget()
    assert (ledger.stored("skole", "moede"), ledger.events("skole"), ledger.bodies("skole", "meeting")) == (
        None,
        [],
        [],
    )


def test_what_is_newer_than_a_tick_is_what_was_saved_since(ledger: Ledger) -> None:
    first = save(ledger, stored(revision("a")))
    save(ledger, stored(revision("b")))
    assert [listed.key for listed in ledger.newer(first)] == ["b"]


def test_a_meeting_is_due_when_its_cancelled_entries_expire(ledger: Ledger) -> None:
    save(ledger, stored(revision("a"), expires=NOON))
    save(ledger, stored(revision("b")))
    soon = NOON + timedelta(seconds=1)
    assert ([d.key for d in ledger.due(NOON - timedelta(seconds=1))], [d.key for d in ledger.due(soon)]) == ([], ["a"])


def test_sources_are_remembered_replaced_and_forgotten(ledger: Ledger) -> None:
    state = SourceState(10, 2**60, "d", "o", "[]")
    ledger.remember_source("skole", "a.md", state)
    ledger.remember_source("skole", "a.md", replace(state, size=11))
    ledger.remember_source("skole", "b.md", state)
    ledger.forget_source("skole", "b.md")
    assert (ledger.sources("skole"), ledger.sources("andet")) == ({"a.md": replace(state, size=11)}, {})


def test_a_folder_is_remembered(ledger: Ledger) -> None:
    state = FolderState(7, "settings", "state")
    ledger.remember_folder("/site", FolderState(6, "x", "y"))
    ledger.remember_folder("/site", state)
    assert (ledger.folder("/site"), ledger.folder("/other")) == (state, None)


def test_a_uid_is_found_whether_a_slots_or_a_meetings(ledger: Ledger) -> None:
    save(ledger, stored(revision("a")))
    holders = [ledger.holders(uid) for uid in ("a@x.invalid", "a-B@x.invalid", "no@x.invalid")]
    assert holders == [(("skole", "a"),), (("skole", "a"),), ()]


def test_counts_leave_out_cancelled_slots(ledger: Ledger) -> None:
    made = revision()
    struck = replace(made, entries=(replace(made.entries[0], cancelled=True), made.entries[1]))
    save(ledger, stored(struck))
    assert ledger.counts() == {"skole": (1, 1)}


def test_two_threads_that_change_one_meeting_take_turns(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        save(ledger, stored(revision()))

    def grow() -> None:
        with Ledger.open(tmp_path) as mine:
            for _ in range(20):
                with mine.change("skole", "moede") as pending:
                    assert pending.previous is not None
                    pending.save(stored(revision(sequence=pending.previous.revision.sequence + 1)))

    threads = [threading.Thread(target=grow) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Ledger.open(tmp_path) as ledger:
        assert [one.sequence for one in ledger.revisions()] == [60]


def test_a_new_ledger_has_exactly_the_tables_of_the_schema(ledger: Ledger) -> None:
    with reading(ledger.engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_head_is_the_newest_migration() -> None:
    assert ScriptDirectory("kl_calendar/store/migrations").get_current_head() == HEAD


def test_a_ledger_from_a_later_version_is_refused(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger, writing(ledger.engine) as connection:
        set_version(connection, "9999")
    with pytest.raises(LedgerTooNew) as caught:
        Ledger.open(tmp_path)
    assert caught.value.found == "9999"


def set_version(connection: Connection, version: str) -> None:
    connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608


def test_a_file_that_is_no_ledger_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".kl-calendar").mkdir()
    (tmp_path / ".kl-calendar" / "ledger.sqlite3").write_bytes(b"not a database at all, but long enough" * 40)
    with pytest.raises(LedgerUnavailable, match="file is not a database") as caught:
        Ledger.open(tmp_path)
    assert caught.value.hint == "move the file away and rebuild the ledger with kl-calendar adopt"


@pytest.mark.parametrize("url", ["mysql://h/d", "nonsense", "postgresql+nodriver://h/d"])
def test_a_url_we_do_not_know_is_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(LedgerUnavailable):
        Ledger.open(tmp_path, url)


def test_a_ledger_in_a_folder_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnavailable, match="no such file or directory"):
        Ledger.open(tmp_path / "missing")


def save_and_fail(ledger: Ledger, one: Stored) -> None:
    with ledger.change(one.revision.feed, one.revision.key) as pending:
        pending.save(one)
        raise KeyError


def test_a_closed_ledger_is_a_plain_database_with_all_that_was_saved(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        save(ledger, stored(revision()))
    plain = sqlite3.connect(tmp_path / ".kl-calendar" / "ledger.sqlite3")
    assert plain.execute("SELECT count(*) FROM entries").fetchone() == (2,)
    plain.close()
