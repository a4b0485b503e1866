"""Read a CalDAV calendar through Evolution's data server, headless; prints a JSON list of iCalendar texts.

Runs under the system's own Python, which has python3-gi, inside dbus-run-session:  eds_reader.py URL USER PASSWORD
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN002, ANN201, ANN202, E402

import json
import os
import sys
import threading
import time
from pathlib import Path

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
from gi.repository import ECal, EDataServer, GLib

sys.path.append(str(Path(__file__).parents[1]))
from eds import described, registered

ANY_CREDENTIALS_STATE = 0xFFFFFFFF
TRIES, PAUSE = 100, 0.2


def components(client):
    """Return all components once two looks in a row agree."""
    last = None
    for attempt in range(TRIES):
        if attempt % 20 == 0:
            client.refresh_sync(None)
        _, found = client.get_object_list_as_comps_sync("#t", None)
        if found and len(found) == last:
            return found
        last = len(found)
        time.sleep(PAUSE)
    return []


def main(url, user, password):
    """Print the calendar."""
    registry = EDataServer.SourceRegistry.new_sync(None)
    loop = GLib.MainLoop()
    threading.Thread(target=loop.run, daemon=True).start()

    def give_password(source, *_):
        given = EDataServer.NamedParameters.new()
        given.set("username", user)
        given.set("password", password)
        source.invoke_authenticate_sync(given, None)

    source = registered(registry, described(url, "caldav", user))
    source.connect("credentials-required", give_password)
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, ANY_CREDENTIALS_STATE, None)
    print(json.dumps([component.get_as_string() for component in components(client)], ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)


main(*sys.argv[1:4])
