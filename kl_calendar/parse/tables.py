"""Tables: what each column means, and the items of its rows.

A header row names the columns; without one they are understood by their content (times, persons). Columns that the
header gives no known meaning, two or more of them beside a time, are tracks: one item a time, a choice a cell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.meeting import Choice, Kind, Person
from kl_calendar.parse.anchors import Anchor
from kl_calendar.parse.items import Item, item
from kl_calendar.parse.mentioned import Mentions
from kl_calendar.parse.mentions import scan
from kl_calendar.parse.names import is_org
from kl_calendar.parse.people import people
from kl_calendar.parse.rows import Row
from kl_calendar.parse.spoken import before_sentence, person_line, spoken
from kl_calendar.parse.stages import is_place
from kl_calendar.parse.texts import has_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.document import Cell
    from kl_calendar.parse.language import Language

_ROOM = re.compile(r"[^\W\d_]\.?\s?\d")
ROLES = ("time", "end", "title", "speaker", "place", "remark")
_ROLES = "|".join(f"columns.{name}" for name in ROLES)


class Column(NamedTuple):
    """One column of a table: its role, and the header's text where it is a track."""

    role: str
    name: str = ""


def table_items(made: Sequence[Row], lang: Language) -> list[Item]:
    """Return the items of all tables that have a column of times."""
    found: list[Item] = []
    for _, group in groupby((r for r in made if r.table), key=lambda r: r.table):
        found += _items(list(group), lang)
    return found


def _items(table: list[Row], lang: Language) -> list[Item]:
    if sum(any(not d.weak for d in r.found.dates) and bool(r.found.times) for r in table) > len(table) // 2:
        return []  # rows with a day and a time each are meetings, not items
    wide = max(_width(r) for r in table)
    header, columns = _header(table, wide, lang)
    body = table[header + 1 :]
    if columns is None:
        columns = _by_content(body, wide, lang)
    if columns is None:
        return []
    made: list[Item] = []
    for row in body:
        cells = _spread(row)
        if _is_header(cells, lang):
            continue
        _take(row, cells, columns, made, lang)
    return made


def _width(row: Row) -> int:
    return sum(c.colspan for c in row.cells)


def _spread(row: Row) -> list[Cell]:
    """A merged cell stands in its first column; the columns it covers hold an empty continued cell."""
    cells: list[Cell] = []
    for cell in row.cells:
        cells.append(cell)
        cells += [cell._replace(text="", continued=True, colspan=1)] * (cell.colspan - 1)
    return cells


def role(text: str, lang: Language) -> str:
    """Return what a column with this header holds; empty where no list knows the header.

    `Oplæg ved` and `Led by` end in the word that tells it.
    """
    clean = text.partition("/")[0].partition("(")[0].strip(" .:*").casefold()
    if not clean:
        return ""
    if lang[_ROLES].are(clean):
        return next(name for name in ROLES if lang[f"columns.{name}"].are(clean))
    return "speaker" if lang["columns.speaker"].are(clean.split()[-1]) else ""


def _is_header(cells: Sequence[Cell], lang: Language) -> bool:
    filled = [c for c in cells if c.text.strip()]
    if not filled or any(scan(c.text, lang).times for c in filled[:1]):
        return False
    roles = [role(c.text, lang) for c in filled]
    return sum(bool(r) for r in roles) >= 2 or ("time" in roles and roles[0] == "time")


def _header(table: Sequence[Row], wide: int, lang: Language) -> tuple[int, list[Column] | None]:
    for index, row in enumerate(table[:4]):
        cells = _spread(row)
        if not _is_header(cells, lang):
            continue
        columns = [Column(role(c.text, lang) or ("track" if c.text.strip() else ""), c.text.strip()) for c in cells]
        columns += [Column("")] * (wide - len(columns))
        columns = _without_numbers(columns, table[index + 1 :])
        roles = [c.role for c in columns]
        if "title" not in roles and roles.count("track") == 1:
            columns = [Column("title", c.name) if c.role == "track" else c for c in columns]
        elif "title" in roles:
            columns = _untold(columns, table[index + 1 :], lang)
        if "time" not in roles:
            by_content = _by_content(table[index + 1 :], wide, lang)
            times = [k for k, c in enumerate(by_content or []) if c.role == "time"]
            columns = [Column("time") if k in times else c for k, c in enumerate(columns)]
        return (index, columns) if any(c.role == "time" for c in columns) else (-1, None)
    return _track_header(table, wide, lang)


def _untold(columns: list[Column], body: Sequence[Row], lang: Language) -> list[Column]:
    """Beside a column of titles, one with a header nobody lists is what most of its cells are."""
    cells = [_spread(r) for r in body]
    roles = {c.role for c in columns}
    made: list[Column] = []
    for k, column in enumerate(columns):
        texts = [c[k].text for c in cells if k < len(c) and c[k].text.strip()]
        held = column.role
        if held == "track":
            persons = _share(texts, lambda t: bool(person_line(t.split("\n")[0], lang))) >= 0.5
            places = _share(texts, lambda t: is_place(t) or has_address(t)) >= 0.5
            held = "speaker" if persons else "place" if places else "remark"
            held = "remark" if held in roles else held
        made.append(Column(held, column.name))
    return made


