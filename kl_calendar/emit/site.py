"""Revisions and settings in, everything that is published of them out: path → bytes.

    meeting(…)  a meeting's calendar files, exports and pages
    feed(…)     a feed's further forms, exports and pages
    index(…)    the front page and what every page needs

The slots feed itself is a join of bytes that the ledger keeps; `calendars.slots` makes it where there is no ledger.
Only pages depend on the day (`today`): calendars never do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.emit import calendars, csv, frab, jcal, jsonld, names
from kl_calendar.emit import json as json_export
from kl_calendar.emit.pages import cards, programme, wording
from kl_calendar.emit.pages.render import File, Page, assets, page, panel
from kl_calendar.i18n import gettext, translations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kl_calendar.emit.calendars import Kept, Place
    from kl_calendar.emit.pages.cards import Card
    from kl_calendar.emit.pages.render import Panel
    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings, Site

MOST_EXPORTED = 100
"""A feed of more meetings has its exports a meeting: nobody opens a table of ten thousand rows from a web page."""

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class FeedCards:
    """A feed with its meetings as lists show them."""

    feed: FeedSettings
    cards: tuple[Card, ...]


def primary(site: Site) -> str:
    """Return the language of the pages with plain names."""
    return site.language if site.language in wording.LANGUAGES else "en"


def meeting(revision: Revision, name: str, place: Place) -> Files:
    """Return a meeting's files beside its slots file; `name` is its file name without suffix."""
    stem = f"{place.folder}/{name}"
    files = calendars.of_meeting(revision, stem, place)
    files |= exports([revision], stem, revision.meeting.title, place, calendars.slots([revision], place))
    for language in wording.LANGUAGES:
        files[names.page(stem, language, primary(place.site))] = meeting_page(revision, name, place, language)
    return files


def feed(
    revisions: Sequence[Revision], called: Mapping[str, str], place: Place, today: date, kept: Kept | None = None
) -> Files:
    """Return a feed's files beside the slots feed; `called` is each meeting's file name by key."""
    files = calendars.of_feed(revisions, place, kept)
    if len(revisions) <= MOST_EXPORTED:
        data = kept.slots if kept else calendars.slots(revisions, place)
        files |= exports(revisions, place.folder, place.feed.title, place, data)
    listed = [cards.card(revision, called[revision.key]) for revision in revisions]
    return files | feed_pages(listed, place, today)


def index(site: Site, feeds: Sequence[FeedCards], base: str, today: date) -> Files:
    """Return the front page in each language and the files every page needs; private feeds are not named."""
    open_feeds = [one for one in feeds if not one.feed.private]
    files = assets()
    for language in wording.LANGUAGES:
        files[names.page("index", language, primary(site))] = index_page(site, open_feeds, base, today, language)
    files["robots.txt"] = b"User-agent: *\nAllow: /\n"
    return files


def exports(revisions: Sequence[Revision], stem: str, title: str, place: Place, data: bytes) -> Files:
    """Return the data files of some meetings, whose calendar is `data`."""
    return {
        f"{stem}.json": json_export.document(revisions, ()).encode("utf-8"),
        f"{stem}.jcal": jcal.calendar(data),
        f"{stem}.csv": csv.table(revisions),
        f"{stem}.schedule.json": frab.schedule(title, revisions, place.site.default_length, place.base),
    }


def meeting_page(revision: Revision, name: str, place: Place, language: str) -> bytes:
    """Return a meeting's page in one language."""
    first = primary(place.site)
    about = Page(
        language=language,
        title=revision.meeting.title,
        site=place.site.title,
        root="../",
        home=names.page("index", language, first),
        languages=tuple((code, names.page(name, code, first)) for code in wording.LANGUAGES),
        base=place.address(f"{place.folder}/"),
        description=wording.span(revision.meeting, language),
        crumbs=(_home(place.site, language, "../"), (place.feed.title, names.page("index", language, first))),
        feeds=((place.feed.title, f"../{place.slots_feed}"),),
        private=place.feed.private,
    )
    url = place.address(f"{place.folder}/{names.page(name, language, first)}")
    values = {
        "meeting": programme.shown(revision, language, place.site.timezone),
        "days": programme.days(revision, language, calendars.choice_files(revision, name, place)),
        "log": programme.log(revision, language),
        "panel": feed_panel(place, language, "../"),
        "files": _meeting_downloads(revision, name, place, language),
        "exports": _export_links(name),
        "undo": f"{name}-{names.undo_part(place.feed.language)}.ics",
        "jsonld": jsonld.event(revision, url),
    }
    return page("meeting", about, values)


def feed_pages(listed: Sequence[Card], place: Place, today: date) -> Files:
    """Return a feed's page in each language."""
    return {
        names.page(f"{place.folder}/index", language, primary(place.site)): _feed_page(listed, place, today, language)
        for language in wording.LANGUAGES
    }


