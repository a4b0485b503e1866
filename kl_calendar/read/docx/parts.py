"""Which part of a Word file is what: the main document, and what its relationships name."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from kl_calendar.i18n import say
from kl_calendar.read.refusals import Damaged
from kl_calendar.read.xmlnames import attribute, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.read.zipped import Package

_DOCUMENT = "word/document.xml"


class Parts:
    """The parts of one file, by the role their relationship gives them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = next((target for kind, target, _ in self._relations("") if kind == "officeDocument"), _DOCUMENT)
        self._main = main if main in package else _DOCUMENT
        if self._main not in package:
            raise Damaged(
                package.name, say("the Word file has no text part"), hint=say("open it in Word and save it anew")
            )
        self._related = {
            identity: (kind, target) for kind, target, identity in self._relations(self._main) if target in package
        }
        self.links = self._links(self._main)
        self.document = package.xml_of(self._main)

    @property
    def title(self) -> str:
        """The title among the document's properties, as it is."""
        if "docProps/core.xml" not in self._package:
            return ""
        root = self._package.xml_of("docProps/core.xml")
        return next((child.text or "" for child in root if local(child) == "title"), "")

    def related(self, wanted: str) -> Any:  # noqa: ANN401 -- lxml has no types
        """Return the root of the part with that role, or None."""
        part = next((target for kind, target in self._related.values() if kind == wanted), None)
        return None if part is None else self._package.xml_of(part)

    def furniture(self, what: str) -> Iterator[tuple[Any, dict[str, str]]]:
        """Yield each page header or footer the sections refer to: its root and its link targets."""
        used: set[str] = set()
        for element in self.document.iter(f"{{*}}{what}Reference"):
            kind, part = self._related.get(attribute(element, "id"), ("", ""))
            if kind == what and part not in used:
                used.add(part)
                yield self._package.xml_of(part), self._links(part)

    def _links(self, part: str) -> dict[str, str]:
        return {identity: target for kind, target, identity in self._relations(part) if kind == "hyperlink"}

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Yield (role, target, id) of a part's relationships; outside targets as written, others as part names."""
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self._package:
            return
        for element in self._package.xml_of(relations):
            if local(element) != "Relationship":
                continue
            target = element.get("Target", "")
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, target) if target[:1] != "/" else target[1:])
            yield element.get("Type", "").rpartition("/")[2], target, element.get("Id", "")
