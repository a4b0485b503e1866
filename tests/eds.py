"""What the scripts share that look at a calendar through Evolution's data server, under the system's own Python."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, E402

import os
import time
from urllib.parse import urlsplit

import gi

gi.require_version("EDataServer", "1.2")
from gi.repository import EDataServer

TRIES, PAUSE = 100, 0.2


def described(url, backend, user=""):
    """Describe a calendar as Evolution's dialogue would."""
    where = urlsplit(url)
    source = EDataServer.Source.new_with_uid(f"kl-{backend}-{os.getpid()}", None)
    source.set_display_name("kl")
    source.set_parent(f"{backend}-stub")
    source.get_extension("Calendar").set_backend_name(backend)
    login = source.get_extension("Authentication")
    login.set_host(where.hostname)
    login.set_port(where.port)
    login.set_method("plain/password" if user else "none")
    if user:
        login.set_user(user)
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
