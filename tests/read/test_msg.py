"""Outlook's own files are mails like any other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kl_calendar.errors import InputError
from kl_calendar.read import formats, msg
from tests.read.outlook import message
from tests.read.shown import shown

SENT = datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_an_outlook_mail_has_its_subject_day_and_lines() -> None:
    raw = message(subject="VS: Årsmøde", text="Kl. 9 Kaffe\r\nKl. 10 Oplæg", sent=SENT)
    document = formats.read(raw, "mail.msg")
    assert (document.format, document.title, document.dated) == ("msg", "Årsmøde", date(2026, 3, 4))
    assert shown(document) == ["Kl. 9 Kaffe", "Kl. 10 Oplæg"]


def test_its_page_is_taken_when_it_has_the_table_and_attachments_follow() -> None:
    page = "<table><tr><td>9.00<td>Kaffe</tr><tr><td>10<td>Oplæg</tr></table>".encode()
    raw = message(subject="Dag", text="9.00\r\nKaffe\r\n10\r\nOplæg", page=page, files={"slut.txt": b"Kl. 11 Slut"})
    assert shown(msg.read(raw, "mail.msg")) == ["[9.00 | Kaffe]", "[10 | Oplæg]", "", "Kl. 11 Slut"]


@pytest.mark.parametrize("cut", [600, 1500, 3000])
def test_a_broken_outlook_mail_is_refused_with_a_sentence(cut: int) -> None:
    raw = message(subject="Dag", text="Kl. 9 Kaffe", sent=SENT)
    with pytest.raises(InputError) as refused:
        msg.read(raw[:cut], "mail.msg")
    assert refused.value.slug == "input-damaged"
