"""Who speaks: the speaker part of a line taken off its title, and names told from roles and organisations.

    speakers := person (separator person)*     person := [role] name [',' role-or-organisation]* ['(' about ')']
    separator := ',' | ';' | 'og' | 'and' | …

A name is a run of capitalised words that no word list claims; what stands before it in lower case is a role; what
follows a comma and is no name is a role or an organisation. Where nobody is named, the body that speaks is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.meeting import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language

_CONJUNCTION = re.compile(
    r"\s*(?:(,|;)(?:\s*(?:og|and|und|och|samt|&)(?!\w))?|(?<!\w)(og|and|und|och|samt|&)(?!\w))\s*", re.IGNORECASE
)
_ABOUT = re.compile(r"\s*\(([^()]{1,80})\)")
_NAME_TOKEN = re.compile(r"(?:[A-ZÆØÅÄÖÜÉÁ][\w'’-]*\.?)+$")
_PARTICLE = frozenset({"de", "von", "van", "af", "der", "den", "la", "le", "du", "el", "bin", "zu", "dos"})
_PLACE_WORDS = frozenset(
    {"i", "på", "fra", "frå", "från", "in", "at", "aus", "im", "bei", "hos", "for", "af", "av", "ved", "of"}
)
_CLOSED_TITLES = ("da", "nb", "nn", "sv")
"""Languages that do not capitalise nouns: two capitalised words in a row are a name there."""


def is_org(text: str, lang: Language) -> bool:
    """Tell whether a phrase is an organisation or body by its words."""
    tokens = [t.strip(".,()").casefold() for t in text.split()]
    if any(lang["speaker.orgs"].are(t) for t in tokens if t):
        return True
    return any(t.endswith(lang["speaker.org_endings"].phrases) for t in tokens)


def is_name(text: str, lang: Language, *, least: int = 2) -> bool:
    """Tell whether a phrase is a person's name: `least` to six capitalised words that no list claims."""
    tokens = text.strip().split()
    if not least <= len(tokens) <= 6 or any(c.isdigit() for c in text) or is_org(text, lang):
        return False
    named = [t for t in tokens if t.casefold() not in _PARTICLE]
    if len(named) < least or not tokens[0][0].isupper():
        return False
    if lang["speaker.roles"].are(tokens[0]) or tokens[0].casefold().endswith(("s'", "'s", "’s")):
        return False
    if re.fullmatch(r"[A-ZÆØÅÄÖÜ]{2,}", tokens[0]) and not text.isupper():
        return False
    if len(named) > 1 and re.fullmatch(r"[A-ZÆØÅÄÖÜ]{2,}", named[-1]) and not text.isupper():
        return False
    shouted = all(t.isupper() and len(t.strip(".")) > 1 and "." not in t.strip(".") for t in named)
    return not shouted and all(_NAME_TOKEN.match(t.strip(",")) for t in named)


def _is_role(token: str, lang: Language) -> bool:
    return lang["speaker.roles"].are(token)


def split_name(chunk: str, lang: Language) -> tuple[str, str]:
    """Return (role, name) of one phrase; the name is empty when it names nobody."""
    tokens = chunk.split()
    if is_name(chunk, lang):
        return "", chunk
    home = re.search(r"\s(?:fra|från|frå|from|aus)\s", chunk)
    if home and (found := split_name(chunk[: home.start()], lang))[1]:
        return " ".join(x for x in (found[0], chunk[home.start() + 1 :]) if x), found[1]
    first = 0
    while first < len(tokens) and (
        _is_role(tokens[first], lang) or tokens[first][0].islower() or _is_acronym(tokens[first:])
    ):
        first += 1
    rest = " ".join(tokens[first:])
    if (
        0 < first < len(tokens)
        and is_name(rest, lang, least=1)
        and (len(tokens) - first > 1 or _is_role(tokens[first - 1], lang))
    ):
        before = tokens[first - 1].casefold()
        if before in _PLACE_WORDS:
            return _after_place(tokens, first, lang)
        return " ".join(tokens[:first]), rest
    return _trailing(tokens, lang)


