"""One HTTP request at a time through the caldav library's client, with the guards it does not bring itself.

Credentials go with the first request (else Cyrus lists as nobody), no redirect is ever followed, every request has
a time limit, and answers are not compressed (a compressed answer's ETag is weak on Cyrus 3.6).
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

import niquests
from caldav.davclient import DAVClient

from kl_calendar import __version__
from kl_calendar.i18n import say
from kl_calendar.sync.quirks import UNKNOWN, traits_of
from kl_calendar.sync.target import BadCertificate, Busy, NotAuthorised, Redirected, TargetStopped, Traits, Uncertain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kl_calendar.i18n import Text

WRITES = frozenset({"PUT", "DELETE", "MKCALENDAR"})


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


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine by its name or number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Http:
    """A connection to one server. `traits` are known once it has answered."""

    def __init__(self, account: Account) -> None:
        check_address(account.url, allow_http=account.allow_http)
        self.account = account
        self.traits: Traits = UNKNOWN
        self._known = False
        self._client = DAVClient(
            url=account.url,
            username=account.username or None,
            password=account.secret or None,
            auth_type=account.auth if account.secret else None,
            ssl_verify_cert=account.ca_file or True,
            enable_rfc6764=False,
            timeout=account.timeout,  # type: ignore[arg-type]  # its type says int; the session takes any number
        )
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
        self._client.close()

    def request(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Make one request; raise for what no caller can use: no answer, 401, 429, 503, a redirected write."""
        sent = {**self._base, **(headers or {})}
        if self.traits.close:
            sent["Connection"] = "close"
        answer = self._exchange(method, url, body, sent)
        if not self._known:
            self.traits, self._known = traits_of(answer.headers), True
        if answer.status == 401:
            raise NotAuthorised(url)
        if answer.status in (429, 503):
            raise Busy(retry_after(answer.headers))
        if 300 <= answer.status < 400 and method in WRITES:
            raise Redirected(url, answer.location)
        return answer

    def _exchange(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        # The client's own request() would follow a PUT's redirect as a GET, raise for a 403 whose body says which
        # 403 it is, and formats the body for its log each time: we use its session, credentials and TLS settings.
        client = self._client
        try:
            got = client.session.request(
                method,
                url,
                data=body or None,
                headers=headers,
                auth=client.auth,
                timeout=client.timeout,
                verify=client.ssl_verify_cert,
                allow_redirects=False,
            )
            content = got.content or b""
        except niquests.exceptions.SSLError as error:
            raise BadCertificate(url, _reason(error)) from error
        except (niquests.exceptions.RequestException, OSError) as error:
            raise Uncertain(say("no answer to {method}: {reason}", method=method, reason=_reason(error))) from error
        if got.status_code is None:
            raise Uncertain(say("no answer to {method}", method=method))
        _check_length(got.headers.get("Content-Length"), method, content)
        return Answer(url, got.status_code, {name.lower(): value for name, value in got.headers.items()}, content)


def _check_length(announced: object, method: str, content: bytes) -> None:
    if method != "HEAD" and isinstance(announced, str) and announced.isdigit() and len(content) < int(announced):
        raise Uncertain(say("the answer to {method} was cut off", method=method))


def _reason(error: Exception) -> str:
    """Return the innermost cause in one line, which says more than the library's layers around it."""
    cause: BaseException = error
    while cause.__cause__ is not None or cause.__context__ is not None:
        cause = cause.__cause__ or cause.__context__ or cause
    return " ".join(str(cause).split())[:200] or type(cause).__name__


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a server asks us to wait; a date counts from the server's own clock."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return (parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
    except (ValueError, TypeError):
        return None
