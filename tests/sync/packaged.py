"""CalDAV servers that are Debian packages, each in a folder of its own; nothing under /etc is read or written."""

from __future__ import annotations

import imaplib
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.sync.processes import PASSWORD, USER, Server, free_port, guarded, md5, spawn, wait_until_answering


def start_cyrus(folder: Path, port: int) -> Server:
    """Cyrus (Debian): fast, strict, one uid an account, drops what it does not know."""
    imap = free_port()
    for name in ("conf", "spool", "run", "sieve"):
        (folder / name).mkdir()
    for name in ("db", "socket", "proc", "log", "msg", "lock", "ptclient"):
        (folder / "conf" / name).mkdir()
    (folder / "imapd.conf").write_text(
        f"configdirectory: {folder}/conf\nproc_path: {folder}/run/proc\nmboxname_lockpath: {folder}/run/lock\n"
        f"defaultpartition: default\npartition-default: {folder}/spool\nsievedir: {folder}/sieve\n"
        "servername: localhost\nadmins: admin\nunixhierarchysep: yes\nvirtdomains: off\numask: 077\n"
        "allowplaintext: yes\nautocreate_quota: 0\nsasl_pwcheck_method: auxprop\nsasl_auxprop_plugin: sasldb\n"
        f"sasl_sasldb_path: {folder}/sasldb2\nsasl_mech_list: PLAIN\nhttpmodules: caldav\n"
        "caldav_allowscheduling: on\nconversations: 0\nsendmail: /bin/true\n"
    )
    # -C given to cyrmaster is not passed on to its services (Debian's 3.6.1): each names it again.
    (folder / "cyrus.conf").write_text(
        f'START {{\n  recover cmd="ctl_cyrusdb -C {folder}/imapd.conf -r"\n}}\nSERVICES {{\n'
        f'  imap cmd="imapd -C {folder}/imapd.conf" listen="127.0.0.1:{imap}" prefork=0 maxchild=5\n'
        f'  http cmd="httpd -C {folder}/imapd.conf" listen="127.0.0.1:{port}" prefork=2 maxchild=30\n}}\n'
        "EVENTS {\n}\n"
    )
    for user, secret in ((USER, PASSWORD), ("guest", "guestpw"), ("admin", "adminpw")):
        command = ["saslpasswd2", "-p", "-c", "-f", str(folder / "sasldb2"), "-u", "localhost", user]
        subprocess.run(command, input=secret.encode(), check=True)
    _give_to("cyrus", "mail", folder)
    server = Server("cyrus", f"http://127.0.0.1:{port}/dav/", f"/calendars/user/{USER}/", port=port)
    conf = ["-C", str(folder / "imapd.conf"), "-M", str(folder / "cyrus.conf"), "-p", str(folder / "run/master.pid")]
    spawn(server, folder, ["/usr/sbin/cyrmaster", "-D", *conf])
    if wait_until_answering(server.url):
        # The first IMAP login makes the user's INBOX; the first DAV request then makes the calendar home.
        with imaplib.IMAP4("127.0.0.1", imap) as box:
            box.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
    return server


def _give_to(user: str, group: str, folder: Path) -> None:
    for above in (folder, *folder.parents):
        if above.owner() == "root" and above.stat().st_mode & 0o011 != 0o011 and str(above).startswith("/tmp/"):  # noqa: S108 -- pytest's folders are closed to the servers' users
            above.chmod(0o755)
    subprocess.run(["chown", "-R", f"{user}:{group}", str(folder)], check=True)


PHP_MODULES = "/usr/lib/apache2/modules"


def _apache(folder: Path, port: int, modules: list[str], site: str) -> str:
    php = max(Path(PHP_MODULES).glob("libphp*.so"))
    loads = "".join(
        f"LoadModule {m}_module {PHP_MODULES}/mod_{m}.so\n" for m in ("mpm_prefork", "authz_core", *modules)
    )
    return (
        f'ServerRoot "{folder}"\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile "{folder}/apache.pid"\n'
        f'ErrorLog "{folder}/log"\n{loads}LoadModule php_module {php}\nUser www-data\nGroup www-data\n'
        f"Mutex file:{folder}\n"
        "StartServers 4\nMinSpareServers 4\nMaxSpareServers 8\nMaxRequestWorkers 16\nKeepAlive On\n"
        f"MaxKeepAliveRequests 0\nKeepAliveTimeout 15\nTypesConfig /dev/null\n{site}"
        '<FilesMatch "\\.php$">\n  SetHandler application/x-httpd-php\n</FilesMatch>\nRewriteEngine On\n'
    )


