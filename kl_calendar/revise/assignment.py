"""Scores of pairs in, the best set of pairs out, and for each pair what would have been just as good.

A pair that has no score is impossible. The best set has the largest sum; of two equal sets the one that pairs earlier
with earlier wins, always.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Scores = dict[tuple[int, int], float]
"""(old, new) → how much speaks for it; only positive ones."""

LARGE = 60
"""A knot of more alike slots than this is solved greedily: exact solving grows with the cube (60: some 20 ms)."""

SAME = 1e-6
"""Sums closer than this are equal: what is left of floating-point arithmetic."""


def best_pairs(scores: Scores) -> dict[int, int]:
    """Return old → new of the best set of pairs."""
    pairs: dict[int, int] = {}
    for old, new in _knots(scores):
        inner = {pair: scores[pair] for pair in scores if pair[0] in old}
        if len(old) == 1 or len(new) == 1 or max(len(old), len(new)) > LARGE:
            pairs |= _greedy(inner)
        else:
            pairs |= _exact(sorted(old), sorted(new), inner)
    return pairs


def rivals(scores: Scores, pairs: Mapping[int, int]) -> list[tuple[int, int, int, int]]:
    """Return (old, new, other old, other new) where another pairing would have been just as good.

    An other that stays alone is -1. Only single replacements and exchanges of two are looked at; a tie in a longer ring
    shows up as one of these.
    """
    taken = {new: old for old, new in pairs.items()}
    found = []
    for (old, new), score in scores.items():
        partner, holder = pairs.get(old), taken.get(new)
        if partner == new:
            continue
        if partner is None and holder is not None and abs(scores[holder, new] - score) <= SAME:
            found.append((holder, new, old, -1))
        elif holder is None and partner is not None and abs(scores[old, partner] - score) <= SAME:
            found.append((old, partner, -1, new))
        elif partner is not None and holder is not None and old < holder:
            swapped = score + scores.get((holder, partner), float("-inf"))
            if abs(swapped - scores[old, partner] - scores[holder, new]) <= SAME:
                found.append((old, partner, holder, new))
    return found


def _knots(scores: Scores) -> list[tuple[set[int], set[int]]]:
    """Split into independent parts: slots that no chain of scores joins."""
    by_old: dict[int, set[int]] = {}
    by_new: dict[int, set[int]] = {}
    for old, new in scores:
        by_old.setdefault(old, set()).add(new)
        by_new.setdefault(new, set()).add(old)
    knots = []
    waiting = dict.fromkeys(sorted(by_old))
    while waiting:
        reach = [next(iter(waiting))]
        olds: set[int] = set()
        news: set[int] = set()
        while reach:
            old = reach.pop()
            if old in olds:
                continue
            olds.add(old)
            waiting.pop(old, None)
            fresh = by_old[old] - news
            news |= fresh
            reach += [other for new in fresh for other in by_new[new]]
        knots.append((olds, news))
    return knots


def _greedy(scores: Scores) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for old, new in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if old not in pairs and new not in taken:
            pairs[old] = new
            taken.add(new)
    return pairs


def _exact(olds: list[int], news: list[int], scores: Scores) -> dict[int, int]:
    """Solve by shortest augmenting paths (Kuhn 1955, Munkres 1957), with a place to stay alone for everyone."""
    if len(olds) > len(news):
        turned = {(new, old): score for (old, new), score in scores.items()}
        return {old: new for new, old in _exact(news, olds, turned).items()}
    width = len(news) + len(olds)  # the last columns mean "alone", at no gain
    costs = [[-scores.get((old, new), 0.0) for new in news] + [0.0] * len(olds) for old in olds]
    column_of = _assign(costs, width)
    pairs = ((old, column_of[row]) for row, old in enumerate(olds))
    return {old: news[c] for old, c in pairs if c < len(news) and (old, news[c]) in scores}


def _assign(costs: list[list[float]], width: int) -> list[int]:
    """Return for each row its column in a cheapest assignment; rows ≤ columns."""
    rows = len(costs)
    row_price = [0.0] * (rows + 1)
    column_price = [0.0] * (width + 1)
    row_of = [0] * (width + 1)  # 1-based; column 0 holds the row that looks for a place
    for row in range(1, rows + 1):
        row_of[0] = row
        way = _search(costs, row_price, column_price, row_of)
        column = way[0][1]
        while column:
            before = way[1][column]
            row_of[column] = row_of[before]
            column = before
    result = [0] * rows
    for column in range(1, width + 1):
        if row_of[column]:
            result[row_of[column] - 1] = column - 1
    return result


def _search(
    costs: list[list[float]], row_price: list[float], column_price: list[float], row_of: list[int]
) -> tuple[tuple[int, int], list[int]]:
    """Find the cheapest way from column 0 to a free column; prices are brought up to date on the way."""
    width = len(column_price)
    least = [float("inf")] * width
    before = [0] * width
    used = [False] * width
    column = 0
    while row_of[column]:
        used[column] = True
        row, step, following = row_of[column], float("inf"), 0
        line = costs[row - 1]
        for other in range(1, width):
            if used[other]:
                continue
            reduced = line[other - 1] - row_price[row] - column_price[other]
            if reduced < least[other]:
                least[other], before[other] = reduced, column
            if least[other] < step:
                step, following = least[other], other
        for other in range(width):
            if used[other]:
                row_price[row_of[other]] += step
                column_price[other] -= step
            else:
                least[other] -= step
        column = following
    return (0, column), before
