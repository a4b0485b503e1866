"""Every kind of finding: its code, how bad it is, what which program does with it, and what to do."""

from __future__ import annotations

from kl_calendar.model.problem import Severity, kind

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

MORE = kind("ics-more", _NOTE, "{number} more findings of the kind {code}")
NO_CALENDAR = kind(
    "ics-no-calendar",
    _ERROR,
    "this is no calendar: no program will show anything of it",
    "a calendar starts with BEGIN:VCALENDAR; an address that asks for a login answers with a web page instead",
)

# Bytes and lines
BOM = kind(
    "ics-bom",
    _ERROR,
    "the file starts with a byte order mark: some programs do not find BEGIN:VCALENDAR behind it",
    "save it as UTF-8 without BOM",
)
NOT_UTF8 = kind(
    "ics-not-utf8",
    _ERROR,
    "this is not UTF-8: æ, ø and å will be shown as other characters, or the whole file is refused",
    "save it as UTF-8",
)
BARE_LF = kind(
    "ics-line-end",
    _ERROR,
    "lines do not end in CR LF ({number} in all): Nextcloud shows nothing of such a file",
    "end every line in CR LF, the last one too",
)
LONG_LINE = kind(
    "ics-line-long",
    _WARNING,
    "the line has {octets} octets where 75 are allowed: strict programs refuse the file",
    "fold it: CR LF and a space after at most 75 octets (not characters)",
)
SPLIT_CHARACTER = kind(
    "ics-fold-inside-character",
    _ERROR,
    "the line is folded inside a character: Google ignores the whole file, others show two wrong characters",
    "fold between characters; æ, ø and å have two octets",
)
CONTROL = kind(
    "ics-control-character",
    _ERROR,
    "the line holds the control character {character}: Cyrus and others then answer no query for the calendar",
    "remove it",
)
STRAY = kind(
    "ics-line-stray",
    _ERROR,
    "the line is no property: probably a line break inside the text above. Strict programs refuse the whole file",
    "write a line break in a text as \\n",
)
UNKNOWN = kind(
    "ics-property-unknown",
    _WARNING,
    "{name} is no iCalendar property: strict programs refuse the file",
    "if the line belongs to the text above it, write the line break as \\n; else call it X-{name}",
)
LOWER_CASE = kind(
    "ics-name-lower-case",
    _WARNING,
    "{name} is written in small letters: simple programs do not see the property",
    "write it in capitals",
)
TOO_LARGE = kind(
    "ics-too-large",
    _WARNING,
    "the file has {size} kB: Google is known to refuse more than about 1 MB",
    "leave out meetings long past, or make several feeds",
)

# Components and the calendar's head
END_MISSING = kind(
    "ics-end-missing", _ERROR, "{name} is opened here and not closed: the file is broken off", "add END:{name}"
)
END_STRAY = kind(
    "ics-end-stray", _ERROR, "END:{name} closes nothing that is open here: the file is refused", "remove it"
)
NESTED = kind("ics-nested-deep", _ERROR, "components are nested deeper than any program reads", "")
NO_PRODID = kind(
    "ics-no-prodid", _ERROR, "PRODID is missing: Nextcloud shows nothing of such a file", "add PRODID:-//…//…//EN"
)
NO_VERSION = kind("ics-no-version", _ERROR, "VERSION:2.0 is missing: Outlook may refuse the file", "add VERSION:2.0")
NO_EVENTS = kind(
    "ics-empty",
    _WARNING,
    "the calendar holds no event: a program that had some before deletes them all",
    "answer with an error, or the last good file, when there is nothing to show because something failed",
)
TWO_METHODS = kind("ics-method-twice", _ERROR, "METHOD stands there twice: the file is refused", "keep one, or none")
REQUEST = kind(
    "ics-request-many",
    _ERROR,
    "METHOD:REQUEST with {number} events: Outlook takes only the first one",
    "leave METHOD out, or write METHOD:PUBLISH",
)
CALNAME_SINGLE = kind(
    "ics-calname-single",
    _WARNING,
    "a file with one event carries {name}: Outlook opens it as a new calendar instead of adding the event",
    "leave {name} out of one-event files",
)
DUPLICATE_UID = kind(
    "ics-uid-twice",
    _ERROR,
    "the UID stands at line {first} already: programs show only one of the two events",
    "give each event a UID of its own",
)