SABRE = """<?php
date_default_timezone_set('UTC');
error_reporting(E_ALL & ~E_DEPRECATED & ~E_NOTICE);
ini_set('display_errors', '0');
$pdo = new PDO('sqlite:' . dirname(__DIR__) . '/data/db.sqlite');
$pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
$pdo->exec('PRAGMA busy_timeout=20000');
require_once 'Sabre/autoload.php';
$principals = new Sabre\\DAVACL\\PrincipalBackend\\PDO($pdo);
$server = new Sabre\\DAV\\Server([
    new Sabre\\CalDAV\\Principal\\Collection($principals),
    new Sabre\\CalDAV\\CalendarRootNode($principals, new Sabre\\CalDAV\\Backend\\PDO($pdo)),
]);
$server->setBaseUri('/');
$server->addPlugin(new Sabre\\DAV\\Auth\\Plugin(new Sabre\\DAV\\Auth\\Backend\\PDO($pdo), 'SabreDAV'));
$server->addPlugin(new Sabre\\DAVACL\\Plugin());
$server->addPlugin(new Sabre\\CalDAV\\Plugin());
$server->exec();
"""
# What sabre/dav 1.8 wants to find; its own file lies below /usr/share/doc, which slim images leave out.
SABRE_SQL = """
CREATE TABLE calendarobjects (id integer primary key asc, calendardata blob, uri text, calendarid integer,
  lastmodified integer, etag text, size integer, componenttype text, firstoccurence integer, lastoccurence integer);
CREATE TABLE calendars (id integer primary key asc, principaluri text, displayname text, uri text, ctag integer,
  description text, calendarorder integer, calendarcolor text, timezone text, components text, transparent bool);
CREATE TABLE principals (id integer primary key asc, uri text, email text, displayname text, vcardurl text,
  unique(uri));
CREATE TABLE groupmembers (id integer primary key asc, principal_id integer, member_id integer,
  unique(principal_id, member_id));
CREATE TABLE users (id integer primary key asc, username text, digesta1 text, unique(username));
"""


def start_sabre(folder: Path, port: int) -> Server:
    """sabre/dav 1.8 (Debian): Digest only, no atomic preconditions."""
    for name in ("www", "data"):
        (folder / name).mkdir()
    (folder / "www/server.php").write_text(SABRE)
    database = sqlite3.connect(folder / "data/db.sqlite")
    database.executescript(SABRE_SQL)
    database.execute("pragma journal_mode=wal")
    secret = md5(f"{USER}:SabreDAV:{PASSWORD}")
    database.execute("insert into users(username,digesta1) values(?,?)", (USER, secret))
    columns = "insert into principals(uri,email,displayname) values(?,?,?)"
    database.execute(columns, (f"principals/{USER}", f"{USER}@example.org", "Test User"))
    database.commit()
    database.close()
    site = (
        f"DocumentRoot {folder}/www\n<Directory {folder}/www>\n  Require all granted\n</Directory>\n"
        "php_value output_buffering 0\nphp_admin_value memory_limit 256M\n"
    )
    rules = "RewriteRule ^/\\.well-known/caldav / [R=302,L]\nRewriteRule ^ /server.php [L]\n"
    _give_to("www-data", "www-data", folder)
    return _start_apache("sabre", folder, port, _apache(folder, port, ["mime", "rewrite"], site) + rules, "digest")


def _start_apache(name: str, folder: Path, port: int, config: str, auth: str, **environment: str) -> Server:
    (folder / "apache.conf").write_text(config)
    paths = {"sabre": ("/", f"/calendars/{USER}/"), "davical": ("/caldav.php/", f"/{USER}/")}
    base, home = paths[name]
    server = Server(name, f"http://127.0.0.1:{port}{base}", home, auth, port=port)
    spawn(server, folder, ["apache2", "-f", str(folder / "apache.conf"), "-D", "FOREGROUND"], **environment)
    return server


