"""A calendar in memory: the double of the tests and a place to try a plan; it can forget its manners on request."""

from __future__ import annotations

import hashlib
import threading
from typing import TYPE_CHECKING

from kl_calendar.i18n import say
from kl_calendar.sync.target import Changed, Traits
from kl_calendar.sync.values import Found, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class MemoryTarget:
    """Objects by href. `rewrite` is what the server makes of a text, `give_etag` whether PUT answers with one."""

    def __init__(
        self,
        objects: dict[str, bytes] | None = None,
        *,
        traits: Traits | None = None,
        rewrite: Callable[[bytes], bytes] | None = None,
        give_etag: bool = True,
        heed: bool = True,
    ) -> None:
        self.objects = objects if objects is not None else {}
        self.requests: list[tuple[str, str]] = []
        self._traits = traits or Traits("memory")
        self._rewrite = rewrite or (lambda body: body)
        self._give_etag = give_etag
        self._heed = heed
        self._lock = threading.Lock()

    @property
    def traits(self) -> Traits:
        """The traits given."""
        return self._traits

    @property
    def url(self) -> str:
        """A made-up address."""
        return "memory:/cal/"

    def etag(self, href: str) -> str:
        """Return the ETag an object has: a hash of its text."""
        return f'"{hashlib.sha256(self.objects[href]).hexdigest()[:16]}"'

    def peek(self) -> str:
        """Return a hash of everything."""
        self.requests.append(("PEEK", ""))
        return self._ctag()

    def _ctag(self) -> str:
        everything = repr(sorted(self.objects.items())).encode()
        return hashlib.sha256(everything).hexdigest()[:16]

    def listing(self) -> Listing:
        """Return all objects."""
        self.requests.append(("LIST", ""))
        return Listing(self._ctag(), {href: self.etag(href) for href in self.objects}, "/cal/")

    def fetch(self, hrefs: Iterable[str]) -> dict[str, Found]:
        """Return those that exist."""
        asked = list(hrefs)
        self.requests.append(("FETCH", " ".join(asked)))
        return {href: Found(href, self.etag(href), self.objects[href]) for href in asked if href in self.objects}

    def put(self, href: str, body: bytes, etag: str) -> str:
        """Write conditionally."""
        self.requests.append(("PUT", href))
        with self._lock:
            self._check(href, etag)
            self.objects[href] = self._rewrite(body)
            return self.etag(href) if self._give_etag else ""

    def delete(self, href: str, etag: str) -> None:
        """Delete conditionally."""
        self.requests.append(("DELETE", href))
        with self._lock:
            if href in self.objects:
                self._check(href, etag)
                del self.objects[href]

    def _check(self, href: str, etag: str) -> None:
        standing = self.etag(href) if href in self.objects else ""
        if self._heed and standing != etag:
            raise Changed(say("{href}: has changed", href=href))
