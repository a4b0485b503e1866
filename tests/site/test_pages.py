"""What the pages say, read as text and markup; the browser tests look at them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from kl_calendar.emit import links, site
from kl_calendar.emit.calendars import Place
from kl_calendar.emit.compress import br, gz, twins
from kl_calendar.emit.pages import programme, wording
from tests.emit import samples as events
from tests.site import samples
from tests.site.whole import site_files

MEETING = "boern-og-unge/2026-03-18-vandkaer.html"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return site_files()


class Links(HTMLParser):
    """Every address on a page, by what carries it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def targets(self) -> list[str]:
        return [a.get("href") or a.get("src") or "" for tag, a in self.found if tag in ("a", "link", "script", "img")]

    def button(self, client: str) -> str:
        return next(a["href"] for _, a in self.found if a.get("data-client") == client)


def page(files: dict[str, bytes], path: str) -> str:
    return files[path].decode("utf-8")


def test_every_relative_link_leads_to_a_published_file(files: dict[str, bytes]) -> None:
    broken = []
    for path, data in files.items():
        if path.endswith(".html"):
            for target in Links(data.decode()).targets():
                if target and not urlsplit(target).scheme and not target.startswith("#"):
                    found = urlsplit(urljoin(f"http://x/{path}", target)).path[1:]
                    if found not in files:
                        broken.append((path, target))
    assert broken == []


def test_subscribe_links_have_the_form_each_program_takes(files: dict[str, bytes]) -> None:
    found = Links(page(files, "boern-og-unge/index.html"))
    address = "https://kalender.example/moeder/boern-og-unge.ics"
    webcal = "webcal://kalender.example/moeder/boern-og-unge.ics"
    assert found.button("apple") == found.button("other") == webcal
    encoded = "webcal%3A%2F%2Fkalender.example%2Fmoeder%2Fboern-og-unge.ics"
    assert found.button("google") == f"https://calendar.google.com/calendar/r?cid={encoded}"
    for client, host in (("outlook", "outlook.live.com"), ("office", "outlook.office.com")):
        parts = urlsplit(found.button(client))
        assert (parts.scheme, parts.netloc, parts.path) == ("https", host, "/calendar/0/addfromweb")
        assert parse_qs(parts.query) == {"url": [address], "name": [samples.FEED.title]}
        assert "%20" in parts.query
        assert "+" not in parts.query
    assert links.subscription(address, "x").new_outlook == f"webcal:{address}"


def test_without_an_address_of_its_own_a_site_says_so_and_links_relatively() -> None:
    files = site_files("")
    text = page(files, "boern-og-unge/index.html")
    assert "base_url" in text
    assert "data-client" not in text
    assert 'href="../boern-og-unge.ics"' in text
    assert "https://kalender.example" not in "".join(
        one.decode() for path, one in files.items() if path.endswith(".html")
    )


def test_the_front_page_lists_coming_meetings_of_all_feeds_the_nearest_first(files: dict[str, bytes]) -> None:
    titles = re.findall(r'class="name" lang="da">([^<]+)<', page(files, "index.html"))
    assert titles == [
        "Politisk møde om børn og unge",
        "Dialogmøde om vand",
        "Energimøde",
        "Børn &amp; unge – politiske møder",
        "Klima og miljø",
    ]


def test_a_page_says_the_same_in_danish_and_english(files: dict[str, bytes]) -> None:
    danish, english = page(files, MEETING), page(files, MEETING.replace(".html", ".en.html"))
    assert ('<html lang="da">' in danish, '<html lang="en">' in english) == (True, True)
    assert (
        "onsdag den 18. marts 2026 kl. 16.00–19.15" in danish,
        "Wednesday 18 March 2026 at 16:00–19:15" in english,
    ) == (
        True,
        True,
    )
    assert 'hreflang="en"' in danish
    assert "new room: Salen" in english
    assert "nyt lokale: Salen" in danish
    for text in (danish, english):
        assert "Kulturhuset Åen, Engvej 4, 7777 Vandkær" in text


