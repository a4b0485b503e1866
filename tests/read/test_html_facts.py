"""What a page says as data: title, language, day, events."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from kl_calendar.model.document import Given
from kl_calendar.read import html


def page(head: str = "", body: str = "<h1>Temadag</h1>") -> bytes:
    return f"<html lang=nb-NO><head>{head}</head><body>{body}</body></html>".encode()


def given(data: object, body: str = "<p>Tekst</p>") -> tuple[Given, ...]:
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    return html.read(page(script, body), "page.html").given


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Temadag | Kommune</title>", "Temadag"),
        ("<title>Børn &amp; unge » Kalender » Kommune</title>", "Børn & unge » Kalender"),
        ("<title>Temadag - Kommune</title>", "Temadag"),
        ("<title>Mad - hvordan?</title>", "Mad - hvordan?"),
        ("<title>Mad – Kommune</title><meta property=og:site_name content=Kommune>", "Mad"),
        ("<title>Forside</title><meta property='og:title' content='Temadag om mad'>", "Temadag om mad"),
        ("", None),
    ],
)
def test_the_title_is_the_pages_without_the_sites_name(head: str, title: str | None) -> None:
    assert html.read(page(head), "page.html").title == title


def test_the_language_and_the_day_of_publication_are_the_declared_ones() -> None:
    document = html.read(page("<meta property='article:published_time' content='2026-03-02T08:00:00Z'>"), "page.html")
    assert (document.language, document.dated) == ("nb", date(2026, 3, 2))


def test_a_day_that_no_calendar_has_is_none() -> None:
    assert html.read(page("<meta name=date content=2026-02-31>"), "page.html").dated is None


def event(**more: Any) -> dict[str, Any]:
    return {"@type": "Event", "name": "Dag", "startDate": "2026-05-04T09:00:00+02:00", **more}


def test_an_event_with_parts_is_given() -> None:
    part = event(
        name="Oplæg &amp; debat", endDate="2026-05-04T10:00", performer=[{"@type": "Person", "name": "Ida Holm"}]
    )
    place = {"name": "Salen", "address": {"streetAddress": "Torvet 1", "postalCode": "9800", "addressLocality": "Byen"}}
    status = "https://schema.org/EventCancelled"
    (found,) = given(event(subEvent=[part], location=place, eventStatus=status, organizer={"name": "Kommunen"}))
    nine = datetime(2026, 5, 4, 9)
    assert (found.title, found.start, found.location) == ("Dag", nine, "Salen, Torvet 1, 9800 Byen")
    assert (found.status, found.organizer) == ("EventCancelled", "Kommunen")
    assert found.parts == (Given("Oplæg & debat", nine, datetime(2026, 5, 4, 10), speakers=("Ida Holm",)),)


def test_parts_are_found_in_a_graph_by_reference_both_ways() -> None:
    data = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2026-01-05"},
            event(**{"@id": "#dag", "@type": ["BusinessEvent"], "subEvent": {"@id": "#a"}}),
            event(**{"@id": "#a", "name": "A"}),
            event(**{"@id": "#b", "name": "B", "superEvent": {"@id": "#dag"}}),
        ]
    }
    (found,) = given(data)
    assert [part.title for part in found.parts] == ["A", "B"]


def test_whole_days_utc_and_lengths_are_understood() -> None:
    allday, utc, length = given(
        [
            event(name="A", startDate="2026-05-04", endDate="2026-05-05"),
            event(name="B", startDate="2026-05-04T07:00:00Z"),
            event(name="C", duration="PT1H30M"),
        ]
    )
    assert (allday.start, allday.end) == (date(2026, 5, 4), date(2026, 5, 5))
    assert (utc.start, utc.timezone) == (datetime(2026, 5, 4, 7), "UTC")
    assert length.end == datetime(2026, 5, 4, 10, 30)


def test_broken_data_is_a_note_and_the_page_is_read() -> None:
    document = html.read(page("<script type=application/ld+json>{'no': }</script>"), "page.html")
    assert (document.notes, document.given, document.lines[0].text) == (((0, "page-data-unreadable"),), (), "Temadag")


def test_an_event_without_a_start_is_a_note() -> None:
    script = f"<script type='application/ld+json'>{json.dumps(event(startDate='snart'))}</script>"
    document = html.read(page(script), "page.html")
    assert (document.notes, document.given) == (((0, "page-data-incomplete"),), ())


def test_events_that_contain_each_other_come_to_an_end() -> None:
    data = {
        "@graph": [event(**{"@id": "#a", "subEvent": {"@id": "#b"}}), event(**{"@id": "#b", "subEvent": {"@id": "#a"}})]
    }
    assert isinstance(given(data), tuple)
    deep = "[" * 100_000
    assert html.read(page(f"<script type=application/ld+json>{deep}</script>"), "x.html").notes != ()


def test_a_day_that_only_the_machine_can_see_is_given() -> None:
    body = (
        "<h1>Temadag</h1><p><time datetime='2026-05-04T09:00'>kl. 9</time> <time"
        " datetime='2026-05-04T10:00'>kl. 10</time></p>"
    )
    assert html.read(page(body=body), "page.html").given == (Given("Temadag", date(2026, 5, 4)),)


@pytest.mark.parametrize(
    "words", ["Mandag den 4. maj", "May 4, 2026", "4/5-2026", "04.05.2026", "2026-05-04", "Monday 4th May"]
)
def test_a_day_that_people_can_see_is_left_to_the_text(words: str) -> None:
    body = f"<h1>Temadag</h1><p>{words}</p><time datetime='2026-05-04T09:00'>9.00</time>"
    assert html.read(page(body=body), "page.html").given == ()


def test_an_event_in_microdata_is_given() -> None:
    body = (
        "<div itemscope itemtype='https://schema.org/Event'><h1 itemprop=name>Dag</h1>"
        "<time itemprop=startDate datetime=2026-05-04T09:00>4. maj</time><div itemprop=location itemscope>"
        "<b itemprop=name>Salen</b></div><div itemprop=subEvent itemscope itemtype='http://schema.org/Event'>"
        "<meta itemprop=startDate content=2026-05-04T10:00><i itemprop=name>Oplæg</i> <i"
        " itemprop=performer>Ida Holm</i></div></div>"
    )
    (found,) = html.read(page(body=body), "page.html").given
    assert (found.title, found.start, found.location) == ("Dag", datetime(2026, 5, 4, 9), "Salen")
    assert found.parts == (Given("Oplæg", datetime(2026, 5, 4, 10), speakers=("Ida Holm",)),)


def test_events_that_all_name_each_other_are_each_taken_once() -> None:
    names = [f"#{number}" for number in range(30)]
    data = [event(**{"@id": one, "name": one, "subEvent": [{"@id": name} for name in names]}) for one in names]
    (found,) = given({"@graph": data})
    waiting, count = [found], 0
    while waiting:
        count += 1
        waiting.extend(waiting.pop().parts)
    assert count <= len(names)
