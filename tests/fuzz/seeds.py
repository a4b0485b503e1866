"""One small, sound source of every format: where mutations start from."""

from __future__ import annotations

from functools import cache

from tests.broken.other_files import calendar, event, letter_pdf, mail_with
from tests.read.office import docx, odt, p, r

LETTER = """---
title: Temadag
---
# Temadag den 2. september 2026

| Tid | Emne |
|-----|------|
| 9.00 | **Kaffe** |

- Kl. 16.30-17.00 **Velkommen v/ Ida Holm**, formand
  1. Kvalitet [her](https://a.example)
> citat
"""
SCHEDULE = (
    '{"schedule": {"conference": {"title": "Møde", "days": [{"date": "2026-09-02", "rooms": {"Sal A": ['
    '{"title": "Kaffe",'
    '"date": "2026-09-02T09:00:00+02:00", "start": "09:00", "duration": "00:30", "persons": [{"name": "Ida"}]}]}}]}}}'
)
PAGE = (
    "<!doctype html><html lang=da><title>Møde</title><nav>Menu</nav><main><h1>Program</h1><table><tr><th>Tid<th>Emne"
    "<tr><td rowspan=2>9.00<td>Kaffe</table><dl><dt>9<dd>Te</dl><p>2. september<br>2026</main>"
)


@cache
def seeds() -> dict[str, bytes]:
    """Return file name → bytes."""
    table = "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>" + p("Kaffe") + "</w:tc></w:tr></w:tbl>"
    rows = '<table:table><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>9</text:p>'
    return {
        "a.txt": LETTER.encode("cp1252"),
        "a.md": LETTER.encode(),
        "a.docx": docx(p(r("Kl. 9", "<w:b/>"), properties='<w:numPr><w:numId w:val="1"/></w:numPr>') + table),
        "a.odt": odt(f"<text:h>Program</text:h>{rows}</table:table-cell></table:table-row></table:table>"),
        "a.rtf": rb"{\rtf1\ansi{\header KL\par}\trowd\pard\intbl 9.00\cell Kaffe\cell\row\pard M\'f8de\u8211?\par}",
        "a.pdf": letter_pdf(),
        "a.html": PAGE.encode(),
        "a.eml": mail_with(docx(p("Kl. 9 Kaffe")), "brev.docx"),
        "a.ics": calendar(event("DTSTART;TZID=Europe/Copenhagen:20260902T090000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n")),
        "a.json": SCHEDULE.encode(),
    }
