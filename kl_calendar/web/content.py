"""What is served, in: settings, feeds, revisions. Files by path, out: made when first asked for, then kept.

One `Content` is one state of the workspace and never changes; a reload makes a new one and swaps it in, so that no
request sees half of each.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from kl_calendar.emit import calendars, names, site
from kl_calendar.emit.calendars import Place
from kl_calendar.emit.pages import cards
from kl_calendar.store import tokens
from kl_calendar.web import wishes as wishing
from kl_calendar.web.resource import Manner, Resource, resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kl_calendar.app.serving import Served, Written
    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings
    from kl_calendar.web.wishes import Wishes

MOST_KEPT = 64 * 1024 * 1024
"""Bytes of rendered files kept; the least recently used goes first, so that odd wishes fill no memory."""
PRIVATE = "t/"
"""Where private feeds live: `t/TOKEN/…`."""
_NONE: Mapping[str, Resource] = MappingProxyType({})
_FORMS = ("slots", "meetings", "marked", "hidden")


_Key = tuple[str, "Wishes", str]


def _key(path: str, wishes: Wishes, today: date) -> _Key:
    """What tells a rendered file from others: only calendars know wishes, only pages the day."""
    return path, wishes if path.endswith(".ics") else wishing.NONE, str(today) if path.endswith(".html") else ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One feed as it is served at one place (a private feed has a place a token)."""

    feed: FeedSettings
    revisions: Sequence[Revision]
    called: Mapping[str, str]
    by_name: Mapping[str, Revision]
    """The meetings by their file names without suffix."""
    place: Place


