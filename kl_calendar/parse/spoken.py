"""The speaker part of a line, taken off its title.

    line := title marker people | people ':' title | title separator people | title '(' people ')'
    marker := 'v/' | 'ved' | …      separator := '|' | '/' | '–' | ',' | ':'

A marker names speakers in any words; a separator only where a name stands behind it: the weaker the separator, the more
must speak for a name (a role, an employer, a common given name).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse.language import language
from kl_calendar.parse.names import PARTED, is_name, is_org, is_role, is_surely, split_name, without_article
from kl_calendar.parse.people import people
from kl_calendar.parse.stages import is_place

if TYPE_CHECKING:
    from kl_calendar.model.meeting import Person
    from kl_calendar.parse.language import Language

CLOSED_TITLES = ("da", "nb", "nn", "sv")
"""Languages that do not capitalise nouns: two capitalised words in a row are a name there."""
_SEPARATOR = re.compile(
    r"\s(?P<bar>[/|·•])\s|\s(?P<dash>[–—-])\s|(?:(?<=[^\W\d_]{3})\.|[?!])(?P<stop>\s)(?=[^\W\d_])|(?P<comma>,)\s|(?P<colon>:)\s"
)
_STRENGTH = ("bar", "dash", "stop", "comma", "colon")
_QUOTES = frozenset('"“”„»«')
_LONGEST = 80
"""Who is named before a title's colon."""
_LONGEST_LINE = 400
"""A longer row is a paragraph."""
_PERSON = 3
"""Words of a name that has nothing but a weak separator for it."""
_DONE = ("presented", "chaired", "moderated", "led", "opened")
"""What somebody has done `by` an English slot; other words in -ed say who made something."""


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
    return _led(text, lang) or _marked(text, lang) or _in_parentheses(text, lang) or _behind(text, lang) or Spoken(text)


def _led(text: str, lang: Language) -> Spoken | None:
    """`Ida Holm (Nordisk Universitet): Titel`: who speaks, then the title."""
    left, colon, title = text.partition(" | " if " | " in text else ": ")
    if not colon or len(left) > _LONGEST or len(title.strip()) < 3 or not left[:1].isupper():
        return None
    _, name = split_name(PARTED.split(left, maxsplit=1)[0].strip(), lang)
    about = (lang.code in CLOSED_TITLES and left.endswith(")")) or title.strip()[0] in _QUOTES
    if len(name.split()) < 2 or not (is_surely(name) or about) or lang["speaker.moderator"].lead(left):
        return None
    return Spoken(title.strip(), people(left, lang))


def _marked(text: str, lang: Language) -> Spoken | None:
    speaking = [hit for hit in _markers(text, lang) if _speaks_at(text, hit, lang)]
    for position, (marker, start, end) in enumerate(speaking):
        right = text[end:]
        head = PARTED.split(right, maxsplit=1)[0]
        roled = is_role(right.split()[0].strip(",."), lang)  # `leder af foreningen Ida Holm` is one person
        if not roled and any(end <= later < end + len(head) for _, later, _ in speaking[position + 1 :]):
            continue  # `Gennemgang af tre forslag ved Ida Holm`: the marker beside the name is the one
        who, colon, title = right.partition(": ")
        named = is_org(who, lang) and is_surely(title.partition(",")[0])  # `v. Nordby Kommune: Ida Holm, chef`
        if colon and start < 25 and len(title) > 3 and not named and not re.search(r"\b(?:v/|v\.)", title):
            return Spoken(title.strip(), people(who, lang), marked=True, strong=marker == "strong")
        who_speaks = people(before_sentence(right, lang), lang)
        return Spoken(text[:start].rstrip(" ,–-·|/:*"), who_speaks, marked=True, strong=marker == "strong")
    return None


_LABEL = re.compile(r",\s[a-zæøåäöü]+$")
"""`Dans i laden, spillemænd: …`: what the persons do, at a title's end."""
_VOWELS = frozenset("aeiouyæøåäöüáéíóú")
"""A word without one is cut short (`Sdr.`)."""
_STOP = re.compile(
    r"\s[–—]\s|(?<=[^\W\d_][a-zæøåäöü)]{2})\.\s+(?=[A-ZÆØÅ])|\s-\s|\s(?:om|about|über|og introduktion)\s"
)


def before_sentence(text: str, lang: Language) -> str:
    """Cut at a full stop, dash or comment that ends the names: `deltagerne – ordet gives af …`, not at `fhv. Bo`."""
    for cut in _STOP.finditer(text):
        word = text[: cut.start()].split()[-1] if cut[0][0] == "." else ""
        if not word or ("." not in word and not is_role(f"{word}.", lang) and not _VOWELS.isdisjoint(word.casefold())):
            return text[: cut.start()]
    return text


_SIGNS = frozenset("/.")
"""What a marker cut short (`v/`, `v.`) has, in any language."""


