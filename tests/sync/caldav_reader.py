"""Print the events of a calendar as the caldav library reads them; arguments: URL, name, password, way to sign in.

A program of its own, because the library's HTTP stack warns where our tests take warnings for errors.
"""

from __future__ import annotations

import json
import sys

from caldav.davclient import DAVClient

url, user, password, auth = sys.argv[1:]
with DAVClient(url=url, username=user, password=password, auth_type=auth) as client:
    sys.stdout.write(json.dumps([event.data for event in client.calendar(url=url).events()]))  # type: ignore[no-untyped-call]
