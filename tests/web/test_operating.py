"""What the operator sees: health, figures, logs, reloads, a proxy in front, a stop."""

from __future__ import annotations

import json
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kl_calendar.errors import SettingsError
from kl_calendar.web import clients, logs
from kl_calendar.web.running import CannotListen, address, listener
from kl_calendar.web.server import Setting
from tests.site import samples
from tests.web.command import serving, workspace
from tests.web.running import Running, Source, running, served

FEED = "/boern-og-unge.ics"


@pytest.fixture
def own() -> Iterator[Running]:
    with running(Source(served())) as one:
        yield one


def health(server: Running) -> dict[str, object]:
    made: dict[str, object] = json.loads(server.ask("/healthz").body)
    return made


def test_health_says_what_is_served_since_when(own: Running) -> None:
    assert health(own) == {"status": "ok", "feeds": 2, "loaded": "2026-03-02T09:00:00+00:00", "problem": ""}


def test_a_broken_workspace_keeps_the_last_good_bytes_and_tells(
    own: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    before = own.ask(FEED).body
    own.source.error = SettingsError("feeds.toml", "feed 2: unknown key")
    assert not own.state.renew()
    assert own.ask(FEED).body == before
    assert (health(own)["status"], health(own)["problem"]) == ("degraded", "feeds.toml: feed 2: unknown key")
    assert "kl_calendar_healthy 0.0" in own.ask("/metrics").text
    logged = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [one["event"] for one in logged if one["event"] != "loaded"] == ["trouble"]


def test_a_document_that_cannot_be_read_is_told_until_it_can(own: Running) -> None:
    own.source.bad = ("brev.docx: it cannot be read",)
    own.state.renew()
    assert (health(own)["status"], health(own)["problem"]) == ("degraded", "brev.docx: it cannot be read")
    own.source.bad = ()
    own.state.renew()
    assert health(own)["status"] == "ok"


def test_a_server_with_nothing_to_show_says_so_and_serves_no_empty_feed() -> None:
    source = Source(served(), error=SettingsError("feeds.toml", "is missing"))
    with running(source) as server:
        assert (server.ask(FEED).status, server.ask("/healthz").status, server.ask("/").status) == (503, 503, 503)
        source.error = None
        server.state.renew()
        assert server.ask(FEED).status == 200


def test_no_request_is_dropped_while_it_reloads(own: Running) -> None:
    statuses: list[int] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            statuses.append(own.ask(FEED).status)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(30):
        own.source.served = served()
        own.state.renew()
    done.set()
    for thread in threads:
        thread.join()
    assert len(statuses) > 30
    assert set(statuses) == {200}


def test_figures_show_which_programs_have_the_new_programme(own: Running) -> None:
    own.ask(FEED, User_Agent="Google-Calendar-Importer")
    own.source.served = served(((samples.FEED, samples.FEEDS[0][1][:1]), samples.FEEDS[1]))
    own.source.now += 60
    own.state.renew()
    own.ask(FEED, User_Agent="Microsoft Exchange/15.20")
    name = 'kl_calendar_feed_fetched_revision_seconds{{client="{}",feed="boern-og-unge"}} {}'
    text = own.ask("/metrics").text
    assert name.format("google", "1.772442e+09") in text
    assert name.format("outlook", "1.77244206e+09") in text
    assert 'kl_calendar_feed_revision_seconds{feed="boern-og-unge"} 1.77244206e+09' in text


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Google-Calendar-Importer", "google"),
        ("Mozilla/5.0 (compatible; MSIE 6.0; Windows NT 5.1) Microsoft Outlook 16.0", "outlook"),
        ("macOS/15.1 (24B83) CalendarAgent/1060", "apple"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "apple"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0", "thunderbird"),
        ("ICSx5/2.2 (okhttp/4)", "icsx5"),
        ("Nextcloud Calendar", "nextcloud"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0", "browser"),
        ("curl/8.5.0", "script"),
        ("", "other"),
    ],
)
def test_a_program_is_known_by_its_family(agent: str, family: str) -> None:
    assert clients.family(agent.encode()) == family


@pytest.mark.parametrize("strips", [True, False])
def test_behind_a_proxy_under_a_path_the_proxy_may_strip_it_or_not(strips: bool) -> None:
    with running(Source(served()), Setting("/kalender"), "https://x.example/kalender/") as server:
        top = "" if strips else "/kalender"
        assert server.ask(f"{top}{FEED}").status == 200
        assert "https://x.example/kalender/boern-og-unge.ics" in server.ask(f"{top}/boern-og-unge/").text
        assert 'href="/kalender/assets/' in server.ask(f"{top}/nowhere").text


def test_pages_may_run_nothing_that_is_not_ours(own: Running) -> None:
    headers = own.ask("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert (headers["content-type"], headers["cache-control"]) == ("text/html; charset=utf-8", "public, max-age=60")


def test_a_folder_without_its_slash_is_shown_the_way(own: Running) -> None:
    answer = own.ask("/boern-og-unge")
    assert (answer.status, answer.headers["location"]) == (308, "boern-og-unge/")


@pytest.mark.parametrize(
    ("path", "kind", "shown"),
    [
        ("/boern-og-unge.csv", "text/csv; charset=utf-8", "inline"),
        ("/boern-og-unge.json", "application/json; charset=utf-8", "inline"),
        ("/boern-og-unge.jcal", "application/calendar+json; charset=utf-8", "inline"),
        ("/boern-og-unge.schedule.json", "application/json; charset=utf-8", "inline"),
        ("/boern-og-unge/2026-03-18-vandkaer-moede.ics", "text/calendar; charset=utf-8", "attachment"),
        ("/boern-og-unge/2026-03-18-vandkaer-fortryd.ics", "text/calendar; charset=utf-8", "attachment"),
    ],
)
def test_every_kind_of_file_has_its_type(own: Running, path: str, kind: str, shown: str) -> None:
    answer = own.ask(path)
    name = path.rpartition("/")[2]
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["content-disposition"] == f'{shown}; filename="{name}"'


def test_pages_follow_the_day(own: Running) -> None:
    assert "Politisk møde om børn og unge" in own.ask("/").text
    own.source.now += 30 * 24 * 3600
    assert "Politisk møde om børn og unge" not in own.ask("/").text


def is_cut_off(port: int, sent: bytes) -> bool:
    """Whether the server ends the connection on these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
        try:
            for _ in range(50):
                one.sendall(sent)
                if not one.recv(65536):
                    return True
        except ConnectionError:
            return True
    return False


@pytest.mark.parametrize("head", ["GET / HTTP/1.1\r\nX: ", "PUT / HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n"])
def test_a_request_without_end_ends_the_connection(own: Running, head: str) -> None:
    assert is_cut_off(own.port, head.encode() + b"x" * 200_000)
    assert own.ask(FEED).status == 200


def test_a_fault_of_ours_does_not_take_the_feeds_down(own: Running) -> None:
    own.source.error = ZeroDivisionError("division by zero")
    assert not own.state.renew()
    assert (own.ask(FEED).status, health(own)["problem"]) == (200, "ZeroDivisionError: division by zero")


def test_a_path_in_the_log_hides_the_key() -> None:
    assert logs.redacted("/kalender/t/abc/x.ics") == "/kalender/t/***/x.ics"


def test_the_command_serves_a_workspace_follows_it_and_stops_when_told(tmp_path: Path) -> None:
    path = "/boern-og-undervisning.ics"
    with serving(workspace(tmp_path / "ws")) as server:
        assert server.comes_to_have(b"Velkommen", path)
        server.rewrite("Tak for i dag", "Farvel og tak")
        assert server.comes_to_have(b"Farvel og tak", path)
    events = [line["event"] for line in server.logged]
    assert (events[0], events[-1], server.code) == ("loaded", "stopped", -signal.SIGTERM)


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen) as raised:
            listener("127.0.0.1", port)
    assert raised.value.message == f"127.0.0.1:{port} cannot be listened on: address already in use"


@pytest.mark.parametrize(
    ("host", "root", "told"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8081/"),
        ("::1", "/kalender", "http://[::1]:8081/kalender/"),
        ("0.0.0.0", "", ""),  # noqa: S104 -- which of the machine's addresses people use, nobody knows
    ],
)
def test_the_address_is_where_we_listen_unless_that_is_everywhere(host: str, root: str, told: str) -> None:
    assert address(host, 8081, root) == told
