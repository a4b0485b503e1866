"""All items of a document in order: those of its tables and those of its lines, each with its block."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse.afternoon import afternoons
from kl_calendar.parse.anchors import Anchor, anchors
from kl_calendar.parse.items import Item, item
from kl_calendar.parse.recognised import recognised
from kl_calendar.parse.rows import previous_filled
from kl_calendar.parse.stages import is_place, on_stages
from kl_calendar.parse.tables import table_items
from kl_calendar.parse.texts import is_section, without_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_PROSE = 100
_SOME = 2
_HEADING = 40
_MOSTLY = 0.6
_BESIDE = 3
"""Words of a place beside a time whose title is a heading."""
_NUMBER = re.compile(r"^(\d{1,2})[.)]\s+(?=[A-ZÆØÅÄÖÜ\"])")


class Programme(NamedTuple):
    """The items with the anchors they came from."""

    items: tuple[Item, ...]
    anchors: tuple[Anchor, ...]
    rows: frozenset[int]
    """Rows that belong to items (index)."""


def starts(made: Sequence[Row], lang: Language) -> tuple[list[Anchor], list[Item]]:
    """Return the line anchors and the table items, before header times are told apart."""
    return anchors(made, lang), table_items(made, lang)


def programme(
    made: Sequence[Row], found: Sequence[Anchor], tabled: Sequence[Item], stops: set[int], lang: Language
) -> Programme:
    """Read the blocks of all anchors; `stops` are rows (day headings) no block goes beyond."""
    found = _below_headings(found, made)
    blocks = _blocks(made, found, stops, lang)
    items = _unnumbered([item(anchor, block, lang) for anchor, block in zip(found, blocks, strict=True)], lang)
    items = on_stages(items, found, made, stops, lang)
    rows = {r.index for block in blocks for r in block} | {a.row.index for a in found} | {i.row.index for i in tabled}
    merged = recognised(sorted([*items, *tabled], key=lambda i: i.row.index), lang)
    merged = afternoons(merged, made, stops, lang)
    return Programme(tuple(merged), tuple(found), frozenset(rows))


def _below_headings(found: Sequence[Anchor], made: Sequence[Row]) -> Sequence[Anchor]:
    """Where most times have a heading of their own, and beside them a place or nothing, the headings are the titles."""
    heads = [previous_filled(made, a.row.index) if a.top is None and a.begins is None else None for a in found]
    headed = [
        h is not None and h.heading > 0 and not (h.found.dates or h.found.weekdays or h.found.times) for h in heads
    ]
    bare = [len(a.text.split()) <= _BESIDE for a in found]
    told = any(own and is_place(a.text) for a, own in zip(found, headed, strict=True))
    if not told or sum(h and b for h, b in zip(headed, bare, strict=True)) < max(_SOME, _MOSTLY * len(found)):
        return found
    return [
        a._replace(top=head.index) if own and head is not None else a
        for a, head, own in zip(found, heads, headed, strict=True)
    ]


def _unnumbered(items: list[Item], lang: Language) -> list[Item]:
    """Take the agenda numbers off titles where they count up over the items, or a word says that they are such."""
    items = [replace(i, title=bare) if (bare := without_point(i.title, lang)) != i.title else i for i in items]
    numbers = [int(found[1]) for i in items if (found := _NUMBER.match(i.title))]
    if len(numbers) < 2 or any(b != a + 1 for a, b in pairwise(numbers)):
        return items
    return [replace(i, title=_NUMBER.sub("", i.title)) for i in items]


def _blocks(made: Sequence[Row], found: Sequence[Anchor], stops: set[int], lang: Language) -> list[list[Row]]:
    blocks: list[list[Row]] = []
    fields = _fields(made, found, lang)
    for position, anchor in enumerate(found):
        following = found[position + 1] if position + 1 < len(found) else None
        last = len(made)
        if following is not None:
            above = following.begins if following.top is None else following.top
            last = following.row.index if above is None else above
        first = anchor.row.index + 1 if anchor.top is None else anchor.top
        block = [r for r in made[first:last] if r.index != anchor.row.index]
        blocks.append(_cut(_without_heading(block, made, anchor, following), anchor, stops, fields, lang))
    crossing = _cross_blanks(blocks)
    closing = {len(blocks) - 1} | {
        k for k in range(len(blocks) - 1) if any(found[k].row.index < s < found[k + 1].row.index for s in stops)
    }
    return [_short(b, found[k]) if k in closing and not crossing else b for k, b in enumerate(blocks)]


def _fields(made: Sequence[Row], found: Sequence[Anchor], lang: Language) -> frozenset[int]:
    """Rows such as `Sted: Salen` between items, where several items have one: they belong to their items."""
    if len(found) < _SOME:
        return frozenset()
    between = made[found[0].row.index : found[-1].row.index]
    rows = [r.index for r in between if r.label and r.label[1] and lang["labels.place"].are(r.label[0])]
    return frozenset(rows) if len(rows) >= _SOME else frozenset()


def _without_heading(block: list[Row], made: Sequence[Row], anchor: Anchor, following: Anchor | None) -> list[Row]:
    """A short row that begins the next item's paragraph is a heading (`SPOR B, SAL 3`), no part of the item above.

    In capitals it may also be a paragraph of its own.
    """
    if following is None or following.top is not None or following.begins is not None or anchor.top is not None:
        return block
    last = following.row.index - 1
    if made[last].blank and made[last - 1].text.isupper():
        last -= 1
    plain = last > anchor.row.index + 1 and made[last].text and not made[last].marker and made[last - 1].blank
    return [r for r in block if r.index < last] if plain and len(made[last].text) <= _HEADING else block


def _cut(block: list[Row], anchor: Anchor, stops: set[int], fields: frozenset[int], lang: Language) -> list[Row]:
    """End a block at a day heading, a section, a signature or a table."""
    kept: list[Row] = []
    for row in block:
        titled = anchor.text or any(r.text for r in kept)
        if row.index in stops or row.table or (row.heading and row.index > anchor.row.index and titled):
            break
        deeper = row.indent > anchor.row.indent
        hangs = deeper and row.label is not None and (bool(row.label[1]) or row.paragraph == anchor.row.paragraph)
        below = bool(row.text) and not row.furniture and row.index > anchor.row.index
        if titled and below and not hangs and row.index not in fields and _ends(row, lang):
            break
        kept.append(row)
    return kept


def _ends(row: Row, lang: Language) -> bool:
    if row.marker:
        return False
    return (
        is_section(row, lang)
        or lang["letter.signature"].lead(row.text) is not None
        or lang["letter.greeting"].lead(row.text) is not None
        or bool(lang["labels.registration"].lead(row.text))
    )


def _cross_blanks(blocks: Sequence[Sequence[Row]]) -> bool:
    """Tell whether the items of this document go on behind blank rows."""
    judged = blocks[:-1]
    crossing = sum(_crosses(b) for b in judged)
    return bool(judged) and crossing > len(judged) * 0.3


def _crosses(block: Sequence[Row]) -> bool:
    filled = [k for k, r in enumerate(block) if r.text and not r.furniture]
    return bool(filled) and any(r.blank for r in block[: filled[-1]])


def _short(block: list[Row], anchor: Anchor) -> list[Row]:
    """End the last block at its first blank row, or (where the title is still to come) at the second."""
    allowed = 0 if anchor.text or anchor.title_above else 1
    kept: list[Row] = []
    seen = False
    for row in block:
        if row.blank and (seen or allowed == 0):
            break
        seen = seen or bool(row.text)
        kept.append(row)
    return [r for r in kept if len(r.text) < 4 * _PROSE or anchor.title_above]
