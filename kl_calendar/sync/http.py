"""One HTTP request at a time, with guards: what no caller can use is raised as what it means.

Credentials go with the first request (else Cyrus lists as nobody) and to no other host, no redirect is ever followed,
every request has a time limit, and answers are not compressed (a compressed answer's ETag is weak on Cyrus 3.6).
"""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from kl_calendar import __version__
from kl_calendar.i18n import say
from kl_calendar.sync.credentials import credentials
from kl_calendar.sync.quirks import UNKNOWN, traits_of
from kl_calendar.sync.target import BadCertificate, Busy, NotAuthorised, Redirected, TargetStopped, Traits, Uncertain
from kl_calendar.sync.wire import Reply, Wire, is_loopback, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kl_calendar.i18n import Text

WRITES = frozenset({"PUT", "DELETE", "MKCALENDAR"})
UNAUTHORISED = 401
KINDS = re.compile(r"\b(Basic|Digest|Bearer|Negotiate|NTLM)(?=\s|,|$)", re.IGNORECASE)


class Insecure(TargetStopped):
    """A password would go over the network for all to read."""

    slug = "calendar-insecure"

    def __init__(self, url: str, reason: Text) -> None:
        super().__init__(
            say("{name}: {reason}", name=url, reason=reason),
            hint=say("use https://, or set allow_http = true if the network is your own"),
        )


@dataclass(frozen=True, slots=True)
class Account:
    """Where to connect and as whom. `secret` is the password or the bearer token."""

    url: str
    username: str = ""
    secret: str = ""
    auth: str = "basic"
    ca_file: str = ""
    allow_http: bool = False
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer; header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def etag(self) -> str:
        """The ETag where it is a strong one, else empty."""
        etag = self.headers.get("etag", "").strip()
        return etag if etag.startswith('"') else ""

    @property
    def location(self) -> str:
        """Where a redirect points, as an absolute address."""
        return urljoin(self.url, self.headers.get("location", "")) if "location" in self.headers else ""

    @property
    def offered(self) -> tuple[str, ...]:
        """The kinds of authorisation that a 401 offers, in lower case."""
        return tuple(dict.fromkeys(kind.lower() for kind in KINDS.findall(self.headers.get("www-authenticate", ""))))


def check_address(url: str, *, allow_http: bool) -> None:
    """Refuse an address that would send a password in the clear, or holds one itself."""
    where = urlsplit(url)
    if where.username is not None or where.password is not None:
        raise Insecure(f"{where.scheme}://{where.hostname}", say("the url holds a user name or password"))
    if where.scheme == "https" or (where.scheme == "http" and (allow_http or is_loopback(where.hostname or ""))):
        return
    raise Insecure(
        url,
        say("plain http:// sends the password for all to read") if where.scheme == "http" else say("not a web address"),
    )


class Http:
    """A connection to one server. `traits` are known once it has answered."""

    def __init__(self, account: Account) -> None:
        check_address(account.url, allow_http=account.allow_http)
        self.account = account
        self.traits: Traits = UNKNOWN
        self._known = False
        self._checked: set[tuple[str, str]] = set()
        if account.auth == "bearer" and not (account.secret.isascii() and account.secret.isprintable()):
            raise NotAuthorised(account.url)
        self._credentials = credentials(account.auth, account.username, account.secret)
        self._wire = Wire(timeout=account.timeout, verifying=lambda: self._context)
        self._base = {
            "User-Agent": f"kl-calendar/{__version__}",
            "Accept-Encoding": "identity",
            "Accept": "*/*",
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """Settings that check certificates and host names, against `ca_file` or the system's authorities."""
        try:
            return ssl.create_default_context(cafile=self.account.ca_file or None)
        except OSError as error:
            reason = say("{name}: {reason}", name=self.account.ca_file, reason=_reason(error))
            raise BadCertificate(self.account.url, reason) from error

    def request(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Make one request; raise for what no caller can use: no answer, 401, 429, 503, a redirected write."""
        self._check(url)
        sent = {**self._base, **(headers or {})}
        if self.traits.close:
            sent["Connection"] = "close"
        answer = self._authorised(method, url, body, sent)
        if not self._known:
            self.traits, self._known = traits_of(answer.headers), True
            if self.traits.close:
                self._wire.close()
        if answer.status == UNAUTHORISED:
            raise NotAuthorised(url, used=self.account.auth, offered=answer.offered)
        if answer.status in (429, 503):
            raise Busy(retry_after(answer.headers))
        if 300 <= answer.status < 400 and method in WRITES:
            raise Redirected(url, answer.location)
        return answer

    def _check(self, url: str) -> None:
        """Refuse to take credentials where the settings did not send us: a server names addresses too."""
        where, home = urlsplit(url), urlsplit(self.account.url)
        if (where.scheme, where.netloc) in self._checked:
            return
        if where.hostname != home.hostname:
            raise Redirected(self.account.url, url)
        check_address(url, allow_http=self.account.allow_http)
        self._checked.add((where.scheme, where.netloc))

    def _authorised(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Make a request with credentials, and once more where the server has to be asked for a challenge first."""
        path = target_of(url)
        authorisation = self._credentials.header(method, path)
        reply = self._exchange(method, url, body, {**headers, **authorisation})
        if reply.status == UNAUTHORISED and self._credentials.learn(reply.all("www-authenticate"), authorisation):
            reply = self._exchange(method, url, body, {**headers, **self._credentials.header(method, path)})
        joined: dict[str, str] = {}
        for name, value in reply.headers:
            joined[name] = f"{joined[name]}, {value}" if name in joined else value
        return Answer(url, reply.status, joined, reply.body)

    def _exchange(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Reply:
        try:
            return self._wire.exchange(method, url, body, headers)
        except ssl.SSLCertVerificationError as error:
            raise BadCertificate(url, error.verify_message or _reason(error)) from error
        except IncompleteRead as error:
            raise Uncertain(say("the answer to {method} was cut off", method=method)) from error
        except (OSError, HTTPException) as error:
            reason = _reason(error)
            said = say("no answer to {method}: {reason}", method=method, reason=reason)
            raise Uncertain(said, cause=reason) from error


def _reason(error: Exception) -> str:
    """Return what the system says, in one line."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(str(words).split())[:200] or type(error).__name__


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a server asks us to wait; a date counts from the server's own clock."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return (parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
    except (ValueError, TypeError):
        return None
