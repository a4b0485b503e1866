"""A subscriber's wishes in the address."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from kl_calendar.web import wishes
from kl_calendar.web.wishes import NONE, Wishes
from tests.web.running import Running

FEED = "/boern-og-unge.ics"


def events(server: Running, path: str) -> dict[str, dict[str, str]]:
    calendar = Calendar.from_ical(server.ask(path).body)
    return {
        str(event["UID"]).partition("@")[0]: {
            name: str(event.get(name, "")) for name in ("SUMMARY", "STATUS", "TRANSP", "LOCATION")
        }
        for event in calendar.walk("VEVENT")
    }


@pytest.mark.parametrize("choice", ["2", "overgange", "Overgange%3A%20fra"])
def test_one_choice_leaves_the_others_out_and_keeps_the_identity(server: Running, choice: str) -> None:
    chosen = events(server, f"{FEED}?choice={choice}")["s4"]
    assert chosen["SUMMARY"] == "Temadrøftelser: Overgange: fra dagtilbud til skole"
    assert chosen["LOCATION"].startswith("Lokale 2")


def test_a_choice_nobody_offers_leaves_everything(server: Running) -> None:
    assert server.ask(f"{FEED}?choice=9").body == server.ask(FEED).body


def test_a_track_keeps_its_own_points_and_what_belongs_to_all(server: Running) -> None:
    kept = events(server, f"{FEED}?track=unge")
    assert (kept["s4"]["SUMMARY"], kept["s1"]["SUMMARY"]) == (
        "Temadrøftelser: Unge uden job & uddannelse",
        "Velkommen",
    )


def test_cancelled_points_can_be_hidden_or_marked(server: Running) -> None:
    assert events(server, FEED)["s5"]["STATUS"] == "CANCELLED"
    assert "s5" not in events(server, f"{FEED}?cancelled=hide")
    marked = events(server, f"{FEED}?cancelled=mark")["s5"]
    assert (marked["STATUS"], marked["SUMMARY"]) == ("CONFIRMED", "AFLYST: Rundvisning")


def test_busy_free_takes_no_time(server: Running) -> None:
    assert {one["TRANSP"] for one in events(server, f"{FEED}?busy=free").values()} == {"TRANSPARENT"}


def test_an_alarm_comes_only_when_asked_for(server: Running) -> None:
    assert b"VALARM" not in server.ask(FEED).body
    assert b"TRIGGER:-PT15M" in server.ask(f"{FEED}?alarm=15").body


def test_overview_adds_a_day_a_meeting(server: Running) -> None:
    assert len(events(server, f"{FEED}?overview=day")) == len(events(server, FEED)) + 2


def test_a_single_meeting_takes_wishes_too(server: Running) -> None:
    path = "/boern-og-unge/2026-03-18-vandkaer.ics"
    assert events(server, f"{path}?choice=1")["s4"]["SUMMARY"].endswith("barnets dag")


def test_wishes_have_a_tag_of_their_own_that_comes_back_as_304(server: Running) -> None:
    path = f"{FEED}?alarm=15&choice=2"
    tag = server.ask(path).headers["etag"]
    assert tag != server.ask(FEED).headers["etag"]
    assert server.ask(path, If_None_Match=tag).status == 304
    assert server.ask(f"{FEED}?choice=2&alarm=15").headers["etag"] == tag


@pytest.mark.parametrize(
    "query",
    [
        "",
        "utm_source=mail",
        "alarm=soon",
        "alarm=-5",
        "alarm=99999",
        "cancelled=please",
        "busy=yes",
        "overview=week",
        "&&&=",
        "a=1&" * 50,
    ],
)
def test_what_is_unknown_or_makes_no_sense_is_ignored(query: str) -> None:
    assert wishes.read(query) == NONE


def test_an_unknown_field_gives_the_plain_feeds_own_tag(server: Running) -> None:
    assert server.ask(f"{FEED}?v=2").headers["etag"] == server.ask(FEED).headers["etag"]


def test_all_fields_are_read() -> None:
    query = "choice=2&choice=1.2&track=skole&cancelled=hide&busy=free&alarm=15&overview=day"
    assert wishes.read(query) == Wishes(("1.2", "2"), ("skole",), "hide", False, 15, True)


def test_a_file_is_made_once_and_then_kept(server: Running) -> None:
    content = server.state.content
    assert content is not None
    today = date(2026, 3, 2)
    server.ask("/klima/2026-04-09-vand.html")
    kept = content.ready("klima/2026-04-09-vand.en.html", NONE, today)
    assert kept is not None
    assert content.find("klima/2026-04-09-vand.en.html", NONE, today) is kept
    assert content.ready("klima/2026-04-09-vand-moede.ics", NONE, today) is not None
    assert content.ready("klima/2026-04-09-vand-moede.ics", Wishes(alarm=5), today) is None


def test_many_odd_wishes_fill_no_memory(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    content = server.state.content
    assert content is not None
    monkeypatch.setattr("kl_calendar.web.content.MOST_KEPT", 200_000)
    for minutes in range(60):
        server.ask(f"{FEED}?alarm={minutes}")
    assert sum(one.size for one in content._kept.values()) <= 200_000
    assert server.ask(f"{FEED}?alarm=0").status == 200
