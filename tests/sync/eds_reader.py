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
from urllib.parse import urlsplit

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
from gi.repository import ECal, EDataServer, GLib

ANY_CREDENTIALS_STATE = 0xFFFFFFFF
TRIES, PAUSE = 100, 0.2


def source_of(url, user):
    """Describe the calendar as Evolution's account dialogue would."""
    where = urlsplit(url)
    source = EDataServer.Source.new_with_uid(f"kl-{os.getpid()}", None)
    source.set_display_name("kl")
    source.set_parent("caldav-stub")
    source.get_extension("Calendar").set_backend_name("caldav")
    login = source.get_extension("Authentication")
    login.set_host(where.hostname)
    login.set_port(where.port)
    login.set_user(user)
    login.set_method("plain/password")
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

    source = registered(registry, source_of(url, user))
    source.connect("credentials-required", give_password)
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, ANY_CREDENTIALS_STATE, None)
    print(json.dumps([component.get_as_string() for component in components(client)], ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)


main(*sys.argv[1:4])
