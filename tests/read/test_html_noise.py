"""What of a page is its matter."""

from __future__ import annotations

from kl_calendar.read import html
from tests.read.shown import shown

MENU = "<nav><ul><li><a href=/a>Borger</a><li><a href=/b>Erhverv</a></ul></nav>"
PROGRAMME = "<p>Mandag den 4. maj 2026</p><p>Kl. 9.00 Velkomst ved borgmesteren</p><p>Kl. 10.00 Oplæg ved Ida Holm</p>"
PROGRAMME_LINES = [
    "Mandag den 4. maj 2026",
    "",
    "Kl. 9.00 Velkomst ved borgmesteren",
    "",
    "Kl. 10.00 Oplæg ved Ida Holm",
]
COOKIES = "<div id=cookie-banner><p>Vi bruger cookies i 12 måneder.</p><button>Accepter</button></div>"
FOOTER = "<footer><p>Åbningstider: mandag 10.00-15.00, tirsdag 10.00-17.00, fredag 9.00-12.00</p></footer>"


def lines(*parts: str) -> list[str]:
    return shown(html.read("".join(parts).encode(), "page.html"))


def test_a_municipal_page_gives_its_main_part() -> None:
    page = (
        f"<body><header><a href=#main>Spring til indhold</a>{MENU}<form role=search><label>Søg<input>"
        "</label></form></header>"
        "<div class=breadcrumb><a href=/>Forside</a> &gt; <a href=/k>Kalender</a> &gt; Temadag</div>"
        f"<main id=main><h1>Temadag</h1>{PROGRAMME}<aside><h2>Andre møder</h2><ul><li><a href=/x>11. maj"
        " kl. 19.00: Café</a>"
        f"<li><a href=/y>15. maj kl. 10.00: Marked</a></ul></aside></main>{FOOTER}{COOKIES}</body>"
    )
    assert lines(page) == ["# Temadag", "", *PROGRAMME_LINES]


def test_an_old_page_of_boxes_gives_the_same() -> None:
    page = (
        "<div id=top><a href=/>Hjem</a></div><div id=menu class=leftmenu><a href=/a>Et</a> <a"
        " href=/b>To</a> <a href=/c>Tre</a>"
        f"</div><div id=content><h2>Temadag</h2>{PROGRAMME}</div><div id=footer>Åbent 10.00-15.00,"
        " 9.00-12.00, 8.00-9.00</div>"
    )
    assert lines(page) == ["Hjem", "", "## Temadag", "", *PROGRAMME_LINES]


def test_a_facts_box_beside_the_text_is_kept_in_the_margin() -> None:
    page = f"<main><h1>Temadag</h1>{PROGRAMME}<aside><p>Sted: Salen, Torvet 1</p><a href=/t>Tilmeld</a></aside></main>"
    assert lines(page)[-3:] == ["margin: Sted: Salen, Torvet 1", "", "margin: Tilmeld"]


def test_a_title_above_the_main_part_is_kept_with_what_stands_beside_it() -> None:
    page = (
        f"<header>{MENU}</header><div class=hero><h1>Temadag</h1><p>4. maj 2026 kl. 9-15</p></div>"
        f"<main>{PROGRAMME}</main>{FOOTER}"
    )
    assert lines(page) == ["# Temadag", "", "4. maj 2026 kl. 9-15", "", *PROGRAMME_LINES]


def test_a_header_in_an_article_is_part_of_it_and_its_footer_stands_apart() -> None:
    page = (
        f"<body>{MENU}<article><header class=entry-header><h1>Temadag</h1><time datetime=2026-05-04>4."
        " maj</time></header>"
        f"{PROGRAMME}<footer>Udgivet 3. april</footer></article><section class=related-posts><ul><li><a"
        " href=/1>Kl. 9 Andet</a>"
        "<li><a href=/2>Kl. 10 Tredje</a></ul></section></body>"
    )
    assert lines(page) == ["# Temadag", "", "4. maj", "", *PROGRAMME_LINES, "", "footer: Udgivet 3. april"]


def test_a_main_part_that_holds_only_a_form_is_not_the_page() -> None:
    page = f"<div class=content><h1>Temadag</h1>{PROGRAMME}</div><main><form><input><p>Navn</p></form></main>"
    assert lines(page)[:3] == ["# Temadag", "", PROGRAMME_LINES[0]]


def test_a_programme_of_links_is_no_menu() -> None:
    page = "<ul>" + "".join(f"<li><a href=/s/{n}>{n}.00 Session {n}</a></li>" for n in (9, 10, 11)) + "</ul>"
    assert lines(page) == ["• 9.00 Session 9", "• 10.00 Session 10", "• 11.00 Session 11"]


def test_a_programme_in_a_cookie_club_is_kept() -> None:
    page = "<div class='cookie club'><h1>Småkagedag</h1><p>9.00 Dej</p><p>10.00 Bagning</p><p>11.00 Smagning</p></div>"
    assert lines(page)[0] == "# Småkagedag"


def test_hidden_parts_are_left_out_unless_something_opens_them() -> None:
    page = (
        "<h1>Temadag</h1><p hidden>Skabelon 8.00</p><p style='display: none'>Skjult 7.00</p><span"
        " aria-hidden=true>★</span>"
        "<p>Mandag<span class=sr-only>Link åbner i nyt vindue</span></p>"
        "<a data-bs-target='#d1'>Vis dag 1</a><div id=d1 style='display:none'>Kl. 9 Kaffe</div>"
    )
    assert lines(page) == ["# Temadag", "", "Mandag", "", "Vis dag 1", "Kl. 9 Kaffe"]


def test_tabs_give_their_panels_a_heading() -> None:
    page = (
        "<h1>Konference</h1><ul role=tablist><li><a role=tab href=#d1>Tirsdag 5. maj</a></li>"
        "<li><a role=tab href=#d2>Onsdag 6. maj</a></li></ul><div id=d1 role=tabpanel><p>Kl. 9 Kaffe</p></div>"
        "<div id=d2 role=tabpanel hidden><p>Kl. 8 Brød</p></div>"
    )
    made = [line for line in lines(page) if line]
    assert made == ["# Konference", "## Tirsdag 5. maj", "Kl. 9 Kaffe", "## Onsdag 6. maj", "Kl. 8 Brød"]


def test_a_page_that_is_all_header_is_read_all_the_same() -> None:
    assert lines("<header><p>Kl. 9 Kaffe</p></header>") == ["Kl. 9 Kaffe"]


def test_a_form_around_the_whole_page_hides_nothing() -> None:
    page = f"<form id=aspnetForm><div class=page><div role=main><h1>Temadag</h1>{PROGRAMME}</div></div></form>"
    assert lines(page) == ["# Temadag", "", *PROGRAMME_LINES]


def test_dialogs_scripts_templates_and_frames_are_not_read() -> None:
    page = (
        "<p>Kl. 9 Kaffe</p><div role=dialog>Tilmeld 10.00</div><template><p>11.00</p></template>"
        "<noscript>12.00</noscript>"
        "<script>13.00</script><iframe>14.00</iframe><svg><text>15.00</text></svg><style>p{}</style>"
    )
    assert lines(page) == ["Kl. 9 Kaffe"]
