"""Bring the Danish catalogue up to date: collect every msgid, keep what is translated, write the `.po` and the `.mo`.

    python tools/catalogues.py          # write both
    python tools/catalogues.py --check  # say what is missing or stale, exit 1

Msgids are the sentences and hints of problem kinds (`model.problem.kind(…)`), and what stands in `_()`,
`gettext()`, `ngettext()`, `say()` or `N_()` in Python and page templates of the package, and the help of each command.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import kl_calendar
from kl_calendar.cli import cli, helping

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(kl_calendar.__file__).parent
FOLDER = ROOT / "locale" / "da" / "LC_MESSAGES"
PO = FOLDER / "kl_calendar.po"
MO = FOLDER / "kl_calendar.mo"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_HEADERS = ("Language:", "Plural-Forms:", "Content-Type:")
KEYWORDS = {"_": None, "gettext": (1,), "ngettext": (1, 2), "N_": None, "NN_": (1, 2), "say": (1,)}
Msgid = str | tuple[str, ...]


def msgids() -> set[Msgid]:
    """Return every msgid a reader can meet."""
    found: set[Msgid] = set()
    for keywords in (KEYWORDS, {"kind": (3,)}, {"kind": (4,)}):  # a kind's sentence and its hint
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT, METHODS, keywords=keywords):
            found.add(message)
    return (found | set(helping.texts(cli))) - {""}


def catalogue() -> Catalog:
    """Return the catalogue as it stands in the repository."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="da", domain="kl_calendar")


def updated(old: Catalog, wanted: set[Msgid]) -> Catalog:
    """Return a catalogue with exactly the wanted msgids, sorted, keeping their translations."""
    new = Catalog(
        locale="da", domain="kl_calendar", project="kl-calendar", fuzzy=False, header_comment="# Danish texts."
    )
    for msgid in sorted(wanted, key=str):
        known = old.get(msgid if isinstance(msgid, str) else msgid[0])
        new.add(msgid, known.string if known else None)
    return new


def po_bytes(made: Catalog) -> bytes:
    """Return the `.po` file, without the headers that change with the day."""
    stream = io.BytesIO()
    write_po(stream, made, width=120, omit_header=True)
    header = 'msgid ""\nmsgstr ""\n"Language: da\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    return (header + '"Content-Type: text/plain; charset=utf-8\\n"\n\n').encode() + stream.getvalue()


class _Plain(Catalog):
    """A catalogue whose header names neither day nor program: the same sentences are the same bytes."""

    def __iter__(self) -> Iterator[Message]:
        header, *messages = super().__iter__()
        kept = (line for line in str(header.string).splitlines() if line.startswith(_HEADERS))
        yield Message("", "\n".join(kept) + "\n")
        yield from messages


def mo_bytes(made: Catalog) -> bytes:
    """Return the `.mo` file of a catalogue."""
    plain = _Plain(locale=made.locale, domain=made.domain)
    for message in made:
        if message.id:
            plain.add(message.id, message.string)
    stream = io.BytesIO()
    write_mo(stream, plain)
    return stream.getvalue()


def untranslated(made: Catalog) -> list[str]:
    """Return the msgids that have no Danish sentence."""
    return [
        str(m.id) for m in made if m.id and not (all(m.string) if isinstance(m.string, (tuple, list)) else m.string)
    ]


def broken_placeholders(made: Catalog) -> list[str]:
    """Return the msgids whose translation names other values than the English sentence does."""
    return [str(m.id) for m in made if m.id and m.string and fields(m.id) != fields(m.string)]


def fields(text: Msgid | list[str]) -> set[str]:
    """Return the names in braces of a template, or of all its plural forms."""
    joined = text if isinstance(text, str) else " ".join(text)
    return set(re.findall(r"\{(\w+)", joined))


def main(arguments: list[str]) -> int:
    """Write or check the catalogue; 1 when a sentence is missing or a file is stale."""
    made = updated(catalogue(), msgids())
    missing = untranslated(made)
    for text in missing:
        sys.stderr.write(f"no Danish sentence: {text}\n")
    if "--check" not in arguments:
        PO.write_bytes(po_bytes(made))
        MO.write_bytes(mo_bytes(catalogue()))
        return int(bool(missing))
    stale = PO.read_bytes() != po_bytes(made) or MO.read_bytes() != mo_bytes(catalogue())
    if stale:
        sys.stderr.write("the catalogue is stale: make catalogues\n")
    return int(bool(missing) or stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
