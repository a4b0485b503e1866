"""Events of the server in, one JSON line each out (stderr). No address, no full User-Agent, no token ever."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime

_TOKEN = re.compile(r"(^|/)t/[^/?]*")


def redacted(path: str) -> str:
    """Return a path without the key of a private feed."""
    return _TOKEN.sub(r"\1t/***", path)


def event(what: str, **facts: object) -> None:
    """Write one event."""
    line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": what, **facts}
    sys.stderr.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    sys.stderr.flush()
