"""The Danish catalogue is whole and fresh."""

from __future__ import annotations

import gettext
import importlib.util
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import kl_calendar
from kl_calendar import i18n
from kl_calendar.model.problem import KINDS


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = Path(__file__).parents[2] / "tools" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_has_a_danish_translation(tool: ModuleType) -> None:
    assert tool.untranslated(tool.updated(tool.catalogue(), tool.msgids())) == []


def test_every_kind_of_problem_is_among_the_sentences(tool: ModuleType) -> None:
    for module in pkgutil.walk_packages(kl_calendar.__path__, "kl_calendar."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    declared = {text for kind in KINDS.values() for text in (kind.template, kind.hint_template) if text}
    assert declared - tool.msgids() == set()


def test_the_catalogue_keeps_no_sentence_that_nobody_uses(tool: ModuleType) -> None:
    assert {m.id for m in tool.catalogue() if m.id} == tool.msgids()


def test_the_compiled_catalogue_matches_the_readable_one(tool: ModuleType) -> None:
    assert tool.MO.read_bytes() == tool.mo_bytes(tool.catalogue())


def test_the_compiled_catalogue_names_neither_day_nor_program(tool: ModuleType) -> None:
    header = gettext.translation("kl_calendar", tool.FOLDER.parents[1], ["da"]).info()
    assert set(header) == {"language", "plural-forms", "content-type"}


def test_placeholders_survive_translation(tool: ModuleType) -> None:
    assert tool.broken_placeholders(tool.catalogue()) == []


def test_an_unknown_language_reads_the_english_sentence() -> None:
    assert i18n.gettext("Meetings", "xx") == "Meetings"