# One event
NO_UID = kind(
    "ics-no-uid", _ERROR, "the event has no UID: each update adds it once more", "add a UID that never changes"
)
NO_DTSTAMP = kind("ics-no-dtstamp", _ERROR, "the event has no DTSTAMP: strict programs refuse the file", "add DTSTAMP")
NO_DTSTART = kind("ics-no-dtstart", _ERROR, "the event has no DTSTART: it is shown nowhere", "add DTSTART")
NO_END = kind(
    "ics-no-end",
    _WARNING,
    "the event has no end: iCloud refuses it, others show it without a length",
    "add DTEND",
)
END_AND_DURATION = kind(
    "ics-end-and-duration", _ERROR, "the event has both DTEND and DURATION: strict programs refuse it", "keep DTEND"
)
TWICE = kind(
    "ics-property-twice", _ERROR, "{name} stands there twice: programs take different ones", "keep one of them"
)
UID_SLASH = kind(
    "ics-uid-slash", _WARNING, "the UID holds a /: Nextcloud cannot open such an event", "use letters, digits, . and -"
)
UID_LONG = kind(
    "ics-uid-long", _WARNING, "the UID has {length} characters: some servers refuse more than 200", "make it shorter"
)
STATUS = kind(
    "ics-status-illegal",
    _ERROR,
    "the status {value} does not exist for an event: strict programs refuse the file",
    "write TENTATIVE, CONFIRMED or CANCELLED",
)
DURATION = kind(
    "ics-duration-malformed", _ERROR, "{value} is no duration: the event is refused", "write it as PT45M or P1D"
)
SEQUENCE = kind("ics-sequence-malformed", _ERROR, "the SEQUENCE {value} is no number", "write a whole number from 0 on")
NEGATIVE = kind(
    "ics-sequence-negative", _ERROR, "the SEQUENCE {value} is below 0: updates are ignored", "start at SEQUENCE:0"
)
GEO = kind(
    "ics-geo-malformed", _WARNING, "{value} is no position: strict programs refuse the file", "write GEO:55.67;12.57"
)
ALARM = kind(
    "ics-alarm-without-text",
    _ERROR,
    "an alarm that shows a text has none: Home Assistant and other strict programs drop the whole feed",
    "add a DESCRIPTION to the VALARM",
)
HTML = kind(
    "ics-html",
    _WARNING,
    "the description holds HTML: Thunderbird, Apple and GNOME show the tags themselves ({tag})",
    "write plain text with \\n between lines",
)
UNESCAPED = kind(
    "ics-text-unescaped",
    _WARNING,
    "the text holds a bare «{character}»: programs may cut it off there",
    "write it as \\{character}",
)
BACKSLASH = kind(
    "ics-text-backslash",
    _WARNING,
    "the text holds «{pair}», which means nothing: programs show it differently",
    "write a backslash as \\\\",
)
ORGANIZER = kind(
    "ics-organizer-address",
    _WARNING,
    "the ORGANIZER is no mail address: Outlook and strict programs refuse the event",
    "write ORGANIZER;CN=Name:mailto:somebody@example.org",
)
ATTENDEE = kind(
    "ics-attendee",
    _WARNING,
    "a published event carries ATTENDEE: servers and programs may send mails to these people",
    "put names into the description",
)

# Times
TIME = kind(
    "ics-time-malformed",
    _ERROR,
    "{name} is no time: {value}",
    "write 20260902T163000Z, or ;TZID=Europe/Copenhagen:20260902T163000, or a day as ;VALUE=DATE:20260902",
)
FLOATING = kind(
    "ics-time-floating",
    _WARNING,
    "{name} has no time zone: everybody sees it at that time of their own clock, SOGo gives it some zone",
    "add TZID with its VTIMEZONE, or write the time in UTC with a Z",
)
LOCAL_STAMP = kind(
    "ics-stamp-local", _ERROR, "{name} is not in UTC: updates may be taken for older than they are", "end it in Z"
)
ENDS_BEFORE = kind(
    "ics-ends-before-start",
    _ERROR,
    "the event does not end after its start: Cyrus and iCloud refuse it, others show a line without height",
    "DTEND has to be later than DTSTART (for whole days: the day after the last one)",
)
MIXED = kind("ics-day-and-time", _ERROR, "DTSTART and DTEND are not both days or both times: the event is refused", "")
SKIPPED = kind(
    "ics-time-skipped",
    _ERROR,
    "{name}: {value} does not exist in {zone}, the clocks skip it that night; programs show different times",
    "write the time meant, in UTC",
)
DOUBLED = kind(
    "ics-time-doubled",
    _WARNING,
    "{name}: {value} comes twice in {zone} that night; programs choose differently",
    "write the time in UTC",
)
NO_VTIMEZONE = kind(
    "ics-timezone-missing",
    _ERROR,
    "the zone {zone} is used without its VTIMEZONE: Outlook will show these events one or two hours wrong",
    "add the VTIMEZONE of {zone}",
)
UNKNOWN_ZONE = kind(
    "ics-timezone-unknown",
    _ERROR,
    "{zone} is no name of the IANA list: programs guess, Outlook.com may show nothing",
    "write a name such as Europe/Copenhagen",
)
EMPTY_ZONE = kind(
    "ics-timezone-empty",
    _ERROR,
    "the VTIMEZONE of {zone} has no rule in it: Outlook.com refuses the file",
    "add STANDARD and DAYLIGHT with their RRULE",
)
RDATE_ZONE = kind(
    "ics-timezone-rdate",
    _ERROR,
    "the VTIMEZONE of {zone} lists its changes as RDATE: Outlook ignores it and will show these events an hour wrong",
    "write one RRULE for each change",
)
BROKEN_ZONE = kind(
    "ics-timezone-broken",
    _ERROR,
    "this part of the VTIMEZONE of {zone} cannot be read ({what}): Outlook may refuse the file",
    "it needs DTSTART, TZOFFSETFROM, TZOFFSETTO and a yearly RRULE",
)
WRONG_ZONE_LATE = kind(
    "ics-timezone-wrong-late",
    _ERROR,
    "the VTIMEZONE of {zone} is wrong at this time: Outlook will show the event {minutes} minutes late",
    "correct the VTIMEZONE, or write the time in UTC",
)
WRONG_ZONE_EARLY = kind(
    "ics-timezone-wrong-early",
    _ERROR,
    "the VTIMEZONE of {zone} is wrong at this time: Outlook will show the event {minutes} minutes early",
    "correct the VTIMEZONE, or write the time in UTC",
)
