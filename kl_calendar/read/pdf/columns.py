"""Reading order: the pieces of one page in, blocks in reading order out.

The page is cut again and again at its best gutter: a vertical strip nothing crosses between some height and another,
with text on both sides. What stands beside a gutter is rows of one table when the left side is labels (times, numbers,
`Sted:`) that the right side's lines begin level with; else it is columns, each read by itself, where a narrow one
that does not keep level with the main text is a margin box.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.read.pdf.fragments import Fragment
from kl_calendar.read.pdf.grids import Grid
from kl_calendar.read.pdf.judging import (
    cuts_of,
    is_margin,
    label_column,
    labelled,
    labels,
    members_of,
    pitch_of,
    sections,
    spans,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Item = Fragment | Grid

MAX_DEPTH = 40
"""Gutters within gutters: a real page has some dozens in all."""

MAX_TESTS = 400_000
"""Positions times pieces we test for gutters on one page: some ten thousand on a real one. Then it is read in lines."""

MANY = 80
"""With more left edges than this, only those that two pieces share can be a column's."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that follow each other in one column, which can be written as far as `right`."""

    fragments: tuple[Fragment, ...]
    right: float
    margin: bool = False


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table without ruled columns: its pieces, and where its columns begin and end."""

    fragments: tuple[Fragment, ...]
    columns: tuple[tuple[float, float], ...]
    labels: int
    """The column whose lines say where a row begins."""
    right: float
    """How far its last column can reach."""


Block = Flow | Aligned | Grid


@dataclass(frozen=True, slots=True)
class _Gutter:
    x: float
    left: tuple[Item, ...]
    right: tuple[Item, ...]
    lo: float
    hi: float

    @property
    def score(self) -> float:
        """Many lines on both sides, and a wide strip between them."""
        left, right = _within(self.left, self.lo, self.hi), _within(self.right, self.lo, self.hi)
        width = min(i.x0 for i in right) - max(i.x1 for i in left)
        return min(len(left), len(right)) * min(width, 30.0)


class _Budget:
    """What is left of the work allowed on one page, over all cuts."""

    def __init__(self, tests: int) -> None:
        self.tests = tests


def arrange(items: Sequence[Item], right: float) -> list[Block]:
    """Return the blocks of a page that reaches to `right`, in reading order."""
    return _arrange(items, right, _Budget(MAX_TESTS), 0)


def _arrange(items: Sequence[Item], right: float, budget: _Budget, depth: int) -> list[Block]:
    items = sorted(items, key=lambda i: (_middle(i), i.x0))
    gutter = _best(items, budget) if depth < MAX_DEPTH else None
    if gutter is None:
        return _plain(items, right)
    band = _band(gutter)
    inside = {id(i) for i in band}
    top = min(i.top for i in band)
    rest = [i for i in items if id(i) not in inside]
    above = [i for i in rest if _middle(i) < top]
    below = [i for i in rest if _middle(i) >= top]
    return [
        *(_arrange(above, right, budget, depth + 1) if above else []),
        *_divide(band, right, budget, depth),
        *(_arrange(below, right, budget, depth + 1) if below else []),
    ]


def joined(blocks: Iterable[Block]) -> list[Block]:
    """Put flows together that were cut only because something stands beside one of them."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if isinstance(block, Flow) and isinstance(last, Flow) and _goes_on(last, block):
            made[-1] = Flow((*last.fragments, *block.fragments), min(last.right, block.right))
        else:
            made.append(block)
    return made


def _goes_on(last: Flow, block: Flow) -> bool:
    if last.margin or block.margin or block.fragments[0].y <= last.fragments[-1].y:
        return False
    lefts = [min(f.x0 for f in flow.fragments) for flow in (last, block)]
    far = max(f.x1 for flow in (last, block) for f in flow.fragments)
    return abs(lefts[0] - lefts[1]) < 12 and far <= min(last.right, block.right)


def _middle(item: Item) -> float:
    return item.y - 0.3 * item.size if isinstance(item, Fragment) else item.top


def _plain(items: Sequence[Item], right: float) -> list[Block]:
    blocks: list[Block] = []
    run: list[Fragment] = []
    for item in items:
        if isinstance(item, Fragment):
            run.append(item)
            continue
        if run:
            blocks.append(Flow(tuple(run), right))
            run = []
        blocks.append(item)
    return [*blocks, Flow(tuple(run), right)] if run else blocks


def _within(items: Iterable[Item], lo: float, hi: float) -> list[Item]:
    return [i for i in items if i.bottom > lo and i.top < hi]


def _best(items: Sequence[Item], budget: _Budget) -> _Gutter | None:
    """Return the gutter with most lines beside it, or None."""
    count = Counter(round(i.x0) for i in items)
    starts = sorted(x for x in count if len(count) <= MANY or count[x] > 1)
    budget.tests -= len(starts) * len(items)
    if budget.tests < 0:
        return None
    found = [g for x in starts[1:] for g in _gutters(items, x - 1.0)]
    return max(found, key=lambda g: g.score, default=None)


def _gutters(items: Sequence[Item], x: float) -> list[_Gutter]:
    """Return the gutters at x, one for each height that nothing crosses and that has text on both sides."""
    crossing = sorted((i.top, i.bottom) for i in items if i.x0 < x < i.x1)
    tops = [top for top, _ in crossing]
    groups: dict[int, tuple[list[Item], list[Item]]] = {}
    for item in items:
        if item.x0 < x < item.x1:
            continue
        index = bisect_right(tops, _middle(item))
        if index and crossing[index - 1][1] > _middle(item):
            continue  # stands on a line that crosses
        groups.setdefault(index, ([], []))[item.x0 >= x].append(item)
    return [g for left, right in groups.values() if (g := _gutter(x, left, right)) is not None]


