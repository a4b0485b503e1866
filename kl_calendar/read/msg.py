"""Outlook's .msg files: bytes in, a `Document` out; what the parts mean is `mail`'s business, as for `eml`."""

from __future__ import annotations

import logging
import struct
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kl_calendar.errors import KlError, MissingExtra
from kl_calendar.i18n import say
from kl_calendar.read import charset, eml
from kl_calendar.read.mail import Attachment, Mail, document
from kl_calendar.read.refusals import Damaged, TooLarge

try:
    import extract_msg
    from extract_msg.enums import ErrorBehavior
    from extract_msg.exceptions import ExMsgBaseException
except ImportError as missing:  # the reader table imports this module on use
    raise MissingExtra("msg", needed_by=say("reading Outlook's .msg files")) from missing

if TYPE_CHECKING:
    from kl_calendar.model.document import Document

_FAULTS = (
    *(ExMsgBaseException, OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError),
    *(NotImplementedError, struct.error, OverflowError, AssertionError, EOFError),
)
"""What the library and the container reader below it raise for a file that is not as it should be."""

_LOST = b"?"
"""Stands for an attachment that cannot be opened: not empty, so that it is noted, and nothing that can be read."""

_HEADS = (("From", "sender"), ("Sent", "date"), ("To", "to"), ("Subject", "subject"))


def read(raw: bytes, name: str) -> Document:
    """Return the mail, with its attached programmes, as a document."""
    logging.getLogger("extract_msg").setLevel(logging.CRITICAL)  # it logs what we say as a sentence
    try:
        with extract_msg.openMsg(raw, errorBehavior=ErrorBehavior.ATTACH_SUPPRESS_ALL) as message:
            mail = _mail(message, name, 0)
    except KlError:
        raise
    except _FAULTS as fault:
        raise Damaged(
            name,
            say("it is no Outlook mail that can be read"),
            hint=say("open it in Outlook and save it as .eml or text"),
        ) from fault
    return document(mail, name, "msg")


def _mail(message: Any, name: str, depth: int) -> Mail:  # noqa: ANN401 -- the library has no types
    if depth > eml.MAX_MAILS_INSIDE:
        raise TooLarge(name, say("mails are nested more than {limit} deep", limit=eml.MAX_MAILS_INSIDE))
    attachments: list[Attachment] = []
    inside: list[Mail] = []
    for attached in message.attachments:
        kept, data = _file(attached)
        if hasattr(data, "attachments"):
            inside.append(_mail(data, name, depth + 1))
        else:
            attachments.append(Attachment(kept, data if isinstance(data, bytes) else _LOST))
    return Mail(
        str(message.subject or ""),
        _day(message.date),
        tuple(f"{shown}: {value}" for shown, key in _HEADS if (value := getattr(message, key, None))),
        _bodies(message),
        tuple(attachments),
        tuple(inside),
    )


def _file(attached: Any) -> tuple[str, object]:  # noqa: ANN401
    """Return an attachment's name and what is in it; one that cannot be opened costs only itself."""
    try:
        kept = str(getattr(attached, "longFilename", None) or getattr(attached, "shortFilename", None) or "")
        return kept, attached.data
    except _FAULTS:
        return "", None


def _bodies(message: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401
    html = message.htmlBody
    markup = charset.text(html) if isinstance(html, bytes) else str(html or "")
    plain = str(message.body or "")
    return ((plain, markup),) if plain or markup else ()


def _day(sent: object) -> date | None:
    return sent.date() if isinstance(sent, datetime) else None
