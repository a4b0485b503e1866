"""Rectangles, and the straight lines in a drawn path: points in, boxes out."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SLANT = 1.0
"""A line that drifts more than this (points) across its direction is no ruled line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


def around(points: Sequence[tuple[float, float]]) -> Box:
    """Return the smallest box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def outlines(points: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """Yield the boxes of one subpath: itself when it is a thin or upright rectangle, else its straight pieces."""
    if len(points) < 2:
        return
    whole = around(points)
    thin = min(whole.x1 - whole.x0, whole.y1 - whole.y0) <= 3
    pieces = [around(pair) for pair in itertools.pairwise(points)]
    straight = [p for p in pieces if min(p.x1 - p.x0, p.y1 - p.y0) <= SLANT]
    if thin or (4 <= len(points) <= 5 and len(straight) == len(pieces)):
        yield whole
    else:
        yield from straight
