"""A mail, whatever file it came in: its parts in, one `Document` out.

The body comes first, then forwarded mails, then attached programmes, each after a blank line. Text that comes twice (as
plain text and as HTML, as Word and as PDF) counts once. The subject is the title, the day it was sent is `dated`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar import errors
from kl_calendar.model.document import Document, Line, Zone
from kl_calendar.model.problem import Severity, kind
from kl_calendar.read import formats, quoting, text
from kl_calendar.read.plain import split, within_limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kl_calendar.model.document import Given

ATTACHMENT_UNREADABLE = kind(
    "attachment-unreadable",
    Severity.WARNING,
    "an attachment that may hold the programme cannot be read",
    "save the attachment and read it by itself to see why",
)
ATTACHMENT_LEFT_OUT = kind(
    "attachment-left-out",
    Severity.NOTE,
    "an attachment in a format that is not read was left out",
    "if the programme is in it, save it as Word, PDF or text",
)

PROGRAMMES = frozenset(("docx", "pdf", "odt", "ics", "html", "htm", "md", "markdown", "txt", "rtf"))
"""Attachments read by their name's end."""

_BY_TYPE = {
    "text/calendar": "ics",
    "application/ics": "ics",
    "text/html": "html",
    "text/markdown": "md",
    "text/plain": "txt",
    "text/rtf": "rtf",
    "application/rtf": "rtf",
    "application/pdf": "pdf",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_SILENT = ("image/", "audio/", "video/", "text/x-", "text/vcard", "text/css")
"""Logos, signatures and visiting cards: nobody misses them."""

MAX_ATTACHMENTS = 40
"""A mail with more files than this is an archive; each is compared with those before it."""

_STRUCK = re.compile(r"<(?:del|s|strike)[\s>]|line-through", re.IGNORECASE)
_TWIN = 0.9
"""Two texts that share this much of their words say the same."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    raw: bytes
    content_type: str = ""

    @property
    def ending(self) -> str:
        """The format its name, else its declared type, tells; empty for none we read."""
        ending = self.name.rsplit(".", 1)[-1].lower() if "." in self.name else ""
        return ending if ending in PROGRAMMES else "" if ending else _BY_TYPE.get(self.content_type, "")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: `bodies` are its texts in order, each as (plain text, HTML), of which either may be empty."""

    subject: str = ""
    sent: date | None = None
    heads: tuple[str, ...] = ()
    """Its header lines as people see them; shown for a mail inside a mail."""
    bodies: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    forwarded: tuple[Mail, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """Something read: its lines, and what goes with them."""

    lines: tuple[Line, ...] = ()
    given: tuple[Given, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    language: str | None = None


def document(mail: Mail, name: str, source: str) -> Document:
    """Return a mail as a document of format `source`."""
    parts = _parts(mail, name)
    lines = _joined([part.lines for part in parts], name)
    if not any(line.text for line in lines):  # a bare calendar invitation: say at least what it says
        lines = _joined([_calendar_lines(attached) for attached in _all_attachments(mail)], name)
    return Document(
        name,
        source,
        lines,
        title=_title(mail),
        dated=_sent(mail),
        language=next((part.language for part in parts if part.language), None),
        given=tuple(dict.fromkeys(event for part in parts for event in part.given)),
        notes=tuple(note for part in parts for note in part.notes),
    )


def _title(mail: Mail) -> str | None:
    return quoting.subject(mail.subject).text or next((t for m in mail.forwarded if (t := _title(m))), None)


def _sent(mail: Mail) -> date | None:
    """The day it was sent; a mail saved without one has the day of the mail it carries."""
    return mail.sent or next((day for inner in mail.forwarded if (day := _sent(inner))), None)


def _all_attachments(mail: Mail) -> list[Attachment]:
    return [*mail.attachments, *(a for inner in mail.forwarded for a in _all_attachments(inner))]


def _parts(mail: Mail, name: str) -> list[_Part]:
    about = quoting.subject(mail.subject)
    parts = [_body(plain, html, name, about) for plain, html in mail.bodies]
    for inner in mail.forwarded:
        heads = tuple(Line(0, text, zone=Zone.HEADER) for text in inner.heads)
        parts += [_Part(heads), *_parts(inner, name)]
    for attached in mail.attachments[:MAX_ATTACHMENTS]:
        parts.append(_attached(attached, [part.lines for part in parts]))
    if len(mail.attachments) > MAX_ATTACHMENTS:
        parts.append(_Part(notes=((0, ATTACHMENT_LEFT_OUT.code),)))
    return parts


def _body(plain: str, html: str, name: str, about: quoting.Subject) -> _Part:
    """Read the text of a mail from the part that shows more: HTML where it has structure, else the plain text."""
    as_plain = plain_lines(plain, name)
    if not html:
        return _Part(quoting.zoned(as_plain, about))
    try:
        page = _read_html(html, name)
    except errors.KlError:
        if not any(line.text for line in as_plain):
            raise
        return _Part(quoting.zoned(as_plain, about))
    chosen = page.lines if _html_shows_more(page.lines, as_plain, html) else as_plain
    return _Part(quoting.zoned(chosen, about), page.given, page.notes, page.language)


def _read_html(markup: str, name: str) -> Document:
    from kl_calendar.read import html  # noqa: PLC0415 -- an extra: a plain mail needs none

    return html.read_markup(markup, name, mail=True)


def _html_shows_more(page: tuple[Line, ...], plain: tuple[Line, ...], markup: str) -> bool:
    in_page, in_plain = _words(page), _words(plain)
    if not in_page or not in_plain:
        return bool(in_page)
    if _likeness(in_page, in_plain) < 0.5:  # not the same text: "your program does not show HTML"
        return in_page.total() > in_plain.total()
    structured = any(line.table or line.heading or line.marker == "•" for line in page) or _STRUCK.search(markup)
    return bool(structured) or _wrapped(page, plain) or _more_links(page, plain)


def _wrapped(page: tuple[Line, ...], plain: tuple[Line, ...]) -> bool:
    """Whether the plain text breaks lines that the page does not."""
    return sum(bool(line.text) for line in page) < sum(bool(line.text) for line in plain)


def _more_links(page: tuple[Line, ...], plain: tuple[Line, ...]) -> bool:
    shown = " ".join(line.text for line in plain)
    return any(link.target not in shown for line in page for link in line.links if link.target.startswith("http"))


def _words(lines: Iterable[Line]) -> Counter[str]:
    return Counter(word.lower() for line in lines for word in re.findall(r"\w+", line.text))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of the shorter text's words that the longer has too."""
    shorter = min(one.total(), other.total())
    return (one & other).total() / shorter if shorter else 0.0


def plain_lines(written: str, name: str) -> tuple[Line, ...]:
    """Return the lines of a plain text body, a signature after `-- ` set apart."""
    signed = next((at for at, line in enumerate(split(written), 1) if line == "-- "), 0)
    made = text.lines_of(written, name=name)
    if not signed:
        return made
    body = Zone.BODY
    return tuple(ln._replace(zone=Zone.FOOTER) if ln.number >= signed and ln.zone is body else ln for ln in made)


def _attached(attached: Attachment, before: list[tuple[Line, ...]]) -> _Part:
    """Read an attached programme, unless its text came before."""
    if not attached.ending:
        silent = attached.content_type.startswith(_SILENT) or not attached.raw
        return _Part() if silent else _Part(notes=((0, ATTACHMENT_LEFT_OUT.code),))
    try:
        read = _read_file(attached)
    except errors.KlError:
        return _Part(notes=((0, ATTACHMENT_UNREADABLE.code),))
    lines = () if read.format == "ics" or any(_same(read.lines, lines) for lines in before) else read.lines
    return _Part(lines, read.given, tuple((0, code) for _, code in read.notes), read.language)


def _same(one: tuple[Line, ...], other: tuple[Line, ...]) -> bool:
    first, second = _words(one), _words(other)
    longer = max(first.total(), second.total())
    return longer > 0 and (first & second).total() >= _TWIN * longer


def _read_file(attached: Attachment) -> Document:
    return formats.read(attached.raw, attached.name or f"attachment.{attached.ending}")


def _calendar_lines(attached: Attachment) -> tuple[Line, ...]:
    if attached.ending != "ics":
        return ()
    try:
        return _read_file(attached).lines
    except errors.KlError:  # already noted
        return ()


def _joined(parts: list[tuple[Line, ...]], name: str) -> tuple[Line, ...]:
    """Return all lines as one text, a blank line between parts, numbered, each table with a number of its own."""
    made: list[Line] = []
    tables = 0
    for lines in parts:
        if made and lines and made[-1].text:
            made.append(Line(len(made) + 1, ""))
        for line in lines:
            table = line.table + tables if line.table else 0
            made.append(line._replace(number=len(made) + 1, table=table))
        tables = max([tables, *(line.table for line in made[-len(lines) :])] if lines else [tables])
    within_limits(name, len(made))
    return tuple(made)
