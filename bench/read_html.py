"""Reading web pages beside BeautifulSoup with lxml: fails when we take more than 1.5 of its time, find fewer points, or
let in more noise.

    python -m bench.read_html [DIR]       DIR holds NAME.html with NAME.json beside it (default: the dev corpus)

BeautifulSoup's text of the page, a line an element, is what a user would pick.
"""

from __future__ import annotations

import sys

from bs4 import BeautifulSoup

from bench._reading import Contest, hold
from kl_calendar.read.html import read


def theirs(raw: bytes) -> list[str]:
    return list(BeautifulSoup(raw, "lxml").get_text("\n", strip=True).split("\n"))


if __name__ == "__main__":
    contest = Contest("html", read, "BeautifulSoup", theirs, limit=1.5, runs=40, reach=3, quiet=True)
    sys.exit(hold(contest, sys.argv[1:]))
