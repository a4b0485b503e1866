"""Whole pages as ReportLab, WeasyPrint and LibreOffice write them, each beside the lines a person reads on it.

A new case is a PDF dropped into `pdfs/` with its `.lines` beside it; look at the page before you accept the lines.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kl_calendar.read.pdf import read
from tests.read.pdf_paper import shown

PAGES = sorted((Path(__file__).parent / "pdfs").glob("*.pdf"))


def test_there_are_pages_to_read() -> None:
    assert len(PAGES) >= 20


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_gives_the_lines_a_person_reads(page: Path) -> None:
    wanted = page.with_suffix(".lines").read_text("utf-8")
    assert shown(read(page.read_bytes(), page.name)) == wanted
