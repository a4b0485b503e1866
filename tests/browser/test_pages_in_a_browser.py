"""The pages as people meet them: in a real browser, by mouse, by keyboard, on a phone, on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.browser.conftest import AXE
from tests.heavy import require
from tests.web.running import Running

pytestmark = pytest.mark.heavy

MEETING = "/boern-og-unge/2026-03-18-vandkaer.html"
PAGES = (
    "/",
    "/index.en.html",
    "/boern-og-unge/",
    "/boern-og-unge/index.en.html",
    MEETING,
    MEETING.replace(".html", ".en.html"),
    "/boern-og-unge/2025-11-05-seminar.html",
    "/klima/2026-04-09-vand.html",
    "/klima/2026-05-energi.en.html",
    "/nowhere",
)
ADDRESS = "https://kalender.example/moeder/boern-og-unge.ics"


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK")
    made = context.new_page()
    made.complaints = []
    made.on("console", lambda message: made.complaints.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(server: Running, chromium: Any, path: str, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(server.url(path))
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(AXE.read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: tags})", tags)["violations"]
    told = [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()
    assert (told, wide) == ([], False)


@pytest.mark.parametrize("path", PAGES[:-1])
def test_no_page_breaks_its_own_content_policy(server: Running, page: Any, path: str) -> None:
    page.goto(server.url(path))
    page.wait_for_load_state("networkidle")
    assert page.complaints == []


def test_subscribe_buttons_have_the_exact_form(server: Running, page: Any) -> None:
    page.goto(server.url("/boern-og-unge/"))
    links = {
        client: page.get_attribute(f"[data-client={client}]", "href")
        for client in ("outlook", "office", "google", "apple", "other")
    }
    webcal = "webcal://kalender.example/moeder/boern-og-unge.ics"
    assert (links["apple"], links["other"]) == (webcal, webcal)
    assert unquote(links["google"]) == f"https://calendar.google.com/calendar/r?cid={webcal}"
    title = "Børn & unge – politiske møder"
    assert unquote(links["outlook"]) == f"https://outlook.live.com/calendar/0/addfromweb?url={ADDRESS}&name={title}"
    assert unquote(links["office"]) == f"https://outlook.office.com/calendar/0/addfromweb?url={ADDRESS}&name={title}"


def test_copy_link_copies_the_address_and_says_so(server: Running, page: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(server.url("/boern-og-unge/"))
    page.get_by_role("button", name="Kopiér link").click()
    page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    assert page.inner_text("[role=status]") == "Kopieret"
    assert page.evaluate("navigator.clipboard.readText()") == ADDRESS


def test_the_qr_code_is_the_address(server: Running, page: Any, tmp_path: Path) -> None:
    require(shutil.which("zbarimg") is not None, "apt-get install zbar-tools")
    page.goto(server.url("/boern-og-unge/"))
    picture = tmp_path / "qr.png"
    page.locator(".qr").screenshot(path=str(picture))
    told = subprocess.run(["zbarimg", "--raw", "-q", str(picture)], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ADDRESS


def test_choices_stand_side_by_side_and_each_has_its_file(server: Running, page: Any) -> None:
    page.goto(server.url(MEETING))
    boxes = [one.bounding_box() for one in page.locator(".choices > li").all()]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert len({round(box["x"]) for box in boxes}) == 3
    with page.expect_download() as download:
        page.locator(".choices > li").nth(1).get_by_role("link").click()
    assert download.value.suggested_filename == "2026-03-18-vandkaer-tema-2-overgange-fra-dagtilbud-til-skole.ics"


def test_the_language_switch_leads_to_the_same_page_in_the_other_language(server: Running, page: Any) -> None:
    page.goto(server.url(MEETING))
    page.get_by_role("link", name="English").click()
    assert page.get_attribute("html", "lang") == "en"
    assert page.get_by_role("heading", name="Programme", exact=True).is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "Politisk møde om børn og unge"
    page.get_by_role("link", name="Dansk").click()
    assert page.get_by_role("heading", name="Program", exact=True).is_visible()


def test_by_keyboard_the_first_stop_skips_to_the_content(server: Running, page: Any) -> None:
    page.goto(server.url(MEETING))
    page.keyboard.press("Tab")
    focused = "document.activeElement"
    assert page.evaluate(f"{focused}.className") == "skip"
    assert page.evaluate(f"{focused}.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.id") == "content"


def test_by_keyboard_every_control_is_reached_in_order_and_shows_it(server: Running, page: Any) -> None:
    page.goto(server.url("/boern-og-unge/"))
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, summary')].filter(e => e.checkVisibility()).length"
    )
    seen = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        seen.append((page.evaluate("document.activeElement.outerHTML"), outline))
    assert len({html for html, _ in seen}) == wanted
    assert {outline for _, outline in seen} == {"solid"}


def test_details_open_by_keyboard(server: Running, page: Any) -> None:
    page.goto(server.url("/boern-og-unge/"))
    page.get_by_text("Hjælp til min kalender").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("Klassisk Outlook", exact=True).is_visible()


def test_the_theme_switch_is_remembered(server: Running, page: Any) -> None:
    page.goto(server.url("/"))
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Skift mellem lyst og mørkt").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert before != after
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


def test_everything_reads_without_javascript(server: Running, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url(MEETING))
    assert page.get_by_text("Pause med kaffe").is_visible()
    assert page.get_by_text("Kopiér link").count() == 1
    assert not page.get_by_text("Kopiér link").is_visible()
    assert page.locator("#address").input_value() == ADDRESS
    context.close()


def test_text_can_be_twice_as_large_on_a_phone(server: Running, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 640, "height": 900})
    page = context.new_page()
    page.goto(server.url(MEETING))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()


def test_on_paper_there_is_the_programme_and_no_buttons(server: Running, page: Any) -> None:
    page.goto(server.url(MEETING))
    page.emulate_media(media="print")
    assert page.get_by_text("Pause med kaffe").is_visible()
    assert not page.get_by_role("heading", name="Følg denne kalender").is_visible()
    assert not page.locator(".languages").is_visible()


@pytest.mark.parametrize("path", ["/", "/boern-og-unge/", MEETING])
def test_targets_are_large_enough_for_a_finger(server: Running, chromium: Any, path: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(server.url(path))
    small = page.evaluate(
        """[...document.querySelectorAll('a.button, button, summary, .languages a, .whole')]
        .filter(e => e.checkVisibility()).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.height < 40 || box.width < 40).map(([html]) => html)"""
    )
    context.close()
    assert small == []