def _is_acronym(tokens: Sequence[str]) -> bool:
    """`DPO Ida Holm`: capitals before a first and a last name are a role."""
    return len(tokens) > 2 and re.fullmatch(r"[A-ZÆØÅ]{2,4}", tokens[0]) is not None


def _after_place(tokens: list[str], first: int, lang: Language) -> tuple[str, str]:
    """`spillemand i Thy Lisbet Nygaard`: after a preposition the first capitalised word is a place."""
    rest = tokens[first + 1 :]
    if tokens[first].isupper() and is_name(" ".join(rest), lang):
        return " ".join(tokens[: first + 1]), " ".join(rest)
    if len(rest) >= 2 and is_name(" ".join(rest[-2:]), lang):
        return " ".join(tokens[:-2]), " ".join(rest[-2:])
    return " ".join(tokens), ""


def _trailing(tokens: list[str], lang: Language) -> tuple[str, str]:
    """A role of several words with the name at its very end."""
    if not tokens or not any(_is_role(t.strip(","), lang) for t in tokens):
        return "", ""
    last = len(tokens)
    while (
        last > 0
        and last > len(tokens) - 4
        and is_name(tokens[last - 1], lang, least=1)
        and not (tokens[last - 1].isupper() and "." not in tokens[last - 1])
    ):
        last -= 1
    if last > 0 and tokens[last - 1].casefold() in _PLACE_WORDS:
        last += 1
    name = tokens[last:]
    return (" ".join(tokens[:last]), " ".join(name)) if 2 <= len(name) <= 3 and last else ("", "")


@dataclass(slots=True, eq=False, repr=False)
class _Draft:
    name: str = ""
    role: list[str] = field(default_factory=list)
    organization: list[str] = field(default_factory=list)

    def about(self, text: str, lang: Language) -> None:
        role = text[:1].islower() or _is_role(text.split()[0], lang)
        (self.role if role else self.organization).append(text)

    def go_on(self, more: str) -> None:
        """Add what an `og` goes on with: to the role, else to the name of a body."""
        if self.role:
            self.role[-1] += more
        elif self.organization:
            self.organization[-1] += more
        else:
            self.name += more

    def person(self) -> Person:
        return Person(self.name, ", ".join(self.role) or None, ", ".join(self.organization) or None)


@dataclass(slots=True, eq=False, repr=False)
class _Reading:
    """Persons as they are read, phrase by phrase; `pending` are roles whose name is still to come."""

    lang: Language
    pair: bool
    """Two phrases and a comma: what follows is where the one person is from, for two would be joined by `og`."""
    drafts: list[_Draft] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)

    def take(self, text: str, separator: str, about: str, goes_on: bool) -> None:
        """Take one phrase: a person, or more about the last one; `goes_on` says that more persons may follow."""
        role, name = split_name(text, self.lang)
        last = self.drafts[-1] if self.drafts else None
        home = bool(last and last.role) and not role and not goes_on
        if last and separator == "," and not about and (len(name.split()) == 1 or (self.pair and not role) or home):
            name = ""
        if name and not (last and separator == "," and is_org(text, self.lang)):
            self.drafts.append(_Draft(name, [*self.pending, *([role] if role else [])]))
            self.pending = []
        elif (about and is_name(text, self.lang, least=1)) or (
            last is None and not self.pending and not _is_role(text.split()[0], self.lang) and is_org(text, self.lang)
        ):
            self.drafts.append(_Draft(text))
        elif last and separator == ",":
            last.about(text, self.lang)
        elif last:
            last.go_on(f" {separator} {text}")
        else:
            self.pending.append(text)
        if about and self.drafts:
            self.drafts[-1].about(about, self.lang)


def _names_next(following: tuple[str, str] | None, lang: Language) -> bool:
    """Tell whether what follows a phrase makes it a person too: a role of its own, or another name."""
    if following is None:
        return False
    head = following[0].strip(" .*")
    return bool(head) and (head[0].islower() or _is_role(head.split()[0], lang) or is_name(head, lang))


