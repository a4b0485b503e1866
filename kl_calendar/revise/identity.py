"""Identities: what a slot or meeting is in, a uid out; never from chance, clock, time of day or place in the list.

A uid is given once, at first publication. From then on the ledger (or the published file) remembers it and
`aligning` finds the slot it belongs to, so the words it was made from may change afterwards.
"""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata

UID_LENGTH = 26
"""Base-32 letters kept of the digest: 130 bits, so that two slots of one world never meet by accident."""


def normalised(text: str) -> str:
    """Return the words of a text alone: lower case, composed, without punctuation, one space between them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def slot_uid(feed: str, key: str, title: str, ordinal: int, domain: str) -> str:
    """Return the uid of the `ordinal`-th (from 0) slot with that title in the meeting."""
    return _uid(("slot", feed, key, normalised(title), str(ordinal)), domain)


def meeting_uid(feed: str, key: str, domain: str) -> str:
    """Return the uid of a meeting, for the form with one event a meeting."""
    return _uid(("meeting", feed, key), domain)


def _uid(parts: tuple[str, ...], domain: str) -> str:
    # JSON keeps the parts apart, whatever characters they hold: ("a", "bc") is not ("ab", "c").
    digest = hashlib.sha256(json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")).digest()
    return f"{base64.b32encode(digest).decode('ascii').lower()[:UID_LENGTH]}@{domain}"