def _without_numbers(columns: list[Column], body: Sequence[Row]) -> list[Column]:
    """Of two columns that may hold titles, the one that holds numbers does not."""
    if sum(c.role == "title" for c in columns) < 2:
        return columns
    cells = [_spread(r) for r in body]
    numbers = {k for k in range(len(columns)) if _share([c[k].text for c in cells if k < len(c)], _is_number) > 0.5}
    return [Column("remark", c.name) if k in numbers and c.role == "title" else c for k, c in enumerate(columns)]


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\s*\d{0,3}[.)]?\s*", text))


def _track_header(table: Sequence[Row], wide: int, lang: Language) -> tuple[int, list[Column] | None]:
    """A first row without a time, whose names label tracks or whose columns later rows merge."""
    cells = _spread(table[0])
    body = table[1:]
    content = _by_content(body, wide, lang) if len(body) > 1 else None
    if content is None or any(scan(c.text, lang).times for c in cells):
        return -1, None
    at = next(k for k, c in enumerate(content) if c.role == "time")
    names = [(k, c.text.strip()) for k, c in enumerate(cells) if k != at and c.text.strip()]
    labelled = sum(lang["choose.labels"].lead(name) is not None for _, name in names)
    merged = any(c.colspan >= len(names) > 1 for r in body for c in r.cells)
    headed = not cells[at].text.strip() and all(c.bold or c.header for c in cells if c.text.strip())
    if len(names) < 2 or not (merged or labelled >= 2 or headed):
        return -1, None
    tracks = dict(names)
    return 0, [Column("time") if k == at else Column("track", tracks.get(k, "")) for k in range(wide)]


def _by_content(body: Sequence[Row], wide: int, lang: Language) -> list[Column] | None:
    """Understand columns by what most of their cells are."""
    grid = [_spread(r) for r in body]
    columns = [[cells[k].text for cells in grid if k < len(cells) and cells[k].text.strip()] for k in range(wide)]
    times = [_share(texts, lambda t: _lead_time(t, lang)) for texts in columns]
    if not times or max(times) < 0.5:
        return None
    time_column = times.index(max(times))
    roles = [Column("")] * wide
    roles[time_column] = Column("time")
    named = [k for k in range(wide) if k != time_column and columns[k]]
    persons = [k for k in named if _share(columns[k], lambda t: bool(person_line(t.split("\n")[0], lang))) >= 0.5]
    rest = [k for k in named if k not in persons and _share(columns[k], _is_number) < 0.5]
    if not rest:
        rest, persons = named[:1], persons[1:]
    for k in persons:
        roles[k] = Column("speaker")
    for position, k in enumerate(rest):
        roles[k] = Column("title" if position == 0 else _beside_title(columns[k], lang))
    return roles if rest else None


def _beside_title(texts: Sequence[str], lang: Language) -> str:
    """A column without a header behind the titles: bodies that speak, places, or remarks (`Plenum`)."""
    if _share(texts, lambda t: is_org(t, lang) and not is_place(t)) >= 0.5:
        return "speaker"
    where = _share(texts, lambda t: is_place(t) or has_address(t) or bool(_ROOM.search(t)))
    return "place" if where >= 0.5 else "remark"


def _share(texts: Sequence[str], test: object) -> float:
    return sum(bool(test(t)) for t in texts) / len(texts) if texts else 0.0  # type: ignore[operator]


def _lead_time(text: str, lang: Language) -> bool:
    found = scan(text.strip(), lang)
    return bool(found.times) and found.times[0].span[0] < 8


def _take(row: Row, cells: Sequence[Cell], columns: Sequence[Column], made: list[Item], lang: Language) -> None:
    """Add a row's item, or go on with the item above."""
    by_role: dict[str, list[tuple[Column, Cell]]] = {}
    for column, cell in zip(columns, cells, strict=False):
        if cell.text.strip():
            by_role.setdefault(column.role, []).append((column, cell))
    time_cell = next((c for _, c in by_role.get("time", [])), None)
    mentions = _until(scan(_flat(time_cell.text), lang), by_role, lang) if time_cell else Mentions()
    if not mentions.times:
        if made and by_role:
            _go_on(
                row,
                by_role,
                made,
                lang,
                merged=any(c.continued for c, k in zip(cells, columns, strict=False) if k.role == "time"),
            )
        return
    tracks = by_role.get("track", [])
    filled_tracks = [k for k in columns if k.role == "track"]
    if len(filled_tracks) >= 2:
        made.append(_track_item(row, mentions, tracks, by_role, lang))
        return
    made.append(_plain_item(row, mentions, by_role, lang))