@cache
def _marker_patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    strong, weak = (language(code)[f"speaker.{name}"].pattern for name in ("strong", "weak"))
    return (
        re.compile(rf"(?<![\w(])(?:{strong}|v\s?/|v\./|v\.)\s*(?=\S)", re.IGNORECASE),
        re.compile(rf"(?:{weak})\s+(?=\S)", re.IGNORECASE),
    )


def _markers(text: str, lang: Language) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    strong, weak = _marker_patterns(lang.code)
    for hit in strong.finditer(text) if not _SIGNS.isdisjoint(text) or lang["speaker.strong"].find(text) else ():
        if text.count("(", 0, hit.start()) <= text.count(")", 0, hit.start()):
            found.append(("strong", hit.start(), hit.end()))
    for hit in weak.finditer(text) if lang["speaker.weak"].find(text) else ():
        kind = "first" if hit[0].casefold().strip() == lang["speaker.weak"].phrases[0] else "other"
        if kind == "other" and lang["place.in"].are(hit[0].strip()) and not _begins_with_name(text[hit.end() :], lang):
            continue  # `Eldar tänds vid Läger Norr`
        found.append((kind, hit.start(), hit.end()))
    return found


def _begins_with_name(text: str, lang: Language) -> bool:
    words = text.split()
    return bool(words) and (is_role(words[0].strip(",."), lang) or is_surely(" ".join(words[:2])))


def without_marker(text: str, lang: Language) -> str:
    """Take a marker off the end of a text, behind which its row was broken: `Velkomst ved` with the name below."""
    before, _, last = text.rstrip().rpartition(" ")
    is_marker = last.casefold() in ("v/", "v.", lang["speaker.weak"].phrases[0]) or lang["speaker.strong"].are(last)
    return before.rstrip() if before and is_marker else text


def _speaks_at(text: str, hit: tuple[str, int, int], lang: Language) -> bool:
    marker, start, end = hit
    before = (text[:start].split() or [""])[-1] if marker != "strong" else ""
    return _speaks(text[end:], marker, lang, first=start <= 2, before=before)


def _speaks(right: str, marker: str, lang: Language, *, first: bool, before: str) -> bool:
    """Tell whether what follows a marker is somebody."""
    if marker == "strong":
        return bool(right.strip(" .*"))
    who = before_sentence(right, lang).strip(" .*")
    head = PARTED.split(who, maxsplit=1)[0].strip()
    if not head or (lang.code == "en" and before.casefold().endswith("ed") and before.casefold() not in _DONE):
        return False
    if marker == "other" and before_sentence(right, lang) != right:
        return False
    role, name = split_name(head, lang)
    if name:
        if lang.code == "de" and not (is_surely(name) or any(is_role(t, lang) for t in role.split())):
            return False
        quoted = before[-1:] in '"“”»?!' and is_surely(name)
        return marker == "first" or first or bool(role) or quoted or lang.code in CLOSED_TITLES
    return (
        marker == "first"
        and not right.rstrip().endswith("?")
        and (_is_somebody(head, lang) or _names_behind(who, lang))
    )


def _is_somebody(head: str, lang: Language) -> bool:
    """Tell whether a phrase without a name is a role or a body."""
    words = head.split()
    known = any(is_role(t, lang) for t in words[:3]) or (is_org(head, lang) and len(words) <= 3)
    house = lang.code in CLOSED_TITLES and len(words) == 1 and head.endswith(("en", "et"))  # `ved Brugsen`
    return known or (head[0].isupper() and len(words) <= 6 and not any(c.isdigit() for c in head) and not house)


def _names_behind(who: str, lang: Language) -> bool:
    """`the Provost, Cllr Ida Holm`: a title nobody lists, with its name behind a comma."""
    head, comma, rest = who.partition(", ")
    about = without_article(head)
    return (
        bool(comma)
        and about[:1].isupper()
        and is_surely(split_name(PARTED.split(rest, maxsplit=1)[0].strip(), lang)[1])
    )


def _in_parentheses(text: str, lang: Language) -> Spoken | None:
    """`Velkomst (Bo Lund)`."""
    inside = _INSIDE.search(text)
    if inside is None or inside.start() <= 2:
        return None
    if lang["speaker.moderator"].lead(inside[1]):
        return Spoken(text[: inside.start()])
    role, name = split_name(PARTED.split(inside[1], maxsplit=1)[0].strip(), lang)
    rest = inside[1].partition(",")[2].split()
    roled = bool(role) or any(is_role(t.strip(",."), lang) for t in rest[:2])
    bare = lang.code in CLOSED_TITLES and not is_place(name)
    if len(name.split()) >= 2 and (roled or is_surely(name) or bare):
        return Spoken(text[: inside.start()], people(inside[1], lang))
    return None


