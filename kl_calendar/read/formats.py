"""Which reader reads what: bytes and a name in, the reader's `Document` out.

The content decides, the name only where content cannot (Markdown and plain text). Readers are imported on use, so that
a text letter loads no library of another format, and a missing library is a sentence.
"""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar import limits
from kl_calendar.errors import MissingExtra
from kl_calendar.i18n import say
from kl_calendar.read.refusals import Damaged, Locked, TooLarge, UnknownFormat
from kl_calendar.read.text import KNOWN_FORMATS, decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.i18n import Text
    from kl_calendar.model.document import Document


class Reader(NamedTuple):
    """A row of the table: the module that reads a format, and the extra that brings its library."""

    module: str
    extra: str = ""


FORMATS = {
    "txt": Reader("kl_calendar.read.text"),
    "md": Reader("kl_calendar.read.markdown"),
    "docx": Reader("kl_calendar.read.docx", "docx"),
    "odt": Reader("kl_calendar.read.odt", "odt"),
    "rtf": Reader("kl_calendar.read.rtf", "rtf"),
    "pdf": Reader("kl_calendar.read.pdf", "pdf"),
    "html": Reader("kl_calendar.read.html", "html"),
    "eml": Reader("kl_calendar.read.eml"),
    "msg": Reader("kl_calendar.read.msg", "msg"),
    "ics": Reader("kl_calendar.read.ics"),
    "json": Reader("kl_calendar.read.schedule"),
}
"""Format → its reader. A new format is a module with `read(raw, name)` and a row here."""

SUFFIXES = {
    "md": ("md", "markdown", "mdown"),
    "html": ("html", "htm", "xhtml"),
    "eml": ("eml",),
    "json": ("json",),
}
"""Name endings that settle what the content leaves open."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"MZ", say("a Windows program")),
    (b"\x7fELF", say("a Linux program")),
    (b"\xca\xfe\xba\xbe", say("a program")),
    (b"\xcf\xfa\xed\xfe", say("a Mac program")),
    (b"#!", say("a script")),
    (b"\x89PNG", say("a picture (PNG)")),
    (b"\xff\xd8\xff", say("a picture (JPEG)")),
    (b"GIF8", say("a picture (GIF)")),
    (b"II*\0", say("a picture (TIFF)")),
    (b"MM\0*", say("a picture (TIFF)")),
    (b"RIFF", say("a picture, sound or film")),
    (b"ID3", say("a sound file")),
    (b"OggS", say("a sound file")),
    (b"\x1f\x8b", say("a compressed file (gzip)")),
    (b"BZh", say("a compressed file (bzip2)")),
    (b"7z\xbc\xaf", say("a 7-Zip archive")),
    (b"Rar!", say("a RAR archive")),
    (b"\xfd7zXZ", say("a compressed file (xz)")),
    (b"SQLite format 3\0", say("a database")),
    (b"%!PS", say("PostScript")),
    (b"\x04\x22\x4d\x18", say("a compressed file (LZ4)")),
    (b"\x28\xb5\x2f\xfd", say("a compressed file (Zstandard)")),
    (b"wOFF", say("a font")),
    (b"\x00\x01\x00\x00\x00", say("a font")),
)
_HEAD = 4096
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|main|article|section|div|table|ul|ol|dl|p|h[1-6]|span|br)\b",
    re.IGNORECASE,
)
_XML = re.compile(r"<(?:\?xml|!DOCTYPE|[A-Za-z][\w:.-]*[\s/>])")
_WRITTEN = 4
"""Of so many lines of a text at most one begins with a tag."""
_MAIL_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):")
_MAIL_SURE = {"mime-version", "message-id", "received", "return-path", "delivered-to"}
_MAIL_USUAL = {"from", "to", "subject", "date", "cc", "reply-to", "sender", "content-type"}
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|\|?[ :]*-{2,}[ :]*\|[-| :]*$|.{0,500}\[[^\[\]\n]{1,200}\]\(https?://)", re.MULTILINE
)
_SCHEDULE = re.compile(r'"(?:schedule|conference)"\s*:')


def read(raw: bytes, name: str) -> Document:
    """Read any document: pick the reader by content, then by name."""
    found = detect(raw, name)
    reader = FORMATS[found]
    try:  # a reader may load its library only when it comes to the part that needs it
        return _reading(reader)(raw, name)
    except ModuleNotFoundError as error:
        if not reader.extra or (error.name or "").startswith("kl_calendar"):
            raise
        raise MissingExtra(reader.extra, needed_by=name) from error


def _reading(reader: Reader) -> Callable[[bytes, str], Document]:
    function: Callable[[bytes, str], Document] = importlib.import_module(reader.module).read
    return function


def detect(raw: bytes, name: str) -> str:
    """Return the format of a source, or refuse it with a sentence that says what it is."""
    if len(raw) > limits.MAX_BYTES:
        raise TooLarge(
            name,
            say("it is larger than {limit} MB", limit=limits.MAX_BYTES >> 20),
            hint=say("give only the document with the programme"),
        )
    if not raw.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Damaged(name, say("it is empty"), hint=say("was it saved before it was sent?"))
    return _by_magic(raw, name) or _by_text(raw, name)


def _by_magic(raw: bytes, name: str) -> str:
    if raw.startswith(b"PK"):
        return _zip_format(raw, name)
    if raw.startswith(_OLE):
        return _ole_format(raw, name)
    if b"%PDF-" in raw[:1024]:
        return "pdf"
    if raw.lstrip()[:5].lower() == b"{\\rtf":
        return "rtf"
    for magic, what in _FOREIGN:
        if raw.startswith(magic) and _is_binary(raw, magic):
            raise foreign(name, what)
    if raw[4:8] == b"ftyp":
        raise foreign(name, say("a film or picture"))
    return ""


def _is_binary(raw: bytes, magic: bytes) -> bool:
    """Two or three letters may also begin a text: `MZ` of a heading is a program only among control bytes."""
    return magic == b"#!" or any(byte < 9 for byte in raw[:256]) or not magic.isalnum()


def foreign(name: str, what: Text) -> UnknownFormat:
    """Return the refusal of a source that is something else, named as people call it."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in FORMATS:
        it_is = say(
            "it is {what}, whatever its name (.{suffix}) says, not a document with a programme",
            what=what,
            suffix=suffix,
        )
    else:
        it_is = say("it is {what}, not a document with a programme", what=what)
    return UnknownFormat(name, it_is, hint=KNOWN_FORMATS)


