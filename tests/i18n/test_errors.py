"""What goes wrong is told in the reader's language: no error is made with words that the catalogue does not have."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kl_calendar
from kl_calendar.errors import InputError, KlError, MissingExtra, SettingsError, system
from kl_calendar.i18n import say
from kl_calendar.model.problem import ProblemKind, Severity
from kl_calendar.publish.files import NotWritable
from tests.package.test_messages import import_everything

FILES = sorted(Path(kl_calendar.__file__).parent.rglob("*.py"))
NAMES = {"InputError", "SettingsError"}
"""Errors (with those made from them) whose first argument is a name, which is the same in every language."""


def families(root: type[KlError]) -> set[str]:
    return {root.__name__}.union(*(families(child) for child in root.__subclasses__()))


def unsaid(tree: ast.AST, errors: set[str], named: set[str]) -> list[int]:
    """The lines that make an error, or its reason, of bare words."""
    found = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if called not in errors | {"wrong"}:
            continue
        words = [*call.args[called in named :], *(one.value for one in call.keywords if one.arg == "hint")]
        found += [one.lineno for one in words if isinstance(one, ast.JoinedStr) or is_text(one)]
    return found


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def test_no_error_is_made_of_words_that_the_catalogue_does_not_have() -> None:
    import_everything()
    errors = families(KlError)
    named = (families(InputError) | families(SettingsError)) | {"SecretMissing", "LedgerUnavailable", "Insecure"}
    bare = {
        str(path.name): lines for path in FILES if (lines := unsaid(ast.parse(path.read_text("utf-8")), errors, named))
    }
    assert bare == {}


def test_the_search_for_bare_words_finds_them() -> None:
    tree = ast.parse('raise KlError("too late", hint=f"wait {n}")\nraise InputError(f"{n}.md", say("is empty"))')
    assert unsaid(tree, {"KlError", "InputError"}, {"InputError"}) == [1, 1]


def test_an_error_is_told_in_the_language_asked_for() -> None:
    error = InputError("brev.md", say("is a folder"), hint=say("name the document in it"))
    assert (error.told("da"), error.advised("da")) == ("brev.md: er en mappe", "angiv dokumentet i den")
    assert (str(error), error.message, error.hint) == (
        "brev.md: is a folder",
        "brev.md: is a folder",
        "name the document in it",
    )


def test_a_sentence_within_a_sentence_is_told_in_the_same_language() -> None:
    error = MissingExtra("html", needed_by=say("reading web pages and mails"))
    assert error.told("da") == "at læse websider og mails kræver: pip install 'kl-calendar[html]'"


def test_a_name_with_braces_is_no_field() -> None:
    assert InputError("{reason}.md", say("is empty")).told("da") == "{reason}.md: er tom"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "Permission denied"), "adgang nægtet"),
        (OSError(28, "No space left on device"), "der er ikke mere plads på disken"),
        (OSError(9999, "Something {rare}"), "something {rare}"),
        (OSError("no number"), "no number"),
    ],
)
def test_the_systems_reason_is_told_in_danish_where_it_is_a_common_one(error: OSError, told: str) -> None:
    assert NotWritable(Path("ud.ics"), error).told("da") == f"ud.ics kan ikke skrives: {told}"
    assert str(system(error)) == (error.strerror or str(error)).lower()


def test_a_problem_tells_its_values_in_the_same_language() -> None:
    problem = ProblemKind("x", Severity.NOTE, "it cannot be read: {reason}").at(0, reason=say("is empty"))
    assert (problem.told("da"), problem.message) == ("det kan ikke læses: er tom", "it cannot be read: is empty")
