"""Who speaks: the persons a phrase names, each with role and organisation.

    speakers := person (separator person)*     person := [role] name [',' role-or-organisation]* ['(' about ')']
    separator := ',' | ';' | 'og' | 'and' | …

A name is a run of capitalised words that no word list claims; what stands before it in lower case is a role; what
follows a comma and is no name is a role or an organisation. Where nobody is named, the body that speaks is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Person
from kl_calendar.parse.names import (
    is_given,
    is_likely,
    is_name,
    is_org,
    is_role,
    is_surely,
    split_name,
    without_article,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language

_CONJUNCTION = re.compile(
    r"\s*(?:(,|;|\s/\s)(?:\s*(?:og|and|und|och|samt|sowie|&)(?!\w))?|(?<!\w)(og|and|und|och|samt|sowie|&)(?!\w))\s*",
    re.IGNORECASE,
)
_BESIDE = (",", "/")
_WITH_BODY = 4
"""Words of a first and a last name with a body's name behind them."""
_ABOUT = re.compile(r"\s*\(([^()]{1,80})\)")


@dataclass(slots=True, eq=False, repr=False)
class _Draft:
    name: str = ""
    role: list[str] = field(default_factory=list)
    organization: list[str] = field(default_factory=list)

    def about(self, text: str, lang: Language) -> None:
        role = text[:1].islower() or is_role(text.split()[0], lang)
        (self.role if role else self.organization).append(text)

    def go_on(self, more: str) -> None:
        """Add what an `og` goes on with: to the role, else to the name of a body."""
        if self.role:
            self.role[-1] += more
        elif self.organization:
            self.organization[-1] += more
        else:
            self.name += more

    def is_body(self, lang: Language) -> bool:
        """It is a body, and nothing is said about it."""
        return not self.role and not self.organization and is_org(self.name, lang)

    def person(self) -> Person:
        return Person(self.name, ", ".join(self.role) or None, ", ".join(self.organization) or None)


@dataclass(slots=True, eq=False, repr=False)
class _Reading:
    """Persons as they are read, phrase by phrase; `pending` are roles whose name is still to come."""

    lang: Language
    pair: bool
    """Two phrases and a comma: what follows is where the one person is from, for two would be joined by `og`."""
    drafts: list[_Draft] = field(default_factory=list)
    joined: bool = False
    """An `og` has ended the row of persons."""
    pending: list[str] = field(default_factory=list)

    def take(self, text: str, separator: str, about: str, following: str) -> None:
        """Take one phrase: a person, or more about the last; `following` is what comes next: role, name, nothing."""
        role, name = split_name(text, self.lang)
        last = self.drafts[-1] if self.drafts else None
        beside = last is not None and separator in _BESIDE
        if last and beside and name and not about and self._is_more(last, role, name, following):
            name = ""
        if name and not (beside and is_org(text, self.lang)):
            self._add(name, role, last if beside else None)
        elif (about and is_name(text, self.lang, least=1)) or (last is None and self._is_body(text)):
            self.drafts.append(_Draft(text))
        elif last and beside:
            last.about(text, self.lang)
        elif last and last.is_body(self.lang) and is_org(text, self.lang):
            self.drafts.append(_Draft(text))
        elif last:
            last.go_on(f" {separator} {text}")
        else:
            self.pending.append(text)
        self.joined = self.joined or (bool(name) and bool(separator) and not beside)
        if about and self.drafts:
            self.drafts[-1].about(about, self.lang)

    def _is_more(self, last: _Draft, role: str, name: str, following: str) -> bool:
        """Tell whether what looks like a name says where the last person is from."""
        if len(name.split()) == 1:
            return not (is_given(name) and is_given(last.name) and " " not in last.name)
        if is_surely(name):
            return False
        bare = not (last.role or last.organization)  # `Ida Holm, styreleiar Jordvern Nord`
        if is_surely(last.name) and (not role or bare) and not is_likely(name) and following != "role":
            return True
        home = bool(last.role) and not following
        return not role and (self.pair or home or (self.joined and not following))

    def _is_body(self, text: str) -> bool:
        return not self.pending and not is_role(text.split()[0], self.lang) and is_org(text, self.lang)

    def _add(self, name: str, role: str, body: _Draft | None) -> None:
        """Add a person; a body right before a sure name is where the person is from, or a role nobody lists."""
        roles = [*self.pending, *([role] if role else [])]
        self.pending = []
        if body and not body.role and is_surely(name) and is_org(body.name, self.lang):
            self.drafts.remove(body)
            made = _Draft(name, roles)
            made.about(body.name, self.lang)
            self.drafts.append(made)
        elif body is None and role and self.drafts and _is_role_cut_short(self.drafts[-1]):
            cut = self.drafts.pop()
            self.drafts.append(_Draft(name, [*cut.role[:-1], f"{cut.role[-1]} {cut.name}", *roles]))
        else:
            self.drafts.append(_Draft(name, roles))