def people(text: str, lang: Language) -> tuple[Person, ...]:
    """Return the persons (or the body) a speaker part names, in order."""
    text, abouts = _lift_abouts(text.strip(" .,;:–-*"))
    chunks = _chunks(text)
    reading = _Reading(lang, pair=len(chunks) == 2 and chunks[1][1] == ",")
    for position, (chunk, separator) in enumerate(chunks):
        clean, about = _with_about(chunk, abouts)
        following = chunks[position + 1] if position + 1 < len(chunks) else None
        if clean:
            reading.take(clean, separator, about, _names_next(following, lang))
    drafts = reading.drafts
    if not drafts and reading.pending:
        drafts = [_Draft(reading.pending[0], reading.pending[1:])]
    return tuple(d.person() for d in drafts if d.name)


def _lift_abouts(text: str) -> tuple[str, list[str]]:
    """Take parentheses out so that their commas divide nothing; each leaves its number between marks."""
    abouts: list[str] = []

    def keep(found: re.Match[str]) -> str:
        abouts.append(found[1].strip())
        return f" \x01{len(abouts) - 1}\x01"

    return _ABOUT.sub(keep, text), abouts


def _with_about(chunk: str, abouts: Sequence[str]) -> tuple[str, str]:
    found = re.search(r"\s*\x01(\d+)\x01", chunk)
    if not found:
        return chunk.strip(" .*"), ""
    clean = re.sub(r"\s*\x01\d+\x01", "", chunk).strip(" .*")
    return clean, abouts[int(found[1])]


def _chunks(text: str) -> list[tuple[str, str]]:
    """Return (phrase, separator before it); a phrase that ends in a hyphen is not divided (`Børne- og …`)."""
    made: list[tuple[str, str]] = []
    last, separator = 0, ""
    for hit in _CONJUNCTION.finditer(text):
        chunk = text[last : hit.start()]
        if chunk.endswith("-"):
            continue
        made.append((chunk, separator))
        last, separator = hit.end(), (hit[1] or hit[2]).casefold().replace(";", ",")
    made.append((text[last:], separator))
    return made


class Spoken(NamedTuple):
    """A line's text with its speaker part taken off."""

    title: str
    speakers: tuple[Person, ...] = ()
    marked: bool = False
    """A marker named the speakers (`v/`, `ved`)."""
    strong: bool = False
    """The marker is one that only speakers have (`v/`)."""


def spoken(text: str, lang: Language) -> Spoken:
    """Take the speaker part off a title."""
    for marker, start, end in _markers(text, lang):
        right = text[end:]
        before = (text[:start].split() or [""])[-1] if marker != "strong" else ""
        if not _speaks(right, marker, lang, first=start <= 2, before=before):
            continue
        who, colon, title = right.partition(": ")
        if colon and start < 25 and len(title) > 3 and not re.search(r"\b(?:v/|v\.)", title):
            return Spoken(title.strip(), people(who, lang), marked=True, strong=marker == "strong")
        who_speaks = people(_before_sentence(right), lang)
        return Spoken(text[:start].rstrip(" ,–-·|:*"), who_speaks, marked=True, strong=marker == "strong")
    return _unmarked(text, lang)


def _before_sentence(text: str) -> str:
    """Cut at a full stop, dash or comment that ends the names: `deltagerne – ordet gives af …`."""
    cut = re.search(r"\s[–—]\s|(?<=[a-zæøåäöü)]{3})\.\s+(?=[A-ZÆØÅ])|\s-\s|\s(?:om|about|über|og introduktion)\s", text)
    return text[: cut.start()] if cut else text


def _markers(text: str, lang: Language) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    strong = re.compile(rf"(?<![\w(])(?:{lang['speaker.strong'].pattern}|v/|v\./|v\.)\s*(?=\S)", re.IGNORECASE)
    for hit in strong.finditer(text):
        if text.count("(", 0, hit.start()) <= text.count(")", 0, hit.start()):
            found.append(("strong", hit.start(), hit.end()))
    weak = lang["speaker.weak"]
    if weak:
        for hit in re.finditer(rf"(?:{weak.pattern})\s+(?=\S)", text, re.IGNORECASE):
            kind = "first" if hit[0].casefold().strip() == weak.phrases[0] else "other"
            found.append((kind, hit.start(), hit.end()))
    return found


