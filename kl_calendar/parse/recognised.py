"""What a document does by habit: who is named with a role in one item is recognised without one in another.

Items in, items out. Where names stand bare below most titles, two or three capitalised words there are a name in any
language; a name that is known is also taken off the end of a title. Where persons stand behind a dash in most titles
that have one, so do the bodies behind the others. Where the row below most titles is a place, it is the item's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Kind, Person
from kl_calendar.parse.items import kind_of
from kl_calendar.parse.language import everywhere
from kl_calendar.parse.names import is_name, is_org, is_surely
from kl_calendar.parse.people import people
from kl_calendar.parse.spoken import spoken
from kl_calendar.parse.stages import is_place
from kl_calendar.parse.texts import has_address, is_venue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.items import Item
    from kl_calendar.parse.language import Language

_BRACKETS = re.compile(r"\s*\[([^\[\]]{3,40})\]$")
_TRAILING = re.compile(r"\s*(?:[,–—|-]\s+|\()(?P<name>[^,–—|()]{5,40})\)?$")
_DIVIDED = re.compile(r"^(?P<title>.*\S)(?:\s(?P<dash>[–—|/-])|(?P<comma>,))\s(?P<who>[^–—|/,]{4,60})$")
_INSIDE = re.compile(r"\s*\((?P<name>[^(),]{5,40}), (?P<about>[^()]{2,60})\)$")
_FIRST = re.compile(r"^(?P<who>[^–—,:|-]{5,40})\s[–—-]\s(?P<title>\S.{2,})$")
_SENTENCE = re.compile(
    r"\s(?:fra|från|frå|from|for|för|für|om|til|till|to|med|mit|with|og|och|und|and|er|är|ist|is|von|an)\s"
)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
_LONGEST = 3
"""Words of a name that stands bare; more are a sentence or a body."""
_BODY = 5
_PLACE = 40
"""Characters of a place that stands below a title; more are a description."""
_HABIT = 0.6
"""Of the items with something below them, so many must have persons there for it to be the document's habit."""
_MARKS = ' "”“«»'
_QUOTED = re.compile(r'["”“«][^"”“«»]{5,}["”“»]')
_FEW = 2
_SOME = 3
"""Fewer items are no habit."""


def recognised(items: Sequence[Item], lang: Language) -> list[Item]:
    """Give items the speakers that are named in them bare, and the places that stand below them."""
    items = _quoted_below(_in_brackets(_places_first(items, lang)), lang)
    known = {person.name for one in items for person in _persons(one) if " " in person.name}
    bare = {name for one in items if (name := _bare(one, lang))}
    if (len(bare) > 1 or any(map(is_surely, bare))) and _is_habit(items, lang):
        known |= bare
    named = [_with_known(one, known) for one in items] if known else list(items)
    return _with_places(_behind_signs(_before_signs(_in_parentheses(named, lang), lang), lang))


def _in_brackets(items: Sequence[Item]) -> Sequence[Item]:
    """`Velkomst [Store sal]` where most brackets at the end of titles hold a place."""
    hits = [None if one.location else _BRACKETS.search(one.title) for one in items]
    told = [hit[1] for hit in hits if hit]
    if len(told) < _FEW or 2 * sum(is_place(text) or _is_room(text) for text in told) < len(told):
        return items
    return [
        replace(one, title=one.title[: hit.start()], location=hit[1]) if hit else one
        for one, hit in zip(items, hits, strict=True)
    ]


def _quoted_below(items: Sequence[Item], lang: Language) -> Sequence[Item]:
    """A name for a title, and below it one in quotation marks, where several items have both: the name speaks."""
    quoted = [next((n for n in one.notes if _QUOTED.fullmatch(n.strip())), None) for one in items]
    named = [is_name(one.title, lang) and not one.speakers and not is_place(one.title) for one in items]
    if sum(name and quote is not None for name, quote in zip(named, quoted, strict=True)) < _FEW:
        return items
    return [
        replace(
            one,
            title=quote.strip(_MARKS),
            speakers=(Person(one.title),),
            notes=tuple(n for n in one.notes if n != quote),
        )
        if name and quote
        else one
        for one, name, quote in zip(items, named, quoted, strict=True)
    ]


def _is_room(text: str) -> bool:
    return everywhere("ignore.rooms").find(text) is not None or everywhere("place.venues").find(text) is not None


def _persons(one: Item) -> list[Person]:
    return [*one.speakers, *(p for choice in one.choices for p in choice.speakers)]


def _bare(one: Item, lang: Language) -> str:
    """The first row below a title, where it may be a name and nothing else."""
    first = one.notes[0].strip(" .") if one.notes and not one.speakers else ""
    named = is_name(first, lang) and len(first.split()) <= _LONGEST and not is_venue(first)
    return first if named and (is_surely(first) or not is_place(first)) else ""


def _is_habit(items: Sequence[Item], lang: Language) -> bool:
    below = [one for one in items if one.notes or one.speakers]
    named = sum(bool(one.speakers or _bare(one, lang)) for one in below)
    return len(below) > 1 and named >= _HABIT * len(below)