def _is_role_cut_short(draft: _Draft) -> bool:
    """`fhv. Havnekaptajn` before `og leder … Ida Holm`: one capitalised word that is no given name, behind a role."""
    return bool(draft.role) and len(draft.name.split()) == 1 and not is_given(draft.name) and not draft.organization


def _next(following: tuple[str, str] | None, lang: Language) -> str:
    """Tell whether what follows a phrase makes it a person too: a `role` of its own, or another `name`."""
    head = following[0].strip(" .*") if following else ""
    if not head:
        return ""
    if head[0].islower() or is_role(head.split()[0], lang):
        return "role"
    return "name" if is_name(head, lang) else ""


def people(text: str, lang: Language) -> tuple[Person, ...]:
    """Return the persons (or the body) a speaker part names, in order."""
    text, abouts = _lift_abouts(text.strip(" .,;:–-*"))
    chunks = _chunks(text)
    reading = _Reading(lang, pair=len(chunks) == 2 and chunks[1][1] == ",")
    for position, (chunk, separator) in enumerate(chunks):
        clean, about = _with_about(chunk, abouts)
        clean, about = (clean, about) if about else _without_body(clean, lang)
        following = chunks[position + 1] if position + 1 < len(chunks) else None
        if clean:
            reading.take(clean, separator, about, _next(following, lang))
    drafts = reading.drafts
    if not drafts and reading.pending:
        drafts = [_Draft(_unnamed(chunks))]
    return tuple(d.person() for d in drafts if d.name)


def _unnamed(chunks: Sequence[tuple[str, str]]) -> str:
    """Who speaks where nobody is named: all up to a comma (`Data og Kvalitet`)."""
    name = without_article(_with_about(chunks[0][0], [""])[0])
    for chunk, separator in chunks[1:]:
        if separator in _BESIDE:
            break
        name += f" {separator} {_with_about(chunk, [''])[0]}"
    return name


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


def _without_body(chunk: str, lang: Language) -> tuple[str, str]:
    """`Irene Lund Bærum kommune`, `Bærum kommune: Irene Lund`: beside a whole name, where somebody is from."""
    body, colon, name = chunk.partition(": ")
    if colon and is_name(name, lang) and is_org(body, lang):
        return name, body
    tokens = chunk.split()
    if len(tokens) < _WITH_BODY or not (is_surely(chunk) and is_org(tokens[-1], lang)) or tokens[-1][0].isupper():
        return chunk, ""
    name, body = " ".join(tokens[:-2]), " ".join(tokens[-2:])
    return (name, body) if tokens[-2][0].isupper() and is_name(name, lang) else (chunk, "")


def _chunks(text: str) -> list[tuple[str, str]]:
    """Return (phrase, separator before it); a phrase that ends in a hyphen is not divided (`Børne- og …`)."""
    made: list[tuple[str, str]] = []
    last, separator = 0, ""
    for hit in _CONJUNCTION.finditer(text):
        chunk = text[last : hit.start()]
        slash = (hit[1] or "").strip() == "/"
        if chunk.endswith("-") or (slash and not any(map(is_given, text[hit.end() :].split()[:3]))):
            continue
        made.append((chunk, separator))
        last, separator = hit.end(), (hit[1] or hit[2]).strip().casefold().replace(";", ",")
    made.append((text[last:], separator))
    return made
