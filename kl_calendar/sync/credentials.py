"""An account's user name and secret → the Authorization of each request: Basic and Bearer at once, Digest when asked.

Digest is RFC 7616 with MD5 or SHA-256; `qop` is `auth` or absent (RFC 2069). The client's nonce is made of the secret
and the server's nonce: nobody else can guess it, and nothing here is left to chance.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.request import parse_http_list, parse_keqv_list

if TYPE_CHECKING:
    from collections.abc import Iterable

ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256"}


class Fixed:
    """Basic or Bearer: the same for every request, sent with the first."""

    def __init__(self, value: str) -> None:
        self._value = value

    def header(self, _method: str, _path: str) -> dict[str, str]:
        """Return the header of a request."""
        return {"Authorization": self._value} if self._value else {}

    def learn(self, _challenges: Iterable[str], _used: object) -> bool:
        """Say whether another attempt could help: it could not."""
        return False


class Digest:
    """Digest: needs the server's challenge first, and counts the requests made with it. Safe to use from threads."""

    def __init__(self, username: str, secret: str) -> None:
        self._username = username
        self._secret = secret
        self._challenge: dict[str, str] = {}
        self._count = 0
        self._lock = threading.Lock()

    def header(self, method: str, path: str) -> dict[str, str]:
        """Return the header of a request; none before there was a challenge."""
        with self._lock:
            challenge = self._challenge
            self._count += 1
            count = f"{self._count:08x}"
        if not challenge:
            return {}
        return {"Authorization": self._answer(challenge, method, path, count)}

    def learn(self, challenges: Iterable[str], used: object) -> bool:
        """Take the server's challenge; say whether an attempt with it is worth it (not with the nonce just refused)."""
        for told in challenges:
            kind, _, rest = told.partition(" ")
            challenge = parse_keqv_list(parse_http_list(rest)) if kind.lower() == "digest" else {}
            if {"realm", "nonce"} <= challenge.keys() and challenge.get("algorithm", "MD5").upper() in ALGORITHMS:
                stale = challenge.get("stale", "").lower() == "true"
                with self._lock:
                    self._challenge, self._count = challenge, 0
                return stale or not used
        return False

    def _answer(self, challenge: dict[str, str], method: str, path: str, count: str) -> str:
        name = challenge.get("algorithm", "MD5")
        realm, nonce = challenge["realm"], challenge["nonce"]
        who = _hashed(name, f"{self._username}:{realm}:{self._secret}")
        what = _hashed(name, f"{method}:{path}")
        parts = {"username": self._username, "realm": realm, "nonce": nonce, "uri": path}
        more = f", algorithm={name}"
        if "auth" in challenge.get("qop", "").replace(",", " ").split():
            mine = hmac.digest(self._secret.encode(), f"{nonce}:{count}".encode(), "sha256").hex()[:32]
            parts["response"] = _hashed(name, f"{who}:{nonce}:{count}:{mine}:auth:{what}")
            parts["cnonce"] = mine
            more += f", qop=auth, nc={count}"
        else:
            parts["response"] = _hashed(name, f"{who}:{nonce}:{what}")
        if "opaque" in challenge:
            parts["opaque"] = challenge["opaque"]
        return "Digest " + ", ".join(f'{key}="{_quoted(value)}"' for key, value in parts.items()) + more


def credentials(auth: str, username: str, secret: str) -> Fixed | Digest:
    """Return what authorises the requests of an account; nothing where it has no secret."""
    if not secret:
        return Fixed("")
    if auth == "digest":
        return Digest(username, secret)
    if auth == "bearer":
        return Fixed(f"Bearer {secret}")
    return Fixed("Basic " + b64encode(f"{username}:{secret}".encode()).decode())


def _hashed(name: str, text: str) -> str:
    return hashlib.new(ALGORITHMS[name.upper()], text.encode(), usedforsecurity=False).hexdigest()


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
