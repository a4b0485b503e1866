"""A file or address of a calendar in, findings out: those of the bytes, and for an address those of the answer.

Fetching is bounded in time and size. It goes where the person pointed, and on only to other http addresses.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from kl_calendar.emit.lint import findings
from kl_calendar.errors import InputError, system
from kl_calendar.i18n import Sentence, Text, say
from kl_calendar.limits import MAX_BYTES
from kl_calendar.model.problem import Severity, kind
from kl_calendar.store import loading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.model.problem import Problem

NOT_HTTPS = kind(
    "ics-served-without-tls",
    Severity.WARNING,
    "it is served over http: iPhones and ICSx5 refuse such feeds or warn",
    "serve it over https",
)
CONTENT_TYPE = kind(
    "ics-served-as",
    Severity.WARNING,
    "it is served as «{type}»: some programs then show nothing, or æ, ø and å as other characters",
    "serve it as: Content-Type: text/calendar; charset=utf-8",
)

TIMEOUT = 10.0
"""Seconds a server may keep silent; calendar programs give up about then."""

DEADLINE = 60.0
"""Seconds for the whole answer, however slowly it drips."""

CHUNK = 64 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SCHEMES = ("http", "https", "webcal", "webcals")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its bytes, where they came from in the end, and as what they were served."""

    raw: bytes
    address: str
    content_type: str


def check(source: str) -> tuple[Problem, ...]:
    """Return the findings of one file or address; raises `InputError` where it cannot be had."""
    if not is_address(source):
        return findings(loading.load(Path(source), source), source)
    answer = fetch(source)
    return (*_served(answer, source), *findings(answer.raw, source))


def is_address(source: str) -> bool:
    """Whether a name is an address rather than a file."""
    return source.partition("://")[0].lower() in SCHEMES and "://" in source


def fetch(address: str) -> Fetched:
    """Get an address over http or https (which webcal means); raises `InputError` with the reason."""
    headers = {"User-Agent": "kl-calendar-check", "Accept": "text/calendar, */*;q=0.9"}
    try:
        request = urllib.request.Request(_over_http(address), headers=headers)  # noqa: S310 -- only http and https
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 -- likewise
            return Fetched(_body(answer, address), answer.url, answer.headers.get("Content-Type", ""))
    except urllib.error.HTTPError as error:
        error.close()
        raise InputError(
            address,
            say("the server answers {code} {reason}", code=error.code, reason=error.reason),
            hint=_advice(error.code),
        ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise InputError(address, say("it cannot be fetched: {reason}", reason=_reason(error))) from error


def _reason(error: Exception) -> Text:
    cause = getattr(error, "reason", None) or error
    return system(cause) if isinstance(cause, OSError) else str(cause) or type(cause).__name__


def _over_http(address: str) -> str:
    parts = urlsplit(address)
    scheme = {"webcal": "https", "webcals": "https"}.get(parts.scheme.lower(), parts.scheme.lower())
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    return urlunsplit((scheme, parts.netloc, path, query, ""))


def _body(answer: http.client.HTTPResponse, address: str) -> bytes:
    # The one clock read below the skins: how long a server may drip is no part of any result.
    started, pieces, size = time.monotonic(), list[bytes](), 0
    while piece := answer.read1(CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise loading.too_large(address)
        if time.monotonic() - started > DEADLINE:
            raise InputError(address, say("the answer was not finished after {seconds} seconds", seconds=int(DEADLINE)))
    return b"".join(pieces)


def _advice(code: int) -> Sentence:
    if code in {401, 403}:
        return say("a feed must be open: Google and Outlook.com cannot log in")
    return say("calendar programs keep or drop what they have at such an answer; see that the address is right")


def _served(answer: Fetched, source: str) -> Iterator[Problem]:
    parts = urlsplit(answer.address)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield NOT_HTTPS.at(0, source=source)
    mime, _, rest = answer.content_type.partition(";")
    if mime.strip().lower() != "text/calendar" or "utf-8" not in rest.lower():
        yield CONTENT_TYPE.at(0, source=source, type=answer.content_type or "?")
