"""Bytes in, files out: each whole or not at all, only what changed, and only in a folder that is ours.

A folder becomes ours when it is made, or found empty, by `claim`; a marker file in it says so from then on. A folder
with anything else in it and no marker is somebody else's and is never touched.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kl_calendar.errors import KlError, system
from kl_calendar.i18n import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MARKER = ".kl-calendar"
"""Names the files we made, each with its owner: what is no longer published can be taken away, and nothing else."""

_MARKER_HEAD = "# Files in this folder made by kl-calendar. Without this file the folder is not touched.\n"

_TEMPORARY = ".kl-calendar-"


@dataclass(frozen=True, slots=True)
class Published:
    """What one publication did: the names of files that are new or different, and of those taken away."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


class FolderNotOurs(KlError):
    """The folder to publish in has files that we did not put there."""

    slug = "folder-not-ours"

    def __init__(self, path: Path) -> None:
        super().__init__(
            say("{path} has files that kl-calendar did not make, so nothing was written there", path=path),
            hint=say("name an empty or new folder with --output"),
        )
        self.path = path


class NotWritable(KlError):
    """A file cannot be written: the system's own reason is part of the sentence."""

    slug = "not-writable"

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(say("{path} cannot be written: {reason}", path=path, reason=system(error)))
        self.path = path


def write(path: Path, data: bytes, scratch: Path | None = None) -> bool:
    """Write a file whole or not at all; False when it had these bytes already and was left alone.

    `scratch` is a folder on the same disk where it may stand half written, else that is its own.
    """
    if same(path, data):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, data, scratch)
    except OSError as error:
        raise NotWritable(path, error) from error
    return True


def save(path: Path, data: bytes) -> None:
    """Write to a file that a person named: the folder must exist; a pipe or device is written to, not replaced."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            replace(path, data)
    except OSError as error:
        raise NotWritable(path, error) from error


def same(path: Path, data: bytes) -> bool:
    """Whether the file has exactly these bytes; the size tells first, without reading."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def replace(path: Path, data: bytes, scratch: Path | None = None) -> None:
    """Put the bytes in a file beside it and rename that over it: readers see the old or the new, never a half.

    No fsync: after a power cut a file may be empty, and then the next build finds it different and writes it again.
    """
    if path.is_symlink():  # keep the link, replace what it names
        path, scratch = path.resolve(), None
    import tempfile  # noqa: PLC0415 -- slow import: `convert` to standard output does without

    handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, suffix=".tmp", dir=scratch or path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, mode(path))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def mode(path: Path) -> int:
    """The permissions a file written the plain way would have: those it has, else what the umask leaves."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def claim(folder: Path) -> None:
    """Make the folder ours, or raise `FolderNotOurs`; any number of runs may do so at once."""
    marker = folder / MARKER
    if marker.is_file():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = any(not one.name.startswith(_TEMPORARY) for one in folder.iterdir())
        if foreign and not marker.is_file():  # else another run made it ours in between
            raise FolderNotOurs(folder)
        with suppress(FileExistsError), open(marker, "ab", opener=_new) as stream:
            stream.write(_MARKER_HEAD.encode())
    except OSError as error:
        raise NotWritable(folder, error) from error


def _new(path: str, flags: int) -> int:
    """Open a file for appending that must not exist: what another run has noted in the marker stays in it."""
    return os.open(path, flags | os.O_EXCL, 0o666)


class Publication:
    """One renewal of a folder of ours: files are added one by one, what is then no longer published goes at the end.

    Every file belongs to an owner (a meeting, a feed), so that an owner which has not changed can be kept as it is. A
    name is noted in the marker before its file is written, so that a run killed in between forgets no file of ours.
    """

    def __init__(self, folder: Path) -> None:
        claim(folder)
        self.folder = folder
        self.before = made(folder)
        self._now: dict[str, str] = {}
        self._written: list[str] = []

    def has(self, name: str, data: bytes) -> bool:
        """Whether the folder has this file of ours, with these bytes, already."""
        return name in self.before and same(self.folder / name, data)

    def keep(self, owner: str, name: str) -> bool:
        """Keep a file of ours as it is; False where there is none."""
        if name not in self.before or not (self.folder / name).is_file():
            return False
        self._now[name] = owner
        return True

    def add(self, owner: str, name: str, data: bytes) -> None:
        """Write one file, if it is different; `name` is relative to the folder, with `/`."""
        if name not in self.before and name not in self._now:
            self._note(name, owner)
        self._now[name] = owner
        if write(self.folder / name, data, self.folder):
            self._written.append(name)

    def finish(self, keep: Collection[str] = ()) -> Published:
        """Take away what is no longer published; files of the owners in `keep` stay although they were not added."""
        kept = {name: owner for name, owner in self.before.items() if owner in keep and name not in self._now}
        every = {**kept, **self._now}
        stale = tuple(sorted(self.before.keys() - every.keys()))
        for name in stale:
            remove(self.folder, name)
        # Most publications change what is in files, not which there are; what a killed one noted stands out of order.
        if every != self.before or list(self.before) != sorted(self.before):
            lines = "".join(f"{name}\t{every[name]}\n" for name in sorted(every))
            write(self.folder / MARKER, (_MARKER_HEAD + lines).encode())
        return Published(tuple(self._written), stale)

    def _note(self, name: str, owner: str) -> None:
        try:
            with (self.folder / MARKER).open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(f"{name}\t{owner}\n")
        except OSError as error:
            raise NotWritable(self.folder / MARKER, error) from error


def made(folder: Path) -> dict[str, str]:
    """The files we made there, relative to the folder with `/`, each with its owner."""
    try:
        lines = (folder / MARKER).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    noted = (line.partition("\t") for line in lines if not line.startswith("#"))
    return {name: owner for name, tab, owner in noted if tab}


def intact(folder: Path) -> bool:
    """Whether every file that we made there still is there."""
    return (folder / MARKER).is_file() and made(folder).keys() <= listing(folder)


def listing(folder: Path) -> frozenset[str]:
    """The names of all files in the folder, relative to it with `/`; plain strings, because there may be many."""
    root = os.fspath(folder)
    found: set[str] = set()
    for at, _, names in os.walk(root):
        below = at[len(root) :].replace(os.sep, "/").lstrip("/")
        found.update(f"{below}/{name}" if below else name for name in names)
    return frozenset(found)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other publications of this folder waiting, and take away what a killed one left half written.

    The lock is on the folder itself, so it leaves no file and is gone with the process that holds it. Where the system
    has no such locks the files are whole all the same, and the later of two publications wins.
    """
    claim(folder)
    try:
        import fcntl  # noqa: PLC0415 -- not on every system
    except ModuleNotFoundError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        sweep(folder)
        yield
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Take away temporary files of ours: nobody else publishes here now, so no one will finish them."""
    for path in folder.glob(f"{_TEMPORARY}*.tmp"):
        path.unlink(missing_ok=True)


def remove(folder: Path, name: str) -> None:
    """Remove one file of ours and the folders that this leaves empty."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        return  # a marker that somebody edited reaches nothing outside
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
