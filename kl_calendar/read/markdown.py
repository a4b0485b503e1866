"""Markdown: headings, nested lists, links, tables, rules and quotes as lines; emphasis is told, not kept.

Line by line, as people write it: the text reader does the rest, so a plain letter with some marks reads alike in both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.model.document import Document, Link
from kl_calendar.read.front_matter import split_front_matter
from kl_calendar.read.text import UNREADABLE_CHARACTERS, lines_of, text_of

if TYPE_CHECKING:
    from kl_calendar.model.document import Line

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_HEADING_END = re.compile(r"[ \t]#+[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)[^`~]*")
_INLINE_TAG = re.compile(
    r"</?(?:b|strong|i|em|u|mark|small|span|sub|sup|font|kbd|code)(?:[ \t][^<>\n]*)?>", re.IGNORECASE
)
_BREAK_TAG = re.compile(r"<br[ \t]{0,9}/?>[ \t]{0,9}", re.IGNORECASE)
_TABLE_ROW = re.compile(r"^[ \t]{0,9}\|[^\n]*", re.MULTILINE)
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\[\]\n]+)\]:[ \t]*<?([^\s<>]+)>?[^\n]*$", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_CODE = re.compile(r"`([^`\n]+)`")
_ESCAPED = 0xE000
"""Escaped characters travel in the private-use area, so that no pattern takes them for marks."""


def read(raw: bytes, name: str) -> Document:
    """Read Markdown."""
    front, first, body = split_front_matter(text_of(raw, name), name)
    lines = tuple(_finished(line) for line in lines_of(_simplified(body), name=name, first=first))
    notes = tuple((line.number, UNREADABLE_CHARACTERS.code) for line in lines if "\ufffd" in line.text)
    return Document(name=name, format="md", lines=lines, front_matter=front, notes=notes)


def _simplified(text: str) -> str:
    """Take off what is Markdown only, keeping every line where it is."""
    text = _without_comments(text)
    text = _ESCAPE.sub(lambda found: chr(_ESCAPED + ord(found[1])), text)
    text = _INLINE_TAG.sub("", text)
    text = _TABLE_ROW.sub(lambda row: _BREAK_TAG.sub(chr(_ESCAPED + ord("\n")), row[0]), text)  # it stays one row
    text = _BREAK_TAG.sub("\u2028", text)
    text = _CODE.sub(r"\1", text)
    text = "\n".join("" if _FENCE.fullmatch(line) else line.removesuffix("\\") for line in _lines(text))
    targets = {key.casefold(): target for key, target in _DEFINITION.findall(text)}
    if targets:
        text = _DEFINITION.sub("", text)
        text = _REFERENCE.sub(lambda found: _inlined(found, targets), text)
    return text


def _without_comments(text: str) -> str:
    """Take out comments but not their line ends; one that is never closed is none."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept += (text[at:start], "\n" * _breaks(text[start:end]))
        at = end + 3
    return "".join([*kept, text[at:]])


def _breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _inlined(found: re.Match[str], targets: dict[str, str]) -> str:
    target = targets.get((found[2] or found[1]).casefold())
    return f"[{found[1]}]({target})" if target else found[0]


def _finished(line: Line) -> Line:
    """Read the heading mark, the task box and character references of one line."""
    text, heading = line.text, line.heading
    if not line.cells and not line.marker and (found := _HEADING.match(text)):
        heading = len(found[1])
        text = _HEADING_END.sub("", text[found.end() :]).strip()
    if line.marker and (found := _TASK.match(text)):
        text = text[found.end() :]
    return line._replace(
        text=_readable(text),
        heading=heading,
        cells=tuple(cell._replace(text=_readable(cell.text)) for cell in line.cells),
        links=tuple(Link(_readable(link.text), _unescaped(link.target)) for link in line.links),
    )


def _unescaped(text: str) -> str:
    return "".join(chr(ord(c) - _ESCAPED) if _ESCAPED < ord(c) < _ESCAPED + 128 else c for c in text)


def _readable(text: str) -> str:
    text = _unescaped(text)
    if "&" in text:
        import html  # noqa: PLC0415 -- it brings two thousand names of characters, which letters seldom write

        text = html.unescape(text)
    return text.replace("\u00a0", " ")
