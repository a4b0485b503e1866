"""The program that atheris drives: bytes in, any exception but a `KlError` is a find.

`python tests/fuzz/harness.py [libFuzzer options] CORPUS`; the first byte picks the name, the rest is the source.
"""

from __future__ import annotations

import sys
import warnings

import atheris

with atheris.instrument_imports(include=["kl_calendar"]):
    from kl_calendar.errors import KlError
    from kl_calendar.read.formats import FORMATS, read

NAMES = [*(f"a.{suffix}" for suffix in FORMATS), "-"]


def one_input(data: bytes) -> None:
    """Read one source under the name its first byte picks."""
    name = NAMES[data[0] % len(NAMES)] if data else "-"
    try:
        read(data[1:], name)
    except KlError:
        return


def main() -> None:
    """Hand over to the fuzzer."""
    warnings.simplefilter("ignore")
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
