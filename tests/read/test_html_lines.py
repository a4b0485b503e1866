"""Blocks, inline elements, lists and white space: the lines a person sees."""

from __future__ import annotations

import pytest

from kl_calendar.errors import InputError
from kl_calendar.model.document import Link
from kl_calendar.read import html
from tests.read.shown import shown


def lines(markup: str) -> list[str]:
    return shown(html.read(markup.encode(), "page.html"))


def test_paragraphs_stand_apart_and_breaks_and_boxes_do_not() -> None:
    assert lines("<p>Sted:<br>Salen</p><p>Tid</p><div>Kl. 9</div><div>Kl. 10</div>") == [
        "Sted:",
        "Salen",
        "",
        "Tid",
        "",
        "Kl. 9",
        "Kl. 10",
    ]


def test_inline_elements_do_not_break_a_line_or_a_word() -> None:
    assert lines("<p>Kl. <b>9</b>.<i>30</i> <span>Vel</span><span>komst</span>\n   v/ <em>Ida</em></p>") == [
        "Kl. 9.30 Velkomst v/ Ida"
    ]


def test_entities_hard_spaces_and_soft_hyphens_look_as_on_screen() -> None:
    assert lines("<p>kl.&nbsp;10.00&nbsp;&ndash;&nbsp;15.00 for b&oslash;rne&shy;haver &amp; skoler&#8203;</p>") == [
        "kl. 10.00 – 15.00 for børnehaver & skoler"
    ]


def test_two_breaks_are_a_blank_line_and_one_at_the_end_of_a_box_is_none() -> None:
    assert lines("<div>Ida<br><br>Ole<br></div><div><br></div><div>Pia</div>") == ["Ida", "", "Ole", "", "Pia"]


def test_lists_have_markers_and_levels() -> None:
    page = "<ul><li>Kl. 9 Start</li><li>Kl. 10 Spor<ol><li>Skole</li><li><p>Miljø</p></li></ol></li><li>Slut</li></ul>"
    assert lines(page) == ["• Kl. 9 Start", "• Kl. 10 Spor", "  1. Skole", "  2. Miljø", "• Slut"]


@pytest.mark.parametrize(
    ("opening", "markers"),
    [
        ("<ol start=4>", ["4.", "5."]),
        ("<ol type=a>", ["a.", "b."]),
        ("<ol type=I>", ["I.", "II."]),
        ("<ol type=x start=no>", ["1.", "2."]),
    ],
)
def test_numbers_of_lists_are_those_shown(opening: str, markers: list[str]) -> None:
    page = html.read(f"{opening}<li>Ja</li><li>Nej</li></ol>".encode(), "page.html")
    assert [line.marker for line in page.lines] == markers


def test_typed_markers_are_taken_off_but_a_date_is_no_marker() -> None:
    assert lines("<div>- Kl. 9 Kaffe</div><div>1. november: Møde</div><div>2. Orientering</div>") == [
        "- Kl. 9 Kaffe",
        "1. november: Møde",
        "2. Orientering",
    ]
    made = html.read(b"<div>1. november: M</div><div>2. Orientering</div>", "x.html").lines
    assert [line.marker for line in made] == ["", "2."]


def test_a_line_is_bold_when_all_of_it_is() -> None:
    page = "<p><strong>Program</strong> </p><p><b>Kl. 9</b> Kaffe</p><p style='font-weight: bold'>Spor</p>"
    assert lines(page) == ["*Program*", "", "Kl. 9 Kaffe", "", "*Spor*"]


def test_struck_out_text_is_left_out_and_inserted_text_kept() -> None:
    page = (
        "<p>Kl. <del>9</del> <ins>10</ins> <s>Ida</s> <span style='text-decoration: line-through'>Ole</span> Pia</p>"
        "<del><p>Aflyst punkt</p></del><ul><li><strike>Kl. 11 Pause</strike></li><li>Kl. 12 Slut</li></ul>"
    )
    assert lines(page) == ["Kl. 10 Pia", "", "• Kl. 12 Slut"]


def test_headings_keep_their_level() -> None:
    assert lines("<h1>Årsmøde</h1><h3>Dag 1</h3>") == ["# Årsmøde", "", "### Dag 1"]


def test_an_accordion_is_open_and_its_titles_are_headings_of_one_level() -> None:
    page = (
        "<h2>Program</h2><details><summary>Tirsdag</summary><h5>Formiddag</h5>Kl. 9 Kaffe</details>"
        "<details><summary><h4>Onsdag</h4></summary><p>Kl. 8 Brød</p></details>"
        "<details><summary>Torsdag</summary><p>Kl. 7 Bad</p></details>"
    )
    made = [line for line in lines(page) if line]
    assert made == [
        "## Program",
        "### Tirsdag",
        "##### Formiddag",
        "Kl. 9 Kaffe",
        "#### Onsdag",
        "Kl. 8 Brød",
        "### Torsdag",
        "Kl. 7 Bad",
    ]


def test_raised_minutes_are_minutes_and_a_footnote_is_not() -> None:
    assert lines("<p>Kl. 9<sup>30</sup> Kaffe<sup>12</sup></p><p>I 2024<sup>30</sup></p>") == [
        "Kl. 9:30 Kaffe12",
        "",
        "I 202430",
    ]


def test_preformatted_lines_keep_their_breaks_and_indents() -> None:
    assert lines("<pre>Program\n 9.00 Kaffe\n10.00 Oplæg\n   v/ Ida</pre>") == [
        "Program",
        " 9.00 Kaffe",
        "10.00 Oplæg",
        "   v/ Ida",
    ]


