"""Tables that are drawn without a table: columns under a header row, aligned with spaces, or one cell a line.

Rows in, rows out: what is a table gets cells and a table number below nought, as rows drawn with tabs do; the rows that
only go on with a cell are emptied. A header that names two columns, one of them the time, is what tells such a table.

    KL.      EMNE                VED              Uhrzeit
    9.00     Velkomst og         Ida Holm         Was
             program                              9.00
                                                  Begrüßung
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.model.document import Cell
from kl_calendar.parse.mentioned import NONE
from kl_calendar.parse.tables import role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_CELL = re.compile(r"\S+(?:\s\S+)*")
"""Words with single spaces between them; two or more begin the next cell."""
_OPEN = re.compile(
    r"(?:\s(?:og|and|und|och|i|på|til|for|om|med|af|av|fra|in|of|at|the|to|im|am|der|die|das|mit|von)|[,/&–-])$"
)
"""The end of a line that goes on."""
_GAP = "  "
_BAR = " | "
_LEAST_BARRED = 3
_NEAR = 2
"""Characters a cell may stand beside the beginning of its column."""
_LONGEST = 30
"""A header's cell; a longer line is text."""
_MOST = 250
"""Rows of a drawn table: no programme has more, and hostile text has a table begin in every row."""
_FEWEST = 2
_SHORT = 5
"""Characters beside a time that are no text: `kl.`, `Uhr`."""


def drawn(made: Sequence[Row], lang: Language) -> tuple[Row, ...]:
    """Return the rows with their drawn tables as tables."""
    rows = list(made)
    free = min([0, *(r.table for r in rows)]) - 1
    index = 0
    while index < len(rows):
        used = _table(rows, index, free, lang) if rows[index].text else 0
        free -= bool(used)
        index += used or 1
    return tuple(rows)


def _table(rows: list[Row], index: int, free: int, lang: Language) -> int:
    if rows[index].cells:
        return _barred(rows, index, free) if index == 0 or not rows[index - 1].text else 0
    if _BAR in rows[index].text and (used := _barred(rows, index, free)):
        return used
    return _aligned(rows, index, free, lang) or _stacked(rows, index, free, lang)


def _parts(row: Row) -> list[tuple[int, str]]:
    """The cells of a row drawn with spaces, each with the character it begins at."""
    return [(row.indent + hit.start(), hit[0]) for hit in _CELL.finditer(row.text)]


def _barred(rows: list[Row], index: int, table: int) -> int:
    """Make a table of a paragraph whose rows are divided by bars; what stands between them goes on with a cell."""
    body = list(_body(rows, index, celled=True))
    if not any(_BAR in r.text and not r.cells for r in body):
        return 0
    barred = [r for r in body if r.cells or _BAR in r.text]  # a reader may have made a table of some of them
    timed = sum(bool(r.found.times) and r.found.times[0].span[0] < _SHORT for r in barred)
    wide = max(len(r.cells) - 1 if r.cells else r.text.count(_BAR) for r in barred)
    if timed < _LEAST_BARRED or wide < _FEWEST or timed * 2 < len(barred):
        return 0
    divided = frozenset(barred)
    above: Row | None = None
    for row in body:
        if row in divided or above is None:
            cells = row.cells or [Cell(part.strip()) for part in row.text.split(_BAR)]
            rows[row.index] = above = _tabled(row, cells, table)
        else:
            first, second, *rest = above.cells if len(above.cells) > 1 else (*above.cells, Cell(""))
            text = f"{row.marker} {row.text}".strip()
            rows[above.index] = above = _tabled(above, [first, Cell(f"{second.text}\n{text}".strip()), *rest], table)
            rows[row.index] = _emptied(row)
    return body[-1].index - index + 1


def _names_columns(texts: Sequence[str], lang: Language) -> bool:
    if len(texts) < _FEWEST or any(len(t) > _LONGEST for t in texts):
        return False
    roles = [role(t, lang) for t in texts]
    return "time" in roles and sum(bool(r) for r in roles) >= max(_FEWEST, len(texts) - 1)


