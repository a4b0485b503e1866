"""What stands side by side: rows of a table, columns of text, or a box in the margin? Pieces in, judgements out."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from typing import TYPE_CHECKING

from kl_calendar.read.pdf.fragments import Fragment, is_clock, is_label
from kl_calendar.read.pdf.grids import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Item = Fragment | Grid


def labels(item: Item) -> bool:
    """Tell whether a piece is a label."""
    return isinstance(item, Fragment) and is_label(item.text)


def labelled(items: Sequence[Item]) -> bool:
    """Tell whether most of the pieces are labels."""
    return sum(map(labels, items)) >= max(2, 0.6 * len(items))


def pitch_of(items: Iterable[Item]) -> float:
    """Return the usual distance from line to line, or a line's height where there is only one."""
    ys = sorted(i.y for i in items if isinstance(i, Fragment))
    steps = sorted(b - a for a, b in itertools.pairwise(ys) if b - a > 2)
    return steps[len(steps) // 2] if steps else 12.0


def spans(items: Sequence[Item], crossing: int = 0) -> list[tuple[float, float]]:
    """Return the columns of a band: where more than `crossing` items cover the width."""
    events = sorted([(i.x0, 1) for i in items] + [(max(i.x1, i.x0 + 0.01), -1) for i in items])
    columns: list[tuple[float, float]] = []
    depth, start = 0, 0.0
    for x, step in events:
        if step > 0 and depth == crossing:
            start = x
        if step < 0 and depth == crossing + 1:
            if columns and start - columns[-1][1] < 3:
                columns[-1] = (columns[-1][0], x)
            else:
                columns.append((start, x))
        depth += step
    return columns


def members_of(items: Sequence[Item], columns: Sequence[tuple[float, float]]) -> list[list[Item]]:
    """Return what stands in each column."""
    members: list[list[Item]] = [[] for _ in columns]
    starts = [start for start, _ in columns]
    for item in items:
        members[max(0, bisect_right(starts, item.x0 + 1) - 1)].append(item)
    return members


def level(these: Iterable[Item], those: Iterable[Item]) -> float:
    """Return the share of these lines that stand on a baseline of those."""
    ys = [i.y for i in those if isinstance(i, Fragment)]
    mine = [i for i in these if isinstance(i, Fragment)]
    hits = sum(any(abs(i.y - y) <= 0.3 * i.size for y in ys) for i in mine)
    return hits / len(mine) if mine else 0.0


def cuts_of(members: list[list[Item]]) -> list[int]:
    """Return the columns that begin something of their own: a second column of clock times with text after it."""
    cuts = []
    for index in range(2, len(members) - 1):
        if _timed(members[index]) and not labelled(members[index - 1]) and _timed(members[0]):
            cuts.append(index)
    if len(members) > 2 and not cuts and _independent(members[-1], members[:-1]):
        cuts.append(len(members) - 1)
    return cuts


def _timed(items: Sequence[Item]) -> bool:
    clocks = sum(isinstance(i, Fragment) and is_clock(i.text) and is_label(i.text) for i in items)
    return clocks >= max(2, 0.6 * len(items))


def _independent(side: Sequence[Item], members: Sequence[Sequence[Item]]) -> bool:
    """Tell a text of its own beside a table: in another size on baselines of its own, or running on past the rows."""
    main = [i for m in members for i in m]
    if len(side) < 3 or not all(isinstance(i, Fragment) for i in (*side, *main)):
        return False
    sizes = [_median([i.size for i in items if isinstance(i, Fragment)]) for items in (side, main)]
    if abs(sizes[0] - sizes[1]) > 0.07 * sizes[1] and level(side, main) < 0.5:
        return True
    return _filled(side) and _passed(side, members[0]) > 2 >= _passed(members[-1], members[0])


def _passed(items: Sequence[Item], rows: Sequence[Item]) -> int:
    """Return how many labels stand beside the longest run of lines without a gap."""
    lines = sorted((i for i in items if isinstance(i, Fragment)), key=lambda i: i.y)
    steps = [b.y - a.y for a, b in itertools.pairwise(lines) if b.y - a.y > 2]
    usual = min(steps, default=0.0)
    most, first = 0, 0
    for index, line in enumerate(lines):
        if index and line.y - lines[index - 1].y > 1.25 * usual:
            first = index
        beside = sum(
            lines[first].y - 1 <= r.y <= line.y + 1 for r in rows if isinstance(r, Fragment) and is_label(r.text)
        )
        most = max(most, beside)
    return most


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def label_column(members: list[list[Item]]) -> int | None:
    """Return the column whose lines begin the rows, or None when the columns are no table."""
    if labelled(members[0]) and level(members[0], [i for m in members[1:] for i in m]) > 0.3:
        return 0
    for index in range(1, len(members)):
        if labelled(members[index]) and level(members[index], members[0]) >= 0.8:
            return index
    return 0 if _listed(members) else None


def _listed(members: list[list[Item]]) -> bool:
    """Tell rows that do not begin with labels (names and places, `9.00 Welcome` and who) from columns of text."""
    clocked = [index for index, m in enumerate(members) if _clocks(m) >= 2]
    if len(members) < 2 or len(clocked) > 1 or (clocked and clocked[0]) or any(_filled(m) for m in members):
        return False
    if not clocked and level(members[0], members[1]) < 0.8:
        return False
    if not all(level(m, members[0]) >= (0.9 if clocked else 0.8) for m in members[1:]):
        return False
    return not clocked or _irregular(members[0]) or not any(_is_fact(i) for m in members[1:] for i in m)


def _irregular(items: Iterable[Item]) -> bool:
    """Tell uneven distances from line to line: what keeps level with them does so on purpose."""
    ys = sorted(i.y for i in items if isinstance(i, Fragment))
    steps = sorted(b - a for a, b in itertools.pairwise(ys))
    return len(steps) > 2 and steps[-1] - steps[0] > 2


def _is_fact(item: Item) -> bool:
    """Tell what stands in a box of facts (an address, a price, a number) from a name or a room."""
    return isinstance(item, Fragment) and any(c.isdigit() or c in ":@" for c in item.text)


def _clocks(items: Iterable[Item]) -> int:
    return sum(isinstance(i, Fragment) and is_clock(i.text) for i in items)


def _filled(items: Sequence[Item]) -> bool:
    """Tell running text: most of the lines reach the column's right edge."""
    edge = max(i.x1 for i in items)
    full = [i for i in items if isinstance(i, Fragment) and edge - i.x1 < 2.5 * i.size]
    return len(items) >= 3 and len(full) * 2 > len(items) and sum(len(i.words) for i in full) >= 4 * len(full)


def is_margin(side: Sequence[Item], main: Sequence[Item], weight: float) -> bool:
    """Tell a box in the margin: narrow, little text, smaller print or on baselines of its own, no programme."""
    if weight > 0.7 or _clocks(side) >= 2 or any(isinstance(i, Grid) for i in side):
        return False
    widths = [max(i.x1 for i in items) - min(i.x0 for i in items) for items in (side, main)]
    narrow = widths[0] < 0.6 * widths[1]
    pieces = [i for i in main if isinstance(i, Fragment)]
    small = bool(pieces) and _median([i.size for i in side if isinstance(i, Fragment)]) < 0.93 * _median(
        [i.size for i in pieces]
    )
    return narrow and (small or (weight < 0.4 and level(side, main) < 0.6))


def sections(members: Sequence[Sequence[Item]], column: int) -> list[Fragment]:
    """Return the lines in the label column that head a section: no label, alone on their line, not close below one."""
    others = [i for index, m in enumerate(members) if index != column for i in m if isinstance(i, Fragment)]
    found = []
    last: Fragment | None = None
    for line in sorted((i for i in members[column] if isinstance(i, Fragment)), key=lambda i: i.y):
        close = last is not None and line.y - last.y < 1.5 * line.size and line.bold == last.bold
        alone = not any(abs(o.y - line.y) < 0.9 * line.size for o in others)
        if alone and not close and not is_label(line.text) and not is_clock(line.text):
            found.append(line)
        last = line
    return found
