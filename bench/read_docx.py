"""Reading Word files beside markitdown: fails when we take more than 0.12 of its time or find fewer points.

python -m bench.read_docx [DIR]       DIR holds NAME.docx with NAME.json beside it (default: the dev corpus)
"""

from __future__ import annotations

import io
import sys
import warnings

from bench._reading import Contest, hold
from kl_calendar.read.docx import read

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from markitdown import MarkItDown

THEIRS = MarkItDown()


def theirs(raw: bytes) -> list[str]:
    return str(THEIRS.convert_stream(io.BytesIO(raw), file_extension=".docx").text_content).splitlines()


if __name__ == "__main__":
    contest = Contest("docx", read, "markitdown", theirs, limit=0.12, runs=5, reach=3)
    sys.exit(hold(contest, sys.argv[1:]))