class Content:
    """One state of the workspace, as files by path (without leading slash)."""

    def __init__(self, served: Served, base: str, seen: int) -> None:
        self.served = served
        self.base = base
        self.seen = seen
        """When this state was first seen (seconds since 1970): every file's Last-Modified."""
        self.shelves = {shelf.place.folder: shelf for shelf in (self._shelf(*feed) for feed in served.feeds)}
        self._kept: OrderedDict[_Key, Resource] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def feeds(self, before: Content | None = None, known: Mapping[str, Resource] = _NONE) -> dict[str, Resource]:
        """Return the public feeds by path, made at once: they are what is asked for all day.

        `known` are those of the state before. A feed whose bytes are the same keeps its date, so that subscribers who
        ask by date are told the truth; one that did not change at all is not even written.
        """
        made: dict[str, Resource] = {}
        for shelf in self.shelves.values():
            if shelf.feed.private or not shelf.revisions:
                continue
            same = (
                before is not None
                and before.written(shelf) is not None
                and before.written(shelf) is self.written(shelf)
            )
            for form in ("slots", "meetings"):
                path = names.feed_file(shelf.feed.id, form, shelf.feed.language)
                old = known.get(path)
                if old and same:
                    made[path] = old
                    continue
                fresh = self._resource(path, self._feed_bytes(shelf, form, wishing.NONE), shelf, "")
                made[path] = old if old and old.etags == fresh.etags else fresh
        return made

    def written(self, shelf: Shelf) -> Written | None:
        """Return what the ledger has written of a feed."""
        return self.served.written.get(shelf.feed.id)

    def ready(self, path: str, wishes: Wishes, today: date) -> Resource | None:
        """Return a file if it was made already."""
        key = _key(path, wishes, today)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found

    def find(self, path: str, wishes: Wishes, today: date) -> Resource | None:
        """Return a file, made now or earlier; None where there is no such file."""
        found = self.ready(path, wishes, today)
        if found is not None:
            return found
        made = self._make(path, _key(path, wishes, today)[1], today)
        with self._lock:
            for name, one in made.items():
                self._keep(_key(name, wishes, today), one)
        return made.get(path)

    def _keep(self, key: _Key, one: Resource) -> None:
        if key in self._kept:
            self._size -= self._kept.pop(key).size
        self._kept[key] = one
        self._size += one.size
        while self._size > MOST_KEPT and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].size

    def _make(self, path: str, wishes: Wishes, today: date) -> dict[str, Resource]:
        if path.startswith(PRIVATE):
            return self._private(path, wishes, today)
        folder, slash, _ = path.partition("/")
        shelf = self._shelf_of(path)
        if shelf is not None and not shelf.feed.private:
            return self._on_shelf(path, shelf, wishes, today, "")
        if not slash or folder == "assets":
            return self._one(path, self._index(today), None, "")
        return {}

    def _private(self, path: str, wishes: Wishes, today: date) -> dict[str, Resource]:
        secret, _, rest = path.removeprefix(PRIVATE).partition("/")
        token = tokens.opened_by(secret, self.served.tokens)
        feeds = {feed.id: (feed, revisions) for feed, revisions in self.served.feeds}
        if token is None or token.feed not in feeds:
            return {}
        prefix = f"{PRIVATE}{secret}/"
        feed, revisions = feeds[token.feed]
        shelf = self._shelf(replace(feed, private=True), revisions, prefix)
        if self._belongs(rest, shelf):
            return self._on_shelf(rest, shelf, wishes, today, prefix)
        shown = site.FeedCards(replace(feed, private=False), self._cards(shelf))
        files = site.index(self.served.settings.site, [shown], self.base + prefix if self.base else "", today)
        return self._one(rest, files, shelf, prefix)

    def _on_shelf(self, path: str, shelf: Shelf, wishes: Wishes, today: date, prefix: str) -> dict[str, Resource]:
        _, slash, name = path.partition("/")
        if not slash:
            form = self._form(path, shelf)
            if form:
                data = self._feed_bytes(shelf, form, wishes) if shelf.revisions else None
                return self._one(path, {path: data} if data else {}, shelf, prefix)
            return self._one(path, self._feed_files(shelf, today), shelf, prefix)
        if name.startswith("index."):
            return self._one(path, site.feed_pages(self._cards(shelf), shelf.place, today), shelf, prefix)
        return self._meeting(path, shelf, wishes, prefix)

    def _meeting(self, path: str, shelf: Shelf, wishes: Wishes, prefix: str) -> dict[str, Resource]:
        name = path.partition("/")[2]
        cuts = [cut for cut, letter in enumerate(name) if letter in ".-" and name[:cut] in shelf.by_name]
        if not cuts:
            return {}
        stem = name[: cuts[-1]]
        revision = shelf.by_name[stem]
        if name == f"{stem}.ics":
            return self._one(path, {path: wishing.meeting(revision, shelf.place, wishes)}, shelf, prefix)
        files = site.meeting(revision, stem, shelf.place)
        return self._all(files, shelf, prefix) if path in files else {}

    def _feed_files(self, shelf: Shelf, today: date) -> dict[str, bytes]:
        written = self.written(shelf)
        kept = written.kept if written and written.kept.slots else None
        return site.feed(shelf.revisions, shelf.called, shelf.place, today, kept)

    def _feed_bytes(self, shelf: Shelf, form: str, wishes: Wishes) -> bytes:
        written = self.written(shelf)
        if written and wishes == wishing.NONE:
            if form == "slots":
                return written.kept.slots
            return calendars.of_feed(shelf.revisions, shelf.place, written.kept)[
                names.feed_file(shelf.feed.id, form, shelf.feed.language)
            ]
        if form in ("marked", "hidden") and wishes.cancelled == "keep":
            wishes = replace(wishes, cancelled={"marked": "mark", "hidden": "hide"}[form])
        return wishing.feed(shelf.revisions, shelf.place, wishes, meetings=form == "meetings")

    def _index(self, today: date) -> dict[str, bytes]:
        feeds = [site.FeedCards(shelf.feed, self._cards(shelf)) for shelf in self.shelves.values()]
        return site.index(self.served.settings.site, feeds, self.base, today)

    def _one(self, path: str, files: Mapping[str, bytes], shelf: Shelf | None, prefix: str) -> dict[str, Resource]:
        return self._all({path: files[path]}, shelf, prefix) if path in files else {}

    def _all(self, files: Mapping[str, bytes], shelf: Shelf | None, prefix: str) -> dict[str, Resource]:
        return {prefix + path: self._resource(path, data, shelf, prefix) for path, data in files.items()}

    def _resource(self, path: str, data: bytes, shelf: Shelf | None, prefix: str) -> Resource:
        form = self._form(path, shelf) if shelf else ""
        manner = Manner(
            private=bool(prefix),
            age=86400 if path.startswith("assets/") else 60 if path.endswith(".html") else 300,
            download="/" in path and path.endswith(".ics"),
            feed=shelf.feed.id if shelf and form else "",
        )
        return resource(path, data, self.seen, manner)

    def _shelf(self, feed: FeedSettings, revisions: Sequence[Revision], prefix: str = "") -> Shelf:
        base = self.base + prefix if self.base else ""
        place = Place(self.served.settings.site, feed, base)
        called = names.slugs(one.key for one in revisions)
        return Shelf(feed, revisions, called, {called[one.key]: one for one in revisions}, place)

    def _shelf_of(self, path: str) -> Shelf | None:
        folder, slash, _ = path.partition("/")
        if slash:
            return self.shelves.get(folder)
        return next((shelf for shelf in self.shelves.values() if self._belongs(path, shelf)), None)

    def _belongs(self, path: str, shelf: Shelf) -> bool:
        folder, slash, _ = path.partition("/")
        if slash:
            return folder == shelf.place.folder
        exports = tuple(f"{shelf.place.folder}{suffix}" for suffix in (".json", ".jcal", ".csv", ".schedule.json"))
        return bool(self._form(path, shelf)) or path in exports

    def _form(self, path: str, shelf: Shelf) -> str:
        feed = shelf.feed
        return next((form for form in _FORMS if names.feed_file(feed.id, form, feed.language) == path), "")

    def _cards(self, shelf: Shelf) -> tuple[cards.Card, ...]:
        return tuple(cards.card(one, shelf.called[one.key]) for one in shelf.revisions)
