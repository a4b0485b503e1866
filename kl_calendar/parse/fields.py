"""The meeting's own facts: title, place, registration, deadline, audience, organiser, status, letter date."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from kl_calendar.model.document import Zone
from kl_calendar.parse.facts import DateUse, Use, sentence
from kl_calendar.parse.people import is_org
from kl_calendar.parse.rows import Row, next_filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.parse.language import Language

_URL = re.compile(
    r"(?<![@\w./-])((?:https?://|www\.)[^\s<>()\"”]+|(?:[a-zæøåäö0-9-]+\.)+[a-z]{2,12}(?:/[^\s<>()\"”]*)?)(?![@\w])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEAVE = re.compile(r"(?i)afmeld|unsubscribe|abmelden|avmeld|avregistrera")
_JOIN = re.compile(r"(?i)teams|zoom|meet-?up|webex|skype|join|whereby|livestream")
_ADDRESS = re.compile(
    r"(?-i:(?<![\d.])\d{4,5}\s+[A-ZÆØÅÄÖÜ][\w.-]+)|[a-zæøåäöüß ](?:vej|gade|allé|alle|stræde|torv|plads|vænge|gata|vägen|gatan|veg|vegen|vei|veien|straße|strasse|str\.|platz|weg)(?:en|et)?\s+\d+",
    re.IGNORECASE,
)
HOLDS = re.compile(
    r"(?i)\b(?:finder sted|afholdes|holdes|foregår|mødes|samles|blir holdt|haldast|hålls|äger rum|serveras|findet|treffen|held|takes place|happens|er lagt|inviterer til|arrangeres|begynder|starter|börjar|starts|begins|beginnt|hold|plads er|plats är alltid|plats är)\b"
)
_PLACE_AFTER = re.compile(r"^[\s,.:–—-]*(?:(?:i|på|hos|in|at|im|ved|in der|uf)\s+)?(?P<place>.+)$")
_MORE_DATE = re.compile(r"(?i)^[\s,.:–—-]*(?:kl\.?|klokken|um|at)?\s*$")


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value and the lines it came from."""

    value: str
    lines: tuple[int, ...]


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" \t,;:–—-|*·•").rstrip(".")


# ---------------------------------------------------------------- place


_STILL = re.compile(r"^(?:[A-ZÆØÅ]\w+\s)?(?:er|is|är|ist)\s(?:fortsat|stadig|still|fortfarande|weiterhin)\s+", re.IGNORECASE)


def place(made: Sequence[Row], days: Sequence[DateUse], slots: set[int], lang: Language) -> Found | None:
    """Return the meeting's place: a label's value, else what stands beside the date, else what a sentence says."""
    body = [r for r in made if r.zone is not Zone.MARGIN]
    by_date = _place_by_date(body, days, slots, lang)
    if by_date is not None and not _ADDRESS.search(by_date.value) and " " not in by_date.value:
        in_prose = _place_in_prose(body, slots, lang)
        by_date = in_prose if in_prose and len(in_prose.value) > len(by_date.value) else by_date
    return (
        _labelled_place(made, slots, lang) or by_date or _place_in_prose(body, slots, lang) or _place_named(body, slots)
    )


def _labelled_place(made: Sequence[Row], slots: set[int], lang: Language) -> Found | None:
    for row in made:
        if row.blank or row.index in slots or row.furniture:
            continue
        label = row.label or ((row.text.strip(" *:"), "") if len(row.text) < 30 else None)
        if label is None or not lang["labels.place"].are(label[0]) or _row_has_day(row):
            continue
        value = re.sub(r"(?i)^(?:obs:?\s*)?(?:nyt sted|ny plats|new venue|nytt sted)\s*[–:-]\s*", "", label[1])
        if value:
            more = _value_rows(made, row, slots, lang, only_indented=True)
            return Found(_join([value, *(r.text for r in more)]), (row.number, *(r.number for r in more)))
        more = _value_rows(made, row, slots, lang, only_indented=False)
        if more:
            texts = [re.sub(r"(?i)^(?:obs:?\s*)?(?:nyt sted|nytt sted|new venue)\s*[–:-]\s*", "", r.text) for r in more]
            return Found(_join(texts), tuple(r.number for r in more))
    return None