def test_a_meeting_page_has_everything_a_participant_asks_for(files: dict[str, bytes]) -> None:
    text = page(files, MEETING)
    for told in (
        "https://tilmeld.example/moede?id=1&amp;x=&lt;2&gt;",
        "Senest",
        "10. marts 2026",
        "https://www.openstreetmap.org/search?query=Kulturhuset%20%C3%85en",
        "Pause med kaffe",
        "Anna Solbjerg",
        "udvalgsformand, Vandkær Kommune",
        "2026-03-18-vandkær",
        "20. februar 2026 kl. 15.05",
        "Udvalgsformænd, Forvaltningschefer",
        "application/ld+json",
        "2026-03-18-vandkaer-fortryd.ics",
    ):
        assert told in text, told


def test_what_a_letter_says_cannot_become_markup_or_a_script_link() -> None:
    meeting = replace(samples.MEETING, title="<script>alert(1)</script>", registration_url="javascript:alert(1)")
    text = site.meeting_page(replace(samples.REVISION, meeting=meeting), "x", samples.PLACE, "da").decode()
    assert "<script>alert" not in text
    assert "javascript:" not in text


def test_private_pages_ask_not_to_be_found() -> None:
    place = Place(samples.SITE, replace(samples.FEED, private=True), "https://x.example/t/k/")
    text = site.meeting_page(samples.REVISION, "x", place, "da").decode()
    assert '<meta name="robots" content="noindex">' in text


def test_a_private_feed_is_not_on_the_front_page() -> None:
    feeds = [site.FeedCards(replace(samples.FEED, private=True), ())]
    assert samples.FEED.title.encode() not in b"".join(site.index(samples.SITE, feeds, "", samples.TODAY).values())


def test_a_site_in_another_language_has_english_as_its_first() -> None:
    assert site.primary(replace(samples.SITE, language="sv")) == "en"


def test_past_meetings_are_under_their_year(files: dict[str, bytes]) -> None:
    assert re.search(
        r"<summary>2025 <span class=\"count\">\(1\)</span></summary>", page(files, "boern-og-unge/index.html")
    )


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (datetime(2026, 3, 18, 9), datetime(2026, 3, 18, 15, 30), "onsdag den 18. marts 2026 kl. 09.00–15.30"),
        (datetime(2026, 3, 18, 9), None, "onsdag den 18. marts 2026 kl. 09.00"),
        (date(2026, 3, 18), None, "onsdag den 18. marts 2026"),
        (date(2026, 3, 18), date(2026, 3, 19), "onsdag den 18. marts 2026 – torsdag den 19. marts 2026"),
        (datetime(2026, 3, 18, 19), datetime(2026, 3, 19, 1), "onsdag den 18. marts 2026 kl. 19.00–01.00"),
    ],
)
def test_when_a_meeting_is_reads_as_people_write_it(
    start: datetime | date, end: datetime | date | None, told: str
) -> None:
    assert wording.span(replace(samples.MEETING, start=start, end=end), "da") == told


def test_a_meeting_in_another_zone_names_it() -> None:
    meeting = replace(samples.MEETING, timezone="Europe/London")
    text = site.meeting_page(replace(samples.REVISION, meeting=meeting), "x", samples.PLACE, "da").decode()
    assert "(Storbritannien-tid)" in text


def test_compressed_twins_are_the_same_on_every_day() -> None:
    data = b"BEGIN:VCALENDAR\r\n" * 500
    assert (gz(data), br(data)) == (gz(data), br(data))
    assert gz(data)[4:8] == bytes(4)
    assert set(twins("a.ics", data)) == {"a.ics.gz", "a.ics.br"}
    assert twins("a.ics", b"small") == {}
    assert twins("a.png", data) == {}


def test_a_changed_slot_says_what_changed_without_its_title_again() -> None:
    entry = events.changed().entries[1]
    assert entry.change is not None
    shown = [slot for day in programme.days(events.changed(), "da", {}) for slot in day.slots if slot.change]
    assert [slot.change for slot in shown if slot.title == entry.slot.title] == [
        entry.change.sentence("da").removeprefix(f"{entry.slot.title}: ")
    ]


def test_the_change_log_names_each_time_once_the_latest_first() -> None:
    log = programme.log(events.changed(), "da")
    assert [line.iso for line in log] == sorted({line.iso for line in log}, reverse=True)
    told = {entry.change.sentence("da") for entry in events.changed().entries if entry.change}
    assert told <= {text for line in log for text in line.texts}
