"""Mails: the best of several bodies, forwarded and quoted mails, attachments, dates, characters."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from io import BytesIO

import docx
import pytest

from kl_calendar.errors import InputError
from kl_calendar.read import eml, quoting
from kl_calendar.read.mail import MAX_ATTACHMENTS
from tests.read.shown import shown

DAY = "Wed, 04 Mar 2026 10:15:22 +0100"
LETTER = ["Temadag den 4. maj", "", "Kl. 9.00 Kaffe", "Kl. 9.30 Oplæg v/ Ida Holm"]


def mail(text: str = "", page: str = "", subject: str = "Temadag") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = "a@x.example", "b@x.example", subject, DAY
    if text:
        made.set_content(text)
    if page and text:
        made.add_alternative(page, subtype="html")
    elif page:
        made.set_content(page, subtype="html")
    return made


def lines(message: EmailMessage) -> list[str]:
    return shown(eml.read(message.as_bytes(), "mail.eml"))


def word(*paragraphs: str) -> bytes:
    letter, out = docx.Document(), BytesIO()
    for paragraph in paragraphs:
        letter.add_paragraph(paragraph)
    letter.save(out)
    return out.getvalue()


def test_a_plain_mail_is_its_lines_with_subject_and_day() -> None:
    document = eml.read(mail("\n".join(LETTER), subject="SV: VS: Temadag").as_bytes(), "mail.eml")
    assert shown(document) == LETTER
    assert (document.format, document.title, document.dated) == ("eml", "Temadag", date(2026, 3, 4))
    assert [line.number for line in document.lines] == [1, 2, 3, 4]


def test_equal_texts_count_once_and_the_plain_one_is_taken() -> None:
    page = "<div>Temadag den 4. maj</div><br><div>Kl. 9.00 Kaffe</div><div>Kl. 9.30 Oplæg v/ Ida Holm</div>"
    assert lines(mail("\n".join(LETTER), page)) == LETTER


def test_the_page_is_taken_when_it_has_the_table() -> None:
    page = "<p>Temadag</p><table><tr><td>9.00<td>Kaffe</tr><tr><td>9.30<td>Oplæg</tr></table>"
    assert lines(mail("Temadag\n\n9.00\nKaffe\n9.30\nOplæg", page)) == [
        "Temadag",
        "",
        "[9.00 | Kaffe]",
        "[9.30 | Oplæg]",
    ]


def test_the_page_is_taken_when_something_in_it_is_struck_out() -> None:
    assert lines(mail("Kl. 9 10 Kaffe og brød", "<p>Kl. <s>9</s> 10 Kaffe og brød</p>")) == ["Kl. 10 Kaffe og brød"]


def test_the_page_is_taken_when_the_plain_text_only_excuses_itself() -> None:
    page = "<p>Temadag den 4. maj</p><p>Kl. 9.00 Kaffe i foyeren ved indgangen</p>"
    assert lines(mail("Denne besked kan ikke vises.", page)) == [
        "Temadag den 4. maj",
        "",
        "Kl. 9.00 Kaffe i foyeren ved indgangen",
    ]


def test_the_page_is_taken_when_the_plain_text_breaks_its_lines_or_lacks_its_links() -> None:
    wrapped = mail("Kl. 9.30 Oplæg om\nmad v/ Ida Holm", "<p>Kl. 9.30 Oplæg om mad v/ Ida Holm</p>")
    assert lines(wrapped) == ["Kl. 9.30 Oplæg om mad v/ Ida Holm"]
    linked = eml.read(mail("Meld dig her", "<p>Meld dig <a href='https://a.example/t'>her</a></p>").as_bytes(), "m.eml")
    assert [link.target for line in linked.lines for link in line.links] == ["https://a.example/t"]


def test_what_a_reply_quotes_is_quoted() -> None:
    text = "Jeg kommer.\n\nDen 3. mar. 2026 kl. 08.41 skrev Ida <ida@x.example>:\n> Temadag den 4. maj\n> - Kl. 9 Kaffe"
    assert lines(mail(text, subject="Re: Temadag")) == [
        "Jeg kommer.",
        "",
        "header: Den 3. mar. 2026 kl. 08.41 skrev Ida ida@x.example:",
        "quoted: Temadag den 4. maj",
        "quoted: - Kl. 9 Kaffe",
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Fra: Ida Holm <ida@x.example>\nSendt: 3. marts 2026 08:41\nTil: Alle\nEmne: Temadag",
        "From: Ida Holm\nSent: 3 March 2026 08:41\nTo: All\nCc: Some\nSubject: Temadag",
        "Von: Ida Holm\nGesendet: Dienstag, 3. März 2026 08:41\nAn: Alle\nBetreff: Temadag",
        "Från: Ida Holm\nSkickat: den 3 mars 2026 08:41\nTill: Alla\nÄmne: Temadag",
        "*Fra:* Ida Holm\n*Dato:* 3. marts 2026 kl. 08.41\n*Emne:* *Temadag*",
    ],
)
def test_the_head_of_a_forwarded_mail_is_no_programme_and_what_follows_is_the_body(head: str) -> None:
    made = eml.read(mail(f"Til orientering\n\n{head}\n\nKl. 9 Kaffe", subject="VS: Temadag").as_bytes(), "mail.eml")
    assert [line.text for line in made.lines if line.zone.value == "body" and line.text] == [
        "Til orientering",
        "Kl. 9 Kaffe",
    ]
    assert sum(line.zone.value == "header" for line in made.lines) == len(head.splitlines())


def test_below_the_head_in_a_reply_everything_is_quoted() -> None:
    text = "Tak!\n\nFra: Ida\nSendt: 3. marts 2026 08:41\nEmne: Temadag\n\nKl. 9 Kaffe"
    assert lines(mail(text, subject="SV: Temadag"))[-1] == "quoted: Kl. 9 Kaffe"


def test_a_mark_of_forwarding_makes_the_rest_the_body() -> None:
    mark = "---------- Videresendt meddelelse ---------"
    made = lines(mail(f"Se her\n\n{mark}\nFra: Ida\nDato: 3. marts 2026\nEmne: Dag\n\n> Kl. 9 Kaffe"))
    assert made[2] == f"header: {mark}"
    assert made[-1] == "Kl. 9 Kaffe"


def test_a_mail_forwarded_twice_is_read_to_the_bottom() -> None:
    inner = mail("\n".join(LETTER), subject="Temadag")
    middle = mail("Se nedenfor", subject="Fwd: Temadag")
    middle.add_attachment(inner)
    outer = mail("Til orientering", subject="VS: Fwd: Temadag")
    outer.add_attachment(middle)
    made = lines(outer)
    assert made[0] == "Til orientering"
    assert made[-4:] == LETTER
    assert sum(line.startswith("header: Subject:") for line in made) == 2


def test_a_page_quotes_by_indenting() -> None:
    page = "<div>Jeg kommer</div><blockquote type=cite><p>Temadag</p><ul><li>Kl. 9 Kaffe</li></ul></blockquote>"
    assert lines(mail(page=page, subject="Re: Temadag")) == [
        "Jeg kommer",
        "",
        "quoted: Temadag",
        "",
        "quoted: • Kl. 9 Kaffe",
    ]


def test_a_signature_stands_apart() -> None:
    assert lines(mail("Kl. 9 Kaffe\n-- \nIda Holm\nTræffes 8.00-14.30"))[-2:] == [
        "footer: Ida Holm",
        "footer: Træffes 8.00-14.30",
    ]


def test_an_attached_letter_follows_the_body() -> None:
    message = mail("Se vedhæftede")
    message.add_attachment(word(*LETTER), maintype="application", subtype="octet-stream", filename="Møde 4.5.docx")
    assert [line for line in lines(message) if line] == ["Se vedhæftede", *[line for line in LETTER if line]]


def test_the_same_letter_as_text_and_as_word_counts_once() -> None:
    message = mail("\n".join(LETTER))
    message.add_attachment(word(*LETTER), maintype="application", subtype="octet-stream", filename="Temadag.docx")
    assert lines(message) == LETTER


def test_pictures_go_unmentioned_and_other_attachments_are_notes() -> None:
    message = mail("Kl. 9 Kaffe")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="bilag.zip")
    message.add_attachment(b"%PDF-1.4 nothing", maintype="application", subtype="pdf", filename="program.pdf")
    document = eml.read(message.as_bytes(), "mail.eml")
    assert shown(document) == ["Kl. 9 Kaffe"]
    assert document.notes == ((0, "attachment-left-out"), (0, "attachment-unreadable"))


def test_a_calendar_invitation_is_given_and_its_words_do_not_repeat_the_body() -> None:
    calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260504T090000\nSUMMARY:Temadag\nEND:VEVENT\nEND:VCALENDAR\n"
    message = mail("Velkommen")
    message.add_alternative(calendar, subtype="calendar")
    document = eml.read(message.as_bytes(), "mail.eml")
    assert shown(document) == ["Velkommen"]
    assert [given.title for given in document.given] == ["Temadag"]


def test_a_bare_invitation_says_what_its_calendar_says() -> None:
    calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260504T090000\nSUMMARY:Temadag\nEND:VEVENT\nEND:VCALENDAR\n"
    raw = b"From: a@x.example\nSubject: Dag\nMIME-Version: 1.0\nContent-Type: text/calendar\n\n" + calendar.encode()
    assert shown(eml.read(raw, "mail.eml")) == ["2026-05-04 09:00 Temadag"]


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("iso-8859-1", "Kl. 9 Mødet åbner – “Ærø”".encode("cp1252")),
        ("utf-8", "Kl. 9 Mødet åbner – “Ærø”".encode()),
        ("us-ascii", "Kl. 9 Mødet åbner – “Ærø”".encode()),
        ("x-unknown", "Kl. 9 Mødet åbner – “Ærø”".encode()),
        ("utf-8", "Kl. 9 Mødet åbner – “Ærø”".encode("cp1252")),
        ("rot13", "Kl. 9 Mødet åbner – “Ærø”".encode("cp1252")),
    ],
)
def test_characters_are_read_whatever_the_mail_says_of_them(charset: str, body: bytes) -> None:
    head = f"From: a@x.example\nSubject: Dag\nContent-Type: text/plain; charset={charset}\n\n"
    assert shown(eml.read(head.encode() + body, "mail.eml")) == ["Kl. 9 Mødet åbner – “Ærø”"]


def test_flowed_text_has_its_lines_joined() -> None:
    head = b"From: a@x.example\nContent-Type: text/plain; format=flowed\n\n"
    body = b"Kl. 9.30 Talk about \nfood\nKl. 10 Break\n-- \nIda\n"
    assert shown(eml.read(head + body, "mail.eml"))[:2] == ["Kl. 9.30 Talk about food", "Kl. 10 Break"]


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (b"=?utf-8?q?Kontaktudvalgsm=C3=B8de?= den 19. juni", "Kontaktudvalgsmøde den 19. juni"),
        (b"=?iso-8859-1?Q?M=F8de?=\n =?iso-8859-1?Q?_i_=C5rhus?=", "Møde i Århus"),
        ("Møde i Århus".encode(), "Møde i Århus"),
        ("Møde i Århus".encode("cp1252"), "Møde i Århus"),
        (b"=?utf-8?b?broken", "=?utf-8?b?broken"),
        (b"=?x-none?q?abc?=", "abc"),
        (b"AW: WG: Sitzung", "Sitzung"),
        (b"Reform af skolen", "Reform af skolen"),
        (b"", None),
    ],
)
def test_the_subject_is_read_however_it_is_written(header: bytes, title: str | None) -> None:
    assert eml.read(b"From: a@x.example\nSubject: " + header + b"\n\nHej\n", "mail.eml").title == title


@pytest.mark.parametrize("written", [b"", b"snart", b"Wed, 99 Mar 2026 10:15:22 +0100", b"4 Mar 99999 1:1:1 +9999"])
def test_a_day_that_cannot_be_read_is_none(written: bytes) -> None:
    assert eml.read(b"From: a@x.example\nDate: " + written + b"\n\nHej\n", "mail.eml").dated is None


def test_mails_in_mails_without_end_are_refused() -> None:
    message = mail("bund")
    for _ in range(eml.MAX_MAILS_INSIDE + 1):
        outer = mail("x")
        outer.add_attachment(message)
        message = outer
    with pytest.raises(InputError) as refused:
        lines(message)
    assert refused.value.slug == "input-too-large"


def test_parts_in_parts_without_end_are_refused_or_read_but_never_a_crash() -> None:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(3000)
    )
    with pytest.raises(InputError) as refused:
        eml.read(b"From: a@x.example\nMIME-Version: 1.0\n" + opened + b"\nKl. 9", "mail.eml")
    assert refused.value.slug == "input-too-large"


def test_the_first_prefix_says_what_a_mail_is() -> None:
    assert quoting.subject("SV: VS: Dag") == quoting.Subject("Dag", forwarded=False, reply=True)
    assert quoting.subject("Fwd: Re: Dag") == quoting.Subject("Dag", forwarded=True, reply=False)
    assert quoting.subject("I: morgen") == quoting.Subject("morgen", forwarded=True, reply=False)


def test_only_so_many_attachments_are_read() -> None:
    message = mail("Kl. 9 Kaffe")
    for number in range(MAX_ATTACHMENTS + 3):
        message.add_attachment(f"Bilag {number} om noget andet", filename=f"{number}.txt")
    document = eml.read(message.as_bytes(), "mail.eml")
    assert sum(line.text.startswith("Bilag") for line in document.lines) == MAX_ATTACHMENTS
    assert document.notes == ((0, "attachment-left-out"),)


def test_long_hostile_mails_take_no_long_time() -> None:
    heads = "Fra: a\nSendt: b\nTil: c\nEmne: d\n" * 4_000
    assert len(eml.read(b"From: a@x.example\n\n" + heads.encode(), "mail.eml").lines) == 16_000
    flowed = b"From: a@x.example\nContent-Type: text/plain; format=flowed\n\n" + b"ord og atter ord \n" * 100_000
    assert len(eml.read(flowed, "mail.eml").lines) == 1