def _row_has_day(row: Row) -> bool:
    return any(not d.weak for d in row.found.dates)


def _value_rows(made: Sequence[Row], label: Row, slots: set[int], lang: Language, *, only_indented: bool) -> list[Row]:
    """Rows below a label that are its value: up to the next blank row, label or item."""
    values: list[Row] = []
    for row in made[label.index + 1 : label.index + 8]:
        if row.blank:
            if values or only_indented:
                break
            continue
        stop = (
            row.index in slots
            or _row_has_day(row)
            or row.furniture
            or (row.label is not None and _is_label(row.label[0], lang))
        )
        if stop or is_section(row, lang) or (row.heading and values) or len(row.text) > 120:
            break
        if only_indented and row.indent <= label.indent:
            break
        values.append(row)
        if len(values) == 4:
            break
    return values


def _is_label(text: str, lang: Language) -> bool:
    return any(
        lang[f"labels.{name}"].are(text)
        for name in ("place", "time", "date", "registration", "deadline", "programme", "other")
    )


def is_section(row: Row, lang: Language) -> bool:
    """Tell whether a row is the heading of a section such as `Tilmelding` or `Sted`."""
    text = row.text.strip(" *:")
    if len(text) > 45 or row.found.times:
        return False
    return _is_label(text, lang) or (bool(row.label) and row.label is not None and _is_label(row.label[0], lang))


def _join(parts: Iterable[str]) -> str:
    kept: list[str] = []
    for part in (_clean(p) for p in parts):
        if part and not any(part in k for k in kept):
            kept.append(part)
    head = kept[0].split(",")[0] if kept else ""
    if kept and len(head) > 6 and kept[0].endswith(head) and kept[0] != head:
        kept[0] = kept[0][: -len(head)]
    joined = _STILL.sub("", ", ".join(kept))
    return _clean(joined.replace(",,", ","))


def _place_by_date(made: Sequence[Row], days: Sequence[DateUse], slots: set[int], lang: Language) -> Found | None:
    for used in sorted(days, key=lambda u: -u.score):
        row = used.row
        if row.index in slots:
            continue
        end = max([used.date.span[1], *(t.span[1] for t in row.found.times)])
        said, _ = sentence(row.text[end:], 0)
        rest = said.strip(" ,.:;–—-")
        explicit = re.match(r"(?i)(?:i|på|hos|in|at|im|in der|ved|bei)\s+(?=[A-ZÆØÅÄÖÜ0-9s])", rest)
        below = _address_rows(made, row, slots, lang)
        bare = rest[explicit.end() :] if explicit else rest
        if below and explicit and " " not in bare:
            return Found(_join(r.text for r in below), tuple(r.number for r in below))
        listed = row.text[end : end + 1] == "," and rest[:1].isupper() and len(rest) < 70 and not row.text.rstrip().endswith(".")
        if rest and (explicit or listed or _ADDRESS.search(rest)) and len(rest) < 120:
            return Found(_clean(_until_clause(rest[explicit.end() :] if explicit else rest)), (row.number,))
        before = row.text[: used.date.span[0]]
        led = re.search(
            r"(?:\s(?:på|hos|at|im)\s)((?:[A-ZÆØÅÄÖ][\w.-]*\s?)+(?:\s?(?:i|in)\s[A-ZÆØÅ]\w+)?)\s*(?:den|d\.)?\s*$",
            before,
        )
        if led and not re.match(r"(?i)teams", led[1]):
            return Found(_clean(led[1]), (row.number,))
        if below:
            return Found(_join(r.text for r in below), tuple(r.number for r in below))
        above = before.strip(" ,")
        if row.label is None and _ADDRESS.search(above) is None and re.fullmatch(r"[A-ZÆØÅ].{5,60},\s*", before):
            first = above.split(",")
            if len(first) >= 2 and used.score < 5:
                return Found(_clean(above), (row.number,))
    return None


def _until_clause(text: str) -> str:
    """Cut a place at what goes on with the sentence."""
    cut = re.search(r"(?i)\s(?:til et|til en|til|om|begynder|begynner|samles|med|og slutter|where|, hvor|, begynder|, der)\b|\.\s", text)
    return text[: cut.start()] if cut else text


