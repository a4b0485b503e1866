"""Bytes in, answers ready to send out: each variant with its headers made once, for 200 and for 304.

An ETag is a digest of the bytes, with the variant's name behind it: strong, as RFC 9110 (8.8.3) asks of variants.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from typing import TYPE_CHECKING

from kl_calendar.emit import compress

if TYPE_CHECKING:
    from collections.abc import Mapping

Headers = list[tuple[bytes, bytes]]

TYPES = (
    (".ics", b"text/calendar; charset=utf-8"),
    (".html", b"text/html; charset=utf-8"),
    (".jcal", b"application/calendar+json; charset=utf-8"),
    (".json", b"application/json; charset=utf-8"),
    (".csv", b"text/csv; charset=utf-8"),
    (".css", b"text/css; charset=utf-8"),
    (".js", b"text/javascript; charset=utf-8"),
    (".svg", b"image/svg+xml"),
    (".txt", b"text/plain; charset=utf-8"),
)
PAGE_POLICY = (
    b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SAFETY: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
"""On every answer. No referrer: the address of a private page is its key."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a resource."""

    body: bytes
    etag: bytes
    full: Headers
    unchanged: Headers


@dataclass(slots=True)
class Resource:
    """What is served at one path. `modified` is when these bytes were first seen here (seconds)."""

    name: str
    variants: Mapping[str, Variant]
    etags: frozenset[bytes]
    modified: int
    last_modified: bytes
    feed: str = ""
    """The feed's id, where this is a feed that people subscribe to."""

    @property
    def size(self) -> int:
        """Bytes of all variants."""
        return sum(len(one.body) for one in self.variants.values())

    def variant(self, encoding: str) -> Variant:
        """Return the variant to send for an encoding."""
        return self.variants.get(encoding) or self.variants[""]

    def matches(self, if_none_match: bytes) -> bool:
        """Whether the client's copy is one of ours; a weak mark does not matter for GET (RFC 9110, 13.1.2)."""
        if if_none_match in self.etags:
            return True
        tags = (part.strip().removeprefix(b"W/") for part in if_none_match.split(b","))
        return any(tag == b"*" or tag in self.etags for tag in tags)

    def older_than(self, if_modified_since: bytes) -> bool:
        """Whether nothing changed after the client's date; a date that cannot be read is none."""
        if if_modified_since == self.last_modified:
            return True
        try:
            return parsedate_to_datetime(if_modified_since.decode("latin-1")).timestamp() >= self.modified
        except (ValueError, TypeError, IndexError, OverflowError):
            return False


@dataclass(frozen=True, slots=True)
class Manner:
    """How bytes are served: kept by whom and for how long, shown or saved."""

    private: bool = False
    age: int = 300
    download: bool = False
    feed: str = ""


def resource(path: str, data: bytes, modified: int, manner: Manner) -> Resource:
    """Return the resource of a file; large ones get compressed variants."""
    name = path.rpartition("/")[2]
    digest = urlsafe_b64encode(hashlib.sha256(data).digest())[:27]
    last_modified = formatdate(modified, usegmt=True).encode()
    bodies = {"": data}
    for suffix, encoding in ((".br", "br"), (".gz", "gzip")):
        made = compress.twins(path, data).get(path + suffix) if len(data) >= compress.SMALLEST else None
        if made is not None:
            bodies[encoding] = made
    general = _general(name, manner, last_modified)
    variants = {encoding: _variant(body, encoding, digest, general) for encoding, body in bodies.items()}
    etags = frozenset(one.etag for one in variants.values())
    return Resource(name, variants, etags, modified, last_modified, manner.feed)


def _general(name: str, manner: Manner, last_modified: bytes) -> tuple[Headers, Headers]:
    """The headers of both answers, and those only of the full one."""
    scope = b"private" if manner.private else b"public"
    kept = [
        (b"cache-control", scope + b", max-age=%d" % manner.age),
        (b"vary", b"accept-encoding"),
        (b"last-modified", last_modified),
        *SAFETY,
    ]
    kept += [(b"x-robots-tag", b"noindex")] if manner.private else []
    content = [(b"content-type", content_type(name))]
    if name.endswith((".ics", ".csv", ".json", ".jcal")):
        how = b"attachment" if manner.download else b"inline"
        content.append((b"content-disposition", how + b'; filename="' + name.encode("ascii", "replace") + b'"'))
    if name.endswith(".html"):
        content.append((b"content-security-policy", PAGE_POLICY))
    return kept, content


def content_type(name: str) -> bytes:
    """Return the media type of a file by its name."""
    return next((kind for suffix, kind in TYPES if name.endswith(suffix)), b"application/octet-stream")


def _variant(body: bytes, encoding: str, digest: bytes, general: tuple[Headers, Headers]) -> Variant:
    kept, content = general
    etag = b'"' + digest + (b"-" + encoding.encode() if encoding else b"") + b'"'
    unchanged = [(b"etag", etag), *kept]
    full = [*unchanged, *content, (b"content-length", str(len(body)).encode())]
    if encoding:
        full.append((b"content-encoding", encoding.encode()))
    return Variant(body, etag, full, unchanged)
