"""A real Chromium on a real server; skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.heavy import require
from tests.web.running import Running, Source, running, served

AXE = Path(__file__).parent / "node" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(Source(served())) as one:
        yield one


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    require(find_spec("playwright") is not None, "pip install playwright")
    require(shutil.which("chromium") is not None, "apt-get install chromium")
    require(AXE.is_file(), "npm ci in tests/browser/node")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