def _address_rows(made: Sequence[Row], row: Row, slots: set[int], lang: Language) -> list[Row]:
    """Rows shortly below the date that hold an address, or a short row of a place's kind."""
    near: list[Row] = []
    blanks = 0
    for below in made[row.index + 1 : row.index + 9]:
        if below.blank:
            blanks += 1
            if near:
                after = next_filled(made, below.index)
                if after is None or not _ADDRESS.search(after.text) or any(_ADDRESS.search(r.text) for r in near):
                    break
            continue
        if (
            below.index in slots
            or _row_has_day(below)
            or len(below.text) > 110
            or below.marker
            or is_section(below, lang)
        ):
            break
        if below.found.times:
            if near or len(below.text) > 40:
                break
            continue
        if re.search(r"[a-zæøå]{3}[.!?]\s|[!?]$", below.text) or lang["letter.greeting"].lead(below.text):
            break
        near.append(below)
        if len(near) == 3:
            break
    if near and re.match(r"(?:i|på|hos|in|at|im|ved)\s+[A-ZÆØÅÄÖÜ]", near[0].text) and near[0].index == row.index + 1:
        return [replace(near[0], text=near[0].text.split(" ", 1)[1])]
    addressed = [i for i, r in enumerate(near) if _ADDRESS.search(r.text)]
    if addressed:
        return near[: addressed[-1] + 1]
    return []


def _place_in_prose(made: Sequence[Row], slots: set[int], lang: Language) -> Found | None:
    for row in made:
        if row.blank or row.index in slots or row.furniture:
            continue
        for hit in HOLDS.finditer(row.text):
            said, at = sentence(row.text, hit.start())
            rest = said[at + len(hit[0]) :]
            named = re.match(r"(?i)\s*(?:alltid|altid)?\s*((?-i:[A-ZÆØÅÄÖ])[^.;:!?]{3,80})", rest)
            if hit[0].casefold().startswith("plat") and named:
                return Found(_clean(re.split(r",\s(?=[a-zåäö])", named[1])[0]), (row.number,))
            led = re.search(
                r"(?:^|\s)(?:i|på|hos|in|at|im|ved)\s+((?:den |det |de )?[A-ZÆØÅÄÖ](?:[^,.;:!?]|\.(?=\s?\d)){2,60}(?:,\s[^,.;:!?]*\d[^,.;:!?]*)*|sal(?:en)?\s(?:nr\.?\s)?[\dA-ZÆØÅ][^;:!?]{5,60}?(?=,\s\w+er\s|\.|$))",
                rest,
            )
            if led:
                value = re.split(
                    r"\s(?:fra|fra kl|kl|den|torsdag|onsdag|fredag|mandag|tirsdag|lørdag|søndag|og|mellan|mellem)\b\.?",
                    led[1],
                )[0]
                if re.match(r"(?i)teams|zoom", value):
                    continue
                return Found(_clean(value), (row.number,))
    return None


def _place_named(made: Sequence[Row], slots: set[int]) -> Found | None:
    """The last resort: `på Hotel Fjordkroen i Skive` in running text."""
    for row in made:
        if row.blank or row.index in slots or row.furniture or row.label:
            continue
        hit = re.search(
            r"(?:^|\s)(?:på|hos|at the|im)\s((?:[A-ZÆØÅÄÖ][\w.-]+\s){1,3}(?:[A-ZÆØÅÄÖ][\w-]+|(?:i|in)\s[A-ZÆØÅ][\w-]+))",
            row.text,
        )
        hit = hit or re.search(r"(?:^|\s)(?:i|in)\s((?:[A-ZÆØÅÄÖ][\w.-]+\s){1,3}(?:i|in)\s[A-ZÆØÅÄÖ][\w-]+)", row.text)
        if hit and not re.match(r"(?i)teams|zoom|facebook", hit[1]):
            return Found(_clean(hit[1]), (row.number,))
    return None


# ---------------------------------------------------------------- registration


