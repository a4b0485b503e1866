"""Whatever bytes come in, a reader answers with a document or a sentence, soon."""

from __future__ import annotations

import os
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kl_calendar.errors import KlError
from kl_calendar.limits import MAX_LINES
from kl_calendar.model.document import Document
from kl_calendar.model.problem import KINDS
from kl_calendar.read.formats import FORMATS, read
from tests.fuzz.seeds import seeds
from tests.read.office import docx, odt

EXAMPLES = 40 * (1 + int(os.environ.get("KL_FUZZ_SECONDS", "0")) // 60)
PIECES = st.sampled_from(
    [
        *("<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:p>", "</w:p>", "<w:r>", "</w:r>"),
        *("<w:t>Kl. 9</w:t>", "<w:br/>", "<w:del>", "</w:del>", "<w:sdt>", "</w:sdt>", "<w:vMerge/>", "<mc:Choice/>"),
        *('<w:gridSpan w:val="-1"/>', '<w:numPr><w:numId w:val="9999999999"/></w:numPr>', "<w:tcPr>", "</w:tcPr>"),
    ]
)
MARKS = (
    *("**", "*", "_", "[", "](", ")", "|", "---", "\n", "- ", "1. ", "a. ", ">", "`", "<br>", "\\", "\t", "#", "kl. 9"),
    *("2. maj", "16.30-", "Ida", "\f", "\u2028", "+++", "=", "<!--", "-->", "~~", "&amp;", "\r"),
)
TEXTS = st.lists(st.sampled_from(MARKS) | st.just(" ") | st.text(max_size=5), max_size=40).map("".join)
TAGS = st.sampled_from(
    ["text:list", "text:list-item", "text:section", "table:table", "table:table-row", "table:table-cell", "text:span"]
)


def wrapped(pair: tuple[str, str]) -> str:
    return f"<{pair[0]}>{pair[1]}</{pair[0]}><text:p>x</text:p>"


def answered(raw: bytes, name: str) -> Document | None:
    """Read, and hold the document to what every reader promises."""
    begun = time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document = read(raw, name)
    except KlError:
        return None
    finally:
        assert time.process_time() - begun < 10
    assert len(document.lines) <= MAX_LINES
    for line in document.lines:
        assert "\n" not in line.text.replace("\n", "", 10**6 if line.cells else 0)
        assert line.indent >= 0
        assert not line.text or line.text == line.text.strip(" ") or line.cells
    assert {code for _, code in document.notes} <= set(KINDS)
    return document


@st.composite
def mutated(draw: st.DrawFn) -> tuple[bytes, str]:
    """A sound file with some bytes changed, taken out, doubled or put in."""
    name = draw(st.sampled_from(sorted(seeds())))
    raw = bytearray(seeds()[name])
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(raw)))
        length = draw(st.integers(0, 12))
        raw[at : at + length] = draw(st.binary(max_size=6) | st.just(bytes(raw[at : at + length]) * 2))
    return bytes(raw), name


@given(st.binary(max_size=300), st.sampled_from([f"a.{suffix}" for suffix in FORMATS] + ["-"]))
@settings(max_examples=EXAMPLES)
def test_any_bytes_under_any_name_are_answered(raw: bytes, name: str) -> None:
    answered(raw, name)


@given(mutated())
@settings(max_examples=EXAMPLES * 5)
def test_a_damaged_file_of_any_format_is_answered(case: tuple[bytes, str]) -> None:
    answered(*case)


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=EXAMPLES)
def test_any_soup_of_word_elements_is_answered(body: str) -> None:
    answered(docx(body), "a.docx")


@given(st.recursive(st.just("<text:p>9</text:p>"), lambda inner: st.tuples(TAGS, inner).map(wrapped), max_leaves=8))
@settings(max_examples=EXAMPLES)
def test_any_nesting_of_open_document_elements_is_answered(body: str) -> None:
    assert answered(odt(body), "a.odt") is not None


@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
@settings(max_examples=EXAMPLES * 5)
def test_any_text_is_read_the_same_twice(text: str, name: str) -> None:
    raw = text.encode("utf-8", errors="replace")
    assert answered(raw, name) == answered(raw, name)


HOSTILE = (
    "**a ",
    "*a",
    "_a ",
    "[a](",
    "[a](b ",
    "[a",
    "| ",
    "> ",
    "1. og ",
    "<!-- ",
    "`a ",
    "~~a",
    "<",
    "a\t ",
    "--|",
    " #",
)
RICH = (
    r"{\header ",
    r"\cell ",
    r"\u9",
    "{}",
    r'HYPERLINK "a"{\fldrslt ',
    r"\'",
    r"{\pict",
    "\\",
    r"{\field{\*\fldinst{",
)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_a_megabyte_of_marks_takes_seconds(piece: str, suffix: str) -> None:
    answered((piece * (1_000_000 // len(piece))).encode(), f"a.{suffix}")


@pytest.mark.parametrize("piece", RICH)
def test_half_a_megabyte_of_rich_text_takes_seconds(piece: str) -> None:
    answered((r"{\rtf1 " + piece * (500_000 // len(piece))).encode(), "a.rtf")
