"""Compare what the parser reads with a corpus folder's answers: `python -m tests.corpus_score FOLDER…` for people.

In process, so that a hundred documents take seconds. A document that cannot be read, or has no source, scores nothing:
it is never one case fewer.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kl_calendar.emit.json import when
from kl_calendar.errors import KlError
from kl_calendar.model.meeting import Meeting, Slot
from kl_calendar.parse.read_programme import Options, Parsed, parse
from kl_calendar.read.formats import read

CORPUS = Path(__file__).parent / "corpus"
SLOT_FIELDS = ("end", "title", "speakers", "location", "parallel")
MEETING_FIELDS = ("title", "start", "end", "location", "registration_url", "registration_deadline", "status")
PLACEHOLDER = date(2025, 1, 1)
Answer = dict[str, Any]


@dataclass
class Score:
    """Counts over documents; `faults` names what differs, by document."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def slots(self) -> float:
        """F1 of slots right in every field."""
        return self._f1("right")

    @property
    def times(self) -> float:
        """F1 of start and end alone."""
        return self._f1("timed")

    @property
    def fields(self) -> float:
        """Share of the meetings' fields that are right."""
        return self.counts["fields right"] / max(self.counts["fields"], 1)

    @property
    def silent(self) -> int:
        """Wanted slots of which neither the answer nor a problem says anything."""
        return self.counts["silent"]

    def _f1(self, what: str) -> float:
        all_of_them = self.counts["wanted"] + self.counts["offered"]
        return 2 * self.counts[what] / all_of_them if all_of_them else 1.0


def plain(text: object) -> str:
    """A text without what people do not see as a difference: case, quotes, kinds of dash, closing punctuation."""
    bare = re.sub(r"[\"'“”„»«’‘*_`]", "", str(text or "")).casefold()
    bare = re.sub(r"\s*[-–—]\s*", "-", re.sub(r"\s+", " ", bare))
    return re.sub(r"\s*,\s*", ", ", bare).strip(" .,:;!-–—")


def agrees(name: str, wanted: Any, found: Any) -> bool:
    """Whether one field is right."""
    if name in ("speakers", "parallel"):
        order = frozenset if name == "speakers" else sorted
        return bool(order(map(plain, wanted or [])) == order(map(plain, found or [])))
    if name == "registration_url":
        return address(wanted) == address(found)
    if name in ("title", "location"):
        return plain(wanted) == plain(found)
    if name == "registration_deadline":
        return bool(wanted) == bool(found) and str(found or "").startswith(str(wanted or ""))
    return (wanted or None) == (found or None)


def address(url: object) -> str:
    """A link without what browsers add."""
    return re.sub(r"^(https?://)?(www\.)?", "", str(url or "").strip().rstrip("/.")).casefold()


def slot_answer(slot: Slot) -> Answer:
    """A slot of ours in the corpus's shape."""
    return {
        "start": when(slot.start),
        "end": when(slot.end),
        "title": slot.title,
        "speakers": [person.name for person in slot.speakers],
        "location": slot.location,
        "parallel": [choice.title for choice in slot.choices],
    }


def meeting_answer(meeting: Meeting) -> Answer:
    """A meeting of ours in the corpus's shape."""
    made: Answer = {name: getattr(meeting, name) for name in MEETING_FIELDS}
    made |= {name: when(made[name]) for name in ("start", "end", "registration_deadline")}
    return {**made, "status": meeting.status.value, "slots": [slot_answer(slot) for slot in meeting.slots]}


def options_for(case: Answer) -> Options:
    """What the caller of this case knows beside the document."""
    meetings = case["meetings"]
    unknown = any(m.get("date_unknown") for m in meetings)
    around = PLACEHOLDER if any(m.get("year_unknown") for m in meetings) else None
    if around is None and case.get("received"):
        around = date.fromisoformat(case["received"])
    return Options(date=date.fromisoformat(meetings[0]["start"][:10]) if unknown else None, around=around)


def understood(answer_file: Path, case: Answer) -> Parsed | str:
    """What the parser says of a case, or why it says nothing."""
    sources = [p for p in sorted(answer_file.parent.glob(f"{answer_file.stem}.*")) if p.suffix != ".json"]
    if len(sources) != 1:
        return f"{len(sources)} sources"
    try:
        return parse(read(sources[0].read_bytes(), sources[0].name), options_for(case))
    except KlError as error:
        return str(error)


def yearless(meetings: list[Answer]) -> list[Answer]:
    """The same with every year the placeholder."""
    text = re.sub(r'"\d{4}(-\d\d-\d\d(?:T\d\d:\d\d)?)"', rf'"{PLACEHOLDER.year}\1"', json.dumps(meetings))
    made: list[Answer] = json.loads(text)
    return made


def score(answer_files: Iterable[Path]) -> Score:
    """Score these cases together."""
    total = Score()
    for answer_file in answer_files:
        one = scored(answer_file)
        total.counts += one.counts
        total.faults |= one.faults
    return total