def registration(made: Sequence[Row], lang: Language) -> tuple[Found | None, Found | None]:
    """Return (link, e-mail address) of the registration: from its section, else from a sentence about it."""
    region = False
    said_before = -1
    mail: Found | None = None
    best: tuple[int, Found] | None = None
    for row in made:
        if row.blank:
            continue
        if is_section(row, lang) or row.heading:
            region = bool(lang["labels.registration"].lead(row.text.strip(" *")))
        about = region or bool(
            lang["labels.registration"].find(row.text) or lang["deadline.registration"].find(row.text)
        )
        about = about or (said_before == row.paragraph and not row.label)
        if about:
            said_before = row.paragraph
        if not about or lang["letter.signature"].lead(row.text):
            region = region and not lang["letter.signature"].lead(row.text)
            continue
        strength = 2 * bool(lang["labels.registration"].find(row.text)) + region
        for target in _links(row, lang):
            if best is None or strength > best[0]:
                best = (strength, Found(target, (row.number,)))
        address = _EMAIL.search(row.text)
        if address and mail is None:
            mail = Found(address[0], (row.number,))
    return (best[1] if best else None), mail


def _links(row: Row, lang: Language) -> list[str]:
    targets = [
        link.target
        for link in row.links
        if not _LEAVE.search(link.text)
        and link.target.startswith(("http://", "https://"))
        and not _JOIN.search(link.target)
        and not _JOIN.search(link.text)
    ]
    if targets:
        about = [
            link.target
            for link in row.links
            if link.target in targets
            and (lang["labels.registration"].find(link.text) or lang["deadline.registration"].find(link.text))
        ]
        return about or targets
    if lang["ignore.opening"].lead(row.text):
        return []
    text = _EMAIL.sub(" ", row.text)
    return [u.rstrip(".,;:") for u in _URL.findall(text) if not _JOIN.search(u) and _is_web(u)]


def _is_web(url: str) -> bool:
    host = re.sub(r"^(https?://)?", "", url).split("/", 1)[0]
    labels = host.split(".")
    return (
        len(labels) >= 2
        and all(labels)
        and (
            url.startswith(("http", "www."))
            or "/" in url
            or (
                len(labels[0]) > 3
                and labels[-1].isascii()
                and labels[-1].islower()
                and len(labels[-2]) > 1
                and not host[0].isupper()
                and len(labels) <= 4
                and labels[-1] not in ("og", "til", "med", "kl", "nr", "ca")
            )
        )
    )


def join_url(made: Sequence[Row]) -> str | None:
    """Return where an online participant joins."""
    for row in made:
        for target in [
            *(link.target for link in row.links),
            *(u for u in _URL.findall(row.text) if u.startswith("http")),
        ]:
            if re.search(r"(?i)teams\.|zoom\.|meetup-join|webex|meet\.google|whereby", target):
                return target.rstrip(".,;)")
    return None


def deadline(found: Sequence[DateUse], made: Sequence[Row], lang: Language, resolve: object) -> DateUse | None:
    """Return the date that is the last day to register."""
    candidates = [u for u in found if u.use is Use.DEADLINE]
    ranked = sorted(candidates, key=lambda u: -_deadline_rank(u, made, lang))
    return ranked[0] if ranked and _deadline_rank(ranked[0], made, lang) > 0 else None


def _deadline_rank(used: DateUse, made: Sequence[Row], lang: Language) -> int:
    said, _ = sentence(used.row.text, used.date.span[0])
    rank = 0
    if lang["labels.deadline"].find(said) or lang["labels.registration"].find(said):
        rank += 3
    if lang["deadline.registration"].find(said):
        rank += 2
    if lang["ignore.other"].find(said):
        rank -= 4
    filled = [r for r in made[max(0, used.row.index - 6) : used.row.index] if r.text]
    if any(
        lang["labels.registration"].lead(r.text.strip(" *")) or (r.label and lang["labels.deadline"].are(r.label[0]))
        for r in filled[-3:]
    ):
        rank += 2
    if lang["labels.deadline"].are(filled[-1].text.strip(" :*")) if filled else False:
        rank += 3
    return rank


# ---------------------------------------------------------------- title and status


