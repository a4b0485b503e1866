"""Reading PDFs beside pdfplumber: fails when we take more than 0.4 of its time or find fewer points.

    python -m bench.read_pdf [DIR]        DIR holds NAME.pdf with NAME.json beside it (default: the dev corpus)

pdfplumber's tables are what a user would pick; where it finds no table its text lines count.
"""

from __future__ import annotations

import io
import sys

import pdfplumber

from bench._reading import Contest, hold
from kl_calendar.read.pdf import read


def theirs(raw: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(raw)) as document:
        return [line for page in document.pages for line in _page(page)]


def _page(page: pdfplumber.page.Page) -> list[str]:
    rows = [" ".join(cell or "" for cell in row) for table in page.extract_tables() for row in table]
    return rows or page.extract_text().splitlines()


if __name__ == "__main__":
    contest = Contest("pdf", read, "pdfplumber", theirs, limit=0.4, runs=7, reach=2)
    sys.exit(hold(contest, sys.argv[1:]))
