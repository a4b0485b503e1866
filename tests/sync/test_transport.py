"""The guards around each request: TLS is verified, secrets stay off plain networks, and answers are understood."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kl_calendar.sync import dav
from kl_calendar.sync.caldav import CalDavTarget, patiently, write_error
from kl_calendar.sync.discovery import Wish, find
from kl_calendar.sync.http import Account, Answer, Http, Insecure, check_address, retry_after
from kl_calendar.sync.patience import backoff
from kl_calendar.sync.quirks import traits_of
from kl_calendar.sync.target import (
    BadCertificate,
    Busy,
    Changed,
    NoCalendar,
    Redirected,
    Rejected,
    TargetError,
    Uncertain,
    Unreachable,
    Unreadable,
)
from tests.heavy import require
from tests.sync.calendars import OPEN


def answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    return Answer("http://127.0.0.1/cal/", status, headers, body)


def error(name: str) -> bytes:
    return f'<error xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><C:{name}/></error>'.encode()


@pytest.mark.parametrize("url", ["https://x.example/", "http://127.0.0.1:1/", "http://localhost/", "http://[::1]/"])
def test_safe_addresses(url: str) -> None:
    check_address(url, allow_http=False)


@pytest.mark.parametrize(
    "url", ["http://x.example/", "ftp://x.example/", "https://u:p@x.example/", "http://127.0.0.1.x/"]
)
def test_addresses_that_would_tell_the_password(url: str) -> None:
    with pytest.raises(Insecure) as refused:
        check_address(url, allow_http=False)
    assert "u:p" not in str(refused.value)


def test_plain_http_where_it_is_allowed() -> None:
    check_address("http://calendar.internal/", allow_http=True)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (answer(412), Changed),
        (answer(423), Changed),
        (answer(409), Changed),
        (answer(409, error("no-uid-conflict")), Rejected),
        (answer(412, error("no-uid-conflict")), Rejected),
        (answer(403, error("unique-scheduling-object-resource")), Rejected),
        (answer(403, error("valid-calendar-data")), Rejected),
        (answer(415), Rejected),
        (answer(500), Uncertain),
        (answer(502), Uncertain),
        (answer(507), Rejected),
        (answer(408), Uncertain),
    ],
)
def test_what_a_refused_write_means(given: Answer, kind: type[TargetError]) -> None:
    assert type(write_error(given)) is kind


def test_the_dav_error_is_in_the_sentence() -> None:
    sentence = "the server refuses the event (403): valid-calendar-data"
    assert str(write_error(answer(403, error("valid-calendar-data")))) == sentence


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Wed, 25 Nov 2026 12:00:30 GMT", 30.0),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_a_server_asks_us_to_wait(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value, "date": "Wed, 25 Nov 2026 12:00:00 GMT"}) == seconds


@pytest.mark.parametrize(
    ("failed", "wait"),
    [
        (Busy(5.0), 5.0),
        (Busy(-3.0), 0.0),
        (Busy(3600.0), False),
        (Busy(None), True),
        (Uncertain("lost"), True),
        (Changed("no"), False),
    ],
)
def test_what_is_tried_again_and_when(failed: TargetError, wait: bool | float) -> None:
    assert backoff(failed) == wait


def test_a_server_that_answers_but_cannot_help_is_no_matter_of_the_network() -> None:
    def busy() -> None:
        raise Busy(3600.0)

    def cut() -> None:
        raise Uncertain("no answer to GET: Connection refused", cause="Connection refused")

    with pytest.raises(Unreachable) as told:
        patiently(busy, "https://x.example/")
    assert told.value.hint == "try again later, or ask whoever runs the server"
    with pytest.raises(Unreachable) as told:
        patiently(cut, "https://x.example/")
    assert str(told.value) == "https://x.example/: cannot be reached: Connection refused"
    assert told.value.hint == "check the address and the network, then try again"


def test_weak_etags_are_no_etags() -> None:
    assert [answer(200, etag=etag).etag for etag in ('"a"', 'W/"a"', "a", "")] == ['"a"', "", "", ""]


def test_entities_in_an_answer_are_not_followed() -> None:
    declared = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    bomb = declared + b'<multistatus xmlns="DAV:"><response><href>&e;</href></response></multistatus>'
    (resource,) = dav.multistatus(bomb)
    assert resource.path == ""


def test_a_write_never_goes_to_the_calendar_itself_or_out_of_it() -> None:
    http = Http(Account("http://127.0.0.1:9/cal/"))
    OPEN.append(http)
    target = CalDavTarget(http, "http://127.0.0.1:9/cal/")
    for href in ("/cal/", "/cal", "/other/a.ics", "/cal/sub/a.ics", ""):
        with pytest.raises(Unreadable):
            target.put(href, b"", "")


def test_an_unknown_server_gets_the_cautious_defaults() -> None:
    traits = traits_of({"server": "nginx"})
    assert (traits.name, traits.writers, traits.look_first) == ("unknown", 1, False)


class Elsewhere(BaseHTTPRequestHandler):
    """Redirects PROPFINDs as told, and answers none."""

    to = ""

    def do_PROPFIND(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(301 if self.to else 404)
        self.send_header("Location", self.to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def plain() -> Iterator[str]:
    """Give the address of a server that redirects."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/dav/"
        server.shutdown()


@pytest.mark.parametrize("to", ["http://other.example/dav/", "https://other.example/dav/"])
def test_discovery_does_not_take_credentials_to_another_host(
    plain: str, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Elsewhere, "to", to)
    http = Http(Account(plain, "u", "p"))
    OPEN.append(http)
    with pytest.raises(Redirected) as refused:
        find(http, plain, Wish("x"))
    assert refused.value.location == to


def test_a_circle_of_redirects_ends(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Elsewhere, "to", plain)
    http = Http(Account(plain, "u", "p"))
    OPEN.append(http)
    with pytest.raises(Unreadable, match="circles"):
        find(http, plain, Wish("x"))


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Give the address of a TLS server and its certificate, which nobody knows."""
    require(bool(shutil.which("openssl")), "openssl makes the certificate")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    more = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *more], check=True, capture_output=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"https://localhost:{server.server_port}/dav/cal/", certificate
        server.shutdown()


def test_a_certificate_nobody_knows_is_refused(secure: tuple[str, Path]) -> None:
    http = Http(Account(secure[0], "u", "p"))
    OPEN.append(http)
    with pytest.raises(BadCertificate):
        find(http, secure[0], Wish("x"))


def test_the_certificate_of_ones_own_authority_is_trusted(secure: tuple[str, Path]) -> None:
    http = Http(Account(secure[0], "u", "p", ca_file=str(secure[1])))
    OPEN.append(http)
    with pytest.raises(NoCalendar):
        find(http, secure[0], Wish("x"))