def clean_title(text: str, lang: Language) -> str:
    """Take date, time, `Invitation til` and a status word off a heading."""
    title = text.strip(" *•-–|")
    title = re.sub(r"(?i)^(?:obs[:!]\s*)?(?:" + lang["status.cancelled"].pattern + r")\s*[:–-]\s*", "", title)
    title = re.sub(
        r"(?i)\s*[–-]\s*(?:"
        + lang["status.cancelled"].pattern
        + r")\s*$|\s*\((?:"
        + lang["status.cancelled"].pattern
        + r")\)",
        "",
        title,
    )
    led = lang["letter.invitation"].lead(title)
    if led and len(title) > led.end() + 3:
        title = title[led.end() :].strip(" :–-")
    return title


def undated(title: str, row: Row, lang: Language) -> str:
    """Cut a title at the date or time its row carries."""
    marks = [d.span[0] for d in row.found.dates if not d.weak] + [t.span[0] for t in row.found.times]
    offset = row.text.find(title)
    for mark in sorted(marks):
        cut = mark - offset if offset >= 0 else -1
        if cut > 5:
            title = title[:cut]
            break
        if offset >= 0 and 0 <= cut <= 5:
            ends = [d.span[1] for d in row.found.dates] + [t.span[1] for t in row.found.times]
            title = row.text[max(ends) :]
            break
    title = re.sub(
        r"(?i)[\s,–:-]+(?:den|d\.|am|the|on|kl\.?|lørdag|søndag|mandag|tirsdag|onsdag|torsdag|fredag)?\s*$", "", title
    )
    return _clean(title) if not title.endswith("?") else title.strip()


def title(
    made: Sequence[Row], days: Sequence[DateUse], slots: set[int], lang: Language, outside: str | None
) -> Found | None:
    """Return the best heading of a document, cleaned; `outside` is a title that stands outside its text."""
    ranked: list[tuple[int, int, str, Row]] = []
    first_slot = min(slots, default=len(made))
    filled = 0
    day_rows = {u.row.index: u for u in days}
    for row in made:
        if row.blank or row.furniture or row.zone is Zone.MARGIN or row.table:
            continue
        filled += 1
        late = row.index >= first_slot
        if filled > 40 and not late or (late and (row.index in slots or row.index not in day_rows)):
            continue
        if [r.text for r in made[:60]].count(row.text) > 1 and len(row.text) > 12:
            filled -= 3
        made_title = undated(clean_title(row.text, lang), row, lang)
        score = _title_score(row, made_title, lang, filled=filled, day=day_rows.get(row.index))
        score -= 5 * _is_letterhead(made, row) + 3 * late
        if score > 0 and len(made_title) > 2:
            ranked.append((score, -row.index, made_title, row))
    if outside and (not ranked or max(ranked)[0] < 9):
        return Found(clean_title(outside, lang), ())
    if not ranked:
        return None
    _, _, text, row = max(ranked)
    return Found(text, (row.number,))


def _is_letterhead(made: Sequence[Row], row: Row) -> bool:
    """The next row of its paragraph is an address: it names who writes."""
    below = made[row.index + 1] if row.index + 1 < len(made) else None
    return below is not None and bool(_ADDRESS.search(below.text)) and not row.found.dates and not below.label and row.index < 12