def _with_known(one: Item, known: set[str]) -> Item:
    if one.speakers:
        return one
    if one.notes and one.notes[0].strip(" .") in known:
        return replace(one, speakers=(Person(one.notes[0].strip(" .")),), notes=one.notes[1:])
    hit = _TRAILING.search(one.title)
    if hit and hit.start() > 1 and hit["name"].strip() in known:
        return replace(one, title=one.title[: hit.start()].rstrip(), speakers=(Person(hit["name"].strip()),))
    return one


def _in_parentheses(items: list[Item], lang: Language) -> list[Item]:
    """`Signs (Ieva Ozola, City of Riga)` where another item has its speaker there, with where the person is from."""
    if not any(f"({person.name}, " in one.row.text for one in items for person in one.speakers):
        return items
    hits = [None if one.speakers else _INSIDE.search(one.title) for one in items]
    return [
        replace(one, title=one.title[: hit.start()], speakers=people(f"{hit['name']}, {hit['about']}", lang))
        if hit and is_name(hit["name"], lang) and not is_place(hit["name"])
        else one
        for one, hit in zip(items, hits, strict=True)
    ]


def _before_signs(items: list[Item], lang: Language) -> list[Item]:
    """`Ida Holm – Velkomst` where two or more titles begin with a name that can be nothing else."""
    hits = [None if one.speakers else _FIRST.match(one.title) for one in items]
    sure = sum(hit is not None and is_surely(hit["who"]) and is_name(hit["who"], lang) for hit in hits)
    if sure < _FEW:
        return items
    return [
        replace(one, title=hit["title"], speakers=(Person(hit["who"].strip()),))
        if hit and is_name(hit["who"], lang) and not is_name(hit["title"], lang)
        else one
        for one, hit in zip(items, hits, strict=True)
    ]


def _behind_signs(items: list[Item], lang: Language) -> list[Item]:
    """`Schlager från förr – Nässby storband` where others have a person behind the dash; names seldom given, too."""
    signs = Counter(sign for one in items if (sign := _sign_before_speaker(one)))
    made: list[Item] = []
    for one in items:
        hit = None if one.speakers or one.choices or one.kind is not Kind.TALK else _DIVIDED.match(one.title)
        if hit and signs[hit["dash"] or ","] >= _SOME and _may_stand(hit, lang):
            one = replace(one, title=hit["title"], speakers=(Person(hit["who"].strip(" .")),))
        made.append(one)
    return made


def _may_stand(hit: re.Match[str], lang: Language) -> bool:
    """Behind a dash stands a body or a person, behind a comma only a person."""
    return _may_speak(hit["who"], lang) if hit["dash"] else is_name(hit["who"], lang)


def _sign_before_speaker(one: Item) -> str:
    """The sign that divides an item's title from its speakers, in the row they share."""
    if not one.speakers or not one.title or one.row.cells:
        return ""
    title, sign, _ = one.row.text.partition(one.title)
    return sign and one.row.text[len(title) + len(one.title) :].lstrip()[:1]


def _may_speak(text: str, lang: Language) -> bool:
    """Tell whether a phrase may be a body: few words, one of them with a capital, and no question or remark."""
    words = text.split()
    if len(words) > _BODY or text.endswith(("?", "!", ".")) or any(c.isdigit() for c in text):
        return False
    named = sum(w[0].isupper() for w in words)
    return (is_org(text, lang) or (named > 0 and len(words) > 1)) and kind_of(text, lang) is Kind.TALK


def _with_places(items: list[Item]) -> list[Item]:
    """Where most rows below titles are short, and are places or are said again, they say where the items are."""
    below = [n for one in items if (n := _place_below(one))]
    noted = sum(bool(one.notes) for one in items)
    if len(below) < _SOME or len(below) < _HABIT * noted:
        return items
    again = Counter(below)
    named = {n for n in again if is_place(n) or has_address(n)}
    sure = sum(count for n, count in again.items() if count > 1 or n in named)
    if sure < _HABIT * len(below) or len(named) < max(2, len(again) / 2):
        return items
    return [
        replace(one, location=_PARENTHESIS.sub("", place), notes=one.notes[1:]) if (place := _place_below(one)) else one
        for one in items
    ]


def _places_first(items: Sequence[Item], lang: Language) -> Sequence[Item]:
    """Where places stand above the titles of most items, their first row is no title."""
    first = [bool(one.notes) and not one.location and _is_bare_place(one.title) for one in items]
    if sum(first) < _SOME or sum(first) < _HABIT * len(items):
        return items
    return [_place_first(one, lang) if placed else one for one, placed in zip(items, first, strict=True)]


def _is_bare_place(text: str) -> bool:
    return len(text.split()) <= _LONGEST and is_place(text) and not _SENTENCE.search(text)


def _place_first(one: Item, lang: Language) -> Item:
    head = spoken(one.notes[0], lang)
    speakers = one.speakers or head.speakers
    return replace(one, title=head.title, location=one.title, speakers=speakers, notes=one.notes[1:])


def _place_below(one: Item) -> str:
    """The first row below a title, where it may be a place: few words, none of which belongs to a sentence."""
    first = one.notes[0].strip() if one.notes and not one.location else ""
    plain = len(first) <= _PLACE and first[:1].isupper() and not first.endswith((".", "?", "!", ":"))
    return first if plain and ": " not in first and not _SENTENCE.search(_PARENTHESIS.sub("", first)) else ""
