"""Zipped documents read with suspicion: what kind one is, and its parts as bytes or as XML without a DTD.

Sizes are counted while unpacking, because a bomb's directory lies about them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from kl_calendar import limits
from kl_calendar.i18n import Text, say
from kl_calendar.read.refusals import Damaged, Locked, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = (
    ("word/document", "docx", ""),
    ("xl/workbook", "", say("an Excel workbook (.xlsx)")),
    ("ppt/presentation", "", say("a PowerPoint presentation (.pptx)")),
    ("META-INF/MANIFEST.MF", "", say("a Java program")),
    ("AndroidManifest.xml", "", say("an Android program")),
    ("Index/Document.iwa", "", say("a Pages document")),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION_16 = re.compile(rb"<\0!\0[dDeE]\0|\0<\0!\0[dDeE]")
_SIGNED_ENCRYPTED = 0x1
_BLOCK = 1 << 16
_ANEW = say("open it, save it anew, and give that")
_TOO_DEEP = "boolean(" + "/*" * (limits.MAX_NESTING + 1) + ")"


class Package:
    """An open zip whose parts are read within limits; the sum over all parts read counts."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        self._left = limits.MAX_UNZIPPED_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise damaged(name) from error
        self.parts = {info.filename: info for info in self._zip.infolist()}
        if len(self.parts) > limits.MAX_PARTS:
            raise TooLarge(
                name, say("it has more than {limit} parts", limit=limits.MAX_PARTS), hint=say("save the document anew")
            )

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def bytes_of(self, part: str) -> bytes:
        """Unpack one part, stopping at the limit."""
        info = self.parts[part]
        if info.flag_bits & _SIGNED_ENCRYPTED:
            raise Locked(self.name, say("it is protected with a password"), hint=say("save it without a password"))
        try:
            return b"".join(self._blocks(info))
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise damaged(self.name) from error

    def _blocks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._zip.open(info) as stream:
            while block := stream.read(_BLOCK):
                self._left -= len(block)
                if self._left < 0:
                    raise TooLarge(
                        self.name,
                        say("it unpacks to more than {limit} MB", limit=limits.MAX_UNZIPPED_BYTES >> 20),
                        hint=say("give only the document with the programme"),
                    )
                yield block

    def xml_of(self, part: str) -> Any:  # noqa: ANN401 -- lxml has no types
        """Unpack and parse one part."""
        if self.parts[part].file_size > limits.MAX_XML_BYTES:
            raise TooLarge(
                self.name,
                say("its text part is larger than {limit} MB", limit=limits.MAX_XML_BYTES >> 20),
                hint=say("give only the pages with the programme"),
            )
        return parse_xml(self.bytes_of(part), self.name)


def damaged(name: str) -> Damaged:
    """Return the refusal of a zip that does not hold together."""
    return Damaged(
        name, say("the file is damaged and cannot be unpacked"), hint=say("ask for it again, or open and save it anew")
    )


def parse_xml(raw: bytes, name: str) -> Any:  # noqa: ANN401 -- lxml has no types
    """Return the root element; a document type or an entity declaration, which office files never have, is refused."""
    from lxml import etree  # noqa: PLC0415 -- the library of an extra

    if _DECLARATION.search(raw) or _DECLARATION_16.search(raw):
        raise Damaged(
            name,
            say("it declares XML entities, which no office program writes"),
            hint=say("do not trust where it came from"),
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
        too_deep = root is not None and root.xpath(_TOO_DEEP)
    except (etree.XMLSyntaxError, etree.XPathError) as error:
        if "depth" in str(error).lower():
            raise _too_deep(name) from error
        raise Damaged(name, say("the text inside is damaged (no well-formed XML)"), hint=_ANEW) from error
    if root is None:
        raise Damaged(name, say("the document inside is empty"), hint=_ANEW)
    if too_deep:
        raise _too_deep(name)
    return root


def _too_deep(name: str) -> TooLarge:
    return TooLarge(
        name, say("its parts are nested deeper than any real document's"), hint=say("save the document anew")
    )


def kind_of(raw: bytes, name: str) -> tuple[str, Text]:
    """Return (format, "") of a zipped document we read, or ("", what else it is)."""
    package = Package(raw, name)
    if "mimetype" in package:
        mime = package.bytes_of("mimetype")[:200].decode("ascii", errors="replace").strip()
        if mime.startswith(_OPEN_DOCUMENT):
            if mime.removeprefix(_OPEN_DOCUMENT) in ("text", "text-template"):
                return "odt", ""
            return "", say("an OpenDocument file, but no text document")
        if mime == "application/epub+zip":
            return "", say("an e-book")
    for prefix, found, what in _KINDS:
        if any(part.startswith(prefix) for part in package.parts):
            return found, what
    if any(info.flag_bits & _SIGNED_ENCRYPTED for info in package.parts.values()):
        raise Locked(name, say("it is protected with a password"), hint=say("unpack it, and give the document in it"))
    return "", say("a zip archive")