def _gutter(x: float, left: list[Item], right: list[Item]) -> _Gutter | None:
    if not left or not right:
        return None
    lo = max(min(i.top for i in left), min(i.top for i in right))
    hi = min(max(i.bottom for i in left), max(i.bottom for i in right))
    beside = _within(left, lo, hi), _within(right, lo, hi)
    fewest = min(_lines(beside[0]), _lines(beside[1]))
    if fewest < 2:
        return None
    width = min(i.x0 for i in beside[1]) - max(i.x1 for i in beside[0])
    size = max((i.size for i in beside[0] if isinstance(i, Fragment)), default=10.0)
    if width < (0.35 if fewest >= 4 else 0.7) * size:
        return None
    return _Gutter(x, tuple(left), tuple(right), lo, hi)


def _lines(items: Iterable[Item]) -> int:
    return sum(2 if isinstance(i, Grid) else 1 for i in items)


def _band(gutter: _Gutter) -> list[Item]:
    """Return what belongs beside the gutter: all on the right, and the left as far as it goes on in one piece."""
    beside = _within(gutter.left, gutter.lo, gutter.hi)
    first, last = min(i.top for i in beside), max(i.bottom for i in beside)
    flowing = not labelled(beside)
    pitch = pitch_of(beside)
    edge = max(i.x1 for i in beside) + 6
    for line in _by_line(i for i in gutter.left if i not in beside and i.top >= last - 1):
        fits = (flowing and all(i.x1 < edge for i in line)) or any(map(labels, line))
        if not fits or min(i.top for i in line) - last > 1.2 * pitch:
            break
        beside += line
        last = max(i.bottom for i in line)
    return [*beside, *_contiguous(gutter.right, first, max(last, gutter.hi) + 3 * pitch, pitch)]


def _by_line(items: Iterable[Item]) -> list[list[Item]]:
    lines: list[list[Item]] = []
    for item in sorted(items, key=_middle):
        if lines and abs(_middle(item) - _middle(lines[-1][0])) < 3:
            lines[-1].append(item)
        else:
            lines.append([item])
    return lines


def _contiguous(items: Iterable[Item], first: float, last: float, pitch: float) -> list[Item]:
    """Return the items level with a band, and those that follow close upon them above and below."""
    ordered = sorted(items, key=lambda i: i.top)
    inside = [i for i in ordered if i.bottom > first - 1 and i.top <= last]
    for item in reversed([i for i in ordered if i.bottom <= first - 1]):
        if first - item.bottom > pitch:
            break
        inside.insert(0, item)
        first = item.top
    for item in (i for i in ordered if i.top > last):
        if item.top > inside[-1].bottom + 2 * pitch:
            break
        inside.append(item)
    return inside


def _divide(band: Sequence[Item], right: float, budget: _Budget, depth: int) -> list[Block]:
    """Tell whether a band is one table or columns, and return its blocks."""
    columns = spans(band)
    members = members_of(band, columns) if columns else []
    if len(members) < 2:
        return _plain(sorted(band, key=lambda i: (_middle(i), i.x0)), right)
    cuts = cuts_of(members)
    if not cuts and not any(isinstance(i, Grid) for i in band):
        column = label_column(members)
        if column is not None:
            return _table(band, column, members, right)
        cuts = list(range(1, len(columns)))
    groups = [[i for m in members[a:b] for i in m] for a, b in zip([0, *cuts], [*cuts, len(columns)], strict=True)]
    if len(groups) < 2:
        return _plain(sorted(band, key=lambda i: (_middle(i), i.x0)), right)
    return _side_by_side(groups, right, budget, depth)


def _table(band: Sequence[Item], column: int, members: list[list[Item]], right: float) -> list[Block]:
    """Return the table, with the lines above it that are no row of it, and cut where a line is a section's heading."""
    pieces = [i for i in band if isinstance(i, Fragment)]
    top = min(i.top for i in members[column])
    lead = [i for i in pieces if i.bottom < top + 1 and column]
    rest = [i for i in pieces if i not in lead]
    columns = _columns(rest, column)
    starts = [start for start, _ in columns]
    found = sections(members, column)
    column = max(0, bisect_right(starts, min(i.x0 for i in members[column]) + 1) - 1)
    blocks: list[Block] = [Flow(tuple(lead), right)] if lead else []
    for section in found:
        above = [i for i in rest if i.y < section.y - 1]
        rest = [i for i in rest if i.y > section.y + 1]
        blocks += [Aligned(tuple(above), columns, column, right)] if above else []
        blocks.append(Flow((section,), right))
    return [*blocks, Aligned(tuple(rest), columns, column, right)] if rest else blocks


def _columns(pieces: Sequence[Fragment], column: int) -> tuple[tuple[float, float], ...]:
    rows = len({round(i.y) for i in pieces})
    columns = spans(pieces, crossing=rows // 8)
    return tuple(columns if len(columns) > max(1, column) else spans(pieces))


def _side_by_side(groups: list[list[Item]], right: float, budget: _Budget, depth: int) -> list[Block]:
    weights = [sum(len(i.text) if isinstance(i, Fragment) else 200 for i in g) for g in groups]
    main = weights.index(max(weights))
    body: list[Block] = []
    margin: list[Block] = []
    for index, group in enumerate(groups):
        limit = min((i.x0 for i in groups[index + 1]), default=right) if index + 1 < len(groups) else right
        if index != main and is_margin(group, groups[main], weights[index] / max(1, weights[main])):
            lines = sorted((i for i in group if isinstance(i, Fragment)), key=lambda i: (i.y, i.x0))
            margin.append(Flow(tuple(lines), limit, margin=True))
        else:
            body.extend(_arrange(group, limit, budget, depth + 1))
    return [*body, *margin]
