"""Calendars by file and by address, from a server on the loopback."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from kl_calendar.app import check as app
from kl_calendar.emit.ical import Context, Header, calendar, events, timezones
from kl_calendar.errors import InputError
from tests.emit import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LETTER = samples.revision(samples.letter())
CLEAN = calendar(events(LETTER, Context()), Header("Møder", timezones=timezones([LETTER])))
GOOD = "text/calendar; charset=utf-8"
ANSWERS = {
    "/m%C3%B8de.ics": (200, GOOD, CLEAN),
    "/plain.ics": (200, "text/plain", CLEAN),
    "/without.ics": (200, "text/calendar", CLEAN),
    "/login": (401, "text/html", b"no"),
    "/faulty.ics": (200, GOOD, CLEAN.replace(b"VERSION:2.0\r\n", b"")),
}


class Handler(BaseHTTPRequestHandler):
    """Answers what `ANSWERS` says, and moves on from /moved."""

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/m%C3%B8de.ics")
            self.end_headers()
            return
        status, kind, body = ANSWERS.get(self.path, (404, "text/html", b""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


def codes(source: str) -> list[str]:
    return [found.code for found in app.check(source)]


def test_a_clean_file_has_no_findings(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(CLEAN)
    assert app.check(str(tmp_path / "a.ics")) == ()


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        app.check(str(tmp_path / "a.ics"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/møde.ics", []),
        ("/m%C3%B8de.ics", []),
        ("/moved", []),
        ("/plain.ics", ["ics-served-as"]),
        ("/without.ics", ["ics-served-as"]),
        ("/faulty.ics", ["ics-no-version"]),
    ],
)
def test_an_address_is_fetched_and_its_answer_checked(server: str, path: str, expected: list[str]) -> None:
    assert codes(server + path) == expected


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/login", "the server answers 401 Unauthorized"), ("/x", "the server answers 404 Not Found")],
)
def test_a_refusal_is_told_with_its_number(server: str, path: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        app.check(server + path)


def test_webcal_is_https() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"webcal://127.0.0.1:{free.getsockname()[1]}/a.ics"
    with pytest.raises(InputError) as refused:
        app.check(address)
    assert refused.value.told("da") == f"{address}: den kan ikke hentes: forbindelsen blev afvist"


@pytest.mark.parametrize("address", ["http://", "http://[::1", "http://a b/", "https://127.0.0.1:99999/"])
def test_an_address_that_is_none_is_a_sentence(address: str) -> None:
    with pytest.raises(InputError, match="cannot be fetched"):
        app.check(address)


def test_an_endless_answer_is_cut_off(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "MAX_BYTES", 1000)
    with pytest.raises(InputError, match="is larger than"):
        app.check(f"{server}/plain.ics")


def test_an_answer_that_drips_for_ever_is_given_up(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "DEADLINE", -1.0)
    with pytest.raises(InputError, match="was not finished"):
        app.check(f"{server}/plain.ics")


def test_an_address_that_asks_for_a_login_is_told_that_programs_cannot(server: str) -> None:
    with pytest.raises(InputError) as raised:
        app.check(f"{server}/login")
    assert raised.value.hint == "a feed must be open: Google and Outlook.com cannot log in"


@pytest.mark.parametrize("name", ["a.ics", "C:\\a.ics", "ftp://x/a.ics", "file:///etc/passwd"])
def test_what_is_no_web_address_is_a_file(name: str) -> None:
    assert not app.is_address(name)