def test_a_link_is_kept_with_its_full_address() -> None:
    page = (
        "<link rel=canonical href='https://kommune.example/kalender/dag'><p>Meld dig <a"
        " href='../tilmeld?id=1'>til her</a></p>"
    )
    (line,) = html.read(page.encode(), "page.html").lines
    assert line.links == (Link("til her", "https://kommune.example/tilmeld?id=1"),)


def test_a_link_around_several_lines_is_on_each() -> None:
    page = html.read(b"<a href='https://a.example/x'><h3>9.00</h3><p>Kaffe</p></a>", "page.html")
    assert [line.links for line in page.lines if line.text] == [
        (Link("9.00", "https://a.example/x"),),
        (Link("Kaffe", "https://a.example/x"),),
    ]


def test_like_boxes_are_items_with_their_lines_together() -> None:
    item = "<div class=slot><span>{0}</span><h4>{1}</h4><p>{2}</p></div>"
    page = "".join(
        item.format(*one) for one in (("9.00", "Kaffe", "Foyer"), ("9.30", "Oplæg", "Ida"), ("11", "Slut", ""))
    )
    assert lines(page) == ["9.00", "#### Kaffe", "Foyer", "", "9.30", "#### Oplæg", "Ida", "", "11", "#### Slut"]


def test_words_paragraphs_are_lines_with_their_list_marks() -> None:
    page = (
        "<p class=MsoNormal>Program<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>o<span style='font:7.0pt \"Times\"'>&nbsp;&nbsp; </span></span><![endif]>"
        "Kl. 9<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp; </span>Kaffe<o:p></o:p></p><p class=MsoNormal>Slut</p>"
    )
    assert lines(page) == ["Program", "", "  o Kl. 9\tKaffe", "Slut"]


def test_a_definition_list_of_times_is_rows() -> None:
    page = "<dl><dt>Kl. 17</dt><dd>Velkomst</dd><div><dt>Kl. 17.15</dt><dd>Mad<ul><li>Suppe</li></ul></dd></div></dl>"
    assert lines(page) == ["[Kl. 17 | Velkomst]", "[Kl. 17.15 | Mad / • Suppe]"]


def test_a_definition_list_of_words_is_terms_and_what_they_mean() -> None:
    assert lines("<dl><dt>Sted</dt><dd>Salen</dd><dt>Pris</dt><dd>0 kr.</dd></dl>") == [
        "Sted",
        "  Salen",
        "Pris",
        "  0 kr.",
    ]


def test_forms_lose_their_fields_and_keep_their_words() -> None:
    page = (
        "<form><h2>Program</h2><p>Kl. 9 Kaffe</p><label for=q>Søg</label><input id=q><select><option>12.00</select>"
        "<button>Send</button><label>Navn <input></label></form>"
    )
    assert lines(page) == ["## Program", "", "Kl. 9 Kaffe"]


def test_titles_that_open_a_part_of_the_page_are_kept() -> None:
    page = (
        "<h3><button aria-expanded=false aria-controls=d1>Dag 1</button></h3><div id=d1 hidden>Kl. 9 Kaffe</div>"
        "<input type=checkbox id=t><label for=t>Dag 2</label><div>Kl. 8 Brød</div>"
    )
    assert lines(page) == ["### Dag 1", "", "Kl. 9 Kaffe", "Dag 2", "Kl. 8 Brød"]


def test_a_page_without_words_has_no_lines() -> None:
    assert lines("") == []
    assert lines("<html><body><script>9.00</script></body></html>") == []


def test_bottomless_nesting_is_refused_and_forgotten_end_tags_are_not() -> None:
    with pytest.raises(InputError) as refused:
        html.read(b"<div>" * 5000 + b"9.00", "page.html")
    assert refused.value.slug == "input-too-large"
    assert lines("<p>" + "<font size=2>" * 300 + "9.00 Kaffe</p>") == ["9.00 Kaffe"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>Møde på Ærø</p>".encode(), "Møde på Ærø"),
        ("<meta charset=iso-8859-1><p>Møde – “på” Ærø</p>".encode("cp1252"), "Møde – “på” Ærø"),
        ("<p>Møde på Ærø</p>".encode("cp1252"), "Møde på Ærø"),
        (b"\xef\xbb\xbf" + "<p>Møde på Ærø</p>".encode(), "Møde på Ærø"),
        ("\ufeff<p>Møde på Ærø</p>".encode("utf-16-le"), "Møde på Ærø"),
        ("<meta charset=utf-8><p>Møde på Ærø</p>".encode("cp1252"), "Møde på Ærø"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>Møde på Ærø</p></html>'.encode(), "Møde på Ærø"),
    ],
)
def test_characters_are_read_whatever_the_page_says_of_them(raw: bytes, expected: str) -> None:
    assert [line.text for line in html.read(raw, "page.html").lines] == [expected]


def test_parts_of_a_line_that_only_style_keeps_apart_are_parted() -> None:
    page = (
        "<ul><li><time>9:00 am</time><span>doors</span></li><li><span class=t>10.00</span><span"
        " class=n>Kaffe</span></li>"
        "<li><time>9.00</time>&ndash;<time>10.00</time></li></ul><p><span class=SpellE>Vel</span><span"
        " class=GramE>komst"
        "</span> <b>Skole</b><i>børn</i></p>"
    )
    assert lines(page) == ["• 9:00 am doors", "• 10.00 Kaffe", "• 9.00–10.00", "", "Velkomst Skolebørn"]


def test_the_lines_of_a_list_item_hang_below_its_first() -> None:
    page = "<ul><li><div>9.00</div><h4>Kaffe</h4><p>Foyer</p><ul><li>Brød</li></ul></li><li>Slut</li></ul>"
    assert lines(page) == ["• 9.00", "####   Kaffe", "  Foyer", "  • Brød", "• Slut"]