def _feed_page(listed: Sequence[Card], place: Place, today: date, language: str) -> bytes:
    first = primary(place.site)
    about = Page(
        language=language,
        title=place.feed.title,
        site=place.site.title,
        root="../",
        home=names.page("index", language, first),
        languages=tuple((code, names.page("index", code, first)) for code in wording.LANGUAGES),
        base=place.address(f"{place.folder}/"),
        description=place.feed.description,
        crumbs=(_home(place.site, language, "../"),),
        feeds=((place.feed.title, f"../{place.slots_feed}"),),
        private=place.feed.private,
    )
    past, coming = cards.past(listed, today), cards.coming(listed, today)
    shown = [(one, _listed(one, "", language, first)) for one in past[: cards.PAST_ON_FEED]]
    values = {
        "feed": place.feed,
        "coming": [_listed(one, "", language, first) for one in coming[: cards.COMING_ON_FEED]],
        "further": len(coming) > cards.COMING_ON_FEED,
        "past": cards.by_year(shown),
        "more": len(past) > cards.PAST_ON_FEED,
        "panel": feed_panel(place, language, "../"),
        "files": [File(gettext("All meetings, every agenda point", language), f"../{place.slots_feed}")],
        "exports": _export_links(f"../{place.folder}") if len(listed) <= MOST_EXPORTED else [],
    }
    return page("feed", about, values)


def index_page(site: Site, feeds: Sequence[FeedCards], base: str, today: date, language: str) -> bytes:
    """Return the front page in one language."""
    first = primary(site)
    about = Page(
        language=language,
        title=site.title,
        site=site.title,
        root="",
        home=names.page("index", language, first),
        languages=tuple((code, names.page("index", code, first)) for code in wording.LANGUAGES),
        base=base,
        feeds=tuple((one.feed.title, names.feed_file(one.feed.id, "slots", one.feed.language)) for one in feeds),
    )
    everything = {id(card): one.feed for one in feeds for card in one.cards}
    nearest = cards.coming((card for one in feeds for card in one.cards), today)
    values = {
        "coming": [
            _listed(card, f"{names.slug(everything[id(card)].id)}/", language, first, everything[id(card)].title)
            for card in nearest[: cards.COMING_ON_INDEX]
        ],
        "more": len(nearest) > cards.COMING_ON_INDEX,
        "calendars": [_calendar(one, language, first) for one in feeds],
    }
    return page("index", about, values)


def message_page(site: Site, title: str, text: str, language: str, root: str) -> bytes:
    """Return a page that only says something, such as that there is no such page."""
    first = primary(site)
    home = names.page("index", language, first)
    languages = tuple((code, root + names.page("index", code, first)) for code in wording.LANGUAGES)
    about = Page(language=language, title=title, site=site.title, root=root, home=home, languages=languages)
    return page("message", about, {"text": text})


def feed_panel(place: Place, language: str, root: str) -> Panel:
    """Return how to subscribe to a feed, seen from a page."""
    meetings = names.feed_file(place.feed.id, "meetings", place.feed.language)
    forms = (
        File(
            gettext("One entry per meeting", language),
            root + meetings,
            gettext("the programme is in its text", language),
        ),
        File(
            gettext("Cancelled points stay, marked in the title", language),
            root + names.feed_file(place.feed.id, "marked", place.feed.language),
            gettext("for Google Calendar, which hides them otherwise", language),
        ),
        File(
            gettext("Without cancelled points", language),
            root + names.feed_file(place.feed.id, "hidden", place.feed.language),
        ),
    )
    return panel(place.address(place.slots_feed), root + place.slots_feed, place.feed.title, language, forms)


def _home(site: Site, language: str, root: str) -> tuple[str, str]:
    return site.title, root + names.page("index", language, primary(site))


def _listed(one: Card, folder: str, language: str, first: str, feed_title: str = "") -> cards.Listed:
    return cards.listed(one, folder + names.page(one.name, language, first), language, feed_title)


def _calendar(one: FeedCards, language: str, first: str) -> dict[str, object]:
    count = len(one.cards)
    counted = translations(language).ngettext("{count} meeting", "{count} meetings", count)
    return {
        "href": f"{names.slug(one.feed.id)}/{names.page('index', language, first)}",
        "title": one.feed.title,
        "lang": one.feed.language,
        "description": one.feed.description,
        "colour": one.feed.color or "currentColor",
        "count": counted.format(count=count),
    }


def _meeting_downloads(revision: Revision, name: str, place: Place, language: str) -> list[File]:
    files = [File(gettext("The whole programme, one entry per point", language), f"{name}.ics")]
    hint = gettext("the programme is in its text", language)
    one = names.word("meeting", place.feed.language)
    files.append(File(gettext("The meeting as one entry", language), f"{name}-{one}.ics", hint))
    files += [
        File(gettext("Only choice {label}", language).format(label=option.label), path, option.choice.title)
        for option, path in calendars.choice_options(revision, name, place)
    ]
    return files


def _export_links(stem: str) -> list[File]:
    forms = (("CSV", "csv"), ("JSON", "json"), ("jCal", "jcal"), ("schedule.json", "schedule.json"))
    return [File(shown, f"{stem}.{suffix}") for shown, suffix in forms]
