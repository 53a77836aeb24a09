"""An app behind gunicorn as in production, and browsers and programs that ask it over one connection each."""

import json
import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from bench import processes

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds until it answers
# As README.md says. One connection is always served by one thread of one worker.
PRODUCTION = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Answer(NamedTuple):
    """What came back: its status, and its body as it came."""

    status: int
    body: bytes

    def read(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Served:
    """A gunicorn on loopback until it is closed. RuntimeError when it does not start."""

    def __init__(self, app: str, folder: Path, settings: dict[str, str]) -> None:
        with socket.socket() as socket_of_port:
            socket_of_port.bind(("127.0.0.1", 0))
            port = socket_of_port.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *PRODUCTION]
        command += ["--keep-alive", "600", "--timeout", "600", "--log-level", "error", app]
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "DATABASE_"))
        }
        self._log = (folder / f"{port}.log").open("wb")
        self._server = subprocess.Popen(command, cwd=ROOT, env=environment | settings, stderr=self._log)  # noqa: S603
        self.pid = self._server.pid
        self._wait(port)

    def _wait(self, port: int) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._server.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start: {Path(self._log.name).read_text()}")

    def cpu(self) -> float:
        """Seconds of CPU that the server has spent so far."""
        return processes.cpu(self.pid)

    def close(self) -> None:
        """Stop the server."""
        self._server.terminate()
        self._server.wait(PATIENCE)
        self._log.close()


class Browser:
    """Somebody's browser, or a program: one connection that stays open, and its cookies."""

    def __init__(self, address: str, headers: dict[str, str] | None = None) -> None:
        self._line = HTTPConnection(urlsplit(address).netloc, timeout=600)
        self._headers, self._cookies, self._token = dict(headers or {}), dict[str, str](), ""

    def sign_in(self, login: str, password: str) -> None:
        """As people do, at the log-in page."""
        self._token = _token(self.ask("/login").body)
        self.form("/login", {"login": login, "password": password})
        self._token = _token(self.ask("/accounts/me").body)

    def ask(self, url: str) -> Answer:
        """Open a page. RuntimeError on an error."""
        return self._send("GET", url)

    def form(self, url: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        body = urlencode({"csrf_token": self._token, **fields})
        return self._send("POST", url, body, {"Content-Type": FORM})

    def json(self, method: str, url: str, body: Any) -> Answer:
        """Send JSON."""
        return self._send(method, url, json.dumps(body), {"Content-Type": JSON, "X-CSRFToken": self._token})

    def _send(self, method: str, url: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {**self._headers, **(headers or {})} | ({"Cookie": cookies} if cookies else {})
        self._line.request(method, url, body.encode() if body else None, sent)
        came = self._line.getresponse()
        answer = Answer(came.status, came.read())
        for cookie in came.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status >= 400:
            raise RuntimeError(f"{method} {url} answered {answer.status}: {answer.body[:300].decode()}")
        return answer


def _token(page: bytes) -> str:
    before = 'name="csrf_token" value="'
    text = page.decode()
    return text[text.index(before) + len(before) :].split('"')[0] if before in text else ""
