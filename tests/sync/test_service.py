"""A domain's records for CalDAV, through the caldav library with answers of our own."""

from __future__ import annotations

import pytest
from caldav import discovery

from kl_calendar.sync.service import located

Records = list[tuple[str, int, int, int]]


def answering(monkeypatch: pytest.MonkeyPatch, records: Records, path: str | None = None) -> list[str]:
    """Let the domain name service answer this; the domains that were asked for are returned."""
    asked: list[str] = []

    def services(domain: str, *_: object) -> Records:
        asked.append(domain)
        return records

    monkeypatch.setattr(discovery, "_srv_lookup", services)
    monkeypatch.setattr(discovery, "_txt_lookup", lambda *_: path)
    monkeypatch.setattr(discovery, "_well_known_lookup", lambda *_: None)
    return asked


def test_a_domain_s_records_say_where_its_calendars_are(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, [("cal.kommune.example", 8443, 0, 1)], "/dav/")
    assert located("https://kommune.example/") == "https://cal.kommune.example:8443/dav/"


def test_records_that_lead_to_another_domain_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, [("cal.elsewhere.example", 443, 0, 1)])
    assert located("https://kommune.example/") == "https://kommune.example/"


def test_a_domain_without_records_is_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, [])
    assert (located("https://kommune.example/"), asked) == ("https://kommune.example/", ["kommune.example"])


@pytest.mark.parametrize(
    "address",
    ["https://kommune.example/dav/", "https://kommune.example:8443/", "http://127.0.0.1:5232/", "https://127.0.0.1/"],
)
def test_an_address_that_says_enough_is_not_looked_up(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    asked = answering(monkeypatch, [("cal.kommune.example", 443, 0, 1)])
    assert (located(address), asked) == (address, [])