def _speaks(right: str, marker: str, lang: Language, *, first: bool, before: str) -> bool:
    """Tell whether what follows a marker is somebody."""
    if marker == "strong":
        return bool(right.strip(" .*"))
    head = re.split(r"[,;(]| og | and | och | und ", _before_sentence(right).strip(" .*"))[0].strip()
    if not head:
        return False
    role, name = split_name(head, lang)
    if (
        lang.code == "en"
        and before.casefold().endswith("ed")
        and before.casefold()
        not in (
            "presented",
            "chaired",
            "moderated",
            "led",
            "opened",
        )
    ):
        return False
    if marker == "other" and _before_sentence(right) != right:
        return False
    if name:
        return marker == "first" or first or bool(role) or lang.code in _CLOSED_TITLES
    if marker != "first":
        return False
    return (
        any(_is_role(t, lang) for t in head.split()[:3])
        or (is_org(head, lang) and len(head.split()) <= 3)
        or (head[0].isupper() and len(head.split()) <= 6)
    ) and not right.rstrip().endswith("?")


def _unmarked(text: str, lang: Language) -> Spoken:
    """`Velkomst – Bo Lund, formand` and `Velkomst (Bo Lund)`: a name at the end without a marker."""
    inside = re.search(r"\s*\(([^()]{5,90})\)$", text)
    if inside and inside.start() > 2:
        role, name = split_name(re.split(r"[,;]| og | and | och | und ", inside[1])[0].strip(), lang)
        rest = inside[1].partition(",")[2].split()
        roled = bool(role) or any(_is_role(t.strip(",."), lang) for t in rest[:2])
        if len(name.split()) >= 2 and (roled or lang.code in _CLOSED_TITLES):
            return Spoken(text[: inside.start()], people(inside[1], lang))
    if lang.code not in (*_CLOSED_TITLES, "en"):
        return Spoken(text)
    for hit in re.finditer(r"\s[–—-]\s|,\s", text):
        right, comma = text[hit.end() :], hit[0].startswith(",")
        head, _, rest = right.partition(",")
        role, name = split_name(head.strip(" ."), lang)
        if lang.code == "en" and (comma or not _sentence_case(text[: hit.start()]) or len(name.split()) > 3):
            continue
        about_role = bool(rest.strip()) and (rest.strip()[0].islower() or is_org(rest, lang))
        if (
            name
            and len(name.split()) >= 2
            and ((about_role or role) if comma else (about_role or not rest or rest.strip()[:1].isupper()))
            and hit.start() > 2
        ):
            if comma and len(name.split()) > 3:
                continue
            return Spoken(text[: hit.start()], people(right, lang))
    return Spoken(text)


def _sentence_case(text: str) -> bool:
    """Tell whether a title is written like a sentence, so that capitals further on are names."""
    words = [w for w in text.split()[1:] if w[0].isalpha() and len(w) > 3]
    return not words or sum(w[0].islower() for w in words) * 2 >= len(words)


def person_line(text: str, lang: Language, *, alone: bool = False) -> tuple[Person, ...]:
    """Return who a line without marker names, if it is nothing but persons: `Name, role` or `Role Name og Name`.

    `alone` says that the line hangs below a title, where two capitalised words are a name in any language.
    """
    if len(text) > 160 or text.rstrip().endswith(("?", "!", ":")) or re.search(r"[a-zæøå]{4}\.\s+[A-ZÆØÅ]", text):
        return ()
    head = re.split(r"[,(]| og | and | och | und ", text.strip(" .*-–"))[0].strip()
    role, name = split_name(head, lang)
    if not name or len(name.split()) < 2 or len(role.split()) > 4:
        return ()
    if not role and name == text.strip(" .") and lang.code not in _CLOSED_TITLES and not alone:
        return ()
    return people(text, lang)