def _until(mentions: Mentions, by_role: dict[str, list[tuple[Column, Cell]]], lang: Language) -> Mentions:
    """Give a row's time the end that stands in a column of its own (`Fra`, `Til`)."""
    ends = [t for _, cell in by_role.get("end", []) for t in scan(_flat(cell.text), lang).times]
    if not ends or not mentions.times or mentions.times[0].end is not None:
        return mentions
    return mentions._replace(times=(mentions.times[0]._replace(end=ends[0].start), *mentions.times[1:]))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _plain_item(row: Row, mentions: Mentions, by_role: dict[str, list[tuple[Column, Cell]]], lang: Language) -> Item:
    titles = by_role.get("title", []) or by_role.get("", [])
    text = "\n".join(c.text for _, c in titles)
    if not text.strip():
        flat = _flat(by_role["time"][0][1].text)
        text = flat[mentions.times[0].span[1] :].strip(" :–—-.,")
    lines = [_cell_row(row, line, k) for k, line in enumerate(text.split("\n")) if line.strip()]
    first = lines[0].text if lines else ""
    anchor = Anchor(row, mentions.times[0], first, "lead")
    made = item(anchor, lines[1:], lang)
    who = tuple(
        p for _, c in by_role.get("speaker", []) for line in c.text.split("\n") for p in _cell_people(line, lang)
    )
    place = next((_flat(c.text) for _, c in by_role.get("place", [])), None)
    speakers = made.speakers + tuple(p for p in who if p.name not in {s.name for s in made.speakers})
    return replace(made, speakers=speakers, location=place or made.location, lines=(row.number,))


def _cell_people(text: str, lang: Language) -> tuple[Person, ...]:
    if lang["speaker.moderator"].lead(text):
        return ()
    text = before_sentence(text, lang)
    marked = spoken("x " + text, lang)
    named = marked.speakers if marked.marked else people(text, lang)
    return tuple(p for p in named if p.name.strip("–—- "))


def _cell_row(row: Row, text: str, position: int) -> Row:
    stripped = text.strip()
    marker = stripped[0] if stripped[:1] in "•-–*▪" and stripped[1:2] == " " else ""
    return Row(
        row.index, row.number, stripped[2:].strip() if marker else stripped, 2 if position and marker else 0, marker
    )


def _track_item(
    row: Row,
    mentions: Mentions,
    tracks: Sequence[tuple[Column, Cell]],
    by_role: dict[str, list[tuple[Column, Cell]]],
    lang: Language,
) -> Item:
    if len(tracks) < 2:
        plain = {**by_role, "title": [(k, c) for k, c in tracks] or by_role.get("title", [])}
        return _plain_item(row, mentions, plain, lang)
    choices = tuple(_track_choice(column, cell, lang) for column, cell in tracks)
    title = _flat(by_role["title"][0][1].text) if by_role.get("title") else " / ".join(c.title for c in choices)
    return Item(
        row, mentions.times[0].start, mentions.times[0].end, title, choices=choices, kind=Kind.TALK, lines=(row.number,)
    )


def _track_choice(column: Column, cell: Cell, lang: Language) -> Choice:
    lines = [line.strip() for line in cell.text.split("\n") if line.strip()]
    head = spoken(lines[0], lang)
    who, place = list(head.speakers), None
    for line in lines[1:]:
        named = person_line(line, lang) or (spoken("x " + line, lang).speakers if not who else ())
        if named:
            who += named
        elif place is None and len(line) < 40:
            place = line
    return Choice(head.title, tuple(who), place, column.name or None)


def _go_on(
    row: Row, by_role: dict[str, list[tuple[Column, Cell]]], made: list[Item], lang: Language, *, merged: bool
) -> None:
    """A row without a time: another choice under a merged time cell, or more of the item above."""
    above = made[-1]
    tracks = by_role.get("track", [])
    titles = [c for _, c in by_role.get("title", [])]
    if merged and titles:
        column = by_role["title"][0][0]
        choice = _track_choice(column, titles[0], lang)
        who = tuple(p for _, c in by_role.get("speaker", []) for p in people(_flat(c.text), lang))
        place = next((_flat(c.text) for _, c in by_role.get("place", [])), None)
        choice = replace(choice, speakers=choice.speakers + who, location=place or choice.location, track=None)
        first = () if above.choices else (Choice(above.title, above.speakers, above.location),)
        made[-1] = replace(
            above,
            choices=(*above.choices, *first, choice),
            speakers=(),
            location=None,
            lines=(*above.lines, row.number),
        )
        return
    if tracks and above.choices:
        more = tuple(_track_choice(column, cell, lang) for column, cell in tracks) if merged else ()
        rest = () if merged else tuple(_flat(cell.text) for _, cell in tracks)
        lines = (*above.lines, row.number)
        made[-1] = replace(above, choices=above.choices + more, notes=above.notes + rest, lines=lines)
        return
    said = [spoken(_flat(c.text), lang) for c in titles]
    notes = tuple(_flat(c.text) for c, s in zip(titles, said, strict=True) if s.title or not s.speakers)
    who = tuple(p for _, c in by_role.get("speaker", []) for p in people(_flat(c.text), lang))
    who += tuple(p for s in said if not s.title for p in s.speakers)
    made[-1] = replace(
        above, notes=above.notes + notes, speakers=above.speakers + who, lines=(*above.lines, row.number)
    )
