"""Lines as one string each, so that a test reads like the page it is about."""

from __future__ import annotations

from kl_calendar.model.document import Cell, Document, Line, Zone


def shown(document: Document) -> list[str]:
    """`## heading`, `• item` (two spaces a level), `[cell | cell]`, `*bold*`, `quoted: words`."""
    return [one(line) for line in document.lines]


def one(line: Line) -> str:
    text = f"[{' | '.join(cell(c) for c in line.cells)}]" if line.cells else line.text
    text = f"*{text}*" if line.bold and not line.cells else text
    zone = "" if line.zone is Zone.BODY or not line.text else f"{line.zone.value}: "
    marker = f"{line.marker} " if line.marker else ""
    return f"{zone}{'#' * line.heading}{' ' if line.heading else ''}{' ' * line.indent}{marker}{text}"


def cell(made: Cell) -> str:
    text = "^" if made.continued else made.text.replace("\n", " / ")
    text = f"={text}=" if made.header else text
    return f"{text}<{made.colspan}" if made.colspan > 1 else text
