"""The keys of private feeds: kept as digests in the workspace, so that whoever reads the file cannot subscribe.

A token is made by the caller from a cryptographic source (`secrets.token_urlsafe`) and shown once.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kl_calendar.errors import KlError
from kl_calendar.i18n import say

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = ".kl-calendar"
FILE = "tokens.json"
SHORTEST = 32
"""Characters of a token: 192 bits in base 64, beyond guessing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key to one feed; `id` names it in lists and logs and opens nothing."""

    id: str
    feed: str
    label: str
    digest: str
    created: datetime
    revoked: datetime | None = None


class NoSuchToken(KlError):
    """A token's id is not in the workspace."""

    slug = "no-such-token"

    def __init__(self, token_id: str) -> None:
        super().__init__(
            say("there is no token {token_id}", token_id=token_id), hint=say("kl-calendar token list shows their ids")
        )
        self.token_id = token_id


class TokensUnreadable(KlError):
    """The file with the tokens is damaged."""

    slug = "tokens-unreadable"

    def __init__(self, path: Path) -> None:
        super().__init__(
            say("{path} cannot be read, so private feeds are closed", path=path),
            hint=say("restore it from a backup, or remove it and make new tokens"),
        )


def made(secret: str, feed: str, label: str, now: datetime) -> Token:
    """Return the token of a secret."""
    if len(secret) < SHORTEST:
        raise ValueError("a token must be too long to guess")
    digest = digest_of(secret)
    return Token(digest[:8], feed, label, digest, now)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def opened_by(secret: str, known: Iterable[Token]) -> Token | None:
    """Return the token that a secret is, in the same time whichever it is or whether it is none."""
    wanted, found = digest_of(secret), None
    for token in known:
        if hmac.compare_digest(wanted, token.digest) and token.revoked is None:
            found = token
    return found


def load(home: Path) -> tuple[Token, ...]:
    """Return the workspace's tokens, revoked ones too."""
    path = home / FOLDER / FILE
    try:
        rows = json.loads(path.read_text("utf-8"))
        return tuple(_token(row) for row in rows)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise TokensUnreadable(path) from error


def save(home: Path, tokens: Iterable[Token]) -> None:
    """Keep the tokens: whole or not at all, readable by the owner only."""
    path = home / FOLDER / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(token) for token in tokens]
    text = json.dumps(rows, ensure_ascii=False, indent=1, default=lambda moment: moment.isoformat()) + "\n"
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(temporary, path)


def revoked(tokens: Iterable[Token], token_id: str, now: datetime) -> tuple[Token, ...]:
    """Return the tokens with one revoked; raises `NoSuchToken`."""
    known = tuple(tokens)
    if token_id not in {token.id for token in known}:
        raise NoSuchToken(token_id)
    return tuple(replace(one, revoked=one.revoked or now) if one.id == token_id else one for one in known)


def _token(row: dict[str, str | None]) -> Token:
    ended = row["revoked"]
    created = datetime.fromisoformat(str(row["created"]))
    return Token(
        str(row["id"]),
        str(row["feed"]),
        str(row["label"]),
        str(row["digest"]),
        created,
        datetime.fromisoformat(ended) if ended else None,
    )
