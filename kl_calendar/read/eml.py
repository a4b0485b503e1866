"""Mails as files (RFC 5322, MIME): bytes in, a `Document` out; what the parts mean is `mail`'s business.

The standard library's parser is used with its old policy: the new one reads every header by grammar and can fail on a
header that is merely wrong.
"""

from __future__ import annotations

import email
import email.errors
import email.header
import email.utils
from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING

from kl_calendar import limits
from kl_calendar.i18n import say
from kl_calendar.model.document import Document
from kl_calendar.read import charset
from kl_calendar.read.mail import Attachment, Mail, document
from kl_calendar.read.refusals import TooLarge

if TYPE_CHECKING:
    from datetime import date

MAX_MAILS_INSIDE = 10
"""Deepest mail in a mail; a letter sent on five times is a rarity."""

_HEADS = (("From", "From"), ("Date", "Sent"), ("To", "To"), ("Subject", "Subject"))


def read(raw: bytes, name: str) -> Document:
    """Return the mail, with its attached programmes, as a document."""
    return document(mail_in(raw, name), name, "eml")


def mail_in(raw: bytes, name: str, depth: int = 0) -> Mail:
    """Return the mail in some bytes."""
    if depth > MAX_MAILS_INSIDE:
        raise TooLarge(name, say("mails are nested more than {limit} deep", limit=MAX_MAILS_INSIDE))
    try:
        message = email.message_from_bytes(raw)
    except (RecursionError, ValueError) as fault:
        raise TooLarge(name, say("its parts are nested too deeply to be a letter")) from fault
    return _mail(message, name, depth)


@dataclass
class _Found:
    """What a walk over a mail's parts has met."""

    bodies: list[tuple[str, str]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    forwarded: list[Mail] = field(default_factory=list)


def _mail(message: Message, name: str, depth: int) -> Mail:
    found = _Found()
    waiting: list[tuple[Message, int]] = [(message, 0)]
    while waiting:
        part, level = waiting.pop()
        if level > limits.MAX_NESTING:
            raise TooLarge(name, say("its parts are nested more than {limit} deep", limit=limits.MAX_NESTING))
        if part.get_content_type() == "multipart/alternative":
            inside = _alternatives(part, found)
        elif part.get_content_maintype() == "message" or _file_name(part).lower().endswith(".eml"):
            inside = _inner(part, name, depth, found)
        elif part.is_multipart():
            inside = _children(part)
        else:
            inside = []
            _leaf(part, found)
        waiting.extend((child, level + 1) for child in reversed(inside))
    return Mail(
        header(message, "Subject"),
        sent(message),
        tuple(f"{shown}: {text}" for key, shown in _HEADS if (text := header(message, key))),
        tuple(found.bodies),
        tuple(found.attachments),
        tuple(found.forwarded),
    )


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _alternatives(part: Message, found: _Found) -> list[Message]:
    """Take the plain and the HTML text as one body; return what else there is to look into."""
    plain = html = ""
    rest: list[Message] = []
    for child in _children(part):
        what = child.get_content_type()
        if what == "text/plain" and not plain:
            plain = _text(child)
        elif what == "text/html" and not html:
            html = _text(child)
        elif what == "multipart/related" and not html:
            html, others = _related(child)
            rest.extend(others)
        else:
            rest.append(child)
    if plain or html:
        found.bodies.append((plain, html))
    return rest


def _related(part: Message) -> tuple[str, list[Message]]:
    """Return the HTML of a page sent with its pictures, and the other parts."""
    children = _children(part)
    root = next((child for child in children if child.get_content_type() == "text/html"), None)
    if root is None:
        return "", children
    return _text(root), [child for child in children if child is not root]


def _inner(part: Message, name: str, depth: int, found: _Found) -> list[Message]:
    """Read a mail inside this one; delivery reports and the like are looked into as they are."""
    if depth >= MAX_MAILS_INSIDE:
        raise TooLarge(name, say("mails are nested more than {limit} deep", limit=MAX_MAILS_INSIDE))
    if part.get_content_type() == "message/rfc822":
        found.forwarded.extend(_mail(child, name, depth + 1) for child in _children(part))
    elif not part.is_multipart():
        found.forwarded.append(mail_in(_bytes(part), name, depth + 1))
    return []


def _leaf(part: Message, found: _Found) -> None:
    what, name = part.get_content_type(), _file_name(part)
    attached = bool(name) or part.get_content_disposition() == "attachment"
    if what == "text/plain" and not attached:
        found.bodies.append((_text(part), ""))
    elif what == "text/html" and not attached:
        found.bodies.append(("", _text(part)))
    else:
        found.attachments.append(Attachment(name, _bytes(part), what))


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    text = charset.text(_bytes(part), part.get_content_charset())
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return _unflowed(text, join=str(part.get_param("delsp", "")).lower() == "yes") if flowed else text


def _unflowed(text: str, *, join: bool) -> str:
    """Return flowed text (RFC 3676) with its soft line breaks taken out."""
    made: list[list[str]] = []
    open_line = False
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line[1:] if line.startswith(" ") else line
        if open_line and not words.startswith(">") and not made[-1][0].startswith(">"):
            made[-1].append(words)
        else:
            made.append([words])
        open_line = words.endswith(" ") and words != "-- "
        if open_line and join:
            made[-1][-1] = made[-1][-1][:-1]
    return "\n".join("".join(parts) for parts in made)


def _file_name(part: Message) -> str:
    try:
        return _decoded(part.get_filename() or "")
    except (LookupError, ValueError):  # a file name in a character set that does not exist
        return ""


def header(message: Message, key: str) -> str:
    """Return a header as text, whatever it was encoded in."""
    for name, value in message.raw_items():
        if name.lower() == key.lower():
            return _decoded(str(value))
    return ""


def _decoded(value: str) -> str:
    """Return a header value with its encoded words, or bare eight-bit characters, written out."""
    plain = charset.text(value.encode("utf-8", "surrogateescape"))
    if "=?" not in plain:
        return " ".join(plain.split())
    try:
        parts = email.header.decode_header(plain)
    except (ValueError, email.errors.MessageError):  # broken base64 inside an encoded word
        return " ".join(plain.split())
    return " ".join("".join(t if isinstance(t, str) else charset.text(t, c) for t, c in parts).split())


def sent(message: Message) -> date | None:
    """Return the day in the Date header, as the sender's clock had it."""
    try:
        return email.utils.parsedate_to_datetime(header(message, "Date")).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