@cache
def scored(answer_file: Path) -> Score:
    """Score one case."""
    case = json.loads(answer_file.read_text("utf-8"))
    made = Score()
    optional = [m for m in case["meetings"] if "meeting" in m.get("soft", [])]
    needed = [m for m in case["meetings"] if m not in optional]
    answer = understood(answer_file, case)
    parsed, told = (Parsed((), ()), "") if isinstance(answer, str) else (answer, _told(answer))
    found = [meeting_answer(m) for m in parsed.meetings]
    if any(m.get("year_unknown") for m in case["meetings"]):
        needed, optional, found = yearless(needed), yearless(optional), yearless(found)
    wanted = [s for m in needed for s in m["slots"]] + [{**s, "maybe": True} for m in optional for s in m["slots"]]
    faults = [answer] if isinstance(answer, str) else []
    faults += _slots(wanted, [s for m in found for s in m["slots"]], made.counts, told)
    faults += _meetings(needed, found, made.counts)
    if not len(needed) <= len(found) <= len(needed) + len(optional):
        faults.append(f"{len(found)} meetings for {len(needed)}")
    made.counts["documents"] = 1
    made.faults = {answer_file.stem: faults} if faults else {}
    return made


def _told(parsed: Parsed) -> str:
    return "\n".join(f"{p.message} {p.text} {p.hint}" for p in parsed.problems)


def _slots(wanted: list[Answer], found: list[Answer], counts: Counter[str], told: str) -> list[str]:
    """Pair wanted slots with found ones: first those that agree in all, then the nearest of the same start."""
    starts = {s["start"] for s in found}
    left, faults, later = list(found), [], []
    for want in sorted(wanted, key=lambda s: bool(s.get("maybe"))):
        counts["wanted"] += not want.get("maybe")
        counts["silent"] += not want.get("maybe") and want["start"] not in starts and not _named(want["start"], told)
        hit = next((f for f in left if f["start"] == want["start"] and not _differing(want, f)), None)
        if hit is None:
            later.append(want)
            continue
        left.remove(hit)
        if not want.get("maybe"):
            counts.update(right=1, timed=1, offered=1)
    for want in later:
        same = [f for f in left if f["start"] == want["start"]]
        near = max(
            same, key=lambda f: (f["end"] == want.get("end"), agrees("title", want["title"], f["title"])), default=None
        )
        if near is not None:
            left.remove(near)
        if want.get("maybe"):
            continue
        if near is None:
            faults.append(f"missing {want['start']} {want['title']!r}")
            continue
        counts.update(offered=1, timed=int("end" not in _differing(want, near)))
        faults.append(
            f"{want['start']}: " + "; ".join(f"{n} {near[n]!r} for {want.get(n)!r}" for n in _differing(want, near))
        )
    counts["offered"] += len(left)
    return faults + [f"too many: {f['start']} {f['title']!r}" for f in left]


def _differing(want: Answer, found: Answer) -> list[str]:
    soft = want.get("soft", ())
    return [name for name in SLOT_FIELDS if name not in soft and not agrees(name, want.get(name), found[name])]


def _named(start: str, told: str) -> bool:
    clock = start[11:]
    dotted = clock.replace(":", ".")
    return any(shape in told for shape in (clock, dotted, dotted.lstrip("0")))


def _meetings(needed: list[Answer], found: list[Answer], counts: Counter[str]) -> list[str]:
    faults = []
    in_order = sorted(found, key=lambda m: str(m["start"]))
    for number, want in enumerate(needed):
        near = _nearest(want, in_order, number)
        for name in MEETING_FIELDS:
            right = name in want.get("soft", ()) or agrees(name, want.get(name), near.get(name))
            counts.update({"fields": 1, "fields right": int(right)})
            if not right:
                faults.append(f"meeting's {name}: {near.get(name)!r} for {want.get(name)!r}")
    return faults


def _nearest(want: Answer, found: list[Answer], number: int) -> Answer:
    def likeness(one: Answer) -> tuple[bool, bool, bool]:
        same_start = one["start"] == want["start"]
        same_day = str(one["start"])[:10] == want["start"][:10]
        return same_start and agrees("title", want["title"], one["title"]), same_start, same_day

    best = max(found, key=likeness, default={})
    if best and any(likeness(best)):
        return best
    return found[number] if number < len(found) else {}


def main(folders: list[str]) -> int:
    """Print every difference and the figures."""
    for folder in folders or ["dev", "dev-letters", "dev-formats"]:
        made = score(sorted((CORPUS / folder).glob("*.json")))
        for name, faults in made.faults.items():
            print(name, *faults, sep="\n    ")
        print(
            f"{folder}: {made.counts['documents']} documents, slots {made.slots:.4f}, times {made.times:.4f}, "
            f"silent {made.silent}, meeting fields {made.fields:.4f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