def _title_score(row: Row, text: str, lang: Language, *, filled: int, day: DateUse | None) -> int:
    if len(row.text) > 140 or not text or _is_label(text, lang) or lang["letter.greeting"].lead(row.text):
        return 0
    label = row.label
    if label and (
        _is_label(label[0], lang)
        or lang["labels.audience"].are(label[0])
        or lang["labels.organizer"].are(label[0])
        or lang["letter.reference"].lead(label[0])
    ):
        return 0
    if row.indent > 24 or row.text.startswith("(") or lang["letter.web"].lead(row.text):
        return 0
    if re.fullmatch(r"[^\W\d]+(?:\s[^\W\d]+)?\s\d{1,3}\s?[A-Z]?", row.text) or _EMAIL.search(row.text) or _ADDRESS.search(row.text) or lang["letter.signature"].lead(row.text):
        return 0
    score = max(0, 4 - filled // 4)
    if lang["letter.invitation"].lead(row.text):
        score += 5
    if row.heading:
        score += 12 - 2 * min(row.heading, 5)
    if row.bold or (row.text.isupper() and len(row.text) > 8):
        score += 2
    if day is not None and day.date.span[0] > 8 and len(row.text) < 110:
        if len(row.text) - day.date.span[1] > 40 and row.text.rstrip().endswith("."):
            return 0
        score += 5 + 7 * bool(row.found.times and not lang["letter.invitation"].lead(row.text))
    if lang["status.cancelled"].lead(row.text):
        score += 4
    if re.search(r"[a-zæøå]{3}\.(?:\s|$)", row.text) or row.text.endswith((",", ":")) or row.marker:
        score -= 4
    if filled == 1:
        score += 3
    if " " not in text and any(p.startswith(text.casefold()) for p in lang["letter.invitation"].phrases):
        score -= 6
    if is_org(row.text, lang) and len(row.text.split()) <= 5 and not row.heading and day is None:
        score -= 5
    if (
        filled <= 8
        and re.search(r"(?:19|20)\d\d\b", text)
        and len(text) < 80
        and not (row.label and row.label[1][:4].isdigit())
    ):
        score += 4
    return score


def is_cancelled(made: Sequence[Row], heading: str, lang: Language) -> bool:
    """Tell whether the document calls its meeting off: in its heading or its first sentences, and without a new date."""
    head = [heading]
    rows = [r for r in made if r.text and not r.furniture]
    head += [r.text for r in rows[:4] if len(r.text) < 120]
    if any(lang["status.moved"].find(r.text) and r.found.dates for r in rows[:12]):
        return False
    for text in head:
        if lang["status.cancelled"].find(text) and not lang["status.moved"].find(text):
            return True
    for row in rows[:12]:
        for hit in [lang["status.cancelled"].find(row.text)]:
            if hit is None:
                continue
            said, _ = sentence(row.text, hit.start())
            conditional = re.search(r"(?i)\b(?:hvis|såfremt|om|if|should|falls|wenn|ved|kan|dersom)\b", said[:40])
            if not conditional and not lang["status.moved"].find(row.text):
                return True
    return False


# ---------------------------------------------------------------- letter


def audience(made: Sequence[Row], lang: Language) -> tuple[str, ...]:
    """Return whom a letter is to: the rows below a lone `Til`, or the value of a `Til …` row near the top."""
    filled = [r for r in made if r.text and not r.furniture][:12]
    for row in filled:
        if lang["labels.audience"].are(row.text):
            return tuple(r.text.strip(" ,") for r in _until_blank(made, row.index + 1))
        label = row.label
        if label and lang["labels.audience"].are(label[0]) and label[1]:
            return (label[1],)
        led = lang["labels.audience"].lead(row.text)
        if (
            led
            and row.text[led.end() : led.end() + 1] == " "
            and len(row.text) < 90
            and not row.found.dates
            and row in filled[:5]
        ):
            return (row.text[led.end() :].strip(" ,."),)
    return ()


def _until_blank(made: Sequence[Row], index: int) -> list[Row]:
    found: list[Row] = []
    for row in made[index : index + 12]:
        if row.blank:
            if found:
                break
            continue
        if row.label or row.found.dates:
            break
        found.append(row)
    return found


def hosts(made: Sequence[Row], lang: Language) -> tuple[str | None, str | None]:
    """Return (organiser, host): who invites, and together with whom."""
    for row in made:
        label = row.label
        if label and lang["labels.organizer"].are(label[0]) and label[1] and not row.found.times:
            return _clean(label[1]), None
        hit = lang["letter.invites"].find(row.text) if row.text else None
        if hit is None:
            continue
        said, at = sentence(row.text, hit.start())
        before = re.sub(r"(?i)^(?:derfor|hermed|igen|så)\s+", "", said[:at]).strip(" ,")
        after = said[at + len(hit[0]) :]
        named = before if before and before[0].isupper() and len(before) < 60 else None
        inverted = re.match(r"\s+((?:[A-ZÆØÅ][\w.'-]*\s?)+)", after)
        organizer = named or (inverted[1].strip() if inverted else None)
        together = re.search(
            rf"(?i)(?:{lang['letter.together'].pattern})\s+([^,.]{{3,60}}?)(?=\s(?:alle|til|interesserede|hermed)\b|[,.]|$)",
            said,
        )
        if organizer:
            return organizer, together[1].strip() if together else None
    return None, None


def moment(day: Day, minutes: int) -> datetime:
    """Return a day and minutes after its midnight as a wall-clock time."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
