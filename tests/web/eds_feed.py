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
from urllib.parse import urlsplit

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
from gi.repository import ECal, EDataServer, GLib

WAIT_FOR_CONNECTION = 15
TRIES, PAUSE = 60, 0.25


def source_of(url):
    """Describe the subscription as Evolution's dialogue would."""
    where = urlsplit(url)
    source = EDataServer.Source.new_with_uid(f"kl-feed-{os.getpid()}", None)
    source.set_display_name("kl")
    source.set_parent("webcal-stub")
    source.get_extension("Calendar").set_backend_name("webcal")
    login = source.get_extension("Authentication")
    login.set_host(where.hostname)
    login.set_port(where.port)
    login.set_method("none")
    source.get_extension("WebDAV Backend").set_resource_path(where.path)
    source.get_extension("Security").set_method("none")
    source.get_extension("Offline").set_stay_synchronized(True)
    source.get_extension("Refresh").set_enabled(False)
    return source


def registered(registry, source):
    """Hand the source to the registry; return the registry's own."""
    registry.create_sources_sync([source], None)
    for _ in range(TRIES):
        found = registry.ref_source(source.get_uid())
        if found:
            return found
        time.sleep(PAUSE)
    raise SystemExit("the registry does not take the source")


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
    source = registered(registry, source_of(url))
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, WAIT_FOR_CONNECTION, None)
    seen = []
    for _ in sys.stdin:
        seen = refreshed(client, seen)
        print(json.dumps(seen, ensure_ascii=False), flush=True)
    os._exit(0)


main(sys.argv[1])