def _aligned(rows: list[Row], index: int, table: int, lang: Language) -> int:
    """Make a table of the rows below a header drawn with spaces; return how many rows it takes."""
    if _GAP not in rows[index].text or rows[index].found.times:
        return 0
    header = _parts(rows[index])
    if not _names_columns([text for _, text in header], lang):
        return 0
    body = list(_body(rows, index + 1))
    firsts = [start for start, _ in header]
    if any(r.indent < firsts[0] - _NEAR for r in body):
        firsts.insert(0, min(r.indent for r in body))
    timed = sum(bool(r.found.times) for r in body)
    dated = sum(any(not d.weak for d in r.found.dates) for r in body)  # such rows are meetings, not items
    if timed < _FEWEST or dated * 2 > len(body) or any(_columns_of(r, firsts) is None for r in body):
        return 0
    heads = _cells(_columns_of(rows[index], firsts) or {}, firsts)
    time = next(k for k, cell in enumerate(heads) if role(cell.text, lang) == "time")
    if any(_timed_elsewhere(r, (_columns_of(r, firsts) or {}).get(time, "")) for r in body):
        return 0
    rows[index] = _tabled(rows[index], heads, table)
    above: Row | None = None
    for row in body:
        cells = _cells(_columns_of(row, firsts) or {}, firsts)
        if above is not None and not cells[time].text:
            joined = [
                Cell(_joined(a.text, b.text, role(head.text, lang)))
                for head, a, b in zip(heads, above.cells, cells, strict=True)
            ]
            rows[above.index] = above = _tabled(above, joined, table)
            rows[row.index] = _emptied(row)
        else:
            rows[row.index] = above = _tabled(row, cells, table)
    return body[-1].index - index + 1


def _timed_elsewhere(row: Row, time: str) -> bool:
    """A row with a time or a day, and nothing in the column of times: the columns are not where the header has them."""
    return not time and bool(row.found.times or any(not d.weak for d in row.found.dates))


def _joined(above: str, below: str, held: str) -> str:
    """A cell's text goes on below; of two persons, each has a line of its own, and so has a remark below a title."""
    words = min(len(above.split()), len(below.split()))
    whole = below[:1].isupper() and words > (1 if held == "speaker" else 2)
    divider = "\n" if whole and not _OPEN.search(above) else " "
    return f"{above}{divider}{below}".strip()


def _body(rows: Sequence[Row], first: int, *, celled: bool = False) -> Iterator[Row]:
    """The rows of a table: those up to a blank row behind them, or to a row that is something else."""
    seen = False
    for row in rows[first : first + _MOST]:
        if row.blank:
            if seen:
                return
            continue
        if (row.cells and not celled) or row.furniture or row.heading:
            return
        seen = True
        yield row


def _columns_of(row: Row, firsts: Sequence[int]) -> dict[int, str] | None:
    """Return the text of each column the row has a cell in; None where a cell begins beside all of them."""
    found: dict[int, str] = {}
    for start, text in _parts(row):
        column = min(range(len(firsts)), key=lambda k: abs(firsts[k] - start))
        if abs(firsts[column] - start) > _NEAR or column in found:
            if not found:
                return None
            found[max(found)] += f" {text}"  # a wide gap inside a cell
        else:
            found[column] = text
    return found


def _cells(found: dict[int, str], firsts: Sequence[int]) -> list[Cell]:
    return [Cell(found.get(k, "")) for k in range(len(firsts))]


def _tabled(row: Row, cells: Sequence[Cell], table: int) -> Row:
    return row._replace(cells=tuple(cells), table=table)


def _emptied(row: Row) -> Row:
    return row._replace(text="", found=NONE, marker="", indent=0)


def _stacked(rows: list[Row], index: int, table: int, lang: Language) -> int:
    """Make a table of lines that are a cell each, below a header of such lines; return how many rows it takes."""
    if len(rows[index].text) > _LONGEST or role(rows[index].text, lang) != "time":
        return 0
    header: list[Row] = []
    for row in rows[index : index + 5]:
        if not row.text or row.cells or row.found.times or len(row.text) > _LONGEST or not role(row.text, lang):
            break
        header.append(row)
    if len(header) <= _FEWEST:
        return 0
    records = _records(rows, header[-1].index + 1)
    if len(records) < _FEWEST or any(len(r) > len(header) for r in records):
        return 0
    for record in (header, *records):
        cells = [Cell(r.text) for r in record] + [Cell("")] * (len(header) - len(record))
        rows[record[0].index] = _tabled(record[0], cells, table)
        for row in record[1:]:
            rows[row.index] = _emptied(row)
    return records[-1][-1].index - index + 1


def _records(rows: Sequence[Row], first: int) -> list[list[Row]]:
    """Lines in groups that each begin with a time and nothing else, up to a blank line."""
    records: list[list[Row]] = []
    for row in rows[first : first + _MOST]:
        if row.blank or row.cells or row.heading:
            break
        if _is_time(row):
            records.append([row])
        elif records:
            records[-1].append(row)
        else:
            break
    return records


def _is_time(row: Row) -> bool:
    times = row.found.times
    return bool(times) and times[0].span[0] < _SHORT and len(row.text) - times[-1].span[1] < _SHORT
