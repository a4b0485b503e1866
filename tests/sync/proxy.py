"""A proxy between us and a real server: counts each request, and answers one of them as a bad day would."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

FAULTS = (
    "drop before",
    "drop after",
    "401",
    "412",
    "423",
    "429",
    "500",
    "500 after",
    "503",
    "redirect",
    "truncated",
    "no etag",
    "weak etag",
    "rewritten",
    "garbage",
    "slow",
)
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "te", "trailer", "upgrade"}


@dataclass
class Proxy:
    """Forwards to `upstream`. `fault_at` is the 1-based request that `fault` befalls; `kill` ends a process there."""

    upstream: str
    fault: str = ""
    fault_at: int = 0
    kill: int = 0
    kill_after: bool = False
    log: list[tuple[str, str, int]] = field(default_factory=list)
    port: int = 0
    _server: ThreadingHTTPServer | None = None
    _lock: threading.Condition = field(default_factory=threading.Condition)
    _busy: int = 0

    def __enter__(self) -> Proxy:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_any(self) -> None:
                proxy.handle(self)

            def log_message(self, *_: Any) -> None:
                pass

        for method in (
            "GET",
            "HEAD",
            "PUT",
            "DELETE",
            "PROPFIND",
            "PROPPATCH",
            "REPORT",
            "MKCALENDAR",
            "OPTIONS",
            "POST",
        ):
            setattr(Handler, f"do_{method}", Handler.handle_any)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    def through(self, url: str) -> str:
        """Return an address of the upstream server as seen through the proxy."""
        return f"http://127.0.0.1:{self.port}{urlsplit(url).path}"

    def clear(self, fault: str = "", fault_at: int = 0) -> None:
        """Start counting anew; what is still under way counts no more."""
        self.log = []
        self.fault, self.fault_at = fault, fault_at

    def methods(self) -> list[str]:
        """Return the methods of the requests so far."""
        return [method for method, _, _ in self.log]

    def written(self) -> list[str]:
        """Return the paths of successful writes: what the server really did."""
        return [path for method, path, status in self.log if method in ("PUT", "DELETE") and 200 <= status < 300]

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Serve one request."""
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        if len(body) < length:  # whoever asked is gone
            handler.close_connection = True
            return
        with self._lock:
            self._busy += 1
        try:
            self._serve(handler, body)
        finally:
            with self._lock:
                self._busy -= 1
                self._lock.notify_all()

    def settle(self) -> None:
        """Wait until no request is under way: one that nobody waits for any more may still reach the server."""
        with self._lock:
            assert self._lock.wait_for(lambda: self._busy == 0, timeout=60)

    def _serve(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        with self._lock:
            log = self.log
            log.append((handler.command, handler.path, 0))
            position = len(log)
        fault = self.fault if position == self.fault_at else ""
        if self.kill and position == self.fault_at and not self.kill_after:
            self._kill(handler)
            return
        status, headers, content = self._befall_before(fault, handler)
        if not status:
            body = body.replace(b"SUMMARY:Punkt", b"SUMMARY:Point") if fault == "rewritten" else body
            status, headers, content = self._forward(handler, body)
            log[position - 1] = (handler.command, handler.path, status)
            if self.kill and position == self.fault_at:
                self._kill(handler)
                return
            status, headers, content = befall_after(fault, status, headers, content)
        self._answer(handler, status, headers, content, fault)

    def _befall_before(self, fault: str, handler: BaseHTTPRequestHandler) -> tuple[int, list[tuple[str, str]], bytes]:
        if fault == "drop before":
            return -1, [], b""
        if fault == "redirect":
            return 302, [("Location", "/elsewhere/")], b""
        if fault == "slow":
            handler.connection.settimeout(60)
            handler.connection.recv(1)  # until whoever asked has had enough, and hangs up
            return -1, [], b""
        if fault in ("429", "503"):
            return int(fault), [("Retry-After", "1")], b""
        if fault.isdigit():
            return int(fault), [], b""
        return 0, [], b""

    def _forward(self, handler: BaseHTTPRequestHandler, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        where = urlsplit(self.upstream)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in HOP}
        headers |= {"Connection": "close", "Host": handler.headers.get("Host", "")}
        if body:
            headers["Content-Length"] = str(len(body))
        try:
            connection.request(handler.command, handler.path, body or None, headers)
            answer = connection.getresponse()
            got = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP]
            return answer.status, got, answer.read()
        finally:
            connection.close()

    def _answer(
        self, handler: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], content: bytes, fault: str
    ) -> None:
        if status < 0:
            hang_up(handler)
            return
        handler.send_response_only(status)
        for name, value in headers:
            handler.send_header(name, value)
        if status != 204:
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if fault == "truncated" and content:
            handler.wfile.write(content[: len(content) // 2])
            hang_up(handler)
        else:
            handler.wfile.write(content)

    def _kill(self, handler: BaseHTTPRequestHandler) -> None:
        os.kill(self.kill, signal.SIGKILL)
        self.kill = 0
        hang_up(handler)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without another word."""
    handler.close_connection = True
    try:
        handler.connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def befall_after(
    fault: str, status: int, headers: list[tuple[str, str]], content: bytes
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Spoil a real answer."""
    if fault == "drop after":
        return -1, [], b""
    if fault == "500 after":
        return 500, [], b""
    if fault == "no etag":
        return status, [h for h in headers if h[0].lower() != "etag"], content.replace(b"getetag", b"getgone")
    if fault == "weak etag":
        return status, [(n, f"W/{v}" if n.lower() == "etag" else v) for n, v in headers], content
    if fault == "garbage":
        return status, [("Content-Type", "text/html")], b"<html><p>Hello & welcome" if content else content
    return status, headers, content
