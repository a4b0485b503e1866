"""Letters that are read without any doubt, for tests of what happens around the reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LETTER = """\
# Temadag om fritid den 2. september 2037 kl. 9.00-12.00

Dato: 17. juni 2026

## Program

- Kl. 9.00 Velkommen v/ Asta Lind, borgmester i Nordby Kommune
- Kl. 9.30 Oplæg om fritid v/ Bo Krag
- Kl. 11.00 Afrunding v/ Asta Lind

## Sted

Kulturhuset, Havnegade 1, 9999 Nordby
"""

OTHER = """\
# Dialogmøde om skole den 9. september 2037 kl. 13.00-15.00

## Program

- Kl. 13.00 Velkomst v/ Cilla Dam
- Kl. 13.30 Debat v/ Bo Krag

## Sted

Rådhuset, Torvet 1, 9999 Nordby
"""


def written(home: Path, settings: str) -> Path:
    """A workspace with two letters in its feed `fritid`."""
    (home / "fritid").mkdir(parents=True)
    (home / "feeds.toml").write_text(settings, "utf-8")
    (home / "fritid" / "letter.md").write_text(LETTER, "utf-8")
    (home / "fritid" / "other.md").write_text(OTHER, "utf-8")
    return home
