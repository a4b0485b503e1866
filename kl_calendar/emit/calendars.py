"""Revisions in, the calendar files that are made of a meeting or a feed out: path → bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar.emit import choosing, ical, names
from kl_calendar.model.meeting import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kl_calendar.emit.choosing import Option
    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings, Site


@dataclass(frozen=True, slots=True)
class Place:
    """A feed and where its files are served: `base` is the site's absolute address ending in `/`, or empty."""

    site: Site
    feed: FeedSettings
    base: str = ""

    @property
    def folder(self) -> str:
        """The feed's folder."""
        return names.slug(self.feed.id)

    @property
    def slots_feed(self) -> str:
        """The feed's own file."""
        return names.feed_file(self.feed.id, "slots", self.feed.language)

    @property
    def context(self) -> ical.Context:
        """How the feed's events are written."""
        return ical.Context(
            default_length=self.site.default_length, overview=self.feed.overview, deadlines=self.feed.deadlines
        )

    def context_of(self, revision: Revision, context: ical.Context | None = None) -> ical.Context:
        """Return how one meeting's events are written: with a link to its page, the same wherever it is served."""
        return replace(context or self.context, page_url=page_address(self.site, self.feed, revision.key))

    def address(self, path: str) -> str:
        """Return the absolute address of a path, or nothing where the site's is not known."""
        return self.base + path if self.base else ""


def page_address(site: Site, feed: FeedSettings, key: str) -> str:
    """Return the address of a meeting's page; none where it is not known, or known only to holders of a token."""
    return f"{site.base_url}{names.slug(feed.id)}/{names.slug(key)}.html" if site.base_url and not feed.private else ""


def slots(revisions: Sequence[Revision], place: Place, context: ical.Context | None = None) -> bytes:
    """Return the feed of an event a slot."""
    written = (ical.events(revision, place.context_of(revision, context)) for revision in revisions)
    return _joined((event for events in written for event in events), revisions, place)


def meetings(revisions: Sequence[Revision], place: Place, context: ical.Context | None = None) -> bytes:
    """Return the feed of an event a meeting."""
    written = (ical.meeting_event(revision, place.context_of(revision, context)) for revision in revisions)
    return _joined(written, revisions, place)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is written already: events in the order of the meetings' entries, one event a meeting, the slots feed."""

    entries: Sequence[bytes]
    meetings: Sequence[bytes]
    slots: bytes


def of_feed(revisions: Sequence[Revision], place: Place, kept: Kept | None = None) -> dict[str, bytes]:
    """Return the further forms of a feed, none for a feed without meetings: an empty feed empties calendars."""
    if not revisions:
        return {}
    feed = place.feed
    files = {
        names.feed_file(feed.id, "meetings", feed.language): _joined(kept.meetings, revisions, place)
        if kept
        else meetings(revisions, place)
    }
    for form, cancelled in (("marked", "mark"), ("hidden", "hide")):
        made = _shown_otherwise(revisions, place, replace(place.context, cancelled=cancelled), kept)
        files[names.feed_file(feed.id, form, feed.language)] = _joined(made, revisions, place)
    return files


def _shown_otherwise(
    revisions: Sequence[Revision], place: Place, context: ical.Context, kept: Kept | None
) -> Iterator[bytes]:
    """Give the events with cancelled ones shown in another way; a meeting without such has its events as they are."""
    start = 0
    for revision in revisions:
        end = start + len(revision.entries)
        struck = any(entry.cancelled for entry in revision.entries)
        if kept and revision.entries and not (struck or context.overview or context.deadlines):
            yield from kept.entries[start:end]
        else:
            yield from ical.events(revision, place.context_of(revision, context))
        start = end


def of_meeting(revision: Revision, stem: str, place: Place) -> dict[str, bytes]:
    """Return a meeting's files beside its slots file: as one event, a choice each, and undone."""
    context = place.context_of(revision, ical.Context(default_length=place.site.default_length))
    language = place.feed.language
    files = {f"{stem}-{names.word('meeting', language)}.ics": single(revision, context)}
    for option, path in choice_options(revision, stem, place):
        made = choosing.chosen(revision, option.entry, option.number)
        files[path] = of_slots(made, context)
    files[f"{stem}-{names.undo_part(language)}.ics"] = undone(revision, context)
    return files


def of_slots(revision: Revision, context: ical.Context) -> bytes:
    """Return one meeting to download: an event a slot."""
    made = ical.events(revision, context)
    zones = ical.timezones([revision])
    name = revision.meeting.title
    return ical.calendar(made, ical.Header(name=name, timezones=zones, single=len(made) == 1, meetings=(revision,)))


def single(revision: Revision, context: ical.Context) -> bytes:
    """Return a file with the meeting as one event: without a calendar's name, or Outlook makes a new calendar."""
    made = ical.meeting_event(revision, context)
    return ical.calendar([made], ical.Header(name="", timezones=ical.timezones([revision]), single=True))


def undone(revision: Revision, context: ical.Context) -> bytes:
    """Return the twin that takes an import of one meeting away again."""
    return undone_all([revision], context)


def undone_all(revisions: Sequence[Revision], context: ical.Context) -> bytes:
    """Return the twin of a file: every event of its meetings, cancelled (RFC 5546, 3.2.5)."""
    made = []
    for revision in revisions:
        entries = tuple(replace(entry, cancelled=True, sequence=entry.sequence + 1) for entry in revision.entries)
        called_off = replace(revision.meeting, status=Status.CANCELLED)
        whole = replace(revision, entries=entries, meeting=called_off, sequence=revision.sequence + 1)
        made += [ical.event(entry, whole, context) for entry in entries]
        made.append(ical.meeting_event(whole, context))
    header = ical.Header(name="", timezones=ical.timezones(revisions), single=True, method="CANCEL")
    return ical.calendar(made, header)


def choice_options(revision: Revision, stem: str, place: Place) -> list[tuple[Option, str]]:
    """Return each choice with its file."""
    language = place.feed.language
    return [
        (option, f"{stem}-{names.choice_part(option.label.replace('.', '-'), option.choice.title, language)}.ics")
        for option in choosing.options(revision)
    ]


def choice_files(revision: Revision, stem: str, place: Place) -> dict[tuple[str, int], str]:
    """Return the file of each choice by its slot's uid and its number there."""
    return {(one.entry.uid, one.number): path for one, path in choice_options(revision, stem, place)}


def _joined(events: Iterable[bytes], revisions: Sequence[Revision], place: Place) -> bytes:
    header = ical.Header(
        name=place.feed.title,
        description=place.feed.description,
        color=place.feed.color,
        refresh=place.site.refresh,
        timezones=ical.timezones(revisions),
        meetings=tuple(revisions),
    )
    return ical.calendar(events, header)
