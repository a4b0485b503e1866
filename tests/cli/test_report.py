"""Problems in people's words: where, how bad, what, and what to do."""

from __future__ import annotations

import click
import pytest

from kl_calendar.cli import report
from kl_calendar.model.problem import Problem, ProblemKind, Severity

KIND = ProblemKind("year-guessed", Severity.WARNING, "no year is given; {year} is assumed", "write the year")


def lines(problem: Problem, language: str = "en") -> list[str]:
    return [click.unstyle(line) for line in report.block(problem, language)]


def test_a_problem_says_where_how_bad_what_and_what_to_do() -> None:
    assert lines(KIND.at(41, "2.  september", source="letter.md", year="2020")) == [
        "letter.md:41: warning: no year is given; 2020 is assumed",
        "    2. september",
        "    → write the year",
    ]


def test_a_problem_of_the_whole_document_has_no_line() -> None:
    assert lines(KIND.at(0, source="letter.md", year="2020"))[0].startswith("letter.md: warning: ")


def test_a_kind_without_a_hint_gives_none() -> None:
    assert len(lines(ProblemKind("x", Severity.NOTE, "odd").at(1))) == 1


def test_a_long_line_is_cut() -> None:
    assert lines(KIND.at(1, "x" * 500, year="2020"))[1] == f"    {'x' * (report.SHOWN - 1)}…"


def test_danish_readers_get_danish_levels() -> None:
    assert lines(KIND.at(1, source="b.md", year="1"), "da")[0].startswith("b.md:1: advarsel: ")


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in "".join(lines(KIND.at(1, "\x1b[2Jx", year="2020")))


def test_what_is_no_terminal_gets_no_colours(capsys: pytest.CaptureFixture[str]) -> None:
    report.show([KIND.at(1, "a", source="b.md", year="2020")], "en")
    assert "\x1b" not in capsys.readouterr().err
