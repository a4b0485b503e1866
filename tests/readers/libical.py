"""A calendar on stdin in, its events as libical (GNOME, KDE) sees them out as JSON; run by the system's own Python.

Fails where libical finds an error or a property too many or too few (its `check_restrictions`).
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from typing import Any

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 -- its version has to be asked for first


def moment(time: Any) -> str:
    """An instant in UTC, or a day."""
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    seconds = time.as_timet_with_zone(time.get_timezone())
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")  # noqa: UP017 -- any Python


calendar = ICalGLib.Component.new_from_string(sys.stdin.buffer.read().decode())
if not calendar.check_restrictions() or calendar.count_errors():
    sys.exit(calendar.as_ical_string())
found = []
position = calendar.begin_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
while event := position.deref():
    start, end = moment(event.get_dtstart()), moment(event.get_dtend())
    found.append({"uid": event.get_uid(), "summary": event.get_summary(), "start": start, "end": end})
    position.next()
sys.stdout.write(json.dumps(found))
