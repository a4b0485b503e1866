"""What calendar programs ask of a feed, and what they get."""

from __future__ import annotations

import gzip
from dataclasses import replace

import brotli
import pytest

from kl_calendar.emit import calendars
from tests.site import samples
from tests.web.running import NOW, Running, Source, running, served

FEED = "/boern-og-unge.ics"
THUNDERBIRD = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0"
GOOGLE = "Google-Calendar-Importer"
OUTLOOK = "Microsoft Exchange/15.20 (CalendarPublishing)"


def test_a_feed_has_the_headers_that_calendar_programs_need(server: Running) -> None:
    answer = server.ask(FEED)
    wanted = {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": 'inline; filename="boern-og-unge.ics"',
        "cache-control": "public, max-age=300",
        "vary": "accept-encoding",
        "last-modified": "Mon, 02 Mar 2026 09:00:00 GMT",
        "content-length": str(len(answer.body)),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    assert answer.body == calendars.slots(samples.FEEDS[0][1], samples.PLACE)


def test_head_has_the_same_headers_as_get_and_no_body(server: Running) -> None:
    get, head = server.ask(FEED), server.ask(FEED, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in get.headers.items() if k != "date"
    }


def test_the_tag_of_the_same_bytes_gives_304_without_body(server: Running) -> None:
    tag = server.ask(FEED).headers["etag"]
    answer = server.ask(FEED, If_None_Match=tag)
    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)
    assert answer.headers["content-type"] is None


@pytest.mark.parametrize("shape", ["W/{}", '"other", {}', '{} , W/"x"', "*"])
def test_a_tag_is_found_however_it_is_listed(server: Running, shape: str) -> None:
    tag = server.ask(FEED).headers["etag"]
    assert server.ask(FEED, If_None_Match=shape.format(tag)).status == 304


def test_tags_are_strong_and_each_encoding_has_its_own(server: Running) -> None:
    tags = [server.ask(FEED, Accept_Encoding=accepted).headers["etag"] for accepted in ("identity", "gzip", "br")]
    assert len(set(tags)) == 3
    assert not any(tag.startswith("W/") for tag in tags)


def test_a_tag_that_does_not_fit_wins_over_a_date_that_does(server: Running) -> None:
    date = server.ask(FEED).headers["last-modified"]
    assert server.ask(FEED, If_None_Match='"old"', If_Modified_Since=date).status == 200


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("Mon, 02 Mar 2026 09:00:00 GMT", 304),
        ("Mon, 02 Mar 2026 09:00:01 GMT", 304),
        ("Mon, 02 Mar 2026 08:59:59 GMT", 200),
        ("yesterday", 200),
        ("", 200),
    ],
)
def test_a_date_alone_is_compared_to_the_second(server: Running, date: str, status: int) -> None:
    assert server.ask(FEED, If_Modified_Since=date).status == status


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("gzip;q=nonsense", None),
        ("deflate", None),
        ("identity", None),
    ],
)
def test_a_program_gets_an_encoding_it_can_read(server: Running, accepted: str, encoding: str | None) -> None:
    plain = server.ask(FEED).body
    answer = server.ask(FEED, Accept_Encoding=accepted)
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding or "", bytes)
    assert (answer.headers["content-encoding"], unpack(answer.body)) == (encoding, plain)


def test_outlook_gets_plain_bytes_although_it_asks_for_gzip(server: Running) -> None:
    answer = server.ask(FEED, User_Agent=OUTLOOK, Accept_Encoding="gzip, deflate")
    assert answer.headers["content-encoding"] is None
    assert answer.body.startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("accept", ["text/html", "text/calendar, */*;q=0.9", "image/png"])
def test_what_a_program_says_it_accepts_changes_nothing(server: Running, accept: str) -> None:
    assert server.ask(FEED, Accept=accept).headers["content-type"] == "text/calendar; charset=utf-8"


def test_a_stray_login_is_ignored_and_no_cookie_is_set(server: Running) -> None:
    answer = server.ask(FEED, Authorization="Basic bm9ib2R5Og==", Cookie="a=b")
    assert (answer.status, answer.headers["set-cookie"], answer.headers["www-authenticate"]) == (200, None, None)


def test_thunderbird_probes_with_head_then_asks_again_by_tag(server: Running) -> None:
    probe = server.ask(FEED, "HEAD", User_Agent=THUNDERBIRD, Accept="text/calendar, application/ics, text/plain;q=0.9")
    assert (probe.status, probe.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    again = server.ask(
        FEED,
        User_Agent=THUNDERBIRD,
        Accept="text/calendar,text/plain;q=0.8,*/*;q=0.5",
        Accept_Encoding="gzip, deflate, br",
        If_None_Match=server.ask(FEED, Accept_Encoding="gzip, deflate, br").headers["etag"],
    )
    assert again.status == 304


@pytest.mark.parametrize("method", ["PROPFIND", "PUT", "POST", "DELETE", "OPTIONS", "REPORT", "MKCALENDAR"])
def test_whatever_writes_is_refused_with_what_is_allowed(server: Running, method: str) -> None:
    answer = server.ask(FEED, method, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if method == "PUT" else None)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_google_may_fetch_and_is_counted(server: Running) -> None:
    assert server.ask("/robots.txt").body == b"User-agent: *\nAllow: /\n"
    server.ask(FEED, User_Agent=GOOGLE)
    line = 'kl_calendar_requests_total{client="google",feed="boern-og-unge",status="200"}'
    assert line in server.ask("/metrics").text


def test_a_feed_that_is_not_there_is_404_and_never_410(server: Running) -> None:
    answer = server.ask("/nobody.ics")
    assert (answer.status, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")


def test_a_feed_without_meetings_is_no_empty_calendar() -> None:
    with running(Source(served(((samples.FEED, ()),)))) as server:
        assert server.ask(FEED).status == 404


def test_an_address_beyond_reason_is_refused(server: Running) -> None:
    assert server.ask(f"{FEED}?choice={'x' * 3000}").status == 414


@pytest.mark.parametrize(
    "path", ["/../feeds.toml", "/boern-og-unge/../../etc/passwd", "/%2e%2e/feeds.toml", "//", "/%00"]
)
def test_no_address_reaches_a_file_that_is_not_published(server: Running, path: str) -> None:
    assert server.ask(path).status in (200, 404)
    assert b"root:" not in server.ask(path).body


def test_a_revision_changes_tag_and_date_of_its_feed_only() -> None:
    with running(Source(served())) as server:
        first = {path: server.ask(path).headers for path in (FEED, "/klima.ics")}
        meeting = replace(samples.MEETING, title="Et nyt navn")
        changed = replace(samples.REVISION, meeting=meeting, sequence=2)
        server.source.served = served(((samples.FEED, (samples.PAST, changed)), samples.FEEDS[1]))
        server.source.now = NOW + 3600
        assert server.state.renew()
        second = {path: server.ask(path).headers for path in (FEED, "/klima.ics")}
    assert second[FEED]["etag"] != first[FEED]["etag"]
    assert second[FEED]["last-modified"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    assert [second["/klima.ics"][name] for name in ("etag", "last-modified")] == [
        first["/klima.ics"][name] for name in ("etag", "last-modified")
    ]