def postgres(folder: Path) -> tuple[int, Callable[[], None]]:
    """Start a PostgreSQL of our own; return its port and how to stop it."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    port = free_port()
    (folder / "pg").mkdir()
    _give_to("postgres", "postgres", folder / "pg")
    _give_to("root", "root", folder)
    shutil.chown(folder / "pg", "postgres", "postgres")
    runuser = ["runuser", "-u", "postgres", "--"]
    init = ["-D", f"{folder}/pg/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([*runuser, f"{binaries}/initdb", *init], check=True, stdout=subprocess.DEVNULL)
    settings = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
    )
    control = [*runuser, f"{binaries}/pg_ctl", "-D", f"{folder}/pg/data", "-w", "-s"]
    subprocess.run([*control, "-l", f"{folder}/pg/log", "-o", settings, "start"], check=True, stdout=subprocess.DEVNULL)
    master = int((folder / "pg/data/postmaster.pid").read_text().partition("\n")[0])
    call_off = guarded(master)

    def stop() -> None:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False)
        call_off()

    return port, stop


def _psql(port: int, database: str, script: str) -> None:
    command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", database]
    subprocess.run(command, input=script.encode(), check=True, stdout=subprocess.DEVNULL)


def start_davical(folder: Path, port: int) -> Server:
    """DAViCal (Debian) on a PostgreSQL of its own: keeps every byte, accepts duplicates, not atomic."""
    database, stop = postgres(folder)
    environment = {"PGHOST": "127.0.0.1", "PGPORT": str(database)}
    with (folder / "createdb.log").open("wb") as log:
        subprocess.run(
            ["bash", "/usr/share/davical/dba/create-database.sh", "davical", "adminpw"],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, **environment, "PGUSER": "postgres", "PSQLOPTS": ""},
        )
    _psql(
        database,
        "davical",
        "INSERT INTO usr(active,email_ok,updated,username,password,fullname,email) VALUES "
        "(true,current_date,current_date,'test','**testpw','Test User','test@example.org');"
        "INSERT INTO principal(type_id,user_no,displayname,default_privileges) SELECT 1,user_no,fullname,"
        "privilege_to_bits(ARRAY['read-free-busy','schedule-deliver']) FROM usr WHERE user_no>=1000;",
    )
    site = (
        "DocumentRoot /usr/share/davical/htdocs\n<Directory /usr/share/davical/htdocs>\n  Require all granted\n"
        "  AcceptPathInfo On\n</Directory>\nphp_admin_value memory_limit 256M\n"
        'php_admin_value error_reporting "E_ALL & ~E_NOTICE & ~E_DEPRECATED"\n'
    )
    rules = "RewriteRule ^/\\.well-known/(.*)$ /caldav.php/.well-known/$1 [NC,PT]\n"
    config = _apache(folder, port, ["dir", "mime", "rewrite"], site) + rules
    server = _start_apache("davical", folder, port, config, "basic", **environment)
    server.closing.append(stop)
    return server


def start_sogo(folder: Path, port: int) -> Server:
    """SOGo (Debian) on a PostgreSQL and memcached of its own: ignores preconditions, rewrites, drops connections."""
    database, stop = postgres(folder)
    _psql(database, "postgres", "CREATE DATABASE sogo")
    _psql(
        database,
        "sogo",
        "CREATE TABLE sogo_users(c_uid varchar(60) primary key, c_name varchar(60), c_password varchar(80), "
        "c_cn varchar(128), mail varchar(128));"
        "INSERT INTO sogo_users VALUES ('test','test','testpw','Test User','test@example.org');",
    )
    for name in ("run", "home", "spool"):
        (folder / name).mkdir()
        shutil.chown(folder / name, "sogo", "sogo")
    server = Server("sogo", f"http://127.0.0.1:{port}/SOGo/dav/", f"/{USER}/Calendar/", port=port)
    sock = folder / "run/memcached.sock"
    spawn(server, folder, ["memcached", "-u", "sogo", "-s", str(sock), "-a", "777", "-m", "32"])
    base = f"postgresql://postgres@127.0.0.1:{database}/sogo"
    users = (
        f'({{type=sql;id=users;viewURL="{base}/sogo_users";canAuthenticate=YES;isAddressBook=NO;'
        "userPasswordAlgorithm=plain;})"
    )
    settings = {
        "WOPort": f"127.0.0.1:{port}",
        "WOWorkersCount": "4",
        "WOPidFile": f"{folder}/run/sogo.pid",
        "WOLogFile": f"{folder}/run/sogo.log",
        "WONoDetach": "YES",
        "SOGoProfileURL": f"{base}/sogo_user_profile",
        "OCSFolderInfoURL": f"{base}/sogo_folder_info",
        "OCSSessionsFolderURL": f"{base}/sogo_sessions_folder",
        "OCSEMailAlarmsFolderURL": f"{base}/sogo_alarms_folder",
        "SOGoUserSources": users,
        "SOGoMemcachedHost": str(sock),
        "SOGoTimeZone": "Europe/Copenhagen",
        "SOGoAppointmentSendEMailNotifications": "NO",
        "SOGoMailSpoolPath": f"{folder}/spool",
        "WOListenQueueSize": "64",
        "SxVMemLimit": "4096",
        "SOGoMaximumFailedLoginCount": "0",
        "SOGoCalendarDefaultRoles": "()",
    }
    arguments = [piece for name, value in settings.items() for piece in (f"-{name}", value)]
    command = ["runuser", "-u", "sogo", "--", "env", f"HOME={folder}/home", "sogod", *arguments]
    spawn(server, folder, command)
    server.closing += [stop, lambda: _kill_sogo(folder)]
    return server


def _kill_sogo(folder: Path) -> None:
    """sogod takes eight seconds to heed a TERM: end the processes of this folder's pid file."""
    try:
        parent = int((folder / "run/sogo.pid").read_text())
    except (OSError, ValueError):
        return
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    for pid in (parent, *map(int, listed.stdout.split())):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
