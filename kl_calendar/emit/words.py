"""A language code in, the words that stand in an event out. Kept beside the writer, whatever catalogue is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.meeting import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


class Words(NamedTuple):
    """The words of one language."""

    by: str
    """Stands before a speaker's name."""
    choose: str
    programme: str
    registration: str
    deadline: str
    join: str
    organizer: str
    host: str
    more: str
    cancelled: str
    meeting: str
    kinds: Mapping[Kind, str]
    """The category of each kind of slot; `Kind.OTHER` has none."""


def _kinds(talk: str, pause: str, meal: str, arrival: str) -> dict[Kind, str]:
    return {Kind.TALK: talk, Kind.BREAK: pause, Kind.MEAL: meal, Kind.REGISTRATION: arrival}


_DANISH = Words(
    by="v/",
    choose="Vælg mellem",
    programme="Program",
    registration="Tilmelding",
    deadline="Tilmeldingsfrist",
    join="Deltag online",
    organizer="Arrangør",
    host="Vært",
    more="Læs mere",
    cancelled="AFLYST",
    meeting="Møde",
    kinds=_kinds("Oplæg", "Pause", "Forplejning", "Ankomst"),
)
_ENGLISH = Words(
    by="with",
    choose="Choose one",
    programme="Programme",
    registration="Registration",
    deadline="Registration deadline",
    join="Join online",
    organizer="Organiser",
    host="Host",
    more="Read more",
    cancelled="CANCELLED",
    meeting="Meeting",
    kinds=_kinds("Talk", "Break", "Meal", "Arrival"),
)
_BOKMAL = Words(
    by="v/",
    choose="Velg mellom",
    programme="Program",
    registration="Påmelding",
    deadline="Påmeldingsfrist",
    join="Delta digitalt",
    organizer="Arrangør",
    host="Vert",
    more="Les mer",
    cancelled="AVLYST",
    meeting="Møte",
    kinds=_kinds("Innlegg", "Pause", "Servering", "Ankomst"),
)
_NYNORSK = Words(
    by="v/",
    choose="Vel mellom",
    programme="Program",
    registration="Påmelding",
    deadline="Påmeldingsfrist",
    join="Delta digitalt",
    organizer="Arrangør",
    host="Vert",
    more="Les meir",
    cancelled="AVLYST",
    meeting="Møte",
    kinds=_kinds("Innlegg", "Pause", "Servering", "Framkomst"),
)
_SWEDISH = Words(
    by="med",
    choose="Välj mellan",
    programme="Program",
    registration="Anmälan",
    deadline="Sista anmälningsdag",
    join="Delta digitalt",
    organizer="Arrangör",
    host="Värd",
    more="Läs mer",
    cancelled="INSTÄLLT",
    meeting="Möte",
    kinds=_kinds("Föredrag", "Paus", "Måltid", "Ankomst"),
)
_GERMAN = Words(
    by="mit",
    choose="Zur Auswahl",
    programme="Programm",
    registration="Anmeldung",
    deadline="Anmeldeschluss",
    join="Online teilnehmen",
    organizer="Veranstalter",
    host="Gastgeber",
    more="Mehr dazu",
    cancelled="ABGESAGT",
    meeting="Sitzung",
    kinds=_kinds("Vortrag", "Pause", "Verpflegung", "Ankunft"),
)

_WORDS = {
    "da": _DANISH,
    "en": _ENGLISH,
    "nb": _BOKMAL,
    "no": _BOKMAL,
    "nn": _NYNORSK,
    "sv": _SWEDISH,
    "de": _GERMAN,
}


def words(language: str) -> Words:
    """Return the words of a language, English where it has none of its own."""
    return _WORDS.get(language.lower().replace("_", "-").split("-")[0], _ENGLISH)
