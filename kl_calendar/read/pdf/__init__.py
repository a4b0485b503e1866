"""PDF bytes in, a `Document` out: lines in reading order, table rows kept together, page furniture told apart.

The steps: `source` takes characters, drawn lines and links out of the file; `glyphs` makes words and `fragments` pieces
of lines; `grids` finds ruled tables; `furniture` finds headers and footers; `columns` puts the rest in reading order;
`tables` and `paragraphs` make rows and whole paragraphs; `compose` writes the document's lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.i18n import say
from kl_calendar.limits import MAX_LINES
from kl_calendar.model.document import Document, Zone
from kl_calendar.model.problem import Severity, kind
from kl_calendar.read.pdf.columns import Aligned, Flow, arrange, joined
from kl_calendar.read.pdf.compose import Part, compose
from kl_calendar.read.pdf.fragments import attached, fragments, is_clock, strong_edges
from kl_calendar.read.pdf.furniture import zones
from kl_calendar.read.pdf.glyphs import words
from kl_calendar.read.pdf.grids import Grid, placed, ruled, stacked
from kl_calendar.read.pdf.neighbours import settled
from kl_calendar.read.pdf.paragraphs import nouns_capitalised
from kl_calendar.read.pdf.source import PdfWithoutText, load
from kl_calendar.read.pdf.tables import of_aligned, of_grid
from kl_calendar.read.refusals import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kl_calendar.read.pdf.columns import Block
    from kl_calendar.read.pdf.fragments import Fragment
    from kl_calendar.read.pdf.glyphs import Word
    from kl_calendar.read.pdf.source import Page
    from kl_calendar.read.pdf.tables import Table

PAGE_WITHOUT_TEXT = kind(
    "page-without-text",
    Severity.WARNING,
    "a page holds only a picture and could not be read",
    "look at that page yourself, or run text recognition (OCR) on it",
)

MAX_LINES_IN_A_ROW = 3
"""A drawn frame of one row with more lines than this in a cell sets text in columns."""

_FILE_TITLE = re.compile(
    r"\.\w{2,4}$|^microsoft \w+ -|^\(?(?:untitled|anonymous|presentation|document\d*)\)?$", re.IGNORECASE
)


def read(raw: bytes, name: str) -> Document:
    """Read a PDF; raises an `InputError` for one that is locked, damaged, too large or without text."""
    source = load(raw, name)
    sheets = [_Sheet(page) for page in source.pages]
    if not any(sheet.words for sheet in sheets):
        raise PdfWithoutText(name)
    furniture = zones([(s.page.height, [*s.loose, *s.ruled]) for s in sheets])
    nouns = nouns_capitalised([word for sheet in sheets for word in sheet.words])
    parts = [part for sheet, zone in zip(sheets, furniture, strict=True) for part in sheet.parts(zone, nouns=nouns)]
    lines = compose(parts)
    if len(lines) > MAX_LINES:
        raise TooLarge(name, say("this PDF has more than the {limit} lines we read", limit=MAX_LINES))
    blank = [s.page.number for s in sheets if not s.words and s.page.pictures]
    notes = tuple((0, PAGE_WITHOUT_TEXT.code) for _ in blank)
    title = "" if _FILE_TITLE.search(source.title.strip()) else source.title.strip()
    return Document(name, "pdf", tuple(lines), title=title or None, notes=notes)


class _Sheet:
    """A page on its way: its words, its ruled tables, and the pieces outside them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = words(page.glyphs)
        grids, self.rules = ruled(page)
        self.grids = stacked([grid for grid in grids if self._is_table(grid)], self.words)
        walls = [x for grid in grids for x in grid.xs[1:-1]]
        outside = [w for w in self.words if not any(_holds(g, w) for g in self.grids)]
        self.loose = attached(fragments(outside, strong_edges(outside), walls))
        self.left = min((w.x0 for w in self.words), default=0.0)
        self.ruled = fragments(w for w in self.words if any(_holds(g, w) for g in self.grids))

    def _is_table(self, grid: Grid) -> bool:
        """Tell a table from lines that only set text in columns, or that leave the rows to the eye."""
        cells = placed(grid, self.words)
        if len({area.column for area in cells}) < 2:
            return False
        lines = {area: {word.y: word.text for word in reversed(inside)} for area, inside in cells.items()}
        if len(grid.ys) == 2:
            return max(map(len, lines.values())) <= MAX_LINES_IN_A_ROW
        return not any(sum(is_clock(text) for text in found.values()) > 2 for found in lines.values())

    def parts(self, furniture: dict[int, Zone], *, nouns: bool) -> Iterator[Part]:
        """Yield header, text and footer."""
        yield from self._furniture(furniture, Zone.HEADER)
        body: Sequence[Fragment | Grid] = [*(f for f in self.loose if id(f) not in furniture), *self.grids]
        right = self.page.width
        blocks = arrange(body, right) if body else []
        ordered = joined([*(b for b in blocks if not _aside(b)), *(b for b in blocks if _aside(b))])
        for block in settled(self._made(b, right, nouns=nouns) for b in ordered):
            zone = Zone.MARGIN if isinstance(block, Flow) and block.margin else Zone.BODY
            yield Part(block, self.page.number, self.page.width, self.left, self.page.links, zone)
        yield from self._furniture(furniture, Zone.FOOTER)

    def _furniture(self, furniture: dict[int, Zone], zone: Zone) -> Iterator[Part]:
        mine = tuple(f for f in self.loose if furniture.get(id(f)) is zone)
        if mine:
            yield Part(Flow(mine, self.page.width), self.page.number, self.page.width, self.left, self.page.links, zone)

    def _made(self, block: Block, right: float, *, nouns: bool) -> Flow | Table:
        if isinstance(block, Grid):
            return of_grid(block, self.words, nouns=nouns)
        if isinstance(block, Aligned):
            return of_aligned(block, self.rules, right - self.left, nouns=nouns)
        return block


def _aside(block: Block) -> bool:
    return isinstance(block, Flow) and block.margin


def _holds(grid: Grid, word: Word) -> bool:
    return grid.x0 <= (word.x0 + word.x1) / 2 <= grid.x1 and grid.top <= word.y - 0.3 * word.size <= grid.bottom
