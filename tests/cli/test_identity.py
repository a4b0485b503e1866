"""`changes`, `cancel`, `adopt`, `undo`: what people do with what was published."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.letters import LETTER, written
from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

FEEDS = '[site]\nuid_domain = "k.example"\n\n[[feed]]\nid = "fritid"\ntitle = "Fritid"\n'

REVISED = LETTER.replace("Kl. 9.30 Oplæg om fritid v/ Bo Krag", "Kl. 9.45 Oplæg om fritid v/ Bo Krag")


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A workspace of one feed with two letters, which is the folder we are in the parent of."""
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    monkeypatch.delenv("KL_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    return written(tmp_path / "feeds", FEEDS)


@pytest.fixture
def built(workspace: Path) -> Path:
    """The workspace, built."""
    assert run("build").code == 0
    return workspace


def letter(home: Path, text: str) -> None:
    (home / "fritid" / "letter.md").write_text(text, "utf-8")


def slots(home: Path, name: str = "fritid.ics") -> dict[str, tuple[str, str, str]]:
    """The events of a published calendar: summary → uid, sequence, status."""
    text = (home / "public" / name).read_text("utf-8").replace("\n ", "")
    events = [dict(re.findall(r"^([A-Z-]+)[^:\n]*:(.*)$", part, re.M)) for part in text.split("BEGIN:VEVENT")[1:]]
    return {event["SUMMARY"]: (event["UID"], event["SEQUENCE"], event["STATUS"]) for event in events}


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_changes_between_two_letters_are_told_in_danish(workspace: Path) -> None:
    (workspace / "new.md").write_text(REVISED, "utf-8")
    ran = run("changes", "feeds/fritid/letter.md", "feeds/new.md")
    assert (ran.code, ran.out.decode().splitlines()) == (
        0,
        [
            "Temadag om fritid (2037-09-02)",
            "  Velkommen: slutter kl. 09.30 → 09.45",
            "  Oplæg om fritid: kl. 09.30 → 09.45",
        ],
    )


def test_changes_from_a_published_calendar_are_the_same(built: Path) -> None:
    (built / "new.md").write_text(REVISED, "utf-8")
    told = [
        run("changes", old, "feeds/new.md").out for old in ("feeds/fritid/letter.md", "feeds/public/fritid/letter.ics")
    ]
    assert told[0] == told[1]


def test_no_changes_are_told_as_such(workspace: Path) -> None:
    ran = run("changes", "feeds/fritid/letter.md", "feeds/fritid/letter.md", "--json")
    assert (ran.code, json.loads(ran.out)) == (0, {"meetings": []})


def test_changes_as_json_have_fields_and_both_languages(workspace: Path) -> None:
    (workspace / "new.md").write_text(REVISED, "utf-8")
    made = json.loads(run("changes", "feeds/fritid/letter.md", "feeds/new.md", "--json").out)
    assert made["meetings"][0]["changes"][1] == {
        "kind": "changed",
        "title": "Oplæg om fritid",
        "fields": [{"field": "start", "old": "2037-09-02 09:30", "new": "2037-09-02 09:45"}],
        "sentences": {"da": "Oplæg om fritid: kl. 09.30 → 09.45", "en": "Oplæg om fritid: 09:30 → 09:45"},
    }


def test_a_meeting_in_one_version_only_is_new_or_gone(workspace: Path) -> None:
    ran = run("changes", "feeds/fritid/letter.md", "feeds/public.md")
    assert ran.code == 1
    both = run("changes", "feeds/fritid/letter.md", "feeds/fritid/other.md")
    assert both.out.decode().splitlines()[0] == "Dialogmøde om skole (2037-09-09)"


def test_a_cancelled_slot_is_cancelled_at_once_and_stays_so_in_later_builds(built: Path) -> None:
    before = slots(built)["Oplæg om fritid"]
    ran = run("cancel", "letter/Oplæg om fritid")
    assert ran.out.decode() == "Temadag om fritid (2037-09-02)\n  Oplæg om fritid: aflyst\n"
    after = slots(built)["AFLYST: Oplæg om fritid"]
    assert after == (before[0], "1", "CANCELLED")
    letter(built, REVISED.replace("Afrunding", "Afrunding og tak"))
    run("build")
    assert slots(built)["AFLYST: Oplæg om fritid"] == (before[0], "2", "CANCELLED")


def test_a_slot_called_on_again_takes_place(built: Path) -> None:
    before = slots(built)["Oplæg om fritid"]
    run("cancel", "letter/oplæg")
    run("cancel", "letter/oplæg", "--restore")
    run("build")
    assert slots(built)["Oplæg om fritid"] == (before[0], "2", "CONFIRMED")


def test_a_cancelled_meeting_is_cancelled_in_every_form(built: Path) -> None:
    run("cancel", "fritid/letter")
    assert [name for name, (_, _, status) in slots(built).items() if status == "CANCELLED"] == [
        "AFLYST: Velkommen",
        "AFLYST: Oplæg om fritid",
        "AFLYST: Afrunding",
    ]
    assert slots(built, "fritid-moeder.ics")["AFLYST: Temadag om fritid"][2] == "CANCELLED"


def test_a_slot_is_cancelled_by_its_uid(built: Path) -> None:
    run("cancel", slots(built)["Debat"][0])
    assert "AFLYST: Debat" in slots(built)


def test_cancelling_twice_changes_nothing(built: Path) -> None:
    run("cancel", "letter/Afrunding")
    before = files(built / "public")
    ran = run("cancel", "letter/Afrunding")
    assert (ran.code, files(built / "public")) == (0, before)


def test_a_name_that_is_unknown_cancels_nothing(built: Path) -> None:
    before = files(built / "public")
    ran = run("cancel", "letter/Afrunding", "letter/Fest")
    assert (ran.code, files(built / "public")) == (1, before)
    assert ran.err == "kl-calendar: intet møde eller punkt hedder letter/Fest\n  de nyeste er letter, other\n"


def test_a_name_that_several_have_is_refused(built: Path) -> None:
    letter(built, LETTER.replace("Afrunding", "Oplæg om fritid igen"))
    run("build")
    ran = run("cancel", "letter/oplæg")
    assert (ran.code, "flere hedder letter/oplæg" in ran.err) == (1, True)


def test_a_lost_ledger_is_made_again_and_the_next_build_changes_no_byte(built: Path) -> None:
    letter(built, REVISED)
    run("build")
    letter(built, REVISED.replace("- Kl. 11.00 Afrunding v/ Asta Lind\n", ""))
    run("build")
    run("cancel", "other/Debat")
    before = files(built / "public")
    shutil.rmtree(built / ".kl-calendar")
    assert run("adopt", "feeds/public").out.decode().splitlines() == ["fritid: 2 møder overtaget, 0 kendt i forvejen."]
    assert (run("build").code, files(built / "public")) == (0, before)


def test_identities_go_on_after_a_ledger_was_made_again(built: Path) -> None:
    before = slots(built)
    shutil.rmtree(built / ".kl-calendar")
    run("adopt", "feeds/public")
    letter(built, REVISED)
    run("build")
    after = slots(built)
    assert {name: uid for name, (uid, _, _) in after.items()} == {name: uid for name, (uid, _, _) in before.items()}
    assert (after["Oplæg om fritid"][1], after["Afrunding"][1]) == ("1", "0")


def test_a_document_lost_with_the_ledger_is_withdrawn_at_the_next_build(built: Path) -> None:
    shutil.rmtree(built / ".kl-calendar")
    (built / "fritid" / "letter.md").unlink()
    run("adopt", "feeds/public")
    run("build", "--withdraw")
    assert slots(built)["AFLYST: Velkommen"][2] == "CANCELLED"


def test_adopting_twice_takes_nothing_twice(built: Path) -> None:
    ran = run("adopt", "feeds/public")
    assert ran.out.decode() == "fritid: 0 møder overtaget, 2 kendt i forvejen.\n"


def test_a_folder_without_feeds_of_ours_is_refused(built: Path, tmp_path: Path) -> None:
    ran = run("adopt", tmp_path)
    assert (ran.code, "har ingen af arbejdsområdets kalendere" in ran.err) == (1, True)


def test_an_undo_file_cancels_every_event_of_a_meeting_one_sequence_on(built: Path) -> None:
    ran = run("undo", "letter")
    text = ran.out.decode().replace("\r\n ", "")
    uids = {uid for uid, _, _ in slots(built, "fritid/letter.ics").values()}
    assert ran.code == 0
    assert "METHOD:CANCEL" in text.splitlines()
    assert uids <= set(re.findall(r"^UID:(.*?)\r?$", text, re.M))
    assert set(re.findall(r"^SEQUENCE:(\d+)", text, re.M)) == {"1"}
    assert set(re.findall(r"^STATUS:(\w+)", text, re.M)) == {"CANCELLED"}


def test_an_imported_file_is_undone_without_a_workspace(built: Path, tmp_path: Path) -> None:
    shutil.copy(built / "public" / "fritid" / "letter.ics", tmp_path / "imported.ics")
    shutil.rmtree(built)
    ran = run("undo", "imported.ics", "-o", "undo.ics")
    assert (ran.code, (tmp_path / "undo.ics").read_bytes().count(b"STATUS:CANCELLED")) == (0, 4)


def test_undo_says_what_to_do_in_each_program(built: Path) -> None:
    told = [line.partition(":")[0] for line in run("undo", "letter").err.splitlines()]
    assert told == ["Outlook (Windows)", "Outlook.com, Microsoft 365", "Google", "Apple", "Thunderbird"]


def test_a_calendar_of_somebody_else_cannot_be_undone(tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    ran = run("undo", "x.ics")
    assert (ran.code, "intet møde i sig, som kl-calendar har skrevet" in ran.err) == (1, True)


def test_a_revised_letter_changes_only_the_lines_of_the_slots_that_changed(built: Path) -> None:
    before = (built / "public" / "fritid.ics").read_text("utf-8").split("BEGIN:VEVENT")
    letter(built, LETTER.replace("Afrunding v/ Asta Lind", "Afrunding v/ Cilla Dam"))
    run("build")
    after = (built / "public" / "fritid.ics").read_text("utf-8").split("BEGIN:VEVENT")
    different = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [re.findall("SUMMARY:(.*)", part) for part in different] == [["Afrunding"]]


def test_a_corrected_letter_under_another_name_goes_on_with_the_same_events(built: Path) -> None:
    before = slots(built)
    (built / "fritid" / "letter.md").unlink()
    (built / "fritid" / "rettet-brev.md").write_text(REVISED, "utf-8")
    ran = run("build")
    told = "det regnes for det nye brev til Temadag om fritid den 2037-09-02, hvis dokument er væk"
    assert (ran.code, told in ran.err) == (0, True)
    after = slots(built)
    assert {name: uid for name, (uid, _, _) in after.items()} == {name: uid for name, (uid, _, _) in before.items()}
    published = files(built / "public")
    assert (run("build").code, files(built / "public")) == (0, published)


def test_a_corrected_letter_beside_the_old_one_is_told(built: Path) -> None:
    (built / "fritid" / "rettet-brev.md").write_text(REVISED, "utf-8")
    ran = run("build")
    assert (ran.code, "fritid/rettet-brev.md: " in ran.err, "fritid/letter.md" in ran.err) == (3, True, True)


def test_a_folder_that_is_not_the_published_one_is_refused_though_a_private_feed_is_there(built: Path) -> None:
    settings = built / "feeds.toml"
    settings.write_text(settings.read_text("utf-8") + '[[feed]]\nid = "lukket"\nprivate = true\n', "utf-8")
    (built / "lukket").mkdir()
    (built / "lukket" / "hemmelig.md").write_text(LETTER, "utf-8")
    run("build")
    ran = run("adopt", "feeds")
    assert (ran.code, "har ingen af arbejdsområdets kalendere" in ran.err) == (1, True)
