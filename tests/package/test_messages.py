"""Every code and slug the program can name is explained in docs/messages.md, and nothing else is."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import kl_calendar
from kl_calendar.errors import KlError
from kl_calendar.model.problem import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"


def import_everything() -> None:
    """Modules declare their kinds and errors when imported; one whose extra is missing declares nothing."""
    for module in pkgutil.walk_packages(kl_calendar.__path__, "kl_calendar.", onerror=lambda _name: None):
        if module.name.endswith("__main__") or ".migrations" in module.name:  # these run when imported
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("kl_calendar"):
                raise


def slugs(root: type[KlError] = KlError) -> set[str]:
    return {root.slug}.union(*(slugs(child) for child in root.__subclasses__() if child.__module__[:4] == "kl_c"))


def test_every_message_is_explained_and_every_explanation_has_its_message() -> None:
    import_everything()
    explained = re.findall(r"^### (\S+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(explained) == sorted(slugs() | KINDS.keys())


def test_every_explanation_says_something() -> None:
    sections = re.split(r"^### \S+$", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert [section for section in sections if len(section.split("## ")[0].split()) < 8] == []


def test_no_error_shares_its_slug_with_a_problem() -> None:
    import_everything()
    assert slugs() & KINDS.keys() == set()
