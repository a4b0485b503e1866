"""Subscribe to a feed in Evolution's data server, headless; for each line on stdin, prints the events as a JSON list.

Runs under the system's own Python, which has python3-gi, inside dbus-run-session:  eds_feed.py URL
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, E402

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

WAIT_FOR_CONNECTION = 15
TRIES, PAUSE = 60, 0.25


def texts(client):
    """Return all events now."""
    _, found = client.get_object_list_as_comps_sync("#t", None)
    return sorted(component.get_as_string() for component in found)


def refreshed(client, before):
    """Ask for the feed again; return the events once they are others, and the same at two looks."""
    last = None
    for attempt in range(TRIES):
        if attempt % 20 == 0:
            client.refresh_sync(None)
        now = texts(client)
        if now and now != before and now == last:
            return now
        last = now
        time.sleep(PAUSE)
    return last or []


def main(url):
    """Print the events as often as asked."""
    registry = EDataServer.SourceRegistry.new_sync(None)
    loop = GLib.MainLoop()
    threading.Thread(target=loop.run, daemon=True).start()
    source = registered(registry, described(url, "webcal"))
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, WAIT_FOR_CONNECTION, None)
    seen = []
    for _ in sys.stdin:
        seen = refreshed(client, seen)
        print(json.dumps(seen, ensure_ascii=False), flush=True)
    os._exit(0)


main(sys.argv[1])
