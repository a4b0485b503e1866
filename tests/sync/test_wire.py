"""Connections and credentials: what goes over the wire, how often, and to whom."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kl_calendar.sync import wire
from kl_calendar.sync.credentials import Digest, credentials
from kl_calendar.sync.http import Account, Answer, Http, Insecure
from kl_calendar.sync.target import BadCertificate, NotAuthorised, Redirected, Uncertain
from kl_calendar.sync.wire import target_of
from tests.sync.calendars import OPEN

REALM = "http-auth@example.org"
NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"


class Listener(BaseHTTPRequestHandler):
    """Notes each request, and answers with the next of `answers`; an empty one is no answer at all."""

    protocol_version = "HTTP/1.1"
    heard: list[tuple[str, str, dict[str, str]]]
    connections: set[tuple[str, int]]
    answers: list[bytes]

    def do_GET(self) -> None:
        self.heard.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.connections.add(self.client_address)
        answer = self.answers.pop(0) if self.answers else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        self.wfile.write(answer)
        self.close_connection = not answer or b"Connection: close" in answer

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[type[Listener]]:
    """Give a server to talk to."""

    class Fresh(Listener):
        heard, connections, answers = [], set(), []

    with ThreadingHTTPServer(("127.0.0.1", 0), Fresh) as server:
        Fresh.port = server.server_port  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield Fresh
        while OPEN:  # or its threads wait for the next request
            OPEN.pop().close()
        server.shutdown()


def opened(url: str, **how: str) -> Http:
    http = Http(Account(url, **how))  # type: ignore[arg-type]
    OPEN.append(http)
    return http


def base(listener: type[Listener]) -> str:
    return f"http://127.0.0.1:{listener.port}/"  # type: ignore[attr-defined]


def test_requests_share_a_connection(listener: type[Listener]) -> None:
    http = opened(base(listener))
    assert [http.request("GET", base(listener) + name).body for name in "abc"] == [b"ok"] * 3
    assert len(listener.connections) == 1


def test_a_connection_the_server_has_closed_is_not_used_again(listener: type[Listener]) -> None:
    listener.answers += [b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"]
    http = opened(base(listener))
    assert [http.request("GET", base(listener)).status for _ in range(2)] == [200, 200]
    assert len(listener.connections) == 2


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf", b"no\r\n"]
)
def test_no_whole_answer_is_uncertain(listener: type[Listener], answer: bytes) -> None:
    listener.answers.append(answer)
    with pytest.raises(Uncertain):
        opened(base(listener)).request("GET", base(listener))


def test_a_password_goes_with_the_first_request(listener: type[Listener]) -> None:
    opened(base(listener), username="ane", secret="sø:d").request("GET", base(listener))
    assert [headers["authorization"] for _, _, headers in listener.heard] == ["Basic YW5lOnPDuDpk"]


def test_a_token_goes_with_the_first_request(listener: type[Listener]) -> None:
    opened(base(listener), secret="abc", auth="bearer").request("GET", base(listener))
    assert [headers["authorization"] for _, _, headers in listener.heard] == ["Bearer abc"]


def test_a_token_no_header_can_hold_is_a_sentence(listener: type[Listener]) -> None:
    with pytest.raises(NotAuthorised):
        opened(base(listener), secret="a\nb", auth="bearer")
    with pytest.raises(NotAuthorised):
        opened(base(listener), secret="blåbær", auth="bearer")


def challenge(nonce: str, more: str = "") -> bytes:
    told = f'Basic realm="x"\r\nWWW-Authenticate: Digest realm="{REALM}", qop="auth, auth-int", nonce="{nonce}"{more}'
    return f"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {told}\r\nContent-Length: 0\r\n\r\n".encode()


def test_digest_asks_once_and_then_answers_at_once(listener: type[Listener]) -> None:
    listener.answers.append(challenge("first"))
    http = opened(base(listener), username="ane", secret="hemmelig", auth="digest")
    assert [http.request("GET", base(listener) + "x").status for _ in range(2)] == [200, 200]
    sent = [headers.get("authorization", "") for _, _, headers in listener.heard]
    assert [("nc=" + one.partition("nc=")[2])[:11] for one in sent] == ["nc=", "nc=00000001", "nc=00000002"]


def test_digest_takes_a_new_nonce_but_no_second_refusal(listener: type[Listener]) -> None:
    http = opened(base(listener), username="ane", secret="hemmelig", auth="digest")
    listener.answers += [challenge("first"), challenge("second", ", stale=true")]
    with pytest.raises(NotAuthorised):
        http.request("GET", base(listener))
    assert http.request("GET", base(listener)).status == 200
    listener.answers.append(challenge("third"))
    with pytest.raises(NotAuthorised):
        http.request("GET", base(listener))
    assert len(listener.heard) == 4


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_digest_answers_as_the_standard_says(algorithm: str) -> None:
    def hashed(text: str) -> str:
        return hashlib.new(algorithm.replace("-", ""), text.encode()).hexdigest()

    digest = Digest("Mufasa", "Circle of Life")
    told = f'Digest realm="{REALM}", qop="auth", algorithm={algorithm}, nonce="{NONCE}", opaque="FQhe"'
    assert digest.learn([told], {})
    answer = digest.header("GET", "/dir/index.html")["Authorization"]
    mine = answer.partition('cnonce="')[2].partition('"')[0]
    who, what = hashed(f"Mufasa:{REALM}:Circle of Life"), hashed("GET:/dir/index.html")
    assert f'response="{hashed(f"{who}:{NONCE}:00000001:{mine}:auth:{what}")}"' in answer
    assert 'opaque="FQhe"' in answer
    assert answer.endswith(f"algorithm={algorithm}, qop=auth, nc=00000001")


def test_digest_without_qop_answers_as_the_older_standard_says() -> None:
    digest = Digest("Mufasa", "Circle Of Life")
    assert digest.learn(['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'], {})
    # computed from RFC 2069's own rule: MD5(MD5(A1):nonce:MD5(A2))
    assert 'response="670fd8c2df070c60b045671b8b24ff02"' in digest.header("GET", "/dir/index.html")["Authorization"]


def test_a_challenge_nobody_can_answer_is_not_tried() -> None:
    digest = Digest("a", "b")
    assert not digest.learn(['Digest realm="x", nonce="y", algorithm=SHA-512-256', "Negotiate", "Digest"], {})
    assert digest.header("GET", "/") == {}


def test_no_secret_means_no_header() -> None:
    assert credentials("basic", "ane", "").header("GET", "/") == {}


def test_credentials_go_to_no_other_host_whatever_the_server_names(listener: type[Listener]) -> None:
    with pytest.raises(Redirected):
        opened(base(listener), username="u", secret="p").request(
            "GET", base(listener).replace("127.0.0.1", "localhost")
        )
    assert listener.heard == []


def test_credentials_do_not_fall_back_to_plain_http() -> None:
    with pytest.raises(Insecure):
        opened("https://kalender.example/", username="u", secret="p").request("GET", "http://kalender.example/home/")


def test_an_authority_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.pem").write_text("no certificate")
    for name in ("text.pem", "missing.pem"):
        with pytest.raises(BadCertificate, match=name):
            opened("https://localhost:9/", ca_file=str(tmp_path / name)).request("GET", "https://localhost:9/")


def test_addresses_with_letters_and_blanks_are_quoted_once() -> None:
    assert target_of("http://x/Møder og mere/%C3%A6/?a=b c") == "/M%C3%B8der%20og%20mere/%C3%A6/?a=b%20c"
    assert target_of("http://x") == "/"


def test_headers_told_twice_are_joined(listener: type[Listener]) -> None:
    listener.answers.append(b"HTTP/1.1 200 OK\r\nDAV: 1\r\nDAV: calendar-access\r\nContent-Length: 0\r\n\r\n")
    answer: Answer = opened(base(listener)).request("GET", base(listener))
    assert answer.headers["dav"] == "1, calendar-access"


def test_a_proxy_passes_plain_http_on_and_hears_its_own_password(
    listener: type[Listener], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "getproxies", lambda: {"http": f"http://me:pass@127.0.0.1:{listener.port}"})  # type: ignore[attr-defined]
    monkeypatch.setattr(wire, "proxy_bypass", lambda host: host == "inside.example")
    http = Http(Account("http://calendar.example/", allow_http=True))
    OPEN.append(http)
    assert http.request("GET", "http://calendar.example/a").body == b"ok"
    ((_, path, headers),) = listener.heard
    assert (path, headers["proxy-authorization"]) == ("http://calendar.example/a", "Basic bWU6cGFzcw==")


def test_a_proxy_tunnels_to_https(listener: type[Listener], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "getproxies", lambda: {"https": f"127.0.0.1:{listener.port}"})  # type: ignore[attr-defined]
    monkeypatch.setattr(wire, "proxy_bypass", lambda _: False)
    with pytest.raises(Uncertain, match="Tunnel connection failed"):
        opened("https://calendar.example/").request("GET", "https://calendar.example/")
    assert listener.heard == []


def test_no_proxy_stands_between_us_and_this_machine(listener: type[Listener], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "getproxies", lambda: {"http": "http://127.0.0.1:9"})
    assert opened(base(listener)).request("GET", base(listener)).body == b"ok"