def _zip_format(raw: bytes, name: str) -> str:
    from kl_calendar.read.zipped import kind_of  # noqa: PLC0415 -- zipfile is slow to import, and a text letter has no need of it

    found, what = kind_of(raw, name)
    if not found:
        raise foreign(name, what)
    return found


def _ole_format(raw: bytes, name: str) -> str:
    """Tell the files of Office before 2007 apart by the stream names in their directory."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if has("EncryptedPackage"):
        raise Locked(
            name, say("it is protected with a password"), hint=say("open it, save it without a password, and give that")
        )
    if has("__substg1.0_") or has("__properties_version1.0"):
        return "msg"
    if has("WordDocument"):
        raise UnknownFormat(
            name, say("it is a document of Word before 2007 (.doc)"), hint=say("open it in Word and save it as .docx")
        )
    if has("Workbook"):
        raise foreign(name, say("an Excel workbook (.xls)"))
    if has("PowerPoint Document"):
        raise foreign(name, say("a PowerPoint presentation (.ppt)"))
    raise foreign(name, say("an Office file of a kind we do not read"))


def _by_text(raw: bytes, name: str) -> str:
    text = decode(raw[: _HEAD * 4]).lstrip("\ufeff \t\r\n")
    head = text[:_HEAD]
    if head[:15].upper() == "BEGIN:VCALENDAR":
        return "ics"
    if head.startswith("{") and (_SCHEDULE.search(text) or _named(name, "json")):
        return "json"
    if head.startswith("<"):
        return _markup_format(head, name)
    if _named(name, "html") and _HTML.search(text):
        return "html"
    if _is_mail(head, sure=_named(name, "eml")):
        return "eml"
    return "md" if _named(name, "md") or (_MARKDOWN.search(text) and not name.lower().endswith(".txt")) else "txt"


def _named(name: str, wanted: str) -> bool:
    return name.lower().rpartition(".")[2] in SUFFIXES[wanted]


def _markup_format(head: str, name: str) -> str:
    if _HTML.search(head) or _named(name, "html"):
        return "html"
    if _XML.match(head) and not _is_written(head):
        raise foreign(name, say("a picture (SVG)") if "<svg" in head else "XML")
    return "md" if _named(name, "md") else "txt"


def _is_written(head: str) -> bool:
    """Text of a page with a tag left at its top: few of its lines begin with one."""
    lines = [line for line in head.splitlines() if line.strip()]
    marked = sum(line.lstrip().startswith("<") for line in lines)
    return not head.startswith(("<?", "<!")) and marked * _WRITTEN <= len(lines)


def _is_mail(head: str, *, sure: bool) -> bool:
    """A mail opens with header fields; a letter that quotes `From:` and `Subject:` lacks those no person writes."""
    fields: set[str] = set()
    for line in head.splitlines():
        if not line.strip():
            break
        if line[0] in " \t" or line.startswith("From "):
            continue
        found = _MAIL_FIELD.match(line)
        if not found:
            break
        fields.add(found[1].lower())
    usual = fields & _MAIL_USUAL
    return (bool(fields & _MAIL_SURE) and bool(usual)) or (sure and len(usual) >= 1)