_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
_INSIDE = re.compile(r"\s*\(([^()]{5,90})\)$")


def _behind(text: str, lang: Language) -> Spoken | None:
    """`Velkomst – Bo Lund, formand`: a name at the end without a marker, behind the strongest separator."""
    if len(text) > _LONGEST_LINE:
        return None
    hits = [h for h in _SEPARATOR.finditer(text) if h.start() > 2]
    for hit in sorted(hits, key=lambda h: _STRENGTH.index(h.lastgroup or "")):
        left, right = text[: hit.start()] + (hit[0][0] if hit[0][0] in "?!" else ""), text[hit.end() :].strip(" .")
        if hit.lastgroup == "stop" and _is_abbreviated(left, lang):
            continue
        if hit.lastgroup in ("bar", "dash") and right == "N.N":
            return Spoken(left)
        if right and _names(left, right, hit.lastgroup or "", lang):
            return Spoken(_LABEL.sub("", left) if hit.lastgroup == "colon" else left, people(right, lang))
    return None


def _is_abbreviated(left: str, lang: Language) -> bool:
    """`Dr.-Ing.` and `Dr. med.` are no end of a sentence."""
    word = left.rstrip(".").split()[-1]
    return "-" in word or (word[0].isupper() and len(word) <= _PERSON + 1) or is_role(f"{word}.", lang)


def _names(left: str, right: str, separator: str, lang: Language) -> bool:
    """Tell whether what stands behind a separator names persons."""
    role, name = split_name(PARTED.split(right, maxsplit=1)[0].strip(" ."), lang)
    words = len(name.split())
    if (
        words < 2
        or any(c in role for c in "?!:")
        or right.endswith(("?", "!"))
        or lang["speaker.moderator"].lead(right)
    ):
        return False
    rest = right.partition(",")[2].strip()
    about = bool(rest) and (rest[0].islower() or is_org(rest, lang))
    sure, closed = is_surely(name), lang.code in CLOSED_TITLES
    if separator == "bar":
        return sure or closed or bool(role) or about
    if separator == "dash":
        plain = closed or (lang.code == "en" and words <= _PERSON and _is_sentence_case(left))
        return sure or _is_told(rest, lang) or (plain and (about or not rest or rest[0].isupper()))
    if separator == "stop":
        return sure and words <= _PERSON and ". " not in right
    told = bool(role) or (about if closed else _is_told(rest, lang))
    if separator == "comma":
        return words <= _PERSON and (told or sure) and not (sure and _ends_in_name(left, lang))
    return not lang["speaker.moderator"].find(left) and (told or (sure and right != name))


def _is_told(rest: str, lang: Language) -> bool:
    """A role or an organisation of which the lists know, where capitals and lower case tell nothing."""
    return bool(rest) and (is_role(rest.split()[0].strip(",."), lang) or is_org(rest, lang))


def _ends_in_name(left: str, lang: Language) -> bool:
    """`Panel: Ida Holm` before a comma: what follows is one of several names, and the title is all of it."""
    tokens = _PARENTHESIS.sub("", left).split()
    tails = [" ".join(tokens[-k:]) for k in (2, 3) if len(tokens) > k - 1]
    return any(is_surely(tail) and is_name(tail, lang) for tail in tails)


def _is_sentence_case(text: str) -> bool:
    """Tell whether a title is written like a sentence, so that capitals further on are names."""
    words = [w for w in text.split()[1:] if w[0].isalpha() and len(w) > 3]
    return not words or sum(w[0].islower() for w in words) * 2 >= len(words)


_SENTENCES = re.compile(r"[a-zæøå]{4}\.\s+[A-ZÆØÅ]")


def person_line(text: str, lang: Language, *, alone: bool = False) -> tuple[Person, ...]:
    """Return who a line without marker names, if it is nothing but persons: `Name, role` or `Role Name og Name`.

    `alone` says that the line hangs below a title, where two capitalised words are a name in any language.
    """
    if len(text) > 160 or text.rstrip().endswith(("?", "!", ":")) or "@" in text or _SENTENCES.search(text):
        return ()  # with an address beside the name it says whom to write to
    text = text.strip(" .*-–/")
    if text[:1] == "(" and text.find(")") == len(text) - 1:
        text = text[1:-1]
    head = PARTED.split(text, maxsplit=1)[0].strip()
    role, name = split_name(head, lang)
    if not name and head != text and all(is_role(word, lang) for word in head.split()):
        behind = PARTED.split(text, maxsplit=2)[1].strip()  # `Overlæge og foredragsholder Ida Holm`
        role, name = split_name(behind, lang)
    if not name or len(name.split()) < 2 or len(role.split()) > 4:
        return ()
    bare = not role and name == text
    if bare and not (alone or is_surely(name) or lang.code in CLOSED_TITLES):
        return ()
    return people(text, lang)
