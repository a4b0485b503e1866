"""The front matter of a text: `---` YAML or `+++` TOML on the first line, up to the same mark again.

Keys are handed on unchecked; the parser knows what they mean. YAML's values are handed on as they are written, because
it would make 16.3 of `16.30` and 990 of `16:30`. A text that merely opens with a rule has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar import limits
from kl_calendar.errors import InputError
from kl_calendar.i18n import say

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPENING = re.compile(r"\s*(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
_KEY = re.compile(r"[A-Za-z_][\w-]*\s*[:=]")
MAX_LENGTH = 20_000
"""Characters of front matter we look at; a dozen keys take a thousand."""


class FrontMatterInvalid(InputError):
    """The front matter cannot be read."""

    slug = "front-matter-invalid"


def split_front_matter(text: str, name: str) -> tuple[Mapping[str, object], int, str]:
    """Return the keys, the number of the first line after them, and the text from that line on."""
    opening = _OPENING.match(text)
    if not opening:
        return {}, 1, text
    mark = opening[1]
    closing = re.compile(rf"^{re.escape(mark)}[ \t]*$", re.MULTILINE).search(text.replace("\r", "\n"), opening.end())
    if not closing or closing.start() - opening.end() > MAX_LENGTH:
        return {}, 1, text
    inside = text[opening.end() : closing.start()].replace("\r\n", "\n").replace("\r", "\n")
    if not _looks_like_keys(inside):
        return {}, 1, text
    if inside.count("[") + inside.count("{") > limits.MAX_NESTING:
        raise FrontMatterInvalid(name, say("the front matter is nested deeper than its keys can be"), hint=_HINT)
    before = _count_lines(text[: opening.end()])
    keys = (_yaml if mark == "---" else _toml)(inside, name, before)
    following = before + inside.count("\n") + 2
    rest = re.sub(r"\A[ \t]*(?:\r\n|\r|\n)?", "", text[closing.end() :])
    return keys, following, rest


def _looks_like_keys(inside: str) -> bool:
    """A letter may open with a rule and have another below: its first line is then no `key:`."""
    meant = [line for line in inside.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    return bool(meant) and bool(_KEY.match(meant[0]))


def _count_lines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _yaml(inside: str, name: str, before: int) -> Mapping[str, object]:
    import yaml  # noqa: PLC0415 -- slow import, and few documents have front matter

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(inside, Loader=yaml.SafeLoader)):
            raise FrontMatterInvalid(
                name, say("the front matter repeats itself through aliases (*name)"), hint=say("write the values out")
            )
        as_written = type("AsWritten", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
        keys = yaml.load(inside, Loader=as_written)  # noqa: S506 -- the safe one, that takes everything for text
    except yaml.MarkedYAMLError as error:
        line = before + (error.problem_mark.line if error.problem_mark else 0) + 1
        reason = error.problem or say("it is no YAML")
        raise FrontMatterInvalid(
            name, say("line {line}: the front matter cannot be read: {reason}", line=line, reason=reason), hint=_HINT
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FrontMatterInvalid(name, say("the front matter cannot be read as YAML"), hint=_HINT) from error
    return _mapping(keys, name)


def _toml(inside: str, name: str, before: int) -> Mapping[str, object]:
    import tomllib  # noqa: PLC0415 -- slow import, and few documents have front matter

    try:
        return _mapping(tomllib.loads(inside), name)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = before + (int(found[1]) if found else 1)
        reason = re.sub(r"\s*\(at .*\)", "", str(error))
        raise FrontMatterInvalid(
            name, say("line {line}: the front matter cannot be read: {reason}", line=line, reason=reason), hint=_HINT
        ) from error
    except (ValueError, RecursionError) as error:
        raise FrontMatterInvalid(name, say("the front matter cannot be read as TOML"), hint=_HINT) from error


_HINT = say("write one `key: value` a line, such as `date: 2026-05-04`, and put texts with `:` in quotation marks")


def _mapping(keys: object, name: str) -> Mapping[str, object]:
    if not isinstance(keys, dict):
        raise FrontMatterInvalid(name, say("the front matter is no list of keys and values"), hint=_HINT)
    return {str(key): value for key, value in keys.items()}
