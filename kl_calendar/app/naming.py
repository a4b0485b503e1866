"""What a person calls a meeting or slot of the workspace in, the meeting's place in the ledger and the uid out.

2020-09-02-holstebro                    a meeting, by its key (its document's name without the suffix)
skole/2020-09-02-holstebro              the same, where two feeds have one of that key
2020-09-02-holstebro/Temadrøftelser     a slot, by its title or the beginning of it
k3v…q7@kalender.example                 either, by its uid
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.errors import KlError
from kl_calendar.i18n import Text, say
from kl_calendar.revise.identity import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kl_calendar.model.revision import Entry, Revision
    from kl_calendar.store.ledger import Ledger


class NotFound(KlError):
    """The workspace has no meeting or slot of that name."""

    slug = "not-found"

    def __init__(self, name: str, *, hint: Text = "") -> None:
        super().__init__(say("no meeting or slot is called {name}", name=name), hint=hint)
        self.name = name


class Ambiguous(KlError):
    """Several meetings or slots go by that name."""

    slug = "ambiguous-name"

    def __init__(self, name: str, names: Iterable[str]) -> None:
        super().__init__(
            say("several are called {name}", name=name), hint=say("say which: {names}", names=", ".join(names))
        )
        self.name = name


@dataclass(frozen=True, slots=True)
class Named:
    """A meeting (`entry` is None) or one of its slots."""

    revision: Revision
    entry: Entry | None = None

    @property
    def uid(self) -> str:
        """What carries the identity: the slot's uid, or the meeting's."""
        return self.entry.uid if self.entry else self.revision.uid

    @property
    def name(self) -> str:
        """A name that tells it from all others."""
        whole = f"{self.revision.feed}/{self.revision.key}"
        return f"{whole}/{self.entry.slot.title} ({self.entry.uid})" if self.entry else whole


def find(ledger: Ledger, name: str) -> Named:
    """Find the one meeting or slot of that name."""
    for found in (by_uid(ledger, name), by_key(ledger, name), by_title(ledger, name)):
        if len(found) > 1:
            raise Ambiguous(name, (one.name for one in found))
        if found:
            return found[0]
    keys = [listed.key for listed in ledger.listing()]
    hint = say("the newest are {names}", names=", ".join(keys[-3:])) if keys else say("build the workspace first")
    raise NotFound(name, hint=hint)


def by_uid(ledger: Ledger, name: str) -> list[Named]:
    """What has this uid."""
    found = []
    for feed, key in ledger.holders(name) if "@" in name else ():
        stored = ledger.stored(feed, key)
        if stored:
            entry = next((one for one in stored.revision.entries if one.uid == name), None)
            found.append(Named(stored.revision, entry))
    return found


def by_key(ledger: Ledger, name: str) -> list[Named]:
    """The meetings with this key, or feed and key."""
    wanted = [one for one in ledger.listing() if name in (one.key, f"{one.feed}/{one.key}")]
    made = (ledger.stored(one.feed, one.key) for one in wanted)
    return [Named(stored.revision) for stored in made if stored]


def by_title(ledger: Ledger, name: str) -> list[Named]:
    """The slots of a meeting with this title; where none has it, those whose title begins so."""
    meeting, _, title = name.rpartition("/")
    slots = [Named(one.revision, entry) for one in by_key(ledger, meeting) for entry in one.revision.entries]
    same = [one for one in slots if titled(one) == normalised(title)]
    return same or list(beginning(slots, normalised(title)))


def beginning(slots: Iterable[Named], title: str) -> Iterator[Named]:
    """The slots whose title begins with these words."""
    return (one for one in slots if title and titled(one).startswith(title))


def titled(one: Named) -> str:
    """A slot's title as it is compared."""
    return normalised(one.entry.slot.title) if one.entry else ""
