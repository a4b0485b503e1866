"""Numbers as lists write them: decimal, letters, Roman figures."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_SMALL = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN = 4000


def written(value: int, form: str) -> str:
    """Return a number as the list writes it; forms without letters or Roman figures are decimal."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{value:02d}"
    if form.endswith("Letter") and value > 0:
        letters = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 10)
        return letters.upper() if form.startswith("upper") else letters
    if form.endswith("Roman") and 0 < value < _MOST_ROMAN:
        return _roman(value).upper() if form.startswith("upper") else _roman(value)
    return str(value)


def _roman(value: int) -> str:
    figures = ""
    for worth, figure in _ROMAN + _ROMAN_SMALL:
        times, value = divmod(value, worth)
        figures += figure * times
    return figures
