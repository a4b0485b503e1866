"""What holds where `feeds.toml` says nothing else, for those who read no such file."""

from __future__ import annotations

TITLE = "Møder"
"""What a calendar of several meetings is called."""
UID_DOMAIN = "kl-calendar.invalid"
"""What uids end in."""
