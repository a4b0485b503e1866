"""Text in, what a terminal or pipe can show of it out: a pipe on Windows takes no arrow, which may end no command."""

from __future__ import annotations

import codecs
import io
import sys

PLAIN = {"→": "->", "…": "...", "–": "-", "—": "-", "“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "•": "-"}
"""Characters of our own sentences, for encodings that lack them."""

HANDLER = "kl-calendar"


def plain(error: UnicodeError) -> tuple[str, int]:
    """Return what stands in for characters that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in lost), error.end


def settle() -> None:
    """Let standard output and error write what they can of everything."""
    codecs.register_error(HANDLER, plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)
