"""`kl-calendar build`: what is published, what is left alone, and what happens when documents change or go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.letters import LETTER, OTHER, written
from tests.cli.running import Ran, run

FEEDS = '[site]\nuid_domain = "k.example"\n\n[[feed]]\nid = "fritid"\ntitle = "Fritid"\ncolor = "teal"\n'


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A workspace of one feed with two letters, which is the folder we are in the parent of."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("KL_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return written(tmp_path / "feeds", FEEDS)


def letter(home: Path, text: str = LETTER, name: str = "letter.md") -> None:
    (home / "fritid" / name).write_text(text, "utf-8")


def calendars(home: Path) -> set[str]:
    return {path.relative_to(home / "public").as_posix() for path in (home / "public").rglob("*.ics")}


def lines(home: Path, name: str, *properties: str) -> list[str]:
    text = (home / "public" / name).read_text("utf-8").replace("\n ", "")
    return [line for line in text.splitlines() if line.split(":")[0].split(";")[0] in properties]


def contents(home: Path) -> dict[str, bytes]:
    files = (path for path in (home / "public").rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}


def last(ran: Ran) -> str:
    return ran.out.decode().splitlines()[-1]


def test_a_feed_and_its_meetings_are_published(workspace: Path) -> None:
    ran = run("build")
    assert ran.code == 0
    assert {"fritid.ics", "fritid/letter.ics", "fritid/other.ics"} <= calendars(workspace)


def test_the_report_counts_meetings_slots_and_problems(workspace: Path) -> None:
    table = [line.split() for line in run("build").out.decode().splitlines()]
    assert ["fritid", "2", "5", "0"] in table


def test_the_feed_says_what_the_settings_say(workspace: Path) -> None:
    run("build")
    assert lines(workspace, "fritid.ics", "NAME", "X-WR-CALNAME", "COLOR", "REFRESH-INTERVAL") == [
        "NAME:Fritid",
        "X-WR-CALNAME:Fritid",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "COLOR:teal",
    ]


def test_a_second_build_writes_nothing(workspace: Path) -> None:
    run("build")
    before = contents(workspace)
    assert (last(run("build")), contents(workspace)) == ("Nothing changed.", before)


def test_a_touched_document_changes_nothing(workspace: Path) -> None:
    run("build")
    (workspace / "fritid" / "letter.md").touch()
    assert last(run("build")) == "Nothing changed."


def test_a_changed_slot_changes_only_its_own_event(workspace: Path) -> None:
    run("build")
    before = lines(workspace, "fritid.ics", "UID", "SEQUENCE", "DTSTART")
    letter(workspace, LETTER.replace("Kl. 9.30", "Kl. 9.45"))
    ran = run("build")
    after = lines(workspace, "fritid.ics", "UID", "SEQUENCE", "DTSTART")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [
        ("SEQUENCE:0", "SEQUENCE:1"),  # the welcome ends later
        ("SEQUENCE:0", "SEQUENCE:1"),
        ("DTSTART;TZID=Europe/Copenhagen:20370902T093000", "DTSTART;TZID=Europe/Copenhagen:20370902T094500"),
    ]
    assert "  Oplæg om fritid: 09:30 → 09:45" in ran.out.decode().splitlines()


def test_another_meeting_is_left_alone_when_one_changes(workspace: Path) -> None:
    run("build")
    before = (workspace / "public" / "fritid" / "other.ics").stat().st_mtime_ns
    letter(workspace, LETTER.replace("Bo Krag", "Eva Fynbo"))
    run("build")
    assert (workspace / "public" / "fritid" / "other.ics").stat().st_mtime_ns == before


def test_a_slot_that_is_gone_is_cancelled_and_comes_back_as_the_same(workspace: Path) -> None:
    run("build")
    uids = lines(workspace, "fritid/letter.ics", "UID")
    letter(workspace, LETTER.replace("- Kl. 9.30 Oplæg om fritid v/ Bo Krag\n", ""))
    run("build")
    assert lines(workspace, "fritid/letter.ics", "STATUS").count("STATUS:CANCELLED") == 1
    letter(workspace)
    run("build")
    assert lines(workspace, "fritid/letter.ics", "UID") == uids
    assert "STATUS:CANCELLED" not in lines(workspace, "fritid/letter.ics", "STATUS")


def test_a_bad_document_is_reported_and_costs_itself_only(workspace: Path) -> None:
    (workspace / "fritid" / "broken.md").write_bytes(b"")
    ran = run("build")
    assert (ran.code, "fritid/broken.md: error: it cannot be read" in ran.err) == (3, True)
    assert {"fritid/letter.ics", "fritid/other.ics"} <= calendars(workspace)


def test_a_document_that_turns_bad_keeps_what_was_published_of_it(workspace: Path) -> None:
    run("build")
    before = contents(workspace)
    (workspace / "fritid" / "letter.md").write_bytes(b"")
    assert (run("build").code, contents(workspace)) == (3, before)


def test_a_document_that_no_longer_names_a_meeting_keeps_it_published(workspace: Path) -> None:
    run("build")
    before = contents(workspace)
    letter(workspace, "Kære alle. Tak for sidst.\n")
    assert (run("build").code, contents(workspace)) == (3, before)


def test_problems_of_documents_that_are_not_read_again_are_still_told(workspace: Path) -> None:
    letter(workspace, LETTER.replace("den 2.", "mandag den 2."))
    first, second = run("build"), run("build")
    assert (first.code, second.code, second.err) == (3, 3, first.err)


def test_a_large_part_of_a_feed_is_not_withdrawn_unasked(workspace: Path) -> None:
    run("build")
    before = contents(workspace)
    (workspace / "fritid" / "letter.md").unlink()
    ran = run("build")
    assert (ran.code, contents(workspace)) == (3, before)
    held = "3 of the feed's 5 coming slots would go with them, so none is cancelled"
    assert ran.err.splitlines() == [
        f"feeds.toml: warning: documents gone: 1; {held}",
        "    fritid/letter.md",
        "    → put them back, or run build --withdraw if this is meant",
    ]


def test_a_folder_that_is_not_there_is_one_warning_and_not_one_a_document(workspace: Path) -> None:
    run("build")
    (workspace / "fritid" / "letter.md").unlink()
    (workspace / "fritid" / "other.md").unlink()
    told = [line for line in run("build").err.splitlines() if "gone" in line]
    assert [line.partition(";")[0] for line in told] == ["feeds.toml: warning: documents gone: 2"]


def test_a_document_that_is_gone_is_withdrawn_when_asked(workspace: Path) -> None:
    run("build")
    (workspace / "fritid" / "letter.md").unlink()
    ran = run("build", "--withdraw")
    assert "its 3 coming slots are cancelled" in ran.err
    assert lines(workspace, "fritid/letter.ics", "STATUS") == ["STATUS:CANCELLED"] * 3
    assert lines(workspace, "fritid/other.ics", "STATUS") == ["STATUS:CONFIRMED"] * 2


def test_a_small_part_of_a_feed_is_withdrawn_at_once(workspace: Path) -> None:
    for number in range(4):
        letter(workspace, OTHER.replace("skole", f"emne {number}"), f"emne-{number}.md")
    run("build")
    (workspace / "fritid" / "emne-0.md").unlink()
    ran = run("build")
    assert (ran.code, "its 2 coming slots are cancelled" in ran.err) == (0, True)


def test_a_withdrawn_document_that_comes_back_is_restored(workspace: Path) -> None:
    run("build")
    uids = lines(workspace, "fritid/letter.ics", "UID")
    (workspace / "fritid" / "letter.md").unlink()
    run("build", "--withdraw")
    letter(workspace)
    run("build")
    assert lines(workspace, "fritid/letter.ics", "UID") == uids
    assert lines(workspace, "fritid/letter.ics", "STATUS") == ["STATUS:CONFIRMED"] * 3


def test_a_setting_that_events_show_moves_their_sequence(workspace: Path) -> None:
    letter(workspace, LETTER.replace(" kl. 9.00-12.00", ""))
    run("build")
    (workspace / "feeds.toml").write_text(FEEDS.replace("[site]", '[site]\ndefault_length = "PT45M"'), "utf-8")
    run("build")
    assert lines(workspace, "fritid/letter.ics", "SEQUENCE") == ["SEQUENCE:0", "SEQUENCE:0", "SEQUENCE:1"]


def test_the_output_folder_can_be_chosen(workspace: Path, tmp_path: Path) -> None:
    assert run("build", "feeds", "--output", "site").code == 0
    assert ((tmp_path / "site" / "fritid.ics").exists(), (workspace / "public").exists()) == (True, False)


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.odt").write_bytes(b"theirs")
    ran = run("build", "--output", "site")
    assert (ran.code, [path.name for path in (tmp_path / "site").iterdir()]) == (1, ["thesis.odt"])


def test_a_lost_file_is_written_again(workspace: Path) -> None:
    run("build")
    before = contents(workspace)
    (workspace / "public" / "fritid.ics").unlink()
    run("build")
    assert contents(workspace) == before


def test_a_feed_that_is_no_longer_in_the_settings_goes(workspace: Path) -> None:
    run("build")
    (workspace / "feeds.toml").write_text('[[feed]]\nid = "skole"\n', "utf-8")
    run("build")
    assert calendars(workspace) == set()


def test_the_second_of_two_documents_with_one_name_is_left_out(workspace: Path) -> None:
    letter(workspace, LETTER, "letter.txt")
    ran = run("build")
    assert (ran.code, "fritid/letter.txt: warning: it is left out" in ran.err) == (3, True)


def test_a_feed_without_documents_is_told(workspace: Path) -> None:
    (workspace / "feeds.toml").write_text(FEEDS + '[[feed]]\nid = "skole"\n', "utf-8")
    ran = run("build")
    assert (ran.code, "the feed skole has no programme documents" in ran.err) == (3, True)
    assert not (workspace / "public" / "skole.ics").exists()


def test_a_private_feed_is_in_no_public_file(workspace: Path) -> None:
    (workspace / "feeds.toml").write_text(FEEDS + "private = true\n", "utf-8")
    run("build")
    assert calendars(workspace) == set()
    assert (workspace / ".kl-calendar" / "private" / "fritid.ics").exists()


def test_several_meetings_in_one_letter_each_have_their_file(workspace: Path) -> None:
    letter(workspace, "---\ntitle: Dialogmøde\n---\n" + LETTER)
    run("build")
    assert "fritid/letter.ics" in calendars(workspace)


def test_no_workspace_is_a_sentence(tmp_path: Path) -> None:
    ran = run("build", "nowhere")
    assert (ran.code, ran.err.splitlines()[0]) == (1, f"kl-calendar: {Path('nowhere/feeds.toml')}: is not there")


def test_a_slip_in_the_settings_is_named(workspace: Path) -> None:
    (workspace / "feeds.toml").write_text(FEEDS + 'colour = "teal"\n', "utf-8")
    ran = run("build")
    assert (ran.code, ran.err.splitlines()) == (
        1,
        ["kl-calendar: feeds.toml: feed 1 (fritid): colour: is not a known setting", "  did you mean color?"],
    )


def test_of_very_many_changed_meetings_only_the_first_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kl_calendar.cli.build.SHOWN", 1)
    out = run("build").out.decode()
    assert (out.count("\n  new\n"), "… and 1 more" in out) == (1, True)


def test_a_workspace_without_a_feed_takes_nothing_away(workspace: Path) -> None:
    run("build")
    before = contents(workspace)
    (workspace / "feeds.toml").write_text('[site]\ntitle = "T"\n', "utf-8")
    ran = run("build")
    assert (ran.code, contents(workspace)) == (1, before)
    assert ran.err == (
        'kl-calendar: feeds.toml: there is no [[feed]] in it\n  write [[feed]] with id = "…", the name of a folder\n'
    )


def test_other_settings_do_not_tell_old_changes_again(workspace: Path) -> None:
    run("build")
    letter(workspace, LETTER.replace("9.30", "9.45"))
    assert "09:45" in run("build").out.decode()
    settings = FEEDS.replace("[site]\n", '[site]\nbase_url = "https://k.example/"\n')
    (workspace / "feeds.toml").write_text(settings, "utf-8")
    told = [line.strip() for line in run("build").out.decode().splitlines() if line.startswith("  ")]
    assert told == ["its text or the settings changed, not the programme"] * 2
