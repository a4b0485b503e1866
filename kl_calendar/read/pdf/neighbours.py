"""Rows that stand beside a table without having been seen as part of it: the blocks of a page in, the same out.

A row alone between two others that reach across the page shows no gutter, but it does keep to the columns of the
table above or below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.read.pdf.columns import Flow
from kl_calendar.read.pdf.tables import Table, adopt, continued

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.read.pdf.fragments import Fragment


def settled(blocks: Iterable[Flow | Table]) -> list[Flow | Table]:
    """Return the blocks with the lines that fit a table's columns made its rows."""
    made: list[Flow | Table] = []
    for block in blocks:
        last = made[-1] if made else None
        if isinstance(block, Table) and isinstance(last, Flow) and not last.margin:
            made[-1:], block = _take(last, block, above=True)
        elif isinstance(block, Flow) and isinstance(last, Table) and not block.margin:
            rest, made[-1] = _take(block, last, above=False)
            made.extend(rest)
            continue
        made.append(block)
    return made


def _take(flow: Flow, table: Table, *, above: bool) -> tuple[list[Flow], Table]:
    """Move lines from the flow's near end into the table, as long as they fit."""
    lines = _visual_lines(flow.fragments)
    while lines:
        near = lines[-1 if above else 0]
        grown = adopt(table, near, above=above) or (None if above else continued(table, near, flow.right))
        if grown is None:
            break
        table = grown
        lines.pop(-1 if above else 0)
    left = tuple(piece for line in lines for piece in line)
    return ([Flow(left, flow.right)] if left else []), table


def _visual_lines(pieces: Sequence[Fragment]) -> list[list[Fragment]]:
    lines: list[list[Fragment]] = []
    for piece in sorted(pieces, key=lambda p: (p.y, p.x0)):
        if lines and abs(piece.y - lines[-1][0].y) <= 0.3 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines
